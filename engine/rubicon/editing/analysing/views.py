"""A world seen era by era: what is asked of all days, or of each, and the case of a day that shows it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.analysing.calendars import Calendar, Span, holds
from rubicon.editing.analysing.eras import eras_of
from rubicon.editing.analysing.fields import Field, Inquiry, fired
from rubicon.editing.analysing.overlays import Overlay, overlaid
from rubicon.editing.analysing.terrain import Approach, Outset, Terrain, TooWideError
from rubicon.judging.assessing import rules_by_school
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Atom, Fact, Literal
from rubicon.language.rules import Rule, School
from rubicon.reading.works import event_day

MOST_ERAS, MOST_FIRED = 400, 400_000
"""Eras of one world that are searched, and rule instances of all of them."""

GateLayout: TypeAlias = Callable[[Field, Inquiry], Sequence[int]]
"""Lays out what is asked of a world, makes the inquiry ready, and returns its gates."""


class ShownCase(Struct, frozen=True):
    """A world as of one day, and the facts of a case in which something is so there."""

    terrain: Terrain
    facts: tuple[Fact, ...]


class Extent(Struct, frozen=True):
    """Within what something was looked at: a day for each span that differs, numbers, and who and what there was."""

    days: frozenset[date] = frozenset()
    numbers: frozenset[Decimal] = frozenset()
    things: frozenset[str] = frozenset()

    def wider(self, other: "Extent") -> "Extent":
        """Return a bound with all that is in another."""
        return Extent(self.days | other.days, self.numbers | other.numbers, self.things | other.things)


class EraView(Struct):
    """Eras laid over each other, and what is asked of them: gates, by number, and the turns on which each hangs."""

    overlay: Overlay
    inquiry: Inquiry
    gates: Sequence[int]
    moving: frozenset[date]

    @property
    def runs(self) -> list[Span]:
        """Return the spans of days that something asked tells apart, the latest first."""
        calendar = self.overlay.terrain.calendar
        turns = tuple(day for day in calendar.turns if day in self.moving)
        return replace(calendar, turns=turns).runs()[::-1]

    def find(self, asked: int, within: Span = (None, None)) -> ShownCase | None:
        """Return a case in which what is asked is so, on some day or within a span; None: there is none.

        Raises:
            UnsettledError: that is not decided.
        """
        found = self.inquiry.seek(self.gates[asked], within=within)
        if found is None:
            return None
        turns = self.overlay.terrain.before
        begun = [*(day for day, number in turns.items() if number not in found), *filter(None, within[:1])]
        ahead = [*(day for day, number in turns.items() if number in found), *filter(None, within[1:])]
        day = self.overlay.terrain.calendar.day_of((max(begun, default=None), min(ahead, default=None)))
        era = next(one for one in self.overlay.eras if holds(one.calendar.within, day))
        there = replace(era, approach=replace(era.approach, day=day), calendar=Calendar(), among=())
        return ShownCase(there, tuple(_moved(era, fact, day - era.day) for fact in era.stated(found)))


def _moved(era: Terrain, fact: Fact, by: timedelta) -> Fact:
    """Return a fact with the days that go by the day judged moved."""
    if not by:
        return fact

    def moved(day: date) -> date:
        return day if day in era.named else day + by

    atom = fact.literal.atom
    values = tuple(moved(one) if isinstance(one, date) else one for one in atom.values)
    literal = Literal(Atom(atom.statement, values), fact.literal.truth)
    on = event_day(literal) if fact.on == event_day(fact.literal) else fact.on and moved(fact.on)
    return replace(fact, literal=literal, on=on)


class Panorama(Struct):
    """All eras of some statements from one side, laid over each other."""

    outset: Outset
    statements: Sequence[str]
    approach: Approach
    lay: GateLayout
    spoken: Sequence[Pattern] = ()
    widen: Callable[[Terrain], Terrain] | None = None
    bound: Extent = Extent()

    def views(self) -> Iterator[EraView]:
        """Yield what is seen of them, of as many days at once as may be.

        Raises:
            TooWideError: that is more than may be searched.
        """
        seen, spent = [], 0
        for plain in eras_of(self.outset, self.statements, self.approach, self.spoken):
            era = self.widen(plain) if self.widen else plain
            seen.append((era, fired(era)))
            spent += len(seen[-1][1].instances)
            if len(seen) > MOST_ERAS or spent > MOST_FIRED:
                raise TooWideError
        for overlay in overlaid(seen, self.spoken):
            terrain = overlay.terrain
            inquiry = Inquiry(terrain)
            gates = self.lay(Field(terrain, overlay.firings), inquiry)
            moving = frozenset[date]().union(*map(inquiry.moving, gates))
            view = EraView(overlay, inquiry, gates, moving)
            self.bound = self.bound.wider(_bound(view))
            yield view


def _bound(view: EraView) -> Extent:
    eras = view.overlay.eras
    values = {value for one in eras for fact in one.options for value in fact.literal.atom.values}
    known = {one.name for one in (*eras[0].rulebook.entities, *eras[0].new)}
    return Extent(
        frozenset(view.overlay.terrain.calendar.day_of(run) for run in view.runs),
        frozenset(one for one in values if isinstance(one, Decimal)),
        frozenset(one for one in values if isinstance(one, str) and one in known),
    )


def schools_of(outset: Outset, names: Sequence[str] | None) -> list[tuple[School | None, tuple[Rule, ...]]]:
    """Return schools with the rules of every day."""
    return rules_by_school(outset.rulebook, names, None, drafts=False)
