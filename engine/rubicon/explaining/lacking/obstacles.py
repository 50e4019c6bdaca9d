"""Say why a condition of a rule is not met, and what would be needed for it."""

from collections.abc import Callable, Iterable
from typing import assert_never

from msgspec.structs import replace

from rubicon.explaining.claims import Premise
from rubicon.explaining.lacking.changing import value_needed
from rubicon.explaining.lacking.helping import (
    count_needed,
    establishing,
    exception_needed,
    lines_needed,
    rested_on,
    undo,
)
from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.searching import TriedBinding, stops
from rubicon.explaining.lacking.ways import Need, Obstacle, Shortfall, Way
from rubicon.judging.judgements import Truth
from rubicon.language.binding import ground
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
)
from rubicon.language.facts import Literal

Deeper = Callable[[Pattern], tuple[Way, ...]]
"""Finds the nearest ways of concluding a sentence that a rule lacks."""


def obstacles_of(
    scene: Scene, found: TriedBinding, conclusion: Pattern, deeper: Deeper
) -> tuple[Obstacle, ...]:
    """Return what stops a rule under a binding, in the order in which it is written, the exceptions last."""
    own = [obstacle_of(scene, trial, found, deeper) for trial in found.conditions if not trial.met]
    return (
        *own,
        *(_exception(scene, group, found, conclusion) for group in found.exceptions if stops(group)),
    )


def obstacle_of(scene: Scene, trial: Premise, found: TriedBinding, deeper: Deeper) -> Obstacle:
    """Return why one condition is not met."""
    match trial.condition:
        case Holds():
            return _lacking(scene, trial, deeper)
        case Absent():
            return _blocked(scene, trial, found)
        case Unsettled():
            return _settled(scene, trial, found)
        case Since():
            return _undated(scene, trial, deeper)
        case Several():
            return _of_lines(scene, trial, found)
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
    bar: Shortfall = "dated" if mistimed else "unshown"
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
        needs=establishing(scene, pattern, mistimed if bar == "dated" else ()),
    )


def _undated(scene: Scene, trial: Premise, deeper: Deeper) -> Obstacle:
    """Return why a sentence is not established since a day: it is not, or no surest assertion has that day."""
    lacking = _lacking(scene, trial, deeper)
    if trial.pattern is None:
        raise TypeError(trial)
    asked = scene.is_asked(trial.pattern.statement)
    needs = (Need("dated", trial.pattern, ask=asked, day=trial.day),)
    begun = scene.begun(trial.pattern)
    if not begun:
        return lacking if lacking.mistimed or trial.day is None else replace(lacking, needs=needs)
    told = tuple(map(scene.tell, begun))
    return replace(
        lacking, kind="since", bar=None, claims=told, since=tuple(begun.values()), deeper=(), needs=needs
    )


def _of_lines(scene: Scene, trial: Premise, found: TriedBinding) -> Obstacle:
    """Return which of several lines hold, and what the others lack."""
    return Obstacle(
        trial.kind,
        trial.met,
        trial.condition,
        claims=tuple(scene.tell(one) for one in trial.literals),
        tallied=trial.tallied,
        limit=trial.limit,
        parts=trial.parts,
        open=trial.open,
        needs=() if trial.open else lines_needed(scene, trial, found),
    )


def _below(scene: Scene, bar: Shortfall, claims: Iterable[Literal], ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """Return the nearest way to a missing sentence; of a contested one, only what does not apply yet."""
    if bar == "undecided" or _is_given(scene, claims):
        return ()
    return tuple(way for way in ways if bar != "contested" or way.missing)[:1]


def _is_given(scene: Scene, literals: Iterable[Literal]) -> bool:
    """Tell whether something definite bars a sentence, so that no rule could conclude it."""
    return any(literal in scene.ledger.judgement.definite for literal in literals)


def _blocked(scene: Scene, trial: Premise, found: TriedBinding) -> Obstacle:
    """Return what blocks an absence."""
    blocking = tuple(one for one in trial.literals if scene.ledger.established(one)) or trial.literals
    return Obstacle(
        "absent",
        trial.met,
        trial.condition,
        trial.pattern,
        claims=tuple(scene.tell(one) for one in blocking),
        open=trial.open,
        needs=() if trial.open else _fallen(scene, blocking, found),
    )


def _fallen(scene: Scene, literals: Iterable[Literal], found: TriedBinding) -> tuple[Need, ...]:
    """Return what would make all of some sentences fall, but not what the rule rests on; nothing where it cannot be."""
    own = rested_on(found)
    needs = [undo(scene, one, own) for one in literals]
    return tuple(dict.fromkeys(need for some in needs for need in some)) if all(needs) else ()


def _settled(scene: Scene, trial: Premise, found: TriedBinding) -> Obstacle:
    """Return what settles a matter that the rule wants open or disputed, or that nobody speaks of it."""
    settling: dict[Literal, object] = {}
    if trial.pattern is not None:
        contrary = Pattern(trial.pattern.statement, trial.pattern.terms, not trial.pattern.truth)
        settling = {**scene.begun(trial.pattern), **scene.begun(contrary)}
    needs = _fallen(scene, settling, found)
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
    needs = count_needed(scene, trial, wanted=True)
    counting = trial.pattern is not None and any(need.kind == "more" for need in needs)
    below = tuple(way for way in deeper(trial.pattern) if way.missing) if counting and trial.pattern else ()
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


def _exception(
    scene: Scene, group: tuple[Premise, ...], found: TriedBinding, conclusion: Pattern
) -> Obstacle:
    """Return what an exception that applies rests on."""
    met: Truth = True if all(trial.met for trial in group) else None
    needs = exception_needed(scene, group, found, conclusion)
    return Obstacle("exception", met, None, parts=tuple(_part(scene, trial) for trial in group), needs=needs)


def _part(scene: Scene, trial: Premise) -> Premise:
    claims = tuple(scene.tell(literal) for literal in trial.literals)
    return replace(trial, claims=claims)
