"""The same ground rules for CLIPS and clingo.

Both get the instances that firing found, as rules without variables: what must hold, and what must not
(absences and exceptions). They neither weigh attacks nor report confidence, and they explain nothing: they do
the part of the work that they can, and note which rule fired on which facts.
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


class Clips:
    """A CLIPS environment with the rules built; `trace` notes which rule fired on which facts."""

    def __init__(self, program: Program) -> None:
        self.trace: list[tuple[int, tuple[int, ...]]] = []
        self.environment = clips.Environment()
        premises = [rule.holds for rule in program.rules]
        self.environment.define_function(lambda at: self.trace.append((at, premises[at])), name="note")
        self.environment.build("(deftemplate s (slot n (type INTEGER)))")
        for rule in program.rules:
            self.environment.build(_defrule(rule))
        self.template = self.environment.find_template("s")

    def run(self, facts: Iterable[int]) -> list[int]:
        """Assert facts and run the rules; return the statements that hold."""
        self.trace.clear()
        self.environment.reset()
        for number in facts:
            self.template.assert_fact(n=number)
        self.environment.run()
        return [fact["n"] for fact in self.environment.facts() if fact.template.name == "s"]


def _defrule(rule: Ground) -> str:
    tests = [f"(s (n {number}))" for number in rule.holds] + [
        f"(not (s (n {number})))" for number in rule.fails
    ]
    heads = " ".join(f"(assert (s (n {number})))" for number in rule.heads)
    salience = max(-10_000, -rule.stratum)
    return f"(defrule r{rule.number} (declare (salience {salience})) {' '.join(tests)} => (note {rule.number}) {heads})"


class Clingo:
    """A clingo program with the rules grounded; facts are assumptions."""

    def __init__(self, program: Program) -> None:
        lines = [f"{{ f({number}) }}. s({number}) :- f({number})." for number in program.numbers.values()]
        for rule in program.rules:
            body = [f"s({number})" for number in rule.holds] + [f"not s({number})" for number in rule.fails]
            arrow = f" :- {', '.join(body)}" if body else ""
            lines += [f"s({head}){arrow}." for head in rule.heads]
        self.all = list(program.numbers.values())
        self.control = clingo.Control(["--warn=none"])
        self.control.add("base", [], "\n".join(lines))
        self.control.ground([("base", [])])

    def run(self, facts: Iterable[int]) -> list[int]:
        """Find a stable model with exactly these facts; return the statements that hold."""
        given = set(facts)
        assumed = [(clingo.Function("f", [clingo.Number(n)]), n in given) for n in self.all]
        found: list[int] = []
        with self.control.solve(assumptions=assumed, yield_=True) as handle:
            for model in handle:
                found = [atom.arguments[0].number for atom in model.symbols(atoms=True) if atom.name == "s"]
                break
        return found
