"""RUB145: a citation without a place."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield citations of a whole work."""
    for rule in look.written:
        for at, citation in enumerate(rule.cites):
            if not citation.place:
                what = f'"{citation.source.key}" is cited without a place in it'
                remedy = "Add the page, paragraph or section after the name of the work."
                yield look.told(look.at(rule, "cites", at), "RUB145", what, remedy)
