"""RUB101: no example that concludes."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules that no example shows at work."""
    for rule in look.written:
        if rule.kind != "defeater" and not any(one.expect or one.false for one in rule.examples):
            yield look.told(rule.place, "RUB101", "no example that concludes", "Add one with `expect`.")
