"""RUB118: a number of lines that says all, or any, or nothing."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import Several
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield counted lines whose number makes them plain."""
    for rule in look.written:
        for condition, keys in look.conditions(rule):
            said = _said(condition) if isinstance(condition, Several) else None
            if said is not None:
                place = look.written_at(rule, condition, *keys)
                yield look.told(place, "RUB118", *said)


def _said(several: Several) -> tuple[str, str] | None:
    """Return what is wrong with a number of lines, and the remedy; None where it is no plain way to say it."""
    number, length, bound = several.number, len(several.lines), several.bound
    what = f"{bound} {number} of {length} lines asks for"
    if bound == "at most":
        return (f"{what} nothing", "Leave it out.") if number >= length else None
    if number >= length:
        return f"{what} all of them", "Write each as a line of its own."
    if (bound, number) == ("at least", 1):
        return f"{what} any of them", 'Write it as ["…", "…"].'
    return None
