"""RUB118: a number of lines that says all, or any, or nothing."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import Several
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield counted lines whose number makes them plain."""
    for rule in look.written:
        for condition, place in look.conditions(rule):
            if not isinstance(condition, Several):
                continue
            number, length, bound = condition.number, len(condition.lines), condition.bound
            if bound == "at most":
                said, remedy = ("nothing", "Leave it out.") if number >= length else ("", "")
            elif number >= length:
                said, remedy = "all of them", "Write each as a line of its own."
            else:
                said, remedy = (
                    ("any of them", 'Write it as ["…", "…"].')
                    if (bound, number) == ("at least", 1)
                    else ("", "")
                )
            if said:
                what = f"{bound} {number} of {length} lines asks for {said}"
                yield look.told(place, "RUB118", what, remedy)
