"""Formulas of what stands: what applies, is attacked, established or a candidate."""

from collections.abc import Iterator

from rubicon.judging.definite import meeting
from rubicon.judging.presuming import is_presumption
from rubicon.judging.weighing import GIVEN
from rubicon.language.conditions import Absent, Pattern
from rubicon.language.facts import Literal
from rubicon.supposing.scenarios.cells import Part, Reckoning, is_held
from rubicon.supposing.scenarios.conditions import (
    SpeakingInstance,
    holding,
    is_hedged,
    is_mentioned,
    speakers,
    supporters,
)


def applies(cells: Reckoning[Part], number: int) -> Part:
    """Say when an instance applies: its conditions hold, and none of its exceptions."""
    instance = cells.instances[number]
    conditions = [holding(cells, ground) for ground in instance.conditions]
    exceptions = range(len(instance.exceptions))
    return cells.every(
        (
            is_held(cells, number),
            *conditions,
            *(cells.no(cells.holds("stopped", (number, at))) for at in exceptions),
        )
    )


def stopped(cells: Reckoning[Part], exception: tuple[int, int]) -> Part:
    """Say when all conditions of an exception of an instance hold."""
    number, at = exception
    grounds = (holding(cells, ground) for ground in cells.instances[number].exceptions[at])
    return cells.every((*map(cells.on, cells.possibilities.staying.get(exception, ())), *grounds))


def established(cells: Reckoning[Part], literal: Literal) -> Part:
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
    defeasibly = cells.every((cells.some(supports), cells.no(cells.some(barred)), *map(cells.no, attacks)))
    return cells.some((cells.holds("definite", literal), defeasibly))


def attacked(cells: Reckoning[Part], attack: tuple[Literal, Literal, SpeakingInstance]) -> Part:
    """Say when an argument for a conflicting literal applies, and nothing for the literal beats it."""
    literal, other, attacker = attack
    return cells.every((_applies(cells, other, attacker), cells.no(_beaten(cells, literal, attacker, other))))


def candidate(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when the literal is established, or supported by something that nothing for another value overrides."""
    rivals = cells.conflicts.of(literal)
    values = [other for other in rivals if other.atom != literal.atom]
    standing = []
    for speaker in _supporting(cells, literal):
        beaten = cells.some(_beaten(cells, other, speaker, literal) for other in values)
        standing.append(cells.every((_applies(cells, literal, speaker), cells.no(beaten))))
    barred = cells.some(cells.holds("definite", other) for other in rivals)
    return cells.some(
        (cells.holds("established", literal), cells.every((cells.no(barred), cells.some(standing))))
    )


def _supporting(cells: Reckoning[Part], literal: Literal) -> Iterator[SpeakingInstance]:
    """Yield what supports a literal."""
    for speaker in speakers(cells, literal):
        if speaker is None or cells.instances[speaker].rule.kind != "defeater":
            yield speaker


def _applies(cells: Reckoning[Part], literal: Literal, speaker: SpeakingInstance) -> Part:
    return cells.holds("asserted", literal) if speaker is None else cells.holds("applies", speaker)


def _beaten(cells: Reckoning[Part], literal: Literal, loser: SpeakingInstance, other: Literal) -> Part:
    """Say when something that applies for `literal` overrides an argument for `other`."""
    return cells.some(
        cells.every((_applies(cells, literal, winner), _overrides(cells, winner, literal, loser, other)))
        for winner in _supporting(cells, literal)
    )


def _all_beat(
    cells: Reckoning[Part],
    speakers: list[SpeakingInstance],
    literal: Literal,
    loser: SpeakingInstance,
    other: Literal,
) -> bool:
    """Tell whether whatever supports a literal overrides an attacker, which then never counts against it.

    This leaves the model as it is and takes most presumptions out of the circle with what they yield to.
    """
    return all(_always_overrides(cells, winner, literal, loser, other) for winner in speakers)


def _overrides(
    cells: Reckoning[Part],
    winner: SpeakingInstance,
    literal: Literal,
    loser: SpeakingInstance,
    other: Literal,
) -> Part:
    """Say when an argument for `literal` overrides one for `other` if it applies."""
    if loser is None:
        return _outgrades(cells, literal, other) if winner is None else cells.false
    if _always_overrides(cells, winner, literal, loser, other):
        return cells.true
    presumed = _presumptions(cells, loser, literal, other)
    return cells.some(is_mentioned(cells, pattern, one) for pattern, one in presumed)


def _always_overrides(
    cells: Reckoning[Part],
    winner: SpeakingInstance,
    literal: Literal,
    loser: SpeakingInstance,
    other: Literal,
) -> bool:
    """Tell whether an argument for `literal` overrides one for `other` wherever it applies."""
    if loser is None:
        return False
    rule = cells.instances[loser].rule
    if winner is not None and rule.id in cells.instances[winner].rule.overrides:
        return True
    if rule.otherwise_of is not None:
        vocabulary = cells.possibilities.vocabulary
        if winner is None or not is_presumption(vocabulary, cells.instances[winner], literal):
            return True
    presumed = _presumptions(cells, loser, literal, other)
    return any(not is_hedged(cells, pattern) for pattern, _ in presumed)


def _outgrades(cells: Reckoning[Part], literal: Literal, other: Literal) -> Part:
    """Say when the assertion of one literal outgrades that of another; what is given as soon as it is said never does."""
    for one in (literal, other):
        if all(cells.facts[number].basis in GIVEN for number in cells.asserting[one]):
            return cells.false
    return cells.holds("outgraded", (literal, other))


def _presumptions(
    cells: Reckoning[Part], loser: int, literal: Literal, other: Literal
) -> Iterator[tuple[Pattern, Literal]]:
    """Yield, for each absence on which an argument rests and that presumes against a literal, what it mentions of it."""
    vocabulary = cells.possibilities.vocabulary
    for ground in cells.instances[loser].conditions:
        if isinstance(ground.condition, Absent):
            for mention in ground.mentions:
                presumed = mention.literal
                if vocabulary.in_conflict(presumed, other) and literal in meeting(cells.conflicts, presumed):
                    yield ground.condition.pattern, presumed


def in_play(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when a literal is a candidate; a denied one, when something undefeated supports it (`Ledger.in_play`)."""
    if literal not in cells.conflicts.literals:
        return cells.false
    if literal.truth:
        return cells.holds("candidate", literal)
    rivals = cells.conflicts.of(literal)
    undefeated = (
        cells.every(
            (
                _applies(cells, literal, speaker),
                cells.no(cells.some(_beaten(cells, other, speaker, literal) for other in rivals)),
            )
        )
        for speaker in _supporting(cells, literal)
    )
    return cells.every(
        (cells.no(cells.some(cells.holds("definite", other) for other in rivals)), cells.some(undefeated))
    )


def spoken_for(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when anything speaks for a literal and applies, be it a mere defeater."""
    return cells.some(_applies(cells, literal, speaker) for speaker in speakers(cells, literal))
