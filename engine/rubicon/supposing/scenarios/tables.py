"""Every scenario of some axes at once, in chunks, and what is counted over them."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from rubicon.supposing.scenarios.choices import Option
from rubicon.supposing.scenarios.gates import Circuit
from rubicon.supposing.scenarios.machine import FULL, BitWords, Machine

Axis: TypeAlias = tuple[Option, ...]
"""Options of which each scenario takes one."""

MASKS = tuple(np.uint64(sum(1 << bit for bit in range(64) if bit >> place & 1)) for place in range(6))
"""For each of the six lowest bits of a scenario's number, the word whose bits have it."""


def bits_of(axes: Sequence[Axis]) -> int:
    """Return how many bits number all scenarios of some axes."""
    return sum(_width(axis) for axis in axes)


def _width(axis: Axis) -> int:
    return (len(axis) - 1).bit_length()


class BitTable(Struct, frozen=True, eq=False):
    """One column of bits for each gate asked after, over the numbers of all scenarios of the axes.

    The number of a scenario holds its options' numbers, the first axis in the lowest bits; `valid` marks the
    numbers that stand for a scenario: not all do where an axis has no power of two of options.
    """

    axes: tuple[Axis, ...]
    columns: tuple[BitWords, ...]
    valid: BitWords
    size: int

    def share(self, wanted: Sequence[bool]) -> Fraction:
        """Return the share of scenarios in which each column is as wanted."""
        found = self.valid.copy()
        for column, value in zip(self.columns, wanted, strict=True):
            found &= column if value else ~column
        return Fraction(count_bits(found), self.size)

    def weight(self, place: int) -> Fraction:
        """Return the share of scenarios and other options of an axis in which some column then differs."""
        options = len(self.axes[place])
        parts = [[self._where(column, place, option) for column in self.columns] for option in range(options)]
        valid = self._where(self.valid, place, 0)
        changed = 0
        for one, other in combinations(parts, 2):
            differs = np.zeros_like(valid)
            for left, right in zip(one, other, strict=True):
                differs |= left ^ right
            changed += count_bits(differs & valid)
        pairs = options * (options - 1) // 2
        return Fraction(changed, pairs * self.size // options) if pairs else Fraction(0)

    def _where(self, column: BitWords, place: int, option: int) -> BitWords:
        """Return the bits of a column at one option of an axis, numbered without it or left where it is 0."""
        first = bits_of(self.axes[:place])
        for bit in reversed(range(_width(self.axes[place]))):
            chosen = option >> bit & 1
            at = first + bit
            if at >= 6:
                column = column.reshape(-1, 2, 1 << (at - 6))[:, chosen, :].reshape(-1)
            else:
                column = (column >> np.uint64(chosen << at)) & ~MASKS[at]
        return column


def _words(bits: int) -> int:
    return 1 << max(0, bits - 6)


def count_bits(words: BitWords) -> int:
    """Return how many bits are set."""
    if hasattr(np, "bitwise_count"):
        return int(np.bitwise_count(words).sum())
    return int(np.unpackbits(words.view(np.uint8)).sum(dtype=np.int64))


def tabulate(circuit: Circuit, gates: Sequence[int], axes: Sequence[Axis]) -> BitTable:
    """Compute some gates in every scenario of some axes."""
    bits = bits_of(axes)
    total = _words(bits)
    machine = Machine(
        *circuit.where(gates, {switch for axis in axes for option in axis for switch in option})
    )

    def fill(start: int, stop: int) -> dict[int, BitWords]:
        rows: dict[int, BitWords] = {}
        first = 0
        for axis in axes:
            digits = [_bit(first + place, start, stop) for place in range(_width(axis))]
            first += len(digits)
            for number, option in enumerate(axis):
                if any(switch in machine.switches for switch in option):
                    marks = _marks(digits, number, stop - start)
                    for switch in option:
                        rows[switch] = rows[switch] | marks if switch in rows else marks
        return rows

    columns = machine.columns(total, fill)
    return BitTable(tuple(axes), columns, _valid(axes), prod(len(axis) for axis in axes))


def _bit(place: int, start: int, stop: int) -> BitWords:
    """Return one bit of the numbers of the scenarios in a span of words."""
    if place < len(MASKS):
        return np.full(stop - start, MASKS[place])
    odd = np.arange(start, stop, dtype=np.uint64) >> np.uint64(place - 6) & np.uint64(1)
    return np.uint64(0) - odd


def _marks(digits: Sequence[BitWords], number: int, length: int) -> BitWords:
    """Return where some bits of the numbers, lowest first, spell a number."""
    marks = np.full(length, FULL)
    for place, digit in enumerate(digits):
        marks &= digit if number >> place & 1 else ~digit
    return marks


def _valid(axes: Sequence[Axis]) -> BitWords:
    """Return the marks of numbers that stand for a scenario."""
    bits = bits_of(axes)
    total = _words(bits)
    valid = np.full(total, FULL if bits >= len(MASKS) else np.uint64((1 << (1 << bits)) - 1))
    first = 0
    for axis in axes:
        width = _width(axis)
        if len(axis) < 1 << width:
            digits = [_bit(first + place, 0, total) for place in range(width)]
            taken = np.zeros(total, dtype=np.uint64)
            for number in range(len(axis)):
                taken |= _marks(digits, number, total)
            valid &= taken
        first += width
    return valid
