"""Rows of a table as numbers: a code for each cell, and the values that the codes stand for."""

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
        return PanelRows(
            len(rows),
            {name: strand.of(rows) for name, strand in self.roles.items()},
            self.day.of(rows) if self.day is not None else None,
            tuple(strand.of(rows) for strand in self.said),
            {at: strand.of(rows) for at, strand in self.since.items()},
        )
