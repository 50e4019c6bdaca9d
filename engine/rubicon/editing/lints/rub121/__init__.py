"""RUB121: a rule that is written twice."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection, shape
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules that say what one before says."""
    seen: dict[object, str] = {}
    for rule in look.written:
        key = (*shape(rule), rule.kind, rule.school, rule.since, rule.until, rule.status)
        other = seen.setdefault(key, rule.id)
        if other != rule.id:
            what, remedy = f'this says what "{other}" says', "Keep one of the two, with the reasons of both."
            yield look.told(rule.place, "RUB121", what, remedy)
