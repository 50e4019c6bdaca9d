"""The numbers and days in the lines of a rule's file, and what each may become; all are counted in whole steps."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal

from msgspec import Struct

from rubicon.editing.mutants import FIGURE, items_of, within
from rubicon.language.tokens import number_text
from rubicon.reading.lines import Path
from rubicon.reading.rereading import Content

FAR = 10**9
"""Steps beyond which no number is tried."""

FIRST, LAST = date(1900, 1, 1).toordinal(), date(2200, 1, 1).toordinal()
"""Between which days are tried."""

BOUNDS = ("at_least", "at_most", "exactly")


class MovableFigure(Struct, frozen=True):
    """A number or a day in a rule's file: where it stands, how many steps it counts, and between which it may lie.

    A step is a day, or one in the last place of a number. A count of lines stands alone: it has no `start`.
    """

    path: Path
    start: int
    end: int
    steps: int
    low: int
    high: int
    places: int = 0
    is_day: bool = False
    grouped: bool = False

    def spelled(self, steps: int) -> str:
        """Return how so many steps are written."""
        if self.is_day:
            return date.fromordinal(steps).isoformat()
        value = Decimal(steps).scaleb(-self.places)
        return f"{value:,}" if self.grouped and not self.places else number_text(value)

    def near(self, numbers: Iterable[Decimal], days: Iterable[date]) -> list[int]:
        """Return what it could become: on and beside some numbers or days, and as little and as much as may be."""
        if self.is_day:
            found = {day.toordinal() for day in days}
        else:
            found = {int(number.scaleb(self.places)) for number in numbers}
        found |= {one + more for one in found for more in (-1, 1)} | {self.low, self.high}
        return sorted(one for one in found if self.low <= one <= self.high and one != self.steps)

    def moved(self, content: Content, steps: int) -> tuple[str, str, Content]:
        """Return the line as it was and as it is then, and what the file says."""
        made = deepcopy(content)
        holder, key = within(made, self.path[:-1]), self.path[-1]
        was = holder[key]
        if self.start < 0:
            holder[key] = steps
            return f"{str(key).replace('_', ' ')} {was}", f"{str(key).replace('_', ' ')} {steps}", made
        holder[key] = f"{was[: self.start]}{self.spelled(steps)}{was[self.end :]}"
        return was, holder[key], made


def figures_of(content: Content) -> Iterator[MovableFigure]:
    """Yield the numbers and days in what a rule's file asks, in the order of the file."""
    for key in ("if", "unless"):
        items = content.get(key, [])
        for path, item in items_of(key, items) if isinstance(items, list) else [((key,), items)]:
            if isinstance(item, dict):
                for bound in BOUNDS:
                    if isinstance(item.get(bound), int):
                        yield MovableFigure((*path, bound), -1, -1, item[bound], 1, len(item.get("of", ())))
            elif isinstance(item, str):
                yield from _in_line(path, item)


def _in_line(path: Path, text: str) -> Iterator[MovableFigure]:
    for found in FIGURE.finditer(text):
        if found["day"]:
            try:
                steps = date.fromisoformat(found["day"]).toordinal()
            except ValueError:
                continue
            yield MovableFigure(path, found.start(), found.end(), steps, FIRST, LAST, is_day=True)
        else:
            value = Decimal(found["number"].replace(",", ""))
            places = max(0, -int(value.as_tuple().exponent))
            steps = int(value.scaleb(places))
            grouped = "," in found["number"]
            yield MovableFigure(path, found.start(), found.end(), steps, 0, FAR, places, grouped=grouped)
