"""Try one condition of a rule under a binding: whether it holds, and what bears on it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never, cast

from msgspec import Struct

from rubicon.explaining.claims import Premise
from rubicon.explaining.conditions import look
from rubicon.explaining.lacking.scene import Scene
from rubicon.firing.comparing import NoDay, reader, tester
from rubicon.firing.grounding import entry_slots
from rubicon.firing.instances import GroundCondition, Mention
from rubicon.judging.judgements import Truth
from rubicon.language.binding import Binding, bound, extended, ground
from rubicon.language.conditions import (
    TODAY,
    Absent,
    Aggregate,
    Comparison,
    Condition,
    Expression,
    Holds,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
    needs,
    variables,
)
from rubicon.language.facts import Atom, Literal, Value, sort_key


class Trial(Struct, frozen=True):
    """A condition tried: `met` as in the model, `open` the variables for want of which it cannot be."""

    met: Truth
    look: Premise
    open: tuple[str, ...] = ()


def attempt(scene: Scene, condition: Condition, binding: Binding) -> Trial:
    """Try a condition."""
    open_ = tuple(name for name in needs(condition) if name not in binding)
    if isinstance(condition, Comparison):
        return _compare(scene, condition, binding, open_)
    if open_:
        met: Truth = False if isinstance(condition, Holds) else None
        return Trial(met, Premise(condition.kind, met, condition, bound(condition.pattern, binding)), open_)
    made = _grounded(scene, condition, binding)
    if isinstance(condition, Holds) and not made.mentions:
        return Trial(False, Premise("holds", False, condition, bound(condition.pattern, binding)))
    found = look(scene.ledger, made, binding, scene.day)
    met = found.met
    if isinstance(condition, Holds):
        met = True if scene.ledger.meets(made.mentions[0].literal) is not None else met
    elif isinstance(condition, Unsettled) and len(made.mentions) == 1:
        met = False if _settles(scene, made.mentions[0].literal) else met
    return Trial(met, found)


def _compare(scene: Scene, condition: Comparison, binding: Binding, open_: tuple[str, ...]) -> Trial:
    met: Truth = None
    if not open_:
        names = needs(condition)
        test = tester(condition, {name: at for at, name in enumerate(names)}, scene.vocabulary)
        try:
            met = test([binding[name] for name in names], scene.day)
        except NoDay:
            open_ = (TODAY,)
    made = GroundCondition(condition, holds=bool(met))
    return Trial(met, look(scene.ledger, made, binding, scene.day), open_)


def _settles(scene: Scene, literal: Literal) -> bool:
    ledger = scene.ledger
    return ledger.meets(literal) is not None or ledger.meets(literal.contrary) is not None


def _grounded(scene: Scene, condition: Condition, binding: Binding) -> GroundCondition:
    """Ground a condition over what the judgement speaks of."""
    match condition:
        case Holds():
            named = ground(condition.pattern, binding)
            if named is None:
                named = next(_spoken(scene, condition.pattern, binding, established=True), None)
            return GroundCondition(condition, (Mention(named),) if named else ())
        case Unsettled():
            literal = ground(condition.pattern, binding)
            some = [literal] if literal else list(_spoken(scene, condition.pattern, binding))
            return GroundCondition(condition, tuple(Mention(one) for one in some))
        case Absent():
            return GroundCondition(
                condition, _mentions(_spoken(scene, condition.pattern, binding), None, None)
            )
        case Tally():
            open_ = {name: value for name, value in binding.items() if name != condition.member}
            member = condition.pattern.terms.index(Variable(condition.member))
            return GroundCondition(
                condition, _mentions(_spoken(scene, condition.pattern, open_), member, None)
            )
        case Aggregate() | Reported():
            return _measured(scene, condition, binding)
        case Comparison():
            return GroundCondition(condition)
        case _:
            assert_never(condition)


def _measured(scene: Scene, condition: Aggregate | Reported, binding: Binding) -> GroundCondition:
    terms = condition.pattern.terms
    member = None if condition.member is None else terms.index(Variable(condition.member))
    own = {name: value for name, value in binding.items() if name not in condition.counted}
    number = terms.index(Variable(condition.number))
    entry = entry_slots(scene.ledger.vocabulary, condition) if isinstance(condition, Aggregate) else None
    found: Iterable[Literal] = _spoken(scene, condition.pattern, own)
    if isinstance(condition, Reported):
        found = [one for one in found if any(a.instance is None for a in scene.ledger.for_(one))]
    limit = cast(Decimal, valued(scene, condition.limit, binding))
    return GroundCondition(condition, _mentions(found, member, number, entry), limit)


def valued(scene: Scene, expression: Expression, binding: Binding) -> Value:
    """Return what an expression comes to under a binding of all its variables."""
    names = variables(expression)
    read = reader(expression, {name: at for at, name in enumerate(names)})
    return read([binding[name] for name in names], scene.day)


def _spoken(
    scene: Scene, pattern: Pattern, binding: Binding, *, established: bool = False
) -> Iterator[Literal]:
    """Yield what is spoken of and matches; for a denied pattern also what denies it by another value."""
    ledger = scene.ledger
    for atom in ledger.spoken(pattern.statement):
        literal = Literal(atom, pattern.truth)
        if extended(pattern, atom, binding) is not None and (not established or ledger.meets(literal)):
            yield literal
    named = ground(pattern, binding)
    if named is not None and not named.truth and named.atom not in ledger.spoken(pattern.statement):
        opposite = ledger.meets(named)
        if opposite is not None:
            yield opposite


def _mentions(
    literals: Iterable[Literal],
    member: int | None,
    number: int | None,
    entry: tuple[int, ...] | None = None,
) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            literal,
            None if member is None else _at(literal.atom, member),
            None if number is None else cast(Decimal, _at(literal.atom, number)),
            None if entry is None else tuple([_at(literal.atom, slot) for slot in entry]),
        )
        for literal in sorted(dict.fromkeys(literals), key=sort_key)
    )


def _at(atom: Atom, slot: int) -> Value:
    return atom.values[slot]
