"""Settings of switches by clingo: smallest changes where there are too many to try, and whatever a gate asks for.

The circuit becomes a program: a gate is an atom. Its plain loops are definite rules that feed each other and have
one least model. An alternating loop, the well-founded model of what negates itself, is laid out turn by turn, and
what it negates is read from another turn. So there is one model for each set of moves, the well-founded one, and
never a stable model in its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import clingo
from clingo.backend import HeuristicType
from msgspec import Struct, field

from rubicon.supposing.scenarios import Circuit, Loop
from rubicon.supposing.scenarios.choices import Choice
from rubicon.supposing.scenarios.searching import SmallestChoices, smallest

LARGEST = 300_000
"""Rules of the largest program that clingo is given."""

EFFORT = 200_000
"""Conflicts after which clingo gives up; a count, and no time, so that the answer is the same everywhere."""


BUDGET = 1 << 17
"""Sets of choices that are tried, one size after the other."""

PATIENCE = 1 << 20
"""Sets that are tried beyond where none of those changes the answer."""


COUNTED = 240
"""Sets of the least size that are counted where they are told of; beyond them some are known and not all."""


class Solved(Struct, frozen=True):
    """Sets of as few choices as possible, fewest denials first; `proven`: there are none smaller."""

    sets: tuple[tuple[int, ...], ...]
    proven: bool


def fewest(
    circuit: Circuit, gates: Sequence[int], shown: Sequence[bool], choices: Sequence[Choice], most: int
) -> SmallestChoices:
    """Find the smallest sets of choices after which the gates do not show what they did.

    They are tried one size after the other; where those that change nothing are too many, clingo finds up to `most`.
    """
    found = smallest(circuit, gates, choices, budget=BUDGET, patience=PATIENCE)
    if found.sets or found.exhausted:
        return found
    solved = solve(circuit, gates, shown, choices, most)
    if not solved.sets:
        return SmallestChoices((), found.whole, solved.proven)
    return SmallestChoices(solved.sets, len(solved.sets[0]) - 1, False)


def solve(
    circuit: Circuit, gates: Sequence[int], shown: Sequence[bool], choices: Sequence[Choice], most: int
) -> Solved:
    """Find up to `most` sets of as few choices as possible after which the gates do not show what they did."""
    program = _Program(circuit)
    program.lay_out(circuit.needed(gates))
    if len(program.rules) > LARGEST:
        return Solved((), False)
    known = circuit.switches_of(gates)
    lines = [
        *map(_text, program.rules),
        *_moves(choices, known),
        *(
            f"changed :- {'not ' if value else ''}{program.name(gate)}."
            for gate, value in zip(gates, shown, strict=True)
        ),
        ":- not changed.",
        "#minimize { 1@2,I : c(I) ; 1@1,I : c(I), wider(I) }.",
        "#show c/1.",
    ]
    control = clingo.Control(["--warn=none", "--opt-mode=optN", f"--solve-limit={EFFORT}", str(most)])
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    found: set[tuple[int, ...]] = set()
    with control.solve(yield_=True) as handle:
        for model in handle:
            if model.optimality_proven:
                found.add(tuple(sorted(atom.arguments[0].number for atom in model.symbols(shown=True))))
        ended = handle.get()
    return Solved(tuple(sorted(found)), bool(found) or bool(ended.unsatisfiable))


def _moves(choices: Sequence[Choice], known: frozenset[int]) -> Iterator[str]:
    """Write which choices there are, which exclude each other, and the switches they turn on."""
    for number, choice in enumerate(choices):
        if choice.switches & known:
            yield f"{{ c({number}) }}."
            yield f"of({choice.group},{number})."
            yield from (f"s({switch}) :- c({number})." for switch in sorted(choice.switches))
            yield from (f":- c({number}), c({other})." for other in choice.against)
            if choice.within is not None:
                yield f"wider({number})."
    yield ":- of(G,I), of(G,J), I < J, c(I), c(J)."


_NEVER, _NOT = "#false", "not "

_Rule: TypeAlias = tuple[str, tuple[str, ...]]
"""A head and a body, in which "not " may stand before an atom."""


def _text(rule: _Rule) -> str:
    return f"{rule[0]} :- {', '.join(rule[1])}." if rule[1] else f"{rule[0]}."


class _Program(Struct):
    """Rules for gates. `names` gives the atom of a gate where it is not the usual one: in a loop, that of its turn."""

    circuit: Circuit
    rules: list[_Rule] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def name(self, gate: int) -> str:
        """Return the atom of a gate as it stands now."""
        return self.names.get(gate, f"g({gate})")

    def lay_out(self, numbers: Sequence[int], turn: str = "") -> None:
        """Write the rules of some gates, in the order of computation, and of the loops among them."""
        starts = {loop.start: loop for loop in self.circuit.loops}
        at = 0
        while at < len(numbers):
            number = numbers[at]
            loop = starts.get(number)
            if loop is not None and number in loop.cells:
                inside = [other for other in numbers[at:] if other < loop.end]
                self._loop(loop, inside, turn)
                at += len(inside)
            else:
                self._gate(number, turn)
                at += 1

    def _gate(self, number: int, turn: str) -> None:
        gate = self.circuit.gates[number]
        left, right = self.name(gate.left), self.name(gate.right)
        if turn:
            self.names[number] = f"g({number}{turn})"
        own = self.name(number)
        match gate.kind:
            case "constant":
                self.rules += [(own, ())] * gate.left
            case "switch":
                self.rules.append((own, (f"s({gate.left})",)))
            case "not":
                self.rules.append((own, (_NOT + left,)))
            case "and":
                self.rules.append((own, (left, right)))
            case "or":
                self.rules += [(own, (left,)), (own, (right,))]

    def _loop(self, loop: Loop, inside: Sequence[int], turn: str) -> None:
        rest = inside[len(loop.cells) :]
        if not loop.alternating:
            if turn:
                self.names.update((cell, f"g({cell}{turn})") for cell in loop.cells)
            self.lay_out(rest, turn)
            for cell, body in zip(loop.cells, loop.bodies, strict=True):
                self.rules.append((self.name(cell), (self.name(body),)))
            return
        self.names.update((cell, _NEVER) for cell in loop.cells)
        for number in range(len(loop.cells) + 1):
            if number:
                grown = [self.name(body) for body in loop.bodies]
                self.names.update(zip(loop.cells, grown, strict=True))
            self.lay_out(rest, f"{turn},{loop.start},{number}")
            if len(self.rules) > LARGEST:
                return


class UnsettledError(Exception):
    """A question takes more work than may be spent on it."""


class Seeker:
    """Finds settings of the switches of a circuit in which gates come out as asked, one question after another.

    In a setting that is found no switch is on without need: none could be off with the others as they are.
    Of `exclusive` switches at most one is on.
    """

    def __init__(
        self, circuit: Circuit, gates: Sequence[int], exclusive: Iterable[Sequence[int]] = ()
    ) -> None:
        program = _Program(circuit)
        needed = circuit.needed(gates)
        if len(needed) <= LARGEST:
            program.lay_out(needed)
        self._control: clingo.Control | None = None
        if len(needed) > LARGEST or len(program.rules) > LARGEST:
            return
        self._control = clingo.Control(["--warn=none", "--heuristic=Domain", f"--solve-limit={EFFORT}"])
        atoms: dict[str, int] = {}
        with self._control.backend() as backend:

            def atom(name: str) -> int:
                found = atoms.get(name)
                if found is None:
                    found = atoms[name] = backend.add_atom()
                return found

            for head, body in program.rules:
                if _NEVER not in body:
                    literals = [-atom(one[4:]) if one.startswith(_NOT) else atom(one) for one in body]
                    backend.add_rule([atom(head)], literals)
            self._switches = {switch: atom(f"s({switch})") for switch in sorted(circuit.switches_of(gates))}
            for one in self._switches.values():
                backend.add_rule([one], choice=True)
                backend.add_heuristic(one, HeuristicType.False_, 1, 1, [])
            for some in exclusive:
                rivals = [(self._switches[one], 1) for one in some if one in self._switches]
                if len(rivals) > 1:
                    several = backend.add_atom()
                    backend.add_weight_rule([several], 2, rivals)
                    backend.add_rule([], [several])
            self._asked = {gate: atom(program.name(gate)) for gate in gates}

    def find(self, *gates: int) -> frozenset[int] | None:
        """Return the switches that are on in a setting in which all gates hold; None: there is none.

        Raises:
            UnsettledError: that takes more work than may be spent.
        """
        if self._control is None:
            raise UnsettledError
        with self._control.solve(assumptions=[self._asked[gate] for gate in gates], yield_=True) as handle:
            for model in handle:
                return frozenset(switch for switch, atom in self._switches.items() if model.is_true(atom))
            if handle.get().unsatisfiable:
                return None
        raise UnsettledError
