"""RUB142: a reason that repeats the title."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield reasons that are the title again."""
    for rule in look.written:
        if _bare(rule.because) == _bare(rule.title):
            remedy = "Say in it what was found in the case, and why that matters."
            yield look.told(look.at(rule, "because"), "RUB142", "this reason repeats the title", remedy)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
