"""RUB114: the same condition twice."""

import re
from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield lines of `if` that repeat one before."""
    for rule in look.written:
        seen = set[str]()
        for at, item in enumerate(rule.conditions):
            text = "\n".join(sorted(one.text for one in (item if isinstance(item, tuple) else (item,))))
            if text in seen:
                what, remedy = (
                    "this says again what a line before says",
                    "Leave it out, or say what was meant.",
                )
                yield look.told(look.item_at(rule, at), "RUB114", what, remedy)
            seen.add(text)


def mend(row: str, what: str) -> str | None:
    """Take the line out where the condition has it alone."""
    del what
    return None if re.fullmatch(r"""\s*("[^"]*"|'[^']*'),\s*""", row) else row
