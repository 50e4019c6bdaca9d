"""Formulas over cells: what must hold for a statement, an instance or a step of the reckoning to hold.

A cell is a proposition with a formula of its own; cells may depend on each other in circles. What stands
under a `Not` is read from the opposite bound of the well-founded model (see `rubicon.judging.model`), so a
formula negates nothing twice: what is negated twice has a cell in between.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Is:
    """A cell holds."""

    cell: int


@dataclass(frozen=True, slots=True)
class On:
    """A switch is on."""

    switch: int


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Formula"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least so many of the parts hold; a conjunction asks for all, a disjunction for one."""

    least: int
    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that an entry may count with: what establishes it, and what makes it a candidate.

    `candidates` has, for each literal that gives it, that it is a candidate, and that its denial applies undefeated.
    """

    number: Decimal
    established: "Formula"
    candidates: tuple[tuple["Formula", "Formula"], ...]

    @property
    def parts(self) -> Iterator["Formula"]:
        """Yield all its formulas."""
        yield self.established
        for pair in self.candidates:
            yield from pair


@dataclass(frozen=True, slots=True)
class Total:
    """The numbers of all entries, put together, keep within a limit. Amounts are in ascending order."""

    function: str
    at_least: bool
    limit: Decimal
    entries: tuple[tuple[Amount, ...], ...]

    def keeps(self, number: Decimal) -> bool:
        """Tell whether a number keeps within the limit."""
        return number >= self.limit if self.at_least else number <= self.limit


Formula: TypeAlias = Is | On | Not | AtLeast | Total

TRUE: Formula = AtLeast(0, ())
FALSE: Formula = AtLeast(1, ())


def every(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction of some formulas."""
    found = tuple(dict.fromkeys(part for part in parts if part != TRUE))
    if FALSE in found:
        return FALSE
    return found[0] if len(found) == 1 else AtLeast(len(found), found)


def some(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction of some formulas."""
    found = tuple(dict.fromkeys(part for part in parts if part != FALSE))
    if TRUE in found:
        return TRUE
    return found[0] if len(found) == 1 else AtLeast(1, found)


def no(part: Formula) -> Formula:
    """Return the negation of a formula."""
    if part == TRUE:
        return FALSE
    return TRUE if part == FALSE else Not(part)


def reads(formula: Formula, affirmed: bool = True) -> Iterator[tuple[int, bool]]:
    """Yield the cells that a formula reads, and whether from the bound that is being made."""
    match formula:
        case Is():
            yield formula.cell, affirmed
        case Not():
            yield from reads(formula.part, not affirmed)
        case AtLeast():
            for part in formula.parts:
                yield from reads(part, affirmed)
        case Total():
            for amounts in formula.entries:
                for amount in amounts:
                    for part in amount.parts:
                        for cell, _ in reads(part):
                            yield cell, True
                            yield cell, False
        case On():
            return
