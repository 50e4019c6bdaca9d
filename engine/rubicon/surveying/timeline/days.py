"""Which days a timeline tells: those on which something happened, and those on which time alone tells."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from rubicon.language.facts import Case, Fact
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem

DAYS = 2_000
"""Days on which something happens in the longest case that is told day by day."""


def happening_days(rulebook: Rulebook, case: Case) -> tuple[date, ...]:
    """Return the days on which something happens to the facts of a case, in order; without any, the case's own."""
    own = {day for fact in case.facts for day in _days_of(fact)} or ({case.as_of} if case.as_of else set())
    first, last = min(own), max(own)
    around = {day for fact in rulebook.background if is_near(fact, case) for day in _days_of(fact)}
    around |= {day for rule in rulebook.rules for day in (rule.since, rule.until) if day}
    days = sorted(own | {day for day in around if first < day < last})
    if len(days) > DAYS:
        what = f"something happens on {len(days):,} days; at most {DAYS:,} are told one by one"
        raise BadInput([Problem(case.place.path, 0, what, "Split the case.")])
    return tuple(days)


def is_near(fact: Fact, case: Case) -> bool:
    """Tell whether a fact is the case's own, or standing knowledge of somebody who plays a part in it."""
    players = {name for _, name in case.roles}
    return fact.basis != "background" or not players.isdisjoint(fact.literal.atom.values)


def told_days(
    days: Sequence[date], is_timely: Callable[[date], bool], differ: Callable[[date, date], bool]
) -> Iterator[date]:
    """Yield days in order, with those between on which time alone changes the judgement, found by halving.

    It is looked for only where a rule in force goes by the day judged.
    """
    for before, after in pairwise(days):
        yield before
        start, end = before, after - timedelta(days=1)
        while start < end and is_timely(before) and differ(start, end):
            low, high = start, end
            while (high - low).days > 1:
                middle = low + (high - low) // 2
                low, high = (low, middle) if differ(start, middle) else (middle, high)
            yield high
            start = high
    yield days[-1]


def _days_of(fact: Fact) -> Iterable[date]:
    """Yield the days on which a fact begins or ceases to count, and that on which it became known."""
    start = max((day for day in (fact.on, fact.known) if day), default=None)
    if fact.known:
        yield fact.known
    if start:
        yield start
    yield from (day for day in (fact.until, fact.withdrawn) if day and (start is None or day > start))
