"""A world through time: the days on which it differs, put together into eras that are each searched at once.

A boundary is a day on which a rule or a standing fact that bears begins or ends, or on which some day that rules compare
comes to lie as far from the day judged as they ask. Within an era the numbers of standing facts are the same, and days
lie alike; what else begins or ends is a choice of the day.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise, product

from rubicon.editing.analysing.calendars import Calendar, Span
from rubicon.editing.analysing.cones import SAID, Cone, Slotted
from rubicon.editing.analysing.domains import BESIDE, is_span
from rubicon.editing.analysing.terrain import Approach, Outset, Terrain, WorldBasis
from rubicon.language.conditions import Pattern
from rubicon.language.dating import days_later, in_force
from rubicon.language.facts import Fact


def eras_of(
    outset: Outset, statements: Iterable[str], approach: Approach, spoken: Sequence[Pattern] = ()
) -> Iterator[Terrain]:
    """Yield the worlds in which some statements are searched whatever the day, the latest first.

    The approach has the rules of every day; its own day is that of the last.

    Raises:
        TooWideError: one has too many facts.
    """
    ground = WorldBasis(outset, statements, approach, spoken)
    rules, facts, pivots = ground.cone.rules, ground.bearing, _pivots(ground.cone, ground.bearing)
    turns = {day for one in rules for day in (one.since, one.until) if day}
    turns |= {day for one in facts for day in (one.on, one.until, one.known, one.withdrawn) if day}
    turns |= {day for one in pivots for day in (one, days_later(one, 1)) if day}
    vocabulary = ground.rulebook.vocabulary

    def alike(day: date) -> tuple[frozenset[str], frozenset[int], tuple[int, ...]]:
        there = in_force(vocabulary, facts, day)
        signs = tuple((day > one) - (day < one) for one in pivots)
        return (
            frozenset(one.id for one in rules if one.in_force(day)),
            frozenset(map(id, there)),
            signs,
        )

    first = days_later(min(turns, default=outset.day), -1) or outset.day
    states = [(None, alike(first)), *((day, alike(day)) for day in sorted(turns))]
    kept = [states[0], *(after for before, after in pairwise(states) if before[1] != after[1])]
    days = [day for day, _ in kept if day is not None]
    held = {one.id: _spans(kept, [one.id in state[0] for _, state in kept]) for one in rules}
    lasting = [(one, span) for one in facts for span in _spans(kept, [id(one) in s[1] for _, s in kept])]
    counted = {id(one) for one in facts if _is_measured(ground.cone, one)}
    runs = [list(some) for _, some in groupby(kept, lambda one: (one[1][1] & counted, one[1][2]))]
    for at in reversed(range(len(runs))):
        span: Span = (runs[at][0][0], runs[at + 1][0][0] if at + 1 < len(runs) else None)
        there = runs[at][0][1][1]
        calendar = Calendar(
            tuple(days), (span,), outset.day, {name: some[0] for name, some in held.items() if some}
        )
        shown = [(one, when) for one, when in lasting if id(one) not in counted or id(one) in there]
        yield ground.laid(
            calendar.day_of(calendar.runs()[-1]),
            [(one, (None, None) if id(one) in counted else when) for one, when in shown],
            calendar,
        )


def _spans(kept: Sequence[tuple[date | None, Hashable]], flags: Sequence[bool]) -> list[Span]:
    """Return the spans of days in which something is so, given whether it is from each turn on."""
    ends = [*(day for day, _ in kept[1:]), None]
    found: list[Span] = []
    for (day, _), end, is_so in zip(kept, ends, flags, strict=True):
        if is_so and found and found[-1][1] == day is not None:
            found[-1] = (found[-1][0], end)
        elif is_so:
            found.append((day, end))
    return found


def _is_measured(cone: Cone, fact: Fact) -> bool:
    """Tell whether a standing fact says a number that rules compare."""
    atom = fact.literal.atom
    return any(
        isinstance(one, Decimal) and (atom.statement, at) in cone.figures
        for at, one in enumerate(atom.values)
    )


def _pivots(cone: Cone, facts: Iterable[Fact]) -> list[date]:
    """Return the days judged at which a day that does not move with them comes to lie as far off as rules ask."""
    fixed: dict[Slotted, set[date]] = {}
    for fact in facts:
        atom = fact.literal.atom
        dated = [((atom.statement, at), one) for at, one in enumerate(atom.values)]
        for slot, one in [*dated, ((atom.statement, SAID), fact.on)]:
            if isinstance(one, date) and slot in cone.figures:
                fixed.setdefault(slot, set()).add(one)
    found: set[date | None] = set(cone.turning)
    for slot, figures in cone.figures.items():
        spans = {(int(one), side) for one, side in figures if isinstance(one, Decimal) and is_span(one)}
        steps = {0, *(-side * one if side else way * one for one, side in spans for way in (-1, 1))}
        named = {one for one, _ in figures if isinstance(one, date)}
        named |= {one for other in cone.joined.get(slot, ()) if other != slot for one in fixed.get(other, ())}
        moving = {0, -1, *(step + more for step in steps for more in BESIDE)} if named else {0}
        absolute = {days_later(one, more) for one in named for more in BESIDE} | fixed.get(slot, set())
        found |= {days_later(one, step - more) for one, step, more in product(absolute, steps, moving) if one}
    return sorted(one for one in found if one is not None)
