"""The same ground rules for CLIPS and clingo, to judge many scenarios.

Both get the instances that firing found, as rules without variables: what must hold, and what must not
(absences and exceptions). They neither weigh arguments against each other nor count.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import clingo
import clips

from rubicon.firing.instances import GroundCondition, Instance
from rubicon.language.circles import components
from rubicon.language.conditions import Absent, Holds
from rubicon.language.facts import Literal


@dataclass(frozen=True)
class Ground:
    """Rules over numbered statements: heads, what must hold, what must not, and the stratum."""

    number: int
    heads: tuple[int, ...]
    holds: tuple[int, ...]
    fails: tuple[int, ...]
    stratum: int


@dataclass(frozen=True)
class Program:
    """Ground rules, and the number of each statement."""

    rules: tuple[Ground, ...]
    numbers: dict[Literal, int]


def ground(instances: Sequence[Instance], facts: Iterable[Literal]) -> Program:
    """Give statements numbers and lay instances out as rules, in an order in which absences can be read."""
    numbers: dict[Literal, int] = {}

    def number(literal: Literal) -> int:
        return numbers.setdefault(literal, len(numbers))

    for fact in facts:
        number(fact)
    plain = [
        (
            tuple(map(number, instance.conclusions)),
            tuple(map(number, _mentioned(instance.conditions, Holds))),
            tuple(map(number, _denied(instance))),
        )
        for instance in instances
        if instance.rule.kind != "defeater"
    ]
    reads: list[set[int]] = [set() for _ in numbers]
    for heads, holds, fails in plain:
        for head in heads:
            reads[head] |= {*holds, *fails}
    strata = {node: at for at, some in enumerate(components([tuple(own) for own in reads])) for node in some}
    return Program(
        tuple(
            Ground(at, heads, holds, fails, max(strata[head] for head in heads))
            for at, (heads, holds, fails) in enumerate(plain)
        ),
        numbers,
    )


def _mentioned(grounds: Iterable[GroundCondition], kind: type) -> Iterator[Literal]:
    for condition in grounds:
        if isinstance(condition.condition, kind):
            yield from (mention.literal for mention in condition.mentions)


def _denied(instance: Instance) -> Iterator[Literal]:
    """Yield what must not hold: absences, and exceptions of a single statement."""
    yield from _mentioned(instance.conditions, Absent)
    for exception in instance.exceptions:
        if len(exception) == 1:
            yield from _mentioned(exception, Holds)


Axis = tuple[tuple[int, ...], ...]
"""What is chosen among: for each option the facts that then hold."""


class Clips:
    """A CLIPS environment with the rules built once; a run resets it, loads facts and fires."""

    def __init__(self, program: Program) -> None:
        self.environment = clips.Environment()
        for rule in program.rules:
            self.environment.build(_defrule(rule))

    def run(self, facts: Iterable[int]) -> None:
        """Assert facts and run the rules; what holds stays in CLIPS."""
        self.environment.reset()
        self.environment.load_facts(" ".join(f"(s {number})" for number in facts))
        self.environment.run()

    def found(self) -> set[int]:
        """Return the statements that hold now."""
        return {int(fact[0]) for fact in self.environment.facts() if fact.template.name == "s"}


def _defrule(rule: Ground) -> str:
    tests = [f"(s {number})" for number in rule.holds] + [f"(not (s {number}))" for number in rule.fails]
    heads = " ".join(f"(assert (s {number}))" for number in rule.heads)
    salience = max(-10_000, -rule.stratum)
    return f"(defrule r{rule.number} (declare (salience {salience})) {' '.join(tests)} => {heads})"


class Clingo:
    """A clingo program with the rules grounded, facts that always hold, and a choice for each axis."""

    def __init__(self, program: Program, base: Iterable[int], axes: Sequence[Axis]) -> None:
        lines = [f"s({number})." for number in base]
        for at, axis in enumerate(axes):
            lines.append(f"1 {{ {'; '.join(f'o({at},{option})' for option in range(len(axis)))} }} 1.")
            lines += [f"s({n}) :- o({at},{option})." for option, facts in enumerate(axis) for n in facts]
        for rule in program.rules:
            body = [f"s({number})" for number in rule.holds] + [f"not s({number})" for number in rule.fails]
            arrow = f" :- {', '.join(body)}" if body else ""
            lines += [f"s({head}){arrow}." for head in rule.heads]
        self.axes = axes
        self.control = clingo.Control(["--warn=none"])
        self.control.add("base", [], "\n".join(lines))
        self.control.ground([("base", [])])

    def enumerate(self) -> int:
        """Enumerate all scenarios in one solve, inside clingo; return how many models it found."""
        self.control.configuration.solve.models = 0  # type: ignore[union-attr]
        self.control.solve()
        return int(self.control.statistics["summary"]["models"]["enumerated"])

    def found(self, chosen: Sequence[int]) -> set[int]:
        """Return what holds in one scenario, given the option of each axis."""
        assumed = [
            (clingo.Function("o", [clingo.Number(at), clingo.Number(option)]), option == taken)
            for at, (axis, taken) in enumerate(zip(self.axes, chosen, strict=True))
            for option in range(len(axis))
        ]
        self.control.configuration.solve.models = 1  # type: ignore[union-attr]
        with self.control.solve(assumptions=assumed, yield_=True) as handle:
            for model in handle:
                return {one.arguments[0].number for one in model.symbols(atoms=True) if one.name == "s"}
        return set()
