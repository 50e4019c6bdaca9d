"""What may stand in a slot of a bounded world: numbers and days at the boundaries that rules compare with, things, texts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from rubicon.editing.analysing.cones import SAID, Cone, Slotted, Threshold
from rubicon.language.facts import Fact, Value
from rubicon.language.vocabulary import Vocabulary

BESIDE = (-1, 0, 1)
"""Below, on and above a boundary."""

FAR = 100_000
"""Days beyond which a number is no span of them."""


class Domain:
    """What may stand in a slot of each kind."""

    def __init__(
        self, vocabulary: Vocabulary, cone: Cone, things: Mapping[str, str], day: date, known: Iterable[Fact]
    ) -> None:
        self.vocabulary, self.things, self.joined = vocabulary, things, cone.joined
        self.known: dict[Slotted, set[Decimal]] = {}
        for atom in (fact.literal.atom for fact in known):
            for at, value in enumerate(atom.values):
                if isinstance(value, Decimal):
                    self.known.setdefault((atom.statement, at), set()).add(value)
        self.day, self.figures = day, cone.figures
        self.named = frozenset(day for some in cone.figures.values() for day in _named(some))
        self.texts = sorted(cone.texts) or ["some words"]

    def said(self, statement: str) -> Sequence[date | None]:
        """Return the days from which a statement may be said; None: that makes no difference."""
        figures = self.figures.get((statement, SAID))
        return [None] if figures is None else [one for one in _days(figures, self.day) if one <= self.day]

    def of(self, statement: str, at: int) -> Sequence[Value]:
        """Return what may stand in a slot of a statement."""
        kind = self.vocabulary.statements[statement].slots[at].kind
        figures = self.figures.get((statement, at))
        match kind:
            case "number":
                beside = self.joined.get((statement, at), ())
                return _numbers(figures, {one for slot in beside for one in self.known.get(slot, ())})
            case "date":
                return _days(figures, self.day)
            case "text":
                return self.texts
        values = self.vocabulary.kinds[kind].values
        return values or [name for name, own in self.things.items() if self.vocabulary.is_a(own, kind)]


def _numbers(figures: Iterable[Threshold] | None, known: Iterable[Decimal]) -> list[Value]:
    """Return numbers on, below and above each with which a number is compared; two where it never is.

    It may be compared with what standing facts say, and that as many times as a figure says. Between two figures lies
    one; none is below zero but where figures are not above it.
    """
    if figures is None:
        return [Decimal(1), Decimal(2)]
    times = sorted(figure for figure, _ in figures if isinstance(figure, Decimal))
    boundaries = {*times}
    for one in known:
        boundaries |= {one, *(one * many for many in times), *(one // many for many in times if many)}
    found = {Decimal(0), Decimal(1), *(one + more for one in boundaries for more in BESIDE)}
    found |= {(low + high) / 2 for low, high in pairwise(times) if high - low <= 1}
    least = min((one - 1 for one in times if one <= 0), default=Decimal(0))
    return sorted(one for one in found if one >= least)


def _days(figures: Iterable[Threshold] | None, today: date) -> list[date]:
    """Return days on, before and after each boundary that a day is compared with; the day judged where it never is."""
    if figures is None:
        return [today]
    found = {today, today - timedelta(1), *_named(figures)}
    for figure, side in figures:
        if isinstance(figure, Decimal) and is_span(figure):
            for sign in (side,) if side else (-1, 1):
                found |= {today + timedelta(sign * int(figure) + more) for more in BESIDE}
    return sorted(found)


def _named(figures: Iterable[Threshold]) -> set[date]:
    """Return the days on, before and after each day that figures name."""
    return {figure + timedelta(more) for figure, _ in figures if isinstance(figure, date) for more in BESIDE}


def is_span(number: Decimal) -> bool:
    """Tell whether a number may be one of days."""
    return number == int(number) and abs(number) < FAR
