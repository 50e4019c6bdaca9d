"""RUB123: a condition that always holds, or never."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import chain

from rubicon.editing.inspecting import Inspection
from rubicon.firing.comparing import tester
from rubicon.language.conditions import (
    Aggregate,
    Comparison,
    Condition,
    Operator,
    Reported,
    Several,
    Tally,
    Variable,
    expressions,
    leaves,
    needs,
    patterns,
)
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import Problem

LEVEL = "warning"

_TURNED: dict[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_PLAIN = "Leave it out, or say what was meant."


def find(look: Inspection) -> Iterator[Problem]:
    """Yield conditions that every case meets, or none does: constants compared, limits at the end of what there is."""
    for rule in look.written:
        for condition, keys in look.conditions(rule):
            for one in condition.lines if isinstance(condition, Several) else (condition,):
                said = _said(look, rule, one)
                if said is not None:
                    place = look.written_at(rule, condition, *keys)
                    yield look.told(place, "RUB123", *said, text=one.text)


def _said(look: Inspection, rule: Rule, one: Condition) -> tuple[str, str] | None:
    """Return what is wrong with a condition, and the remedy; None where it depends on the case."""
    if isinstance(one, Comparison):
        truth = _decided(look.vocabulary, one)
        if truth is not None:
            return f"this {'always' if truth else 'never'} holds, whatever the case", _PLAIN
    if isinstance(one, Tally) and (one.bound, one.number) == ("at least", 0):
        return "this always holds: nothing counts less than none", _PLAIN
    truth, slots = _from_zero_up(one), _measured(look.vocabulary, rule, one)
    if truth is None or not slots or _goes_below(look, slots):
        return None
    slot = look.vocabulary.statements[slots[0][0]].slots[slots[0][1]].name
    what = f"{'every' if truth else 'no'} {{{slot}}} from 0 up meets this"
    return (
        what,
        f"Set the limit right, or leave it out; if {{{slot}}} may be below 0, give an example of that.",
    )


def _decided(vocabulary: Vocabulary, one: Comparison) -> bool | None:
    """Return how a comparison comes out whatever its variables are; None where that depends on them."""
    if not any(isinstance(leaf, Variable) for side in expressions(one) for leaf in leaves(side)):
        return tester(one, {}, vocabulary)((), None)
    if one.left == one.right:
        return one.operator in ("=", "<=", ">=")
    kind = vocabulary.kinds.get(one.scale)
    if kind is None or not kind.values:
        return None
    for end, always, never in ((kind.values[0], ">=", "<"), (kind.values[-1], "<=", ">")):
        sign = _TURNED.get(one.operator) if one.left == end else one.operator
        if end in (one.left, one.right) and sign in (always, never):
            return sign == always
    return None


def _from_zero_up(one: Condition) -> bool | None:
    """Return whether every number from 0 up meets a limit (True) or none does (False); None where some do."""
    if isinstance(one, Comparison):
        sign, limit = one.operator, one.right
        if isinstance(one.left, Decimal):
            sign, limit = _TURNED.get(sign, sign), one.left
    elif isinstance(one, Aggregate | Reported):
        sign, limit = ">=" if one.bound == "at least" else "<=", one.limit
    else:
        return None
    if not isinstance(limit, Decimal) or limit > 0 or (not limit and sign not in (">=", "<")):
        return None
    return sign in (">=", ">", "!=")


def _measured(vocabulary: Vocabulary, rule: Rule, one: Condition) -> list[tuple[str, int]]:
    """Return the number slots, each with its statement, from which comes what a condition measures."""
    asked = [one.pattern] if one.pattern is not None else [p for line in rule.lines for p in patterns(line)]
    names = one.counted[:1] if one.pattern is not None else needs(one)
    return [
        (pattern.statement, at)
        for pattern in asked
        for at, term in enumerate(pattern.terms)
        if isinstance(term, Variable)
        and term.name in names
        and vocabulary.statements[pattern.statement].slots[at].kind == "number"
    ]


def _goes_below(look: Inspection, slots: Collection[tuple[str, int]]) -> bool:
    """Tell whether a standing fact or an example has a number below 0 in one of some slots."""
    examples = (example for rule in look.rules for example in rule.examples)
    facts = chain(look.rulebook.background, *(example.given for example in examples))
    atoms = [fact.literal.atom for fact in facts]
    return any(
        isinstance(value, Decimal) and value < 0 and (atom.statement, at) in slots
        for atom in atoms
        for at, value in enumerate(atom.values)
    )
