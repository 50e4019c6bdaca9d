"""RUB119: the same alternative twice."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield alternatives that leave no choice."""
    for rule in look.written:
        for at, item in enumerate(rule.conditions):
            if isinstance(item, tuple) and len({one.text for one in item}) < max(len(item), 2):
                twice = len(item) > 1
                what = "this says the same alternative twice" if twice else "this has only one alternative"
                remedy = (
                    "Leave it out, or say what was meant."
                    if twice
                    else "Leave its brackets out, or add another."
                )
                yield look.told(look.item_at(rule, at), "RUB119", what, remedy)
