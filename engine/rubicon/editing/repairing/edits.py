"""The smallest edits of a rule that could change what becomes of one case."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from rubicon.editing.mutants import mutants_of
from rubicon.firing.instances import Instance
from rubicon.judging.ledger import Ledger
from rubicon.language.conditions import Pattern, Term, Variable, patterns
from rubicon.language.facts import Literal, Value
from rubicon.language.rules import Rule
from rubicon.language.speaking import speak_pattern
from rubicon.language.tokens import number_text
from rubicon.language.vocabulary import Vocabulary
from rubicon.reading.rereading import Content

MEANT = (
    "dropped condition",
    "dropped exception",
    "dropped override",
    "dropped otherwise",
    "moved number",
    "another kind",
)
"""Of the changes by which rules are tested, those that an editor could mean."""

_FIGURE = re.compile(r"(?<![\w.,-])[0-9][0-9,]*(?:\.[0-9]+)?(?![\w-])")


class Edit(Struct, frozen=True):
    """A change of one thing in a rule's file: what stood `before`, and what stands `after`; one of them may be nothing."""

    rule: str
    change: str
    before: str
    after: str
    content: Content


def edits_of(rule: Rule, content: Content, vocabulary: Vocabulary, ledger: Ledger) -> tuple[Edit, ...]:
    """Return what could be left out of a rule's file, moved in it or added to it, seen from a case as it is judged."""
    said = {key: value for key, value in content.items() if key != "example"}
    dropped = [one for one in mutants_of(rule, content, vocabulary) if one.change in MEANT]
    applying = [one.instance for one in ledger.judgement.arguments if one.applies is True and one.instance]
    mine = [one for one in applying if one.rule.id == rule.id]
    made = [
        *(Edit(one.rule, one.change, one.before, one.after, one.content) for one in dropped),
        *_moved(rule, said, ledger),
        *(one for instance in mine for one in _exceptions(instance, said, vocabulary, ledger)),
        *(_override(rule, said, other) for other in _rivals(rule, mine, applying, vocabulary)),
    ]
    return tuple({(one.change, one.before, one.after): one for one in made}.values())


def _moved(rule: Rule, content: Content, ledger: Ledger) -> Iterator[Edit]:
    """Yield the rule with a figure in a line that is one of the case's own."""
    spoken = {pattern.statement for one in rule.lines for pattern in patterns(one)}
    atoms = (atom for atom in ledger.judgement.verdicts if atom.statement in spoken)
    numbers = {value for atom in atoms for value in atom.values if isinstance(value, Decimal)}
    for at, line in enumerate(_lines(content, "if")):
        for figure in _FIGURE.finditer(line) if isinstance(line, str) else ():
            for number in sorted(numbers):
                after = f"{line[: figure.start()]}{number_text(number)}{line[figure.end() :]}"
                lines = [*_lines(content, "if")]
                lines[at] = after
                if after != line:
                    yield Edit(rule.id, "moved number", line, after, {**content, "if": lines})


def _exceptions(
    instance: Instance, content: Content, vocabulary: Vocabulary, ledger: Ledger
) -> Iterator[Edit]:
    """Yield the rule with an exception for something that the case says of what the rule speaks of."""
    rule = instance.rule
    names = {value: Variable(name) for name, value in reversed(instance.binding)}
    spoken = {pattern for one in (*rule.lines, *rule.excepting) for pattern in patterns(one)}
    for fact in ledger.judgement.firings.facts:
        made = _general(fact.literal, names, vocabulary) if fact.basis in ("case", "assumption") else None
        if made is not None and made not in spoken and made not in rule.conclusions:
            said = speak_pattern(vocabulary, made)
            exceptions = [*_lines(content, "unless"), said]
            yield Edit(rule.id, "added exception", "", said, {**content, "unless": exceptions})


def _general(literal: Literal, names: Mapping[Value, Variable], vocabulary: Vocabulary) -> Pattern | None:
    """Return a sentence with the rule's variables for what they stand for, and for the rest whoever it may be.

    None where it speaks of nothing that the rule speaks of.
    """
    slots = vocabulary.statements[literal.atom.statement].slots
    terms: list[Term] = []
    for slot, value in zip(slots, literal.atom.values, strict=True):
        listed = slot.kind in vocabulary.kinds and vocabulary.kinds[slot.kind].values
        terms.append(value if listed else names.get(value, Variable(f"_{slot.name}")))
    found = Pattern(literal.atom.statement, tuple(terms), literal.truth)
    return found if any(name[0] != "_" for name in found.variables) else None


def _rivals(
    rule: Rule, mine: Iterable[Instance], applying: Iterable[Instance], vocabulary: Vocabulary
) -> list[str]:
    """Return the rules that conclude against one in the case, and that it does not override."""
    if rule.kind == "defeater":
        return []
    heads = [head for one in mine for head in one.conclusions]
    found = {
        other.rule.id
        for other in applying
        if any(vocabulary.in_conflict(a, b) for a in heads for b in other.conclusions)
    }
    return sorted(found - {*rule.overrides, rule.id})


def _override(rule: Rule, content: Content, other: str) -> Edit:
    return Edit(
        rule.id, "added override", "", other, {**content, "overrides": [*_lines(content, "overrides"), other]}
    )


def _lines(content: Content, key: str) -> list[Any]:
    """Return the items of a list, or the one that stands alone."""
    value = content.get(key, [])
    return value if isinstance(value, list) else [value]
