"""RUB144: a rule without a work or a word on whose it is."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules that rest on nothing said."""
    remedy = "Name the work and the place in it, or say in `note` that the judgement is yours."
    for rule in look.written:
        if not rule.cites and not rule.note:
            yield look.told(
                rule.place, "RUB144", "no work is cited, and no note says on what it rests", remedy
            )
