"""Formulas of what stands: what applies, is attacked, established or a candidate."""

from collections.abc import Iterator

from rubicon.judging.definite import meeting
from rubicon.judging.presuming import is_presumption
from rubicon.judging.weighing import GIVEN
from rubicon.language.conditions import Absent
from rubicon.language.facts import Literal
from rubicon.supposing.scenarios.cells import Cells
from rubicon.supposing.scenarios.conditions import (
    SpeakingInstance,
    holding,
    is_mentioned,
    speakers,
    supporters,
)
from rubicon.supposing.scenarios.formulas import FALSE, TRUE, Formula, On, every, no, some


def applies(cells: Cells, number: int) -> Formula:
    """Say when an instance applies: its conditions hold, and none of its exceptions."""
    instance = cells.instances[number]
    conditions = [holding(cells, ground) for ground in instance.conditions]
    exceptions = range(len(instance.exceptions))
    return every(
        (cells.is_held(number), *conditions, *(no(cells.holds("stopped", (number, at))) for at in exceptions))
    )


def stopped(cells: Cells, exception: tuple[int, int]) -> Formula:
    """Say when all conditions of an exception of an instance hold."""
    number, at = exception
    grounds = (holding(cells, ground) for ground in cells.instances[number].exceptions[at])
    return every((*map(On, cells.possibilities.staying.get(exception, ())), *grounds))


def established(cells: Cells, literal: Literal) -> Formula:
    """Say when the literal is definite, or supported, free of definite conflict and not attacked."""
    supports = supporters(cells, literal)
    own = list(_supporting(cells, literal))
    barred = [cells.holds("definite", other) for other in cells.conflicts.of(literal)]
    if barred:
        barred.append(cells.holds("clashing", literal))
    attacks = [
        cells.holds("attacked", (literal, other, speaker))
        for other in cells.conflicts.of(literal)
        for speaker in speakers(cells, other)
        if not _all_beat(cells, own, literal, speaker, other)
    ]
    defeasibly = every((some(supports), no(some(barred)), *map(no, attacks)))
    return some((cells.holds("definite", literal), defeasibly))


def attacked(cells: Cells, attack: tuple[Literal, Literal, SpeakingInstance]) -> Formula:
    """Say when an argument for a conflicting literal applies, and nothing for the literal beats it."""
    literal, other, attacker = attack
    return every((_applies(cells, other, attacker), no(_beaten(cells, literal, attacker, other))))


def candidate(cells: Cells, literal: Literal) -> Formula:
    """Say when the literal is established, or supported by something that nothing for another value overrides."""
    rivals = cells.conflicts.of(literal)
    values = [other for other in rivals if other.atom != literal.atom]
    standing = []
    for speaker in _supporting(cells, literal):
        beaten = some(_beaten(cells, other, speaker, literal) for other in values)
        standing.append(every((_applies(cells, literal, speaker), no(beaten))))
    barred = some(cells.holds("definite", other) for other in rivals)
    return some((cells.holds("established", literal), every((no(barred), some(standing)))))


def _supporting(cells: Cells, literal: Literal) -> Iterator[SpeakingInstance]:
    """Yield what supports a literal."""
    for speaker in speakers(cells, literal):
        if speaker is None or cells.instances[speaker].rule.kind != "defeater":
            yield speaker


def _applies(cells: Cells, literal: Literal, speaker: SpeakingInstance) -> Formula:
    return cells.holds("asserted", literal) if speaker is None else cells.holds("applies", speaker)


def _beaten(cells: Cells, literal: Literal, loser: SpeakingInstance, other: Literal) -> Formula:
    """Say when something that applies for `literal` overrides an argument for `other`."""
    return some(
        every((_applies(cells, literal, winner), _overrides(cells, winner, literal, loser, other)))
        for winner in _supporting(cells, literal)
    )


def _all_beat(
    cells: Cells, speakers: list[SpeakingInstance], literal: Literal, loser: SpeakingInstance, other: Literal
) -> bool:
    """Tell whether whatever supports a literal overrides an attacker, which then never counts against it.

    This leaves the model as it is and takes most presumptions out of the circle with what they yield to.
    """
    return all(_overrides(cells, winner, literal, loser, other) == TRUE for winner in speakers)


def _overrides(
    cells: Cells, winner: SpeakingInstance, literal: Literal, loser: SpeakingInstance, other: Literal
) -> Formula:
    """Say when an argument for `literal` overrides one for `other` if it applies."""
    if winner is None and loser is None:
        return _outgrades(cells, literal, other)
    named = (
        winner is not None
        and loser is not None
        and cells.instances[loser].rule.id in cells.instances[winner].rule.overrides
    )
    if named:
        return TRUE
    if loser is not None and cells.instances[loser].rule.otherwise_of is not None:
        vocabulary = cells.possibilities.vocabulary
        if winner is None or not is_presumption(vocabulary, cells.instances[winner], literal):
            return TRUE
    return some(_presumptions(cells, loser, literal, other)) if loser is not None else some(())


def _outgrades(cells: Cells, literal: Literal, other: Literal) -> Formula:
    """Say when the assertion of one literal outgrades that of another; what is given as soon as it is said never does."""
    for one in (literal, other):
        if all(cells.facts[number].basis in GIVEN for number in cells.asserting[one]):
            return FALSE
    return cells.holds("outgraded", (literal, other))


def _presumptions(cells: Cells, loser: int, literal: Literal, other: Literal) -> Iterator[Formula]:
    """Yield, for each absence on which an argument rests, that it presumes against a literal."""
    vocabulary = cells.possibilities.vocabulary
    for ground in cells.instances[loser].conditions:
        if isinstance(ground.condition, Absent):
            for mention in ground.mentions:
                presumed = mention.literal
                if vocabulary.in_conflict(presumed, other) and literal in meeting(cells.conflicts, presumed):
                    yield is_mentioned(cells, ground.condition.pattern, presumed)


def in_play(cells: Cells, literal: Literal) -> Formula:
    """Say when a literal is a candidate; a denied one, when something undefeated supports it (`Ledger.in_play`)."""
    if literal not in cells.conflicts.literals:
        return FALSE
    if literal.truth:
        return cells.holds("candidate", literal)
    rivals = cells.conflicts.of(literal)
    undefeated = (
        every(
            (
                _applies(cells, literal, speaker),
                no(some(_beaten(cells, other, speaker, literal) for other in rivals)),
            )
        )
        for speaker in _supporting(cells, literal)
    )
    return every((no(some(cells.holds("definite", other) for other in rivals)), some(undefeated)))


def spoken_for(cells: Cells, literal: Literal) -> Formula:
    """Say when anything speaks for a literal and applies, be it a mere defeater."""
    return some(_applies(cells, literal, speaker) for speaker in speakers(cells, literal))
