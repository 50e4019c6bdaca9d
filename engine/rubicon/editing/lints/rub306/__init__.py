"""RUB306: a standing fact that is said twice."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection, overlapping
from rubicon.language.facts import Fact
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield standing facts that repeat one before."""
    seen: dict[object, list[Fact]] = {}
    for fact in look.rulebook.background:
        before = seen.setdefault((fact.literal, fact.source), [])
        if any(overlapping(fact, other) for other in before):
            what, remedy = "this standing fact is said before", "Leave one of them out."
            yield look.told(fact.place, "RUB306", what, remedy)
        before.append(fact)
