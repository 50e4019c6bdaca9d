"""A circuit of gates: conjunctions, disjunctions and negations, each made once, constants folded away.

Gates are numbers, made in the order in which they are computed. Circles run through *loops*: the cells of
a loop start as false, its gates are computed, each cell takes the value of its body, and so on until no
cell changes. Loops nest. A gate made inside a loop keeps its last value outside.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct, field

FALSE, TRUE = 0, 1
"""The gates that never and always hold."""


class Gate(NamedTuple):
    """One gate. `kind` is "constant", "switch" (left is its number), "not", "and", "or" or "cell"."""

    kind: str
    left: int = 0
    right: int = 0


class Loop(Struct):
    """Cells, and the gates whose values they take; the loop computes the gates from `start` to before `end`.

    In an `alternating` loop some gate negates what rests on a cell; yet turn by turn its cells only grow.
    """

    start: int
    cells: tuple[int, ...]
    alternating: bool
    bodies: tuple[int, ...] = ()
    end: int = 0


class Nest(Struct):
    """A loop with the gates and loops inside it, in the order of computation."""

    loop: Loop
    parts: "list[int | Nest]"


class Circuit(Struct):
    """All gates and loops made so far; `fixed` gives the switches that never change."""

    fixed: dict[int, bool] = field(default_factory=dict)
    gates: list[Gate] = field(default_factory=lambda: [Gate("constant", 0), Gate("constant", 1)])
    loops: list[Loop] = field(default_factory=list)
    known: dict[Gate, int] = field(default_factory=dict)

    def switch(self, number: int) -> int:
        """Return the gate of a switch."""
        if number in self.fixed:
            return TRUE if self.fixed[number] else FALSE
        return self._made(Gate("switch", number))

    def negation(self, gate: int) -> int:
        """Return the gate that holds where the other does not."""
        if gate in (FALSE, TRUE):
            return TRUE - gate
        made = self.gates[gate]
        return made.left if made.kind == "not" else self._made(Gate("not", gate))

    def every(self, gates: Iterable[int]) -> int:
        """Return the conjunction of some gates."""
        return self._joined("and", gates, TRUE, FALSE)

    def any(self, gates: Iterable[int]) -> int:
        """Return the disjunction of some gates."""
        return self._joined("or", gates, FALSE, TRUE)

    def at_least(self, least: int, gates: Sequence[int]) -> int:
        """Return the gate that holds where so many of some gates do."""
        least -= sum(gate == TRUE for gate in gates)
        left = [gate for gate in gates if gate not in (FALSE, TRUE)]
        if least <= 0:
            return TRUE
        if least > len(left):
            return FALSE
        reached = [TRUE] + [FALSE] * least
        for gate in left:
            for count in range(least, 0, -1):
                reached[count] = self.any((reached[count], self.every((reached[count - 1], gate))))
        return reached[least]

    def open_loop(self, size: int, alternating: bool = False) -> Loop:
        """Start a loop with so many cells; what is made until it is closed belongs to it."""
        start = len(self.gates)
        self.gates += [Gate("cell", len(self.loops), place) for place in range(size)]
        loop = Loop(start, tuple(range(start, start + size)), alternating)
        self.loops.append(loop)
        return loop

    def close_loop(self, loop: Loop, bodies: Iterable[int]) -> None:
        """End a loop, and say which gates give its cells their values."""
        loop.bodies, loop.end = tuple(bodies), len(self.gates)

    def needed(self, gates: Iterable[int]) -> list[int]:
        """Return the gates that some gates rest on, with them, in the order of computation."""
        found: set[int] = set()
        loops: set[int] = set()
        queue = list(gates)
        while queue:
            number = queue.pop()
            if number in found:
                continue
            found.add(number)
            gate = self.gates[number]
            match gate.kind:
                case "cell" if gate.left not in loops:
                    loops.add(gate.left)
                    queue += [*self.loops[gate.left].cells, *self.loops[gate.left].bodies]
                case "and" | "or":
                    queue += [gate.left, gate.right]
                case "not":
                    queue.append(gate.left)
        return sorted(found)

    def pruned(self, gates: Iterable[int]) -> tuple["Circuit", dict[int, int]]:
        """Return a circuit of what some gates rest on, and the new number of each gate that is left."""
        needed = self.needed(gates)
        numbers = {gate: place for place, gate in enumerate(dict.fromkeys((FALSE, TRUE, *needed)))}
        kept = [number for number, loop in enumerate(self.loops) if loop.start in numbers]
        loops = {number: place for place, number in enumerate(kept)}
        made = []
        for gate in map(self.gates.__getitem__, numbers):
            if gate.kind == "cell":
                made.append(Gate("cell", loops[gate.left], gate.right))
            elif gate.kind in ("and", "or", "not"):
                made.append(Gate(gate.kind, numbers[gate.left], numbers[gate.right]))
            else:
                made.append(gate)
        ends = [bisect_left(list(numbers), self.loops[number].end) for number in kept]
        left = [
            Loop(
                numbers[loop.start],
                tuple([numbers[cell] for cell in loop.cells]),
                loop.alternating,
                tuple([numbers[body] for body in loop.bodies]),
                end,
            )
            for loop, end in zip(map(self.loops.__getitem__, kept), ends, strict=True)
        ]
        return Circuit({}, made, left), numbers

    def where(self, gates: Sequence[int], moving: Container[int]) -> tuple["Circuit", list[int]]:
        """Return a circuit for some gates where only some switches move and the others are off, and the gates in it."""
        left = Circuit({switch: False for switch in self.switches_of(gates) if switch not in moving})
        made: dict[int, int] = {}

        def lay(parts: Sequence["int | Nest"]) -> None:
            for part in parts:
                if isinstance(part, Nest):
                    loop = left.open_loop(len(part.loop.cells), part.loop.alternating)
                    made.update(zip(part.loop.cells, loop.cells, strict=True))
                    lay(part.parts)
                    left.close_loop(loop, [made[body] for body in part.loop.bodies])
                    continue
                gate = self.gates[part]
                match gate.kind:
                    case "constant":
                        made[part] = gate.left
                    case "switch":
                        made[part] = left.switch(gate.left)
                    case "not":
                        made[part] = left.negation(made[gate.left])
                    case "and":
                        made[part] = left.every((made[gate.left], made[gate.right]))
                    case "or":
                        made[part] = left.any((made[gate.left], made[gate.right]))

        lay(nest(self, self.needed(gates)))
        return left, [made[gate] for gate in gates]

    def switches_of(self, gates: Iterable[int]) -> frozenset[int]:
        """Return the switches that some gates rest on."""
        made = (self.gates[number] for number in self.needed(gates))
        return frozenset(gate.left for gate in made if gate.kind == "switch")

    def _joined(self, kind: str, gates: Iterable[int], neutral: int, ruling: int) -> int:
        found = sorted({gate for gate in gates if gate != neutral})
        if ruling in found:
            return ruling
        for gate in found:
            made = self.gates[gate]
            if made.kind == "not" and made.left in found:
                return ruling
        if not found:
            return neutral
        result = found[0]
        for gate in found[1:]:
            result = self._made(Gate(kind, result, gate))
        return result

    def _made(self, gate: Gate) -> int:
        number = self.known.get(gate)
        if number is None:
            number = self.known[gate] = len(self.gates)
            self.gates.append(gate)
        return number


def nest(circuit: Circuit, needed: Sequence[int]) -> list[int | Nest]:
    """Lay out gates, given in the order of computation, and loops as they nest."""
    known = set(needed)
    starts = {loop.start: loop for loop in circuit.loops if loop.start in known}
    parts: list[int | Nest] = []
    open_: list[tuple[Nest, list[int | Nest]]] = []
    for number in needed:
        while open_ and open_[-1][0].loop.end <= number:
            _, parts = open_.pop()
        if number in starts:
            inner = Nest(starts[number], [])
            parts.append(inner)
            open_.append((inner, parts))
            parts = inner.parts
        parts.append(number)
    return open_[0][1] if open_ else parts
