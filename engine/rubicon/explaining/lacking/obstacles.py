"""Say why a condition of a rule is not met, and what would be needed for it."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import assert_never

from msgspec.structs import replace

from rubicon.explaining.claims import Premise
from rubicon.explaining.lacking.changing import value_needed
from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.searching import TriedBinding, stops
from rubicon.explaining.lacking.ways import Bar, Mistimed, Need, Obstacle, Way
from rubicon.judging.judgements import Truth
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

Deeper = Callable[[Pattern], tuple[Way, ...]]
"""Finds the nearest ways of concluding a sentence that a rule lacks."""


def obstacles_of(scene: Scene, found: TriedBinding, deeper: Deeper) -> tuple[Obstacle, ...]:
    """Return what stops a rule under a binding, in the order in which it is written, the exceptions last."""
    own = [obstacle_of(scene, trial, found, deeper) for trial in found.conditions if not trial.met]
    return (*own, *(_exception(scene, group) for group in found.exceptions if stops(group)))


def obstacle_of(scene: Scene, trial: Premise, found: TriedBinding, deeper: Deeper) -> Obstacle:
    """Return why one condition is not met."""
    match trial.condition:
        case Holds():
            return _lacking(scene, trial, deeper)
        case Absent():
            return _blocked(scene, trial)
        case Unsettled():
            return _settled(scene, trial)
        case Since():
            return _undated(scene, trial, deeper)
        case Several():
            return _too_few(scene, trial)
        case Tally() | Aggregate() | Reported():
            return _counted(scene, trial, deeper)
        case Comparison():
            needs = () if trial.open else value_needed(scene, trial, found)
            return Obstacle(
                "comparison",
                trial.met,
                trial.condition,
                comparison=trial.comparison,
                open=trial.open,
                needs=needs,
            )
        case None:
            raise TypeError(trial)
        case _:
            assert_never(trial.condition)


def _lacking(scene: Scene, trial: Premise, deeper: Deeper) -> Obstacle:
    """Return why a needed sentence is not established."""
    ledger = scene.ledger
    pattern = trial.pattern
    if pattern is None:
        raise TypeError(trial)
    literal = ground(pattern, {})
    mistimed = scene.mistimed.get(literal, ()) if literal is not None else ()
    bar: Bar = "dated" if mistimed else "unshown"
    claims: tuple[Literal, ...] = ()
    if literal is not None:
        opposite = ledger.opposite(literal)
        if opposite is not None:
            bar, claims = "denied", (opposite,)
        elif ledger.judgement.established.get(literal, False) is None:
            bar, claims = "undecided", (literal,)
        elif ledger.applying(literal) or ledger.against(literal):
            bar, claims = "contested", (literal,)
    return Obstacle(
        "holds",
        trial.met,
        trial.condition,
        pattern,
        bar,
        tuple(scene.tell(one) for one in claims),
        mistimed,
        open=trial.open,
        unfit=any(True for _ in scene.established(pattern, {})),
        framing=pattern.statement == scene.framing,
        reachable=scene.is_reachable(pattern.statement),
        deeper=_below(scene, bar, claims, deeper(pattern)),
        needs=_lacking_needs(scene, pattern, mistimed if bar == "dated" else ()),
    )


def _undated(scene: Scene, trial: Premise, deeper: Deeper) -> Obstacle:
    """Return why a sentence is not established since a day: it is not, or no surest assertion has that day."""
    lacking = _lacking(scene, trial, deeper)
    if trial.pattern is None:
        raise TypeError(trial)
    asked = scene.is_asked(trial.pattern.statement)
    needs = (Need("dated", trial.pattern, ask=asked, day=None if trial.open else trial.day),)
    begun = scene.begun(trial.pattern)
    if not begun:
        return lacking if lacking.mistimed or trial.day is None else replace(lacking, needs=needs)
    told = tuple(map(scene.tell, begun))
    return replace(
        lacking, kind="since", bar=None, claims=told, since=tuple(begun.values()), deeper=(), needs=needs
    )


def _too_few(scene: Scene, trial: Premise) -> Obstacle:
    """Return which of several lines hold, and what the others lack."""
    condition, tallied = trial.condition, trial.tallied
    needs: tuple[Need, ...] = ()
    if isinstance(condition, Several) and tallied is not None and not trial.open:
        have = int(tallied.low)
        if have < condition.number and condition.bound != "at most":
            lacking = [part.pattern for part in trial.parts if not part.met and part.pattern is not None]
            if len(lacking) == condition.number - have:
                needs = tuple(Need("assert", one, ask=scene.is_asked(one.statement)) for one in lacking)
            elif lacking:
                needs = (Need("lines", count=condition.number - have, patterns=tuple(lacking)),)
        else:
            needs = (Need("fewer", count=have - condition.number, among=trial.literals),)
    return Obstacle(
        trial.kind,
        trial.met,
        condition,
        claims=tuple(scene.tell(one) for one in trial.literals),
        tallied=tallied,
        limit=trial.limit,
        parts=trial.parts,
        open=trial.open,
        needs=needs,
    )


def _below(scene: Scene, bar: Bar, claims: Iterable[Literal], ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """Return the nearest way to a missing sentence; of a contested one, only what does not apply yet."""
    if bar == "undecided" or _is_given(scene, claims):
        return ()
    return tuple(way for way in ways if bar != "contested" or way.missing)[:1]


def _is_given(scene: Scene, literals: Iterable[Literal]) -> bool:
    """Tell whether something definite bars a sentence, so that no rule could conclude it."""
    return any(literal in scene.ledger.judgement.definite for literal in literals)


def _lacking_needs(scene: Scene, pattern: Pattern, mistimed: Iterable[Mistimed]) -> tuple[Need, ...]:
    day = min((one.day for one in mistimed if one.why in ("known", "begins") and one.day), default=None)
    if day is not None:
        return (Need("day", pattern, day=day),)
    return (Need("assert", pattern, ask=scene.is_asked(pattern.statement)),)


def _blocked(scene: Scene, trial: Premise) -> Obstacle:
    """Return what blocks an absence."""
    blocking = tuple(one for one in trial.literals if trial.met is False and scene.ledger.established(one))
    return Obstacle(
        "absent",
        trial.met,
        trial.condition,
        trial.pattern,
        claims=tuple(scene.tell(one) for one in blocking or trial.literals),
        open=trial.open,
        needs=tuple(undo(scene, one) for one in blocking),
    )


def undo(scene: Scene, literal: Literal) -> Need:
    """Return what would make an established sentence fall: withdrawing it where it is asserted, or denying it."""
    standing = [a for a in scene.ledger.for_(literal) if a.stands]
    if standing and all(argument.instance is None for argument in standing):
        return Need("withdraw", as_pattern(literal))
    return Need("deny", as_pattern(literal))


def _settled(scene: Scene, trial: Premise) -> Obstacle:
    """Return what settles a matter that the rule wants open or disputed, or that nobody speaks of it."""
    ledger = scene.ledger
    settling: dict[Literal, None] = {}
    for literal in trial.literals:
        for side in (literal, literal.contrary):
            met = ledger.meets(side)
            if met is not None:
                settling.setdefault(met)
    needs = tuple(undo(scene, one) for one in settling)
    if not settling and trial.pattern is not None:
        needs = (Need("dispute", trial.pattern),)
    return Obstacle(
        trial.kind,
        trial.met,
        trial.condition,
        trial.pattern,
        claims=tuple(scene.tell(one) for one in settling),
        open=trial.open,
        needs=needs,
    )


def _counted(scene: Scene, trial: Premise, deeper: Deeper) -> Obstacle:
    """Return what a tally, a sum or the reports come to."""
    needs: tuple[Need, ...] = ()
    below: tuple[Way, ...] = ()
    if not trial.open and trial.pattern is not None:
        needs = _count_needs(scene, trial, trial.pattern)
        if any(need.kind == "more" for need in needs):
            below = deeper(trial.pattern)
    return Obstacle(
        trial.kind,
        trial.met,
        trial.condition,
        trial.pattern,
        claims=tuple(scene.tell(one) for one in trial.literals),
        tallied=trial.tallied,
        limit=trial.limit,
        open=trial.open,
        reachable=trial.pattern is None or scene.is_reachable(trial.pattern.statement),
        deeper=below,
        needs=needs,
    )


def _count_needs(scene: Scene, trial: Premise, pattern: Pattern) -> tuple[Need, ...]:
    condition = trial.condition
    if isinstance(condition, Tally) and trial.tallied is not None:
        have = int(trial.tallied.low)
        if have < condition.number and condition.bound != "at most":
            return (
                Need("more", pattern, count=condition.number - have, ask=scene.is_asked(pattern.statement)),
            )
        return (Need("fewer", pattern, count=have - condition.number, among=trial.literals),)
    if isinstance(condition, Reported) and condition.every and trial.literals and trial.limit is not None:
        return tuple(
            Need("withdraw", as_pattern(one)) for one in _beyond(condition, trial.literals, trial.limit)
        )
    bound = condition.bound if isinstance(condition, Aggregate | Reported) else ""
    return (Need("number", pattern, bound=bound, limit=trial.limit),)


def _beyond(condition: Reported, literals: Iterable[Literal], limit: Decimal) -> Iterable[Literal]:
    """Yield the reports whose number does not keep within the limit."""
    at = condition.pattern.terms.index(Variable(condition.number))
    for literal in literals:
        number = literal.atom.values[at]
        if isinstance(number, Decimal) and not (
            number >= limit if condition.bound == "at least" else number <= limit
        ):
            yield literal


def _exception(scene: Scene, group: tuple[Premise, ...]) -> Obstacle:
    """Return what an exception that applies rests on."""
    met: Truth = True if all(trial.met for trial in group) else None
    needs: tuple[Need, ...] = ()
    for trial in group:
        condition, pattern = trial.condition, trial.pattern
        if isinstance(condition, Holds) and trial.literals:
            needs = (undo(scene, trial.literals[0]),)
            break
        if isinstance(condition, Absent) and pattern is not None:
            needs = (Need("assert", pattern, ask=scene.is_asked(pattern.statement)),)
    return Obstacle("exception", met, None, parts=tuple(_part(scene, trial) for trial in group), needs=needs)


def _part(scene: Scene, trial: Premise) -> Premise:
    claims = tuple(scene.tell(literal) for literal in trial.literals)
    return replace(trial, claims=claims)
