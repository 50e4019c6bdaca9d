"""Shares over random scenarios, where there are too many for a table."""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from rubicon.supposing.scenarios.gates import Circuit
from rubicon.supposing.scenarios.machine import BitWords, Machine
from rubicon.supposing.scenarios.tables import Axis, count_bits


class Sample(Struct, frozen=True):
    """Counts over `size` random scenarios.

    `alike` counts those in which the gates show what is wanted; `changing`, for each axis, those in which
    another option of it, drawn at random, changes some gate.
    """

    size: int
    alike: int
    changing: tuple[int, ...]


def sample(
    circuit: Circuit, gates: Sequence[int], axes: Sequence[Axis], wanted: Sequence[bool], size: int, seed: int
) -> Sample:
    """Draw scenarios, each option of an axis as likely as another, and count; `size` is a multiple of 64.

    The draws depend on the seed alone: they are made from raw bits, whose stream numpy keeps stable.
    """
    machine = Machine(circuit, gates)
    source = np.random.PCG64(seed)
    drawn = [_draw(source, size) % np.uint64(len(axis)) for axis in axes]
    others = [
        (options + np.uint64(1) + _draw(source, size) % np.uint64(max(1, len(axis) - 1)))
        % np.uint64(len(axis))
        for axis, options in zip(axes, drawn, strict=True)
    ]
    rows = [_rows(axis, options, size) for axis, options in zip(axes, drawn, strict=True)]

    def columns(place: int | None = None) -> tuple[BitWords, ...]:
        now = list(rows)
        if place is not None:
            now[place] = _rows(axes[place], others[place], size)
        words: dict[int, BitWords] = {}
        for own in now:
            for switch, bits in own.items():
                words[switch] = words[switch] | bits if switch in words else bits

        def fill(start: int, stop: int) -> Mapping[int, BitWords]:
            return {switch: bits[start:stop] for switch, bits in words.items()}

        return machine.columns(size // 64, fill)

    first = columns()
    alike = np.full(size // 64, np.uint64(0xFFFFFFFFFFFFFFFF))
    for column, value in zip(first, wanted, strict=True):
        alike &= column if value else ~column
    changing = []
    for place in range(len(axes)):
        differs = np.zeros(size // 64, dtype=np.uint64)
        for one, other in zip(first, columns(place), strict=True):
            differs |= one ^ other
        changing.append(count_bits(differs))
    return Sample(size, count_bits(alike), tuple(changing))


def _draw(source: "np.random.PCG64", size: int) -> NDArray[np.uint64]:
    return np.asarray(source.random_raw(size), dtype=np.uint64)


def _rows(axis: Axis, options: NDArray[np.uint64], size: int) -> dict[int, BitWords]:
    """Return the bits of the switches that the drawn options turn on."""
    rows: dict[int, BitWords] = {}
    for number, option in enumerate(axis):
        words = np.zeros(size // 64, dtype=np.uint64)
        words.view(np.uint8)[:] = np.packbits(options == np.uint64(number), bitorder="little")
        for switch in option:
            rows[switch] = rows[switch] | words if switch in rows else words
    return rows
