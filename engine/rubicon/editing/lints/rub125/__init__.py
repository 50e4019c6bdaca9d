"""RUB125: more conditions than a reader keeps in mind."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"
MOST = 8
"""Lines of `if` that a reader keeps in mind."""


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules with many conditions."""
    for rule in look.written:
        if len(rule.conditions) > MOST:
            what = f"this rule has {len(rule.conditions)} conditions"
            yield look.told(
                look.at(rule, "if"), "RUB125", what, "Conclude a step in between, and ask for that."
            )
