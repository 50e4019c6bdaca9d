"""Gates as decision diagrams over every scenario of some axes, where there are too many to be written out.

The options of an axis are numbered in bits, the first axis on top. All that is weighed here is exact; what the stated
number of nodes cannot hold has no diagrams, and never rounded ones.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

from msgspec import Struct, field
from oxidd.bdd import BDDFunction, BDDManager

from rubicon.supposing.scenarios.gates import Circuit, Nest, nest
from rubicon.supposing.scenarios.tables import Axis

NODES = 1 << 18
"""Nodes that the diagrams of a circuit may have together."""

CACHE = 1 << 16
"""Operations whose results are kept."""

Laid: TypeAlias = tuple[Fraction, ...]
"""The share of each option of an axis."""


class Diagrams(Struct, frozen=True, eq=False):
    """One diagram for each gate asked after, over some axes.

    `options` has for each axis, and option, the diagram that it is the one taken, and `cubes` the bits of the axis;
    `levels` gives the axis of each bit.
    """

    manager: BDDManager
    columns: tuple[BDDFunction, ...]
    options: tuple[tuple[BDDFunction, ...], ...]
    cubes: tuple[BDDFunction, ...]
    levels: tuple[int, ...]

    def where(self, wanted: Sequence[bool]) -> BDDFunction:
        """Return in which scenarios each column is as wanted."""
        found = self.manager.true()
        for column, value in zip(self.columns, wanted, strict=True):
            found = found & (column if value else ~column)
        return found

    def share(self, wanted: Sequence[bool]) -> Fraction:
        """Return the share of scenarios in which each column is as wanted."""
        return self.weighed(self.where(wanted), self._evenly())

    def weight(self, place: int) -> Fraction:
        """Return the share of scenarios and other options of an axis in which some column then differs."""
        evenly, cube = self._evenly(), self.cubes[place]
        parts = [[(one & option).exists(cube) for one in self.columns] for option in self.options[place]]
        changed = Fraction(0)
        for some, others in combinations(parts, 2):
            differs = self.manager.false()
            for one, other in zip(some, others, strict=True):
                differs = differs | (one ^ other)
            changed += self.weighed(differs, evenly)
        pairs = len(parts) * (len(parts) - 1) // 2
        return changed / pairs if pairs else changed

    def weighed(
        self,
        function: BDDFunction,
        laid: Sequence[Laid | None],
        best: Callable[[list[Fraction]], Fraction] = min,
    ) -> Fraction:
        """Return the weight of some scenarios by the shares laid on options; of an axis without, the best of its options.

        Axes without shares stand above all that have some, for they are fixed beforehand.
        """
        known: dict[BDDFunction, Fraction] = {
            self.manager.true(): Fraction(1),
            self.manager.false(): Fraction(0),
        }

        def weigh(one: BDDFunction) -> Fraction:
            if one not in known:
                axis = self.levels[one.node_level() or 0]
                found = [weigh(self._taken(one, axis, option)) for option in range(len(self.options[axis]))]
                shares = laid[axis]
                if shares is None:
                    known[one] = best(found)
                else:
                    pairs = zip(shares, found, strict=True)
                    known[one] = sum((share * weight for share, weight in pairs), Fraction(0))
            return known[one]

        return weigh(function)

    def _evenly(self) -> list[Laid | None]:
        """Return all options of an axis counting alike."""
        return [(Fraction(1, len(some)),) * len(some) for some in self.options]

    def _taken(self, function: BDDFunction, axis: int, option: int) -> BDDFunction:
        """Return what is left of a diagram that begins with an axis where one of its options is taken."""
        first = self.levels.index(axis)
        while (level := function.node_level()) is not None and self.levels[level] == axis:
            ways = function.cofactors()
            if ways is None:
                break
            function = ways[0] if option >> (level - first) & 1 else ways[1]
        return function


class _Drawing(Struct):
    """Gates as they are worked out, over the bits of some axes."""

    circuit: Circuit
    axes: Sequence[Axis]
    manager: BDDManager = field(default_factory=lambda: BDDManager(NODES, CACHE, 1))
    made: dict[int, BDDFunction] = field(default_factory=dict)

    def draw(self, gates: Sequence[int]) -> Diagrams:
        """Draw the gates."""
        true, false = self.manager.true(), self.manager.false()
        self.made.update({0: false, 1: true})
        options, cubes = [], []
        levels = [at for at, axis in enumerate(self.axes) for _ in range((len(axis) - 1).bit_length())]
        self.manager.add_vars(len(levels))
        switches: dict[int, BDDFunction] = {}
        for at, axis in enumerate(self.axes):
            bits = [self.manager.var(level) for level, own in enumerate(levels) if own == at]
            cube, taken = true, []
            for bit in bits:
                cube = cube & bit
            for number, switched in enumerate(axis):
                one = true
                for place, bit in enumerate(bits):
                    one = one & (bit if number >> place & 1 else ~bit)
                taken.append(one)
                for switch in switched:
                    switches[switch] = switches.get(switch, false) | one
            options.append(tuple(taken))
            cubes.append(cube)
        self._work_out(nest(self.circuit, self.circuit.needed(gates)), switches)
        columns = tuple(self.made[gate] for gate in gates)
        return Diagrams(self.manager, columns, tuple(options), tuple(cubes), tuple(levels))

    def _work_out(self, parts: Sequence[int | Nest], switches: dict[int, BDDFunction]) -> None:
        made, false = self.made, self.manager.false()
        for part in parts:
            if isinstance(part, Nest):
                self._repeat(part, switches)
                continue
            gate = self.circuit.gates[part]
            match gate.kind:
                case "switch":
                    made[part] = switches.get(gate.left, false)
                case "not":
                    made[part] = ~made[gate.left]
                case "and":
                    made[part] = made[gate.left] & made[gate.right]
                case "or":
                    made[part] = made[gate.left] | made[gate.right]

    def _repeat(self, part: Nest, switches: dict[int, BDDFunction]) -> None:
        """Work a loop out until no cell changes."""
        loop = part.loop
        self.made.update((cell, self.manager.false()) for cell in loop.cells)
        while True:
            self._work_out(part.parts, switches)
            after = {cell: self.made[body] for cell, body in zip(loop.cells, loop.bodies, strict=True)}
            if all(self.made[cell] == one for cell, one in after.items()):
                return
            self.made.update(after)


def diagrams_of(circuit: Circuit, gates: Sequence[int], axes: Sequence[Axis]) -> Diagrams:
    """Return the diagrams of some gates over every scenario of the axes.

    Raises:
        MemoryError: they pass the stated size, as may what is asked of them afterwards.
    """
    return _Drawing(circuit, axes).draw(gates)
