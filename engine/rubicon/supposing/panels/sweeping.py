"""A grounding over its rows: which switches each turns on, and what is read off the circuit for all of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from rubicon.firing.comparing import tester
from rubicon.language.conditions import TODAY, Comparison, Expression, Operation, Variable
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.panels.asking import Reading
from rubicon.supposing.panels.grounding import Grounding
from rubicon.supposing.panels.signals import (
    Asserts,
    Compared,
    Figure,
    Filled,
    InColumn,
    Lasting,
    Named,
    OnDay,
    Side,
    Signal,
    Today,
    columns_of,
)
from rubicon.supposing.panels.strands import AFFIRMED, DENIED, PanelRows, Strand, Whole
from rubicon.supposing.scenarios.machine import Machine, Words

Mask = NDArray[np.bool_]
"""For each row, whether something is so."""

LARGEST = 2**62
"""Whole numbers beyond this are compared one by one, exactly, and not by the processor's arithmetic."""

WORDS = 128
"""Words of a gate that a sweep computes at once."""

REMEMBERED = 300
"""Switches that are decided for all rows of a batch at once and remembered."""


class Found(Struct, frozen=True, eq=False):
    """What is read off for some rows, as numbers.

    `answer` is the place of the answer among those of the reading, from 1; 0 where there is none. `standing` is the
    place among STANDINGS, `playing` has a column for each answer, `sections` the place of each variable's state among
    STATES, `decisive` a column for each column of the table.
    """

    answer: NDArray[np.int64]
    standing: NDArray[np.int8]
    playing: Mask
    sections: NDArray[np.int8]
    decisive: Mask


STANDINGS = ("unknown", "contested", "undecided", "defeasible", "definite")
STATES = ("open", "met", "not met", "contested")


class Masks(Struct):
    """Which switches the rows of a batch turn on. The rows of a grounding stand together, from one place to another.

    What several groundings ask is decided for all rows at once, and remembered.
    """

    rows: PanelRows
    vocabulary: Vocabulary
    asked: set[Signal] = field(default_factory=set)
    whole: dict[Signal, Mask] = field(default_factory=dict)

    def of(self, signal: Signal, start: int, stop: int) -> Mask:
        """Tell which rows of a stretch turn a switch on."""
        known = self.whole.get(signal)
        if known is None and signal in self.asked and len(self.whole) < REMEMBERED:
            known = self.whole[signal] = decided(signal, self.rows, self.vocabulary)
        if known is not None:
            return known[start:stop]
        self.asked.add(signal)
        return decided(signal, self.rows.between(start, stop), self.vocabulary)


def machine_of(grounding: Grounding) -> Machine:
    """Make the circuit of a grounding ready to compute what is read off it."""
    return Machine(grounding.circuit, grounding.reading.gates, words=WORDS)


def sweep(grounding: Grounding, machine: Machine, masks: Masks, start: int, stop: int) -> Found:
    """Judge rows that share a grounding, and each of them once more with each of its columns left open."""
    reading, size, said = grounding.reading, stop - start, masks.rows.said
    switches = tuple(machine.switches)
    own: dict[int, list[int]] = {}
    for place, number in enumerate(switches):
        signal = grounding.signals[number]
        if isinstance(signal, Asserts | Filled | Named):
            own.setdefault(signal.column, []).append(place)
    tried = [at for at in sorted(own) if said[at].there[start:stop].any()]
    width = (size + 63) // 64
    words = _packed([masks.of(grounding.signals[number], start, stop) for number in switches], size)
    every = np.tile(words, (1, len(tried) + 1))
    for block, at in enumerate(tried, 1):
        every[own[at], block * width : (block + 1) * width] = 0

    def fill(first: int, last: int) -> Mapping[int, Words]:
        return {number: every[place, first:last] for place, number in enumerate(switches)}

    columns = machine.columns(every.shape[1], fill)
    bits = _unpacked(np.stack([column[:width] for column in columns]), size)
    return _found(reading, bits, _decisive(reading, columns, tried, width, bits, len(said)))


def _found(reading: Reading, bits: Mask, decisive: Mask) -> Found:
    """Read the gates of some rows off: a line of bits for each."""
    answers, size = len(reading.answers), bits.shape[1]
    answer = _first(bits[0 : 2 * answers : 2], size)
    standing = np.zeros(size, dtype=np.int8)
    standing[bits[2 * answers + 1]] = STANDINGS.index("contested")
    standing[bits[2 * answers]] = STANDINGS.index("undecided")
    standing[answer > 0] = STANDINGS.index("defeasible")
    for number, mask in enumerate(bits[1 : 2 * answers : 2], 1):
        standing[(answer == number) & mask] = STANDINGS.index("definite")
    first = 2 * answers + 2
    sections = np.zeros((size, len(reading.sections)), dtype=np.int8)
    for place in range(len(reading.sections)):
        for state in (1, 2, 3):
            sections[bits[first + answers + 3 * place + state - 1], place] = state
    return Found(answer, standing, bits[first : first + answers].T, sections, decisive)


def _first(settled: Mask, size: int) -> NDArray[np.int64]:
    """Return the place of the first answer that holds in each row, from 1."""
    if not len(settled):
        return np.zeros(size, dtype=np.int64)
    return np.where(settled.any(axis=0), settled.argmax(axis=0) + 1, 0)


def _decisive(
    reading: Reading, columns: Sequence[Words], tried: Sequence[int], width: int, bits: Mask, wide: int
) -> Mask:
    """Tell for each row which of its columns, left open alone, would change the answer."""
    answers, size = len(reading.answers), bits.shape[1]
    found = np.zeros((size, wide), dtype=bool)
    if answers and tried:
        answer = _first(bits[0 : 2 * answers : 2], size)
        told = np.stack([column[width:] for column in columns[0 : 2 * answers : 2]])
        for block, at in enumerate(tried):
            some = _unpacked(told[:, block * width : (block + 1) * width], size)
            found[:, at] = _first(some, size) != answer
    return found


def _packed(masks: Sequence[Mask], size: int) -> Words:
    """Pack a line of bits for each mask into words, the first row in the lowest bit."""
    width = (size + 63) // 64
    found = np.zeros((len(masks), 8 * width), dtype=np.uint8)
    if masks:
        some = np.packbits(np.stack(masks), axis=1, bitorder="little")
        found[:, : some.shape[1]] = some
    return found.view("<u8").astype(np.uint64, copy=False)


def _unpacked(words: Words, size: int) -> Mask:
    raw = np.ascontiguousarray(words).view(np.uint8)
    return np.unpackbits(raw, axis=1, bitorder="little", count=size).astype(bool)


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


def _whole(side: Side, rows: PanelRows) -> tuple[Whole, int] | None:
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


def _expression(side: Side, places: Mapping[InColumn, int]) -> Expression:
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
