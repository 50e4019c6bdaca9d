"""The shipped rules with their variables, for clingo and for CLIPS: the same forward chaining that firing does.

Taken over is what matches: positive lines, denied ones (of a value that excludes others also by another value), the
days of `since`, and comparisons. Absences, exceptions, tallies and sums stop nothing in firing either, so that all
three find the same literals. Entities, days and listed values are whole numbers to the rivals.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

import clingo
import clips

from rubicon.firing.planning import SINCE
from rubicon.language.conditions import TODAY, Comparison, Expression, Holds, Operation, Since, Variable
from rubicon.language.dating import said_from
from rubicon.language.facts import Fact, Literal, Value
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary

Line = tuple[str, tuple[str, ...]]
"""A predicate and its terms: numbers, or variables that begin with a capital."""

_kept: list[clips.Environment] = []
"""Environments of CLIPS, which complains in the midst of the table when one is dropped."""

CLIPS_OPERATORS = {"!=": "<>"}


class Translation:
    """Rules and facts as predicates over whole numbers."""

    def __init__(self, vocabulary: Vocabulary, rules: Sequence[Rule], day: date) -> None:
        self.vocabulary, self.day = vocabulary, day
        self._names: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self.rules = [made for rule in rules if rule.kind != "defeater" for made in self._rule(rule)]

    def literal(self, literal: Literal) -> Line:
        """Return a literal as a predicate and its numbers."""
        slots = self.vocabulary.statements[literal.atom.statement].slots
        values = zip(slots, literal.atom.values, strict=True)
        name = self._name(literal.atom.statement, literal.truth)
        return name, tuple(self._number(value, slot.kind) for slot, value in values)

    def facts(self, facts: Iterable[Fact]) -> list[Line]:
        """Return facts as predicates, each once, and with the days from which they are said."""
        found: dict[Line, None] = {}
        for fact in facts:
            name, terms = self.literal(fact.literal)
            found[name, terms] = None
            on = said_from(fact, self.day)
            if on is not None:
                dated = self._name(fact.literal.atom.statement + SINCE, fact.literal.truth)
                found[dated, (*terms, str(on.toordinal()))] = None
        return list(found)

    def _name(self, statement: str, truth: bool) -> str:
        return self._names.setdefault(f"{statement} {truth}", f"p{len(self._names)}")

    def _number(self, value: Value, kind: str) -> str:
        if isinstance(value, date):
            return str(value.toordinal())
        if isinstance(value, Decimal):
            assert value == int(value), f"{value} is no whole number"
            return str(int(value))
        listed = self.vocabulary.kinds[kind].values if kind in self.vocabulary.kinds else ()
        return str(
            listed.index(value) if value in listed else self._numbers.setdefault(value, len(self._numbers))
        )

    def _rule(self, rule: Rule) -> Iterator[tuple[list[Line], list[Line], list[tuple[str, str, str]]]]:
        """Yield heads, lines and comparisons, one for each way through "any one of these" and denied values."""
        for branch in rule.branches:
            kinds: dict[str, str] = {}
            ways: list[list[tuple[list[Line], list[tuple[str, str, str]]]]] = []
            for number, line in enumerate(branch):
                if isinstance(line, Holds | Since):
                    ways.append(self._line(line, number, kinds))
            tests = [self._test(line, kinds) for line in branch if isinstance(line, Comparison)]
            heads = [
                (
                    self._name(one.statement, one.truth),
                    self._terms(one.statement, one.terms, 0, kinds),
                )
                for one in rule.conclusions
            ]
            for chosen in product(*ways):
                lines = [line for some, _ in chosen for line in some]
                yield heads, lines, [*tests, *(test for _, some in chosen for test in some)]

    def _line(
        self, line: Holds | Since, number: int, kinds: dict[str, str]
    ) -> list[tuple[list[Line], list[tuple[str, str, str]]]]:
        pattern = line.pattern
        terms = self._terms(pattern.statement, pattern.terms, number, kinds)
        if isinstance(line, Since):
            kinds[line.day.name] = "date"
            dated = self._name(pattern.statement + SINCE, pattern.truth)
            return [([(dated, (*terms, _variable(line.day.name, number)))], [])]
        found: list[tuple[list[Line], list[tuple[str, str, str]]]] = [
            ([(self._name(pattern.statement, pattern.truth), terms)], [])
        ]
        one_of = self.vocabulary.statements[pattern.statement].one_of
        if not pattern.truth and one_of is not None and not terms[one_of].startswith("W"):
            other = f"Other{number}"
            rival = (*terms[:one_of], other, *terms[one_of + 1 :])
            found.append(([(self._name(pattern.statement, True), rival)], [(other, "!=", terms[one_of])]))
        return found

    def _terms(
        self, statement: str, terms: Sequence[Value | Variable], number: int, kinds: dict[str, str]
    ) -> tuple[str, ...]:
        made = []
        for slot, term in zip(self.vocabulary.statements[statement].slots, terms, strict=True):
            if isinstance(term, Variable):
                kinds.setdefault(term.name, slot.kind)
                made.append(_variable(term.name, number))
            else:
                made.append(self._number(term, slot.kind))
        return tuple(made)

    def _test(self, test: Comparison, kinds: Mapping[str, str]) -> tuple[str, str, str]:
        scale = test.scale
        if scale == "identity":
            sides = [side for side in (test.left, test.right) if isinstance(side, Variable)]
            scale = kinds.get(sides[0].name, scale) if sides else scale
        return self._side(test.left, scale), test.operator, self._side(test.right, scale)

    def _side(self, side: Expression, scale: str) -> str:
        if isinstance(side, Variable):
            return str(self.day.toordinal()) if side.name == TODAY else _variable(side.name, 0)
        if isinstance(side, Operation):
            return f"({self._side(side.left, scale)} {side.operator} {self._side(side.right, scale)})"
        return self._number(side, scale)


def _variable(name: str, number: int) -> str:
    return f"W{number}{name.replace('-', '_')}" if name.startswith("_") else f"V{name.replace('-', '_')}"


def clingo_text(rules: Translation, facts: Iterable[Line]) -> str:
    """Write rules and facts as clingo reads them."""
    lines = [f"{_call(one)}." for one in facts]
    for heads, body, tests in rules.rules:
        conditions = [*map(_call, body), *(" ".join(test) for test in tests)]
        lines += [
            f"{_call(head)} :- {', '.join(conditions)}." if conditions else f"{_call(head)}."
            for head in heads
        ]
    return "\n".join(lines)


def clingo_chain(text: str) -> clingo.Control:
    """Read and ground a program with clingo; without a negation that is all there is to solve."""
    control = clingo.Control(["--warn=none"])
    control.add("base", [], text)
    control.ground([("base", [])])
    return control


def clingo_found(control: clingo.Control) -> set[Line]:
    """Return what holds in a program that is grounded."""
    symbols = (atom.symbol for atom in control.symbolic_atoms)
    return {(one.name, tuple(str(term) for term in one.arguments)) for one in symbols}


def _call(line: Line) -> str:
    return f"{line[0]}({','.join(line[1])})" if line[1] else line[0]


class ClipsChain:
    """The rules built once in CLIPS; a run resets it, loads facts and fires."""

    def __init__(self, rules: Translation) -> None:
        self.environment = clips.Environment()
        _kept.append(self.environment)
        for number, (heads, body, tests) in enumerate(rules.rules):
            parts = [*map(_clips, body), *(f"(test {_prefix(test)})" for test in tests)]
            asserted = " ".join(f"(assert {_clips(head)})" for head in heads)
            self.environment.build(f"(defrule r{number} {' '.join(parts)} => {asserted})")

    def run(self, facts: str) -> None:
        """Fire over facts, written as CLIPS writes them."""
        self.environment.reset()
        self.environment.load_facts(facts)
        self.environment.run()

    def found(self) -> set[Line]:
        """Return what holds now."""
        facts = (one for one in self.environment.facts() if one.template.name != "initial-fact")
        return {(one.template.name, tuple(str(term) for term in one)) for one in facts}


def clips_facts(facts: Iterable[Line]) -> str:
    """Write facts as CLIPS reads them."""
    return "\n".join(map(_clips, facts))


def _clips(line: Line) -> str:
    return f"({' '.join((line[0], *(_clips_term(term) for term in line[1])))})"


def _clips_term(term: str) -> str:
    return f"?{term}" if term[0].isalpha() else term


def _prefix(test: tuple[str, str, str]) -> str:
    left, operator, right = test
    return f"({CLIPS_OPERATORS.get(operator, operator)} {_nested(left)} {_nested(right)})"


def _nested(side: str) -> str:
    """Turn arithmetic in brackets, its operator between, into one with the operator before."""
    if not side.startswith("("):
        return _clips_term(side)
    depth = 0
    inner = side[1:-1]
    for at, mark in enumerate(inner):
        depth += (mark == "(") - (mark == ")")
        if not depth and inner[at : at + 3] in (" + ", " - ", " * "):
            return f"({mark and inner[at + 1]} {_nested(inner[:at])} {_nested(inner[at + 3 :])})"
    return _nested(inner)
