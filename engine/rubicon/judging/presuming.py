"""Presumptions: what an instance concludes because nothing shows what conflicts with it."""

from rubicon.firing.instances import GroundCondition, Instance
from rubicon.judging.conflicts import Conflicts
from rubicon.judging.definite import meeting
from rubicon.language.binding import ground
from rubicon.language.conditions import Absent
from rubicon.language.facts import Literal
from rubicon.language.vocabulary import Vocabulary

NOTHING: frozenset[Literal] = frozenset()


def presumed_against(conflicts: Conflicts, instance: Instance, conclusion: Literal) -> frozenset[Literal]:
    """Return the literals whose absence an instance presumes: those it concludes something against."""
    presumed: list[Literal] = []
    for absence in _absences(instance):
        for said in absence.mentions:
            if conflicts.vocabulary.in_conflict(said.literal, conclusion):
                presumed += meeting(conflicts, said.literal)
    return frozenset(presumed) if presumed else NOTHING


def is_presumption(vocabulary: Vocabulary, instance: Instance, conclusion: Literal) -> bool:
    """Tell whether an instance presumes a conclusion, be what it presumes against possible or not."""
    absences = [one.condition.pattern for one in _absences(instance)]
    binding = dict(instance.binding) if absences else {}
    spoken = (ground(pattern, binding) for pattern in absences if pattern)
    return any(one is not None and vocabulary.in_conflict(one, conclusion) for one in spoken)


def goes_by_absence(instance: Instance) -> bool:
    """Tell whether an instance may presume anything."""
    return any(isinstance(one.condition, Absent) for one in instance.conditions)


def _absences(instance: Instance) -> list[GroundCondition]:
    return [one for one in instance.conditions if isinstance(one.condition, Absent)]
