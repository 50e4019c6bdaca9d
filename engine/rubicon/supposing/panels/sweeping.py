"""A grounding over its rows: which switches each turns on, and what is read off the circuit for all of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from rubicon.firing.comparing import tester
from rubicon.language.conditions import TODAY, Comparison, Expression, Operation, Variable
from rubicon.language.facts import Value
from rubicon.language.vocabulary import Vocabulary
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

WORDS = 512
"""Words of a gate that a sweep computes at once."""


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


def sweep(grounding: Grounding, rows: PanelRows, vocabulary: Vocabulary) -> Found:
    """Judge rows that share a grounding, and each of them once more with each of its columns left open."""
    reading = grounding.reading
    masks = [_mask(signal, rows, vocabulary) for signal in grounding.signals]
    bits = _run(grounding, reading.gates, [masks], rows.size)[0]
    answers = len(reading.answers)
    settled, surely = bits[0 : 2 * answers : 2], bits[1 : 2 * answers : 2]
    answer = _first(settled, rows.size)
    standing = np.zeros(rows.size, dtype=np.int8)
    standing[bits[2 * answers + 1]] = STANDINGS.index("contested")
    standing[bits[2 * answers]] = STANDINGS.index("undecided")
    standing[answer > 0] = STANDINGS.index("defeasible")
    for number, mask in enumerate(surely, 1):
        standing[(answer == number) & mask] = STANDINGS.index("definite")
    first = 2 * answers + 2
    playing = np.array(bits[first : first + answers], dtype=bool).reshape(answers, rows.size).T
    sections = np.zeros((rows.size, len(reading.sections)), dtype=np.int8)
    for place in range(len(reading.sections)):
        for state in (1, 2, 3):
            sections[bits[first + answers + 3 * place + state - 1], place] = state
    return Found(answer, standing, playing, sections, _decisive(grounding, rows, masks, answer))


def _first(settled: Sequence[Mask], size: int) -> NDArray[np.int64]:
    """Return the place of the first answer that holds in each row, from 1."""
    found = np.zeros(size, dtype=np.int64)
    for number, mask in enumerate(settled, 1):
        found[mask & (found == 0)] = number
    return found


def _decisive(
    grounding: Grounding, rows: PanelRows, masks: Sequence[Mask], answer: NDArray[np.int64]
) -> Mask:
    """Tell for each row which of its columns, left open alone, would change the answer."""
    found = np.zeros((rows.size, len(rows.said)), dtype=bool)
    read = grounding.circuit.switches_of(grounding.reading.gates)
    mine: dict[int, list[int]] = {}
    for number, signal in enumerate(grounding.signals):
        if isinstance(signal, Asserts | Filled | Named) and number in read:
            mine.setdefault(signal.column, []).append(number)
    tried = [at for at in sorted(mine) if rows.said[at].there.any()]
    if not tried:
        return found
    gates = tuple(so for _, so, _ in grounding.reading.answers)
    none = np.zeros(rows.size, dtype=bool)
    variants = []
    for at in tried:
        own = list(masks)
        for number in mine[at]:
            own[number] = none
        variants.append(own)
    for at, bits in zip(tried, _run(grounding, gates, variants, rows.size), strict=True):
        found[:, at] = (_first(bits, rows.size) != answer) & rows.said[at].there
    return found


def _run(
    grounding: Grounding, gates: Sequence[int], variants: Sequence[Sequence[Mask]], size: int
) -> list[list[Mask]]:
    """Compute some gates for all rows, once for each setting of the switches, side by side."""
    machine = Machine(grounding.circuit, gates, words=WORDS)
    width = (size + 63) // 64
    packed: dict[int, Words] = {}
    columns: dict[int, Words] = {}
    for switch in machine.switches:
        for masks in variants:
            if id(masks[switch]) not in packed:
                packed[id(masks[switch])] = _packed(masks[switch], width)
        columns[switch] = np.concatenate([packed[id(masks[switch])] for masks in variants])

    def fill(start: int, stop: int) -> Mapping[int, Words]:
        return {switch: words[start:stop] for switch, words in columns.items()}

    outputs = machine.columns(width * len(variants), fill)
    return [
        [_unpacked(column[width * at : width * (at + 1)], size) for column in outputs]
        for at in range(len(variants))
    ]


def _packed(mask: Mask, width: int) -> Words:
    found = np.zeros(8 * width, dtype=np.uint8)
    some = np.packbits(mask, bitorder="little")
    found[: len(some)] = some
    return found.view("<u8").astype(np.uint64, copy=False)


def _unpacked(words: Words, size: int) -> Mask:
    raw = np.ascontiguousarray(words).view(np.uint8)
    return np.unpackbits(raw, bitorder="little", count=size).astype(bool)


def _mask(signal: Signal, rows: PanelRows, vocabulary: Vocabulary) -> Mask:
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


def valued(rows: PanelRows, row: int) -> tuple[list[Value | None], list[Value | None]]:
    """Return what stands in each column of a row, and its day, None where it is left open."""
    said = [strand.value(row) if strand.there[row] else None for strand in rows.said]
    since = [
        rows.since[at].value(row) if at in rows.since and rows.since[at].there[row] else None
        for at in range(len(rows.said))
    ]
    return said, since
