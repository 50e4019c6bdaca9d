"""The same judgement for a few scenarios, worked out at once: a whole number for each cell, one bit a scenario.

Nothing is made that could be computed again, so this is the quicker way where scenarios are asked for once. Two bits
more leave every switch open: whether a cell surely holds however the switches fall, and whether it may. Cells that
depend on each other in a circle are left to the circuit.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from rubicon.judging.totals import Total
from rubicon.language.facts import Atom, Literal
from rubicon.supposing.scenarios.bits import Bits
from rubicon.supposing.scenarios.building import FORMULAS, build, established, verdict
from rubicon.supposing.scenarios.cells import Cell, CellAbout, Possibilities, Speakers, speakers_over
from rubicon.supposing.scenarios.gates import FALSE
from rubicon.supposing.scenarios.totals import total_gate

NEVER, ALWAYS = 0, -1
"""The lanes of what never and always holds; numbers below 0 have ones without end."""

SURELY, MAYBE = 1, 2
"""The bits of what holds, and may hold, however the switches fall."""

OWN = 2
"""The bits before the first scenario's."""

DEEP = 60
"""Cells that may wait for each other; beyond, and in circles, the circuit is the way."""


def scenarios(part: int, width: int) -> int:
    """Return the scenarios among so many in which a part holds."""
    return part >> OWN & (1 << width) - 1


class WorkedOut(Struct, frozen=True):
    """The scenarios in which literals are established, and in which atoms are true and false, as bits.

    `applying` are the instances, by their numbers, that may apply; those that do not bear on what is asked are left out.
    """

    surely: dict[Literal, int]
    true: dict[Atom, int]
    false: dict[Atom, int]
    applying: frozenset[int]


class Winding(Exception):
    """Cells depend on each other in a circle, or in too long a line."""


def _no(part: int) -> int:
    """Return where a part does not hold; what may hold is then what does not surely fail to."""
    other = ~part
    return other ^ (SURELY | MAYBE) if other & (SURELY | MAYBE) == SURELY else other


def _every(parts: Iterable[int]) -> int:
    found = ALWAYS
    for part in parts:
        found &= part
    return found


def _some(parts: Iterable[int]) -> int:
    found = NEVER
    for part in parts:
        found |= part
    return found


def _at_least(least: int, parts: Sequence[int]) -> int:
    reached = [ALWAYS] + [NEVER] * max(least, 0)
    for part in parts:
        for count in range(len(reached) - 1, 0, -1):
            reached[count] |= reached[count - 1] & part
    return reached[-1]


class Lanes(Speakers):
    """The cells worked out so far, None of those that wait for others. `moving` gives the lanes in which a switch is on."""

    moving: Mapping[int, int]
    known: dict[Cell, int | None] = field(default_factory=dict)
    waiting: int = 0

    true = ALWAYS
    false = NEVER
    every = staticmethod(_every)
    some = any = staticmethod(_some)
    no = negation = staticmethod(_no)
    at_least = staticmethod(_at_least)

    def on(self, switch: int) -> int:
        """Return the lanes in which a switch is on."""
        return self.moving.get(switch, 0) << OWN | MAYBE

    def total(self, total: Total[int]) -> int:
        """Return the lanes in which a total keeps within its limit."""
        return total_gate(self, total, _some, _some, True)

    def holds(self, kind: str, about: CellAbout) -> int:
        """Return the lanes in which a cell holds.

        Raises:
            Winding: there is no end to what it depends on, or none is near.
        """
        cell = (kind, about)
        found = self.known.get(cell)
        if found is None:
            if cell in self.known or self.waiting > DEEP:
                raise Winding
            self.known[cell] = None
            self.waiting += 1
            found = self.known[cell] = FORMULAS[kind](self, about)
            self.waiting -= 1
        return found


def work_out(
    possibilities: Possibilities, literals: Iterable[Literal], width: int, on: Mapping[int, int]
) -> WorkedOut:
    """Work out so many scenarios: where some literals are established, and what the verdicts on them are.

    `on` gives for each switch the scenarios in which it is on.
    """
    asked = tuple(dict.fromkeys(literals))
    lanes = Lanes(*speakers_over(possibilities), on)
    try:
        surely = {literal: scenarios(established(lanes, literal), width) for literal in asked}
        verdicts = {literal.atom: verdict(lanes, literal.atom) for literal in asked}
    except Winding:
        return by_circuit(possibilities, asked, width, on)
    return WorkedOut(
        surely,
        {atom: scenarios(true, width) for atom, (true, _) in verdicts.items()},
        {atom: scenarios(false, width) for atom, (_, false) in verdicts.items()},
        frozenset(
            about
            for (kind, about), found in lanes.known.items()
            if kind == "applies" and isinstance(about, int) and found and found & MAYBE
        ),
    )


def by_circuit(
    possibilities: Possibilities, asked: Sequence[Literal], width: int, on: Mapping[int, int]
) -> WorkedOut:
    """Work out the same by way of a circuit."""
    bounds = build(possibilities, asked)
    gates = (*bounds.surely.values(), *bounds.true.values(), *bounds.false.values())
    lanes = {
        gate: low for gate, (low, _) in zip(gates, Bits(bounds.circuit, gates).run(width, on), strict=True)
    }
    return WorkedOut(
        {literal: lanes[gate] for literal, gate in bounds.surely.items()},
        {atom: lanes[gate] for atom, gate in bounds.true.items()},
        {atom: lanes[gate] for atom, gate in bounds.false.items()},
        frozenset(number for number, gate in bounds.applying.items() if gate != FALSE),
    )
