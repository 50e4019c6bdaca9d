"""From cells to gates: the well-founded model of all scenarios as one circuit.

Cells are taken component by component. One that depends on itself only through what holds becomes a loop,
the least set closed under its formulas. One that depends on itself through what does not hold becomes the
alternating fixpoint: a loop around two, in turn what may hold and what surely does (van Gelder, Ross and
Schlipf, JACM 1991).
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from rubicon.judging.totals import Total
from rubicon.language.circles import components
from rubicon.language.facts import Atom, Literal
from rubicon.supposing.scenarios import asserting, standing
from rubicon.supposing.scenarios.cells import (
    BY_RULES,
    Cells,
    Maker,
    Part,
    Possibilities,
    Reckoning,
    index,
    is_met,
)
from rubicon.supposing.scenarios.formulas import (
    AtLeast,
    Formula,
    Is,
    Not,
    On,
    reads,
)
from rubicon.supposing.scenarios.gates import Circuit
from rubicon.supposing.scenarios.totals import total_gate

FORMULAS: dict[str, Maker] = {
    "counts": asserting.counts,
    "asserted": asserting.asserted,
    "solid": asserting.solid,
    "given": asserting.given,
    "reached": asserting.reached,
    "clashing": asserting.clashing,
    "definite": asserting.definite,
    "matched": asserting.matched,
    "possible": asserting.possible,
    "argued": asserting.argued,
    "outgraded": asserting.outgraded,
    "confirmed": asserting.confirmed,
    "considered": asserting.considered,
    "applies": standing.applies,
    "stopped": standing.stopped,
    "established": standing.established,
    "attacked": standing.attacked,
    "candidate": standing.candidate,
}
"""How the formula of each kind of cell is made."""

PLAIN = {kind: FORMULAS[kind] for kind in ("counts", "asserted", "solid", "given", "confirmed", *BY_RULES)}
"""The kinds that go by facts alone, but for strict rules."""


class Bounds(Struct, frozen=True):
    """A circuit, and for each literal asked after the gates that it surely is, and may be, established.

    `true` and `false` are the gates of the verdicts on the atoms of these literals, `playing` the gates that affirmed
    ones are, or may be, candidates. `applying` are the gates that instances, by their numbers, may apply; instances that
    do not bear on what is asked are left out.
    """

    circuit: Circuit
    surely: dict[Literal, int]
    possibly: dict[Literal, int]
    true: dict[Atom, int]
    false: dict[Atom, int]
    applying: dict[int, int]
    playing: dict[Literal, int] = field(default_factory=dict)


class Builder(Struct):
    """A circuit in the making, and the gates of the two bounds of each cell."""

    circuit: Circuit
    formulas: list[Formula]
    successors: list[tuple[int, ...]]
    lower: dict[int, int] = field(default_factory=dict)
    upper: dict[int, int] = field(default_factory=dict)
    totals: int = 0

    def surely(self, formula: Formula) -> int:
        """Return the gate that a formula surely holds."""
        return self.gate(formula, self.lower, self.upper, True)

    def possibly(self, formula: Formula) -> int:
        """Return the gate that a formula may hold."""
        return self.gate(formula, self.upper, self.lower, False)

    def gate(self, formula: Formula, now: Mapping[int, int], against: Mapping[int, int], sure: bool) -> int:
        """Return the gate of a formula under two bounds; `sure` tells that `now` is the lower one."""
        match formula:
            case Is():
                return now[formula.cell]
            case On():
                return self.circuit.switch(formula.switch)
            case Not():
                return self.circuit.negation(self.gate(formula.part, against, now, not sure))
            case AtLeast():
                gates = [self.gate(part, now, against, sure) for part in formula.parts]
                if formula.least == 1:
                    return self.circuit.any(gates)
                if formula.least == len(gates):
                    return self.circuit.every(gates)
                return self.circuit.at_least(formula.least, gates)
            case Total():
                lower, upper = (now, against) if sure else (against, now)
                return total_gate(
                    self.circuit,
                    formula,
                    lambda parts: self.circuit.any(self.gate(part, lower, upper, True) for part in parts),
                    lambda parts: self.circuit.any(self.gate(part, upper, lower, False) for part in parts),
                    sure,
                )

    def solve(self, component: list[int], feeds: bool) -> None:
        """Give the cells of a component their gates; `feeds` tells that it depends on itself."""
        if not feeds:
            cell = component[0]
            self.lower[cell] = self.gate(self.formulas[cell], self.lower, self.upper, True)
            if self._is_settled(component):
                self.upper[cell] = self.lower[cell]
            else:
                self.upper[cell] = self.gate(self.formulas[cell], self.upper, self.lower, False)
        elif self._is_plain(component):
            self._close(component, self.lower, self.upper, True)
            if self._is_settled(component):
                self.upper.update((cell, self.lower[cell]) for cell in component)
            else:
                self._close(component, self.upper, self.lower, False)
        else:
            self._alternate(component)

    def _is_settled(self, component: list[int]) -> bool:
        """Tell whether nothing that a component reads from outside can be undefined."""
        lower, upper, inside = self.lower, self.upper, frozenset(component)
        return all(
            lower[cell] == upper[cell]
            for own in component
            for cell in self.successors[own]
            if cell not in inside
        )

    def _is_plain(self, component: list[int]) -> bool:
        inside = set(component)
        return all(
            affirmed
            for cell in component
            for other, affirmed in reads(self.formulas[cell])
            if other in inside
        )

    def _close(self, component: list[int], now: dict[int, int], against: dict[int, int], sure: bool) -> None:
        """Give the cells the least bound closed under their formulas, the other bound as it is."""
        loop = self.circuit.open_loop(len(component))
        now.update(zip(component, loop.cells, strict=True))
        bodies = [self.gate(self.formulas[cell], now, against, sure) for cell in component]
        self.circuit.close_loop(loop, bodies)

    def _alternate(self, component: list[int]) -> None:
        outer = self.circuit.open_loop(len(component), alternating=True)
        self.lower.update(zip(component, outer.cells, strict=True))
        self._close(component, self.upper, self.lower, False)
        grown = dict(self.lower)
        self._close(component, grown, self.upper, True)
        self.circuit.close_loop(outer, [grown[cell] for cell in component])


def build(
    possibilities: Possibilities,
    literals: Iterable[Literal],
    fixed: Mapping[int, bool] | None = None,
    beside: Circuit | None = None,
    playing: Iterable[Literal] = (),
) -> Bounds:
    """Make the circuit that tells in which scenarios some literals are established, and what their verdicts are.

    `fixed` gives switches that are on, or off, in every scenario; the circuit is simplified by them. It is added to a
    circuit `beside` whose switches are the same. `playing` are affirmed literals of which it tells, too, whether they are
    candidates.
    """
    cells = index(possibilities, PLAIN)
    asked = tuple(dict.fromkeys(literals))
    roots = {literal: established(cells, literal) for literal in asked}
    verdicts = {literal.atom: verdict(cells, literal.atom) for literal in asked}
    candidates = {
        literal: cells.holds("candidate", literal)
        for literal in playing
        if literal in cells.conflicts.literals
    }
    wired = wire(cells, fixed, beside)
    return Bounds(
        wired.circuit,
        {literal: wired.surely(formula) for literal, formula in roots.items()},
        {literal: wired.possibly(formula) for literal, formula in roots.items()},
        {atom: wired.surely(true) for atom, (true, _) in verdicts.items()},
        {atom: wired.surely(false) for atom, (_, false) in verdicts.items()},
        {
            about: wired.upper[number]
            for (kind, about), number in cells.known.items()
            if kind == "applies" and isinstance(about, int)
        },
        {literal: wired.possibly(formula) for literal, formula in candidates.items()},
    )


def wire(cells: Cells, fixed: Mapping[int, bool] | None = None, beside: Circuit | None = None) -> Builder:
    """Give every cell asked for so far its gates; what comes back makes the gates of formulas over them."""
    formulas = _formulas(cells)
    successors = [tuple({cell for cell, _ in reads(formula)}) for formula in formulas]
    builder = Builder(beside or Circuit(dict(fixed or {})), formulas, successors)
    for component in components(successors):
        feeds = len(component) > 1 or component[0] in successors[component[0]]
        builder.solve(sorted(component), feeds)
    return builder


def established(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when a literal is established, be it one that nothing speaks of."""
    return cells.holds("established", literal) if literal in cells.conflicts.literals else cells.false


def verdict(cells: Reckoning[Part], atom: Atom) -> tuple[Part, Part]:
    """Say when a statement is true, and when it is false: neither where it clashes with its contrary."""
    affirmed = Literal(atom, True)
    clashing = cells.some(
        cells.holds("clashing", literal)
        for literal in (affirmed, affirmed.contrary)
        if literal in cells.conflicts.literals
    )
    true = established(cells, affirmed)
    return true, cells.every((is_met(cells, affirmed.contrary), cells.no(true), cells.no(clashing)))


def _formulas(cells: Cells) -> list[Formula]:
    """Make the formulas of all cells asked for, and of those that they ask for in turn."""
    formulas: list[Formula] = []
    while len(formulas) < len(cells.known):
        for cell in list(cells.known)[len(formulas) :]:
            formulas.append(cells.made.get(cell) or FORMULAS[cell[0]](cells, cell[1]))  # noqa: PERF401 - it makes more cells
    return formulas
