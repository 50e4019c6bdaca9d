"""The days that are searched at once, and what tells them apart."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct, field

Span: TypeAlias = tuple[date | None, date | None]
"""Days from the first, if there is one, until before the second."""

Days: TypeAlias = tuple[Span, ...]
"""Spans of days that do not touch, in order."""

ALWAYS: Days = ((None, None),)
"""Every day."""


class Calendar(Struct, frozen=True):
    """The days of a world that are searched at once: those `within` spans, told apart by the turns, in order.

    Rules are `held` within a span; `last` stands for the days after every turn. `sets` are days on which something is so
    that is not on all.
    """

    turns: tuple[date, ...] = ()
    within: Days = ALWAYS
    last: date = date.max
    held: dict[str, Span] = field(default_factory=dict)
    sets: tuple[Days, ...] = ()

    def runs(self) -> list[Span]:
        """Return the spans of days that no turn tells apart, in order."""
        found: list[Span] = []
        for first, after in self.within:
            turns = [day for day in self.turns if _is_between(day, first, after)]
            found += pairwise([first, *turns, after])
        return found

    def day_of(self, run: Span) -> date:
        """Return the day that stands for those of a run: its first, or the last before it all began."""
        first, after = run
        if after is None:
            return max(self.last, first or self.last)
        return first or after - timedelta(1)


def joined(spans: Iterable[Span] | None) -> Days | None:
    """Return spans in order, with those that touch made one; None stays None."""
    if spans is None:
        return None
    found: list[Span] = []
    for first, after in sorted(spans, key=lambda one: one[0] or date.min):
        if found and found[-1][1] is not None and found[-1][1] == first:
            found[-1] = (found[-1][0], after)
        else:
            found.append((first, after))
    return tuple(found)


def apart(days: Days, run: Span) -> Days:
    """Return days without those of a run."""
    first, after = run
    kept: list[Span] = []
    for one, other in days:
        if first is not None and (one is None or one < first):
            kept.append((one, first if other is None or other > first else other))
        if after is not None and (other is None or other > after):
            kept.append((after if one is None or one < after else one, other))
    return tuple(kept)


def holds(days: Days, day: date) -> bool:
    """Tell whether a day is among some."""
    return any((first is None or first <= day) and (after is None or day < after) for first, after in days)


def words(days: Days) -> str:
    """Say which days are meant; nothing where all are."""
    return " and ".join(filter(None, (_words(*span) for span in days)))


def _words(first: date | None, after: date | None) -> str:
    if after is None:
        return f"from {first} on" if first else ""
    return f"from {first} until before {after}" if first else f"before {after}"


def _is_between(day: date, first: date | None, after: date | None) -> bool:
    return (first is None or day > first) and (after is None or day < after)
