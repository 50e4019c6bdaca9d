"""A grounding over its rows: which switches each turns on, and what is read off the circuit for all of them."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.panels.asking import Reading
from rubicon.supposing.panels.deciding import Mask, decided
from rubicon.supposing.panels.grounding import Grounding
from rubicon.supposing.panels.signals import (
    Asserts,
    Filled,
    Named,
    Signal,
)
from rubicon.supposing.panels.strands import PanelRows
from rubicon.supposing.scenarios.machine import BitWords, Machine

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

    def fill(first: int, last: int) -> Mapping[int, BitWords]:
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
    reading: Reading, columns: Sequence[BitWords], tried: Sequence[int], width: int, bits: Mask, wide: int
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


def _packed(masks: Sequence[Mask], size: int) -> BitWords:
    """Pack a line of bits for each mask into words, the first row in the lowest bit."""
    width = (size + 63) // 64
    found = np.zeros((len(masks), 8 * width), dtype=np.uint8)
    if masks:
        some = np.packbits(np.stack(masks), axis=1, bitorder="little")
        found[:, : some.shape[1]] = some
    return found.view("<u8").astype(np.uint64, copy=False)


def _unpacked(words: BitWords, size: int) -> Mask:
    raw = np.ascontiguousarray(words).view(np.uint8)
    return np.unpackbits(raw, axis=1, bitorder="little", count=size).astype(bool)
