"""Rows of a table as numbers: a code for each cell, and the values that the codes stand for."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from rubicon.language.facts import Value

Whole: TypeAlias = NDArray[np.int64]

AFFIRMED, DENIED = 1, 2
"""The codes of a column that asserts or denies."""


class Strand(Struct, frozen=True, eq=False):
    """A column of some rows: a code for each, 0 where it is left open and nothing is `there`.

    A code is the place of its value among `values`, from 1; without those it is what stands there itself: a whole
    number, the number of a day in the calendar, or AFFIRMED or DENIED.
    """

    there: NDArray[np.bool_]
    codes: Whole
    values: tuple[Value, ...] | None = None
    is_day: bool = False

    def value(self, row: int) -> Value:
        """Return the value of a row that has one."""
        code = int(self.codes[row])
        if self.values is not None:
            return self.values[code - 1]
        return date.fromordinal(code) if self.is_day else Decimal(code)

    def between(self, start: int, stop: int) -> "Strand":
        """Return a stretch of the column."""
        return Strand(self.there[start:stop], self.codes[start:stop], self.values, self.is_day)

    def of(self, rows: Whole) -> "Strand":
        """Return the column of some of its rows."""
        return Strand(self.there[rows], self.codes[rows], self.values, self.is_day)


class PanelRows(Struct, frozen=True, eq=False):
    """Some rows of a table: who plays each role, the day, and what stands in each column that says something."""

    size: int
    roles: dict[str, Strand]
    day: Strand | None
    said: tuple[Strand, ...]
    since: dict[int, Strand]

    def of(self, rows: Whole) -> "PanelRows":
        """Return some of the rows."""
        return self._each(len(rows), lambda strand: strand.of(rows))

    def between(self, start: int, stop: int) -> "PanelRows":
        """Return a stretch of the rows."""
        return self._each(stop - start, lambda strand: strand.between(start, stop))

    def _each(self, size: int, taken: Callable[[Strand], Strand]) -> "PanelRows":
        return PanelRows(
            size,
            {name: taken(strand) for name, strand in self.roles.items()},
            taken(self.day) if self.day is not None else None,
            tuple(map(taken, self.said)),
            {at: taken(strand) for at, strand in self.since.items()},
        )
