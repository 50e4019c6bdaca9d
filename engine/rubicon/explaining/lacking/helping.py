"""Say what would take an obstacle away: what to establish, deny or withdraw, and how many or how much."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal

from rubicon.explaining.claims import Premise
from rubicon.explaining.lacking.changing import value_needed
from rubicon.explaining.lacking.contradicting import exclude, members_of
from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.searching import TriedBinding
from rubicon.explaining.lacking.ways import Mistimed, Need, NumberTarget
from rubicon.firing.instances import Instance
from rubicon.judging.definite import is_strict
from rubicon.language.binding import as_pattern, ground
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Pattern,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Literal

_OPPOSITE = {"at least": "less than", "at most": "more than"}


def undo(scene: Scene, literal: Literal, spared: AbstractSet[Literal] = frozenset()) -> tuple[Need, ...]:
    """Return what would make a sentence fall: withdrawing it where it is asserted, or denying it.

    What is definite falls with what it rests on alone; nothing is returned where that is nothing that is known.
    `spared` is not to fall with it.
    """
    if scene.is_settled(literal):
        return tuple(dict.fromkeys(_withdrawn(scene, literal, spared, frozenset())))
    standing = [a for a in scene.ledger.for_(literal) if a.stands]
    if standing and all(argument.instance is None for argument in standing):
        return (Need("withdraw", as_pattern(literal)),)
    return (Need("deny", as_pattern(literal)),)


def _withdrawn(
    scene: Scene, literal: Literal, spared: AbstractSet[Literal], path: AbstractSet[Literal]
) -> Iterator[Need]:
    """Yield what would have to be withdrawn for a definite sentence not to be definite."""
    for argument in scene.ledger.for_(literal):
        if argument.instance is None:
            yield Need("withdraw", as_pattern(literal))
        elif is_strict(argument.instance):
            premises = [one for one in _settled_premises(scene, argument.instance) if one not in path]
            for one in [one for one in premises if one not in spared][-1:]:
                yield from _withdrawn(scene, one, spared, path | {literal})


def _settled_premises(scene: Scene, instance: Instance) -> list[Literal]:
    """Return what is definite among that which a strict instance rests on; nothing where it is not all definite."""
    found: list[Literal] = []
    for condition in instance.conditions:
        if isinstance(condition.condition, Holds):
            named = [mention.literal for mention in condition.mentions]
            others = [rival for one in named if not one.truth for rival in scene.ledger.rivals(one.contrary)]
            settled = [one for one in (*named, *others) if scene.is_settled(one)]
            if not settled:
                return []
            found += settled[:1]
    return sorted(found, key=lambda one: not scene.is_framing(one))


def establishing(scene: Scene, pattern: Pattern, mistimed: Iterable[Mistimed] = ()) -> tuple[Need, ...]:
    """Return what would let a needed sentence be established: a later day, or evidence, and room for it."""
    day = min((one.day for one in mistimed if one.why in ("known", "begins") and one.day), default=None)
    if day is not None:
        return (Need("day", pattern, day=day),)
    literal = ground(pattern, {})
    bars = [one for one in scene.ledger.rivals(literal) if scene.is_settled(one)] if literal else []
    room = [undo(scene, one, {literal}) for one in bars if literal]
    if not all(room):
        return ()
    own = Need("assert", pattern, ask=scene.is_asked(pattern.statement))
    there = literal is not None and scene.is_settled(literal)
    return (*dict.fromkeys(need for needs in room for need in needs), *(() if there else (own,)))


def lines_needed(scene: Scene, trial: Premise, found: TriedBinding) -> tuple[Need, ...]:
    """Return which of several lines would have to hold, or no longer to: sentences first, then values.

    Nothing is returned where so many of them cannot be made to.
    """
    condition, tallied = trial.condition, trial.tallied
    if not isinstance(condition, Several) or tallied is None:
        return ()
    short, over = condition.number - int(tallied.low), int(tallied.high) - condition.number
    if short > 0 and condition.bound != "at most":
        lacking = [part for part in trial.parts if not part.met]
        said = [part.pattern for part in lacking if part.pattern is not None]
        held = [part.pattern for part in trial.parts if part.met and part.pattern is not None]
        apart = [one for one in said if not any(exclude(scene, one, other) for other in held)]
        said = [one for one in (apart if len(apart) >= short else said) if establishing(scene, one)]
        if len(said) > short:
            return (Need("lines", count=short, patterns=tuple(said)),)
        values = _values([part for part in lacking if part.pattern is None], short - len(said), found, scene)
        own = (need for one in said for need in establishing(scene, one))
        return (*own, *values) if values is not None else ()
    holding = [part for part in trial.parts if part.met is not False]
    said = [part.pattern for part in holding if part.pattern is not None]
    among = tuple(one for one in trial.literals if one not in rested_on(found))
    denied = Need("fewer", count=min(over, len(among)), among=among)
    values = _values(
        [_denied(part) for part in holding if part.pattern is None], over - len(said), found, scene
    )
    return (*((denied,) if among else ()), *values) if values is not None else ()


def rested_on(found: TriedBinding) -> set[Literal]:
    """Return what meets the lines of a rule that it needs shown."""
    lines = (trial for trial in found.conditions if trial.met and isinstance(trial.condition, Holds | Since))
    return {literal for trial in lines for literal in trial.literals}


def _values(parts: list[Premise], count: int, found: TriedBinding, scene: Scene) -> list[Need] | None:
    """Return the values with which so many comparisons would hold; None where fewer can be made to."""
    if count <= 0:
        return []
    moved = [needs for part in parts if (needs := value_needed(scene, part, found))]
    return [need for needs in moved[:count] for need in needs] if len(moved) >= count else None


def _denied(part: Premise) -> Premise:
    """Return a comparison as it holds where it does not."""
    condition = part.condition
    return Premise(part.kind, False, condition.negated) if isinstance(condition, Comparison) else part


def count_needed(scene: Scene, trial: Premise, *, wanted: bool) -> tuple[Need, ...]:
    """Return what would make a tally, a sum or reports as they are wanted: as the condition asks, or not so."""
    condition, pattern = trial.condition, trial.pattern
    if pattern is None or trial.open:
        return ()
    if isinstance(condition, Tally) and trial.tallied is not None:
        low, high = int(trial.tallied.low), int(trial.tallied.high)
        bound, number = condition.bound, condition.number
        if not wanted:
            bound, number = ("at most", number - 1) if bound == "at least" else ("at least", number + 1)
        if low < number and bound != "at most":
            slots = scene.vocabulary.statements[pattern.statement].slots
            known = members_of(scene, (slots[pattern.terms.index(Variable(condition.member))].kind,))
            if known is not None and known < number:
                return ()  # so many are not known
            return (Need("more", pattern, count=number - low, ask=scene.is_asked(pattern.statement)),)
        return (Need("fewer", pattern, count=high - number, among=trial.literals),)
    if not isinstance(condition, Aggregate | Reported) or trial.limit is None:
        return ()
    limit = condition.bound if wanted else _OPPOSITE[condition.bound]
    if isinstance(condition, Aggregate):
        target = NumberTarget(condition.function, condition.number, limit, trial.limit)
        return (Need("number", pattern, target=target),)
    if condition.every == wanted and trial.literals:
        beyond = _beyond(pattern, condition, trial.literals, trial.limit)
        return tuple(Need("withdraw", as_pattern(one)) for one, fits in beyond if fits is not wanted)
    target = NumberTarget(
        "every" if condition.every and wanted else "some", condition.number, limit, trial.limit
    )
    return (Need("number", pattern, target=target),)


def _beyond(
    pattern: Pattern, condition: Reported, literals: Iterable[Literal], limit: Decimal
) -> Iterator[tuple[Literal, bool]]:
    """Yield the reports, and whether the number of each keeps within the limit."""
    at = pattern.terms.index(Variable(condition.number))
    for literal in literals:
        number = literal.atom.values[at]
        if isinstance(number, Decimal):
            yield literal, number >= limit if condition.bound == "at least" else number <= limit


def exception_needed(
    scene: Scene, group: tuple[Premise, ...], found: TriedBinding, conclusion: Pattern
) -> tuple[Need, ...]:
    """Return what would keep an exception from applying: one of its parts is enough, that the rule itself does without."""
    own = rested_on(found)
    said = ground(conclusion, found.binding)
    apart = [trial for trial in group if own.isdisjoint(trial.literals) and said not in trial.literals]
    return next((needs for trial in apart if (needs := _part_needed(scene, trial, found))), ())


def _part_needed(scene: Scene, trial: Premise, found: TriedBinding) -> tuple[Need, ...]:
    condition, pattern = trial.condition, trial.pattern
    if isinstance(condition, Comparison):
        return value_needed(scene, _denied(trial), found)
    if isinstance(condition, Holds | Since):
        return undo(scene, trial.literals[0], rested_on(found)) if trial.literals else ()
    if isinstance(condition, Unsettled):
        open_ = [one for one in trial.literals if scene.ledger.meets(one) is None]
        settling = as_pattern(open_[0]) if open_ else pattern
        return establishing(scene, settling) if settling is not None else ()
    if isinstance(condition, Absent):
        return establishing(scene, pattern) if pattern is not None else ()
    return count_needed(scene, trial, wanted=False)
