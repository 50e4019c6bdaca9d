"""What a grounding asks of a row: the switches of its circuit, as plain values that can be kept.

A row turns a switch on where its column says so, where its day lies within a span, or where a comparison of what
stands in its columns holds.
"""

from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.language.conditions import Operator


class Asserts(Struct, frozen=True, tag="asserts"):
    """A column asserts its sentence, or denies it."""

    column: int
    truth: bool


class Filled(Struct, frozen=True, tag="filled"):
    """A column holds something."""

    column: int


class Named(Struct, frozen=True, tag="named"):
    """A column holds one value of its kind."""

    column: int
    value: str


class Lasting(Struct, frozen=True, tag="lasting"):
    """The row's day lies in a span: from a day on, and before another, each as its number in the calendar."""

    first: int | None = None
    before: int | None = None


class Figure(Struct, frozen=True, tag="figure"):
    """A number, as it is spelled."""

    text: str


class OnDay(Struct, frozen=True, tag="day"):
    """A day, by its number in the calendar."""

    number: int


class InColumn(Struct, frozen=True, tag="column"):
    """What stands in a column, or the day from which it is so."""

    column: int
    since: bool = False


class Today(Struct, frozen=True, tag="today"):
    """The row's day."""


class Worked(Struct, frozen=True, tag="worked"):
    """Left `+`, `-` or `*` right; of two days the difference is whole days."""

    operator: OneOf["+", "-", "*"]
    left: "ComparedSide"
    right: "ComparedSide"


ComparedSide: TypeAlias = Figure | OnDay | InColumn | Today | Worked
"""One side of a comparison."""


class Compared(Struct, frozen=True, tag="compared"):
    """A comparison holds of what stands in a row."""

    operator: Operator
    left: ComparedSide
    right: ComparedSide


Signal: TypeAlias = Asserts | Filled | Named | Lasting | Compared
"""What turns a switch on."""


def columns_of(signal: Signal | ComparedSide) -> frozenset[tuple[int, bool]]:
    """Return the columns that a signal reads, each with whether it is their day that is read."""
    match signal:
        case Asserts() | Filled() | Named():
            return frozenset({(signal.column, False)})
        case InColumn():
            return frozenset({(signal.column, signal.since)})
        case Compared() | Worked():
            return columns_of(signal.left) | columns_of(signal.right)
    return frozenset()
