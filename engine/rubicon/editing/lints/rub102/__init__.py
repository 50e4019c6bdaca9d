"""RUB102: no example that must not conclude."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules that no example holds back."""
    remedy = "Add one with `refuse`: facts that come close, and must not be enough."
    for rule in look.written:
        if not any(one.refuse for one in rule.examples):
            yield look.told(rule.place, "RUB102", "no example that must not conclude", remedy)
