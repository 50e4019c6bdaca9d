"""Formulas over cells: what must hold for a statement, an instance or a step of the reckoning to hold.

A cell is a proposition with a formula of its own; cells may depend on each other in circles. What stands
under a `Not` is read from the opposite bound of the well-founded model (see `rubicon.judging.model`), so a
formula negates nothing twice: what is negated twice has a cell in between.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from rubicon.judging.totals import Total, keys_of


class Is(Struct, frozen=True):
    """A cell holds."""

    cell: int


class On(Struct, frozen=True):
    """A switch is on."""

    switch: int


class Not(Struct, frozen=True):
    """The part does not hold."""

    part: "Formula"


class AtLeast(Struct, frozen=True):
    """At least so many of the parts hold; a conjunction asks for all, a disjunction for one."""

    least: int
    parts: tuple["Formula", ...]


Formula: TypeAlias = "Is | On | Not | AtLeast | Total[Formula]"
"""A total has formulas as its keys."""

TRUE: Formula = AtLeast(0, ())
FALSE: Formula = AtLeast(1, ())
"""The only formulas of no parts: what is made below is never another one that says the same."""


def every(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction of some formulas."""
    found = dict.fromkeys([part for part in parts if part is not TRUE])
    if not found or FALSE in found:
        return FALSE if found else TRUE
    return next(iter(found)) if len(found) == 1 else AtLeast(len(found), tuple(found))


def some(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction of some formulas."""
    found = dict.fromkeys([part for part in parts if part is not FALSE])
    if not found or TRUE in found:
        return TRUE if found else FALSE
    return next(iter(found)) if len(found) == 1 else AtLeast(1, tuple(found))


def at_least(least: int, parts: Sequence[Formula]) -> Formula:
    """Return that so many of some formulas hold, which is false where there are fewer."""
    least -= sum(part is TRUE for part in parts)
    if least <= 0:
        return TRUE
    left = tuple([part for part in parts if part is not TRUE and part is not FALSE])
    if least == 1:
        return some(left)
    if least > len(left):
        return FALSE
    return every(left) if least == len(left) else AtLeast(least, left)


def no(part: Formula) -> Formula:
    """Return the negation of a formula."""
    if part is TRUE:
        return FALSE
    return TRUE if part is FALSE else Not(part)


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
            for part in keys_of(formula):
                for cell, _ in reads(part):
                    yield cell, True
                    yield cell, False
        case On():
            return
