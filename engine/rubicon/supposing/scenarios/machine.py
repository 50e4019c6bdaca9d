"""Circuits over arrays of bits, one bit a scenario: the only room's module that computes with numpy.

A chunk of scenarios is an array of 64-bit words for each gate; all of a circuit's words for one chunk should
fit the processor's cache.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from rubicon.supposing.scenarios.gates import Circuit, Gate, Nest, nest

BitWords: TypeAlias = NDArray[np.uint64]
"""Bits of 64 scenarios to a word, the first in the lowest bit."""

CACHE = 1 << 20
"""Bytes that the words of one chunk should take."""

LEAST_WORDS, MOST_WORDS = 64, 4096
"""Words of a gate in one chunk."""

FULL = np.uint64(0xFFFFFFFFFFFFFFFF)
_FULL_WORD = np.array([FULL])

MachineStep: TypeAlias = tuple[Callable[..., Any], BitWords, BitWords, BitWords]


class _Cycle(Struct, frozen=True):
    """A loop ready to run: its steps, and for each cell its words, its body's and room for the change."""

    steps: list["MachineStep | _Cycle"]
    cells: list[tuple[BitWords, BitWords]]


class Machine:
    """A circuit made ready to compute some gates, `words` words at a time: by default as many as fit the cache."""

    def __init__(self, circuit: Circuit, outputs: Iterable[int], words: int | None = None) -> None:
        wanted = tuple(outputs)
        needed = circuit.needed(wanted)
        fitting = CACHE // (8 * max(1, len(needed)))
        self.bytes = 8 * len(needed) * (words or fitting)
        self.words = words or min(MOST_WORDS, max(LEAST_WORDS, fitting))
        numbers = {gate: place for place, gate in enumerate(needed)}
        store = np.zeros((len(needed), self.words), dtype=np.uint64)
        rows = {gate: store[place] for gate, place in numbers.items()}
        if 1 in rows:
            rows[1][:] = FULL
        self.switches = {circuit.gates[g].left: rows[g] for g in needed if circuit.gates[g].kind == "switch"}
        self.outputs = [rows[gate] for gate in wanted]
        self._steps = _schedule(circuit, nest(circuit, needed), rows)

    def columns(self, total: int, fill: Callable[[int, int], Mapping[int, BitWords]]) -> tuple[BitWords, ...]:
        """Compute each output over `total` words, chunk by chunk.

        `fill` gives for a span of words (first, and before which) the words of each switch in it; a switch
        that it leaves out is off.
        """
        found = tuple(np.zeros(total, dtype=np.uint64) for _ in self.outputs)
        for row in self.switches.values():
            row.fill(0)
        for start in range(0, total, self.words):
            length = min(self.words, total - start)
            for switch, words in fill(start, start + length).items():
                if switch in self.switches:
                    self.switches[switch][:length] = words
            _run(self._steps)
            for column, output in zip(found, self.outputs, strict=True):
                column[start : start + length] = output[:length]
        return found


def _schedule(
    circuit: Circuit, parts: Sequence[int | Nest], rows: Mapping[int, BitWords]
) -> list[MachineStep | _Cycle]:
    """Lay out steps and loops as they nest."""
    steps: list[MachineStep | _Cycle] = []
    for part in parts:
        if isinstance(part, Nest):
            pairs = zip(part.loop.cells, part.loop.bodies, strict=True)
            cells = [(rows[cell], rows[body]) for cell, body in pairs]
            steps.append(_Cycle(_schedule(circuit, part.parts, rows), cells))
        elif (step := _step(circuit.gates[part], part, rows)) is not None:
            steps.append(step)
    return steps


def _step(gate: Gate, number: int, rows: Mapping[int, BitWords]) -> MachineStep | None:
    match gate.kind:
        case "and":
            return np.bitwise_and, rows[gate.left], rows[gate.right], rows[number]
        case "or":
            return np.bitwise_or, rows[gate.left], rows[gate.right], rows[number]
        case "not":
            return np.bitwise_xor, rows[gate.left], _FULL_WORD, rows[number]
    return None


def _run(steps: Sequence[MachineStep | _Cycle]) -> None:
    for step in steps:
        if isinstance(step, _Cycle):
            _repeat(step)
        else:
            compute, left, right, out = step
            compute(left, right, out)


def _repeat(cycle: _Cycle) -> None:
    """Run a loop until no cell changes."""
    for cell, _ in cycle.cells:
        cell.fill(0)
    changed = True
    while changed:
        _run(cycle.steps)
        changed = False
        for cell, body in cycle.cells:
            if not np.array_equal(cell, body):
                changed = True
                np.copyto(cell, body)
