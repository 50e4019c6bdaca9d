"""Which rows turn a switch on: what their columns say, the spans in which their days lie, and comparisons."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from rubicon.firing.comparing import tester
from rubicon.language.conditions import TODAY, Comparison, Expression, Operation, Variable
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.panels.signals import (
    Asserts,
    Compared,
    ComparedSide,
    Figure,
    Filled,
    InColumn,
    Lasting,
    Named,
    OnDay,
    Signal,
    Today,
    columns_of,
)
from rubicon.supposing.panels.strands import AFFIRMED, DENIED, PanelRows, Strand, Whole

Mask = NDArray[np.bool_]
"""For each row, whether something is so."""

LARGEST = 2**62
"""Whole numbers beyond this are compared one by one, exactly, and not by the processor's arithmetic."""


def decided(signal: Signal, rows: PanelRows, vocabulary: Vocabulary) -> Mask:
    """Tell in which rows a switch is on."""
    match signal:
        case Asserts():
            return np.equal(rows.said[signal.column].codes, AFFIRMED if signal.truth else DENIED)
        case Filled():
            return rows.said[signal.column].there
        case Named():
            strand = rows.said[signal.column]
            if strand.values is None or signal.value not in strand.values:
                return np.zeros(rows.size, dtype=bool)
            return np.equal(strand.codes, strand.values.index(signal.value) + 1)
        case Lasting():
            return _within(signal, rows)
        case Compared():
            return _compared(signal, rows, vocabulary)


def _within(span: Lasting, rows: PanelRows) -> Mask:
    found = np.ones(rows.size, dtype=bool)
    if rows.day is not None:
        if span.first is not None:
            found &= rows.day.codes >= span.first
        if span.before is not None:
            found &= rows.day.codes < span.before
    return found


def _strand(rows: PanelRows, held: tuple[int, bool]) -> Strand:
    at, since = held
    return rows.since[at] if since else rows.said[at]


def _compared(signal: Compared, rows: PanelRows, vocabulary: Vocabulary) -> Mask:
    """Decide a comparison in each row that has all it asks for; by whole numbers at once where that is exact."""
    used = sorted(columns_of(signal))
    strands = [_strand(rows, held) for held in used]
    there = np.ones(rows.size, dtype=bool)
    for strand in strands:
        there &= strand.there
    if not there.any():
        return there
    if all(strand.values is None for strand in strands):
        left, right = (_whole(side, rows) for side in (signal.left, signal.right))
        if left is not None and right is not None:
            return there & _OPERATORS[signal.operator](left[0], right[0])
    return _one_by_one(signal, used, rows, there, vocabulary)


_OPERATORS = {
    "<": np.less,
    "<=": np.less_equal,
    "=": np.equal,
    "!=": np.not_equal,
    ">=": np.greater_equal,
    ">": np.greater,
}


def _whole(side: ComparedSide, rows: PanelRows) -> tuple[Whole, int] | None:
    """Return a side in whole numbers, and how large they may be; None where they are not whole or too large."""
    match side:
        case Figure():
            number = Decimal(side.text)
            if number != number.to_integral_value() or abs(number) > LARGEST:
                return None
            return np.full(1, int(number), dtype=np.int64), abs(int(number))
        case OnDay():
            return np.full(1, side.number, dtype=np.int64), side.number
        case Today():
            return _sized(rows.day.codes) if rows.day is not None else None
        case InColumn():
            return _sized(_strand(rows, (side.column, side.since)).codes)
    left, right = _whole(side.left, rows), _whole(side.right, rows)
    if left is None or right is None:
        return None
    size = left[1] * right[1] if side.operator == "*" else left[1] + right[1]
    if size > LARGEST:
        return None
    work = {"+": np.add, "-": np.subtract, "*": np.multiply}[side.operator]
    return work(left[0], right[0]), size


def _sized(codes: Whole) -> tuple[Whole, int] | None:
    largest = max(int(codes.max()), -int(codes.min()), 0)
    return (codes, largest) if largest <= LARGEST else None


def _one_by_one(
    signal: Compared, used: Sequence[tuple[int, bool]], rows: PanelRows, there: Mask, vocabulary: Vocabulary
) -> Mask:
    """Decide a comparison for each different set of values, in exact decimals."""
    places = {InColumn(at, since): place for place, (at, since) in enumerate(used)}
    names = {f"v{place}": place for place in places.values()}
    test = tester(
        Comparison(
            "", _expression(signal.left, places), signal.operator, _expression(signal.right, places), "number"
        ),
        names,
        vocabulary,
    )
    strands = [_strand(rows, held) for held in used]
    columns = [strand.codes for strand in strands]
    if rows.day is not None:
        columns.append(rows.day.codes)
    some = np.flatnonzero(there)
    keys, first, where = np.unique(
        np.stack([column[some] for column in columns]), axis=1, return_index=True, return_inverse=True
    )
    holds = np.zeros(keys.shape[1], dtype=bool)
    for at, place in enumerate(first):
        row = int(some[place])
        values = [strand.value(row) for strand in strands]
        day = rows.day.value(row) if rows.day is not None else None
        holds[at] = test(values, day if isinstance(day, date) else None)
    found = np.zeros(rows.size, dtype=bool)
    found[some] = holds[where.reshape(-1)]
    return found


def _expression(side: ComparedSide, places: Mapping[InColumn, int]) -> Expression:
    match side:
        case Figure():
            return Decimal(side.text)
        case OnDay():
            return date.fromordinal(side.number)
        case Today():
            return Variable(TODAY)
        case InColumn():
            return Variable(f"v{places[side]}")
    return Operation(side.operator, _expression(side.left, places), _expression(side.right, places))
