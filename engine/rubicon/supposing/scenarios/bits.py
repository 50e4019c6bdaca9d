"""Circuits over whole numbers, one bit a scenario: for few scenarios, without numpy.

Each gate has two numbers, the scenarios in which it surely holds and those in which it may. They differ where
a switch is left open: then the gate surely holds whichever way the open switches fall, or may hold in some.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from rubicon.supposing.scenarios.gates import Circuit, Nest, nest

Op: TypeAlias = tuple[str, int, int, int]


class _BitCycle(NamedTuple):
    """A loop ready to run, and the places of its cells and of their bodies."""

    steps: "list[Op | _BitCycle]"
    cells: tuple[tuple[int, int], ...]


class Bits:
    """A circuit made ready to compute some gates; `work` counts the gates computed so far."""

    def __init__(self, circuit: Circuit, outputs: Iterable[int]) -> None:
        wanted = tuple(outputs)
        needed = circuit.needed(wanted)
        places = {gate: place for place, gate in enumerate(needed)}
        self.work = 0
        self.switches = {
            circuit.gates[gate].left: place
            for gate, place in places.items()
            if circuit.gates[gate].kind == "switch"
        }
        self._true = places.get(1)
        self._outputs = [places[gate] for gate in wanted]
        self._low = [0] * len(needed)
        self._high = [0] * len(needed)
        self._steps = _steps(circuit, nest(circuit, needed), places)

    def run(
        self, width: int, on: Mapping[int, int], open_: Mapping[int, int] | None = None
    ) -> tuple[tuple[int, int], ...]:
        """Compute over so many scenarios: for each output those in which it surely holds, and may hold.

        `on` gives for each switch the scenarios in which it is on, `open_` those in which it is left open.
        """
        full = (1 << width) - 1
        low, high = self._low, self._high
        if self._true is not None:
            low[self._true] = high[self._true] = full
        for switch, place in self.switches.items():
            low[place] = on.get(switch, 0)
            high[place] = low[place] | (open_.get(switch, 0) if open_ else 0)
        self._run(self._steps, full)
        return tuple((low[place], high[place]) for place in self._outputs)

    def _run(self, steps: Sequence[Op | _BitCycle], full: int) -> None:
        low, high = self._low, self._high
        self.work += len(steps)
        for step in steps:
            if isinstance(step, _BitCycle):
                self._repeat(step, full)
                continue
            kind, out, left, right = step
            if kind == "and":
                low[out], high[out] = low[left] & low[right], high[left] & high[right]
            elif kind == "or":
                low[out], high[out] = low[left] | low[right], high[left] | high[right]
            else:
                low[out], high[out] = full ^ high[left], full ^ low[left]

    def _repeat(self, cycle: _BitCycle, full: int) -> None:
        """Run a loop until no cell changes."""
        low, high = self._low, self._high
        for cell, _ in cycle.cells:
            low[cell] = high[cell] = 0
        changed = True
        while changed:
            self._run(cycle.steps, full)
            changed = False
            for cell, body in cycle.cells:
                if low[cell] != low[body] or high[cell] != high[body]:
                    changed = True
                    low[cell], high[cell] = low[body], high[body]


def _steps(circuit: Circuit, parts: Sequence[int | Nest], places: Mapping[int, int]) -> list[Op | _BitCycle]:
    found: list[Op | _BitCycle] = []
    for part in parts:
        if isinstance(part, Nest):
            pairs = zip(part.loop.cells, part.loop.bodies, strict=True)
            cells = tuple((places[cell], places[body]) for cell, body in pairs)
            found.append(_BitCycle(_steps(circuit, part.parts, places), cells))
        elif circuit.gates[part].kind in ("and", "or", "not"):
            gate = circuit.gates[part]
            found.append((gate.kind, places[part], places[gate.left], places.get(gate.right, 0)))
    return found
