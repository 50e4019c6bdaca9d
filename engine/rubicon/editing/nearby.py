"""Examples near one that a rule has: a sentence less, another, one more, or a number on the edge."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import combinations, permutations

from msgspec import Struct
from msgspec.structs import replace

from rubicon.language.conditions import (
    Aggregate,
    Comparison,
    Condition,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
    leaves,
    patterns,
)
from rubicon.language.facts import Atom, Fact, Literal, Value
from rubicon.language.rules import Example, Rule, Rulebook
from rubicon.language.speaking import speak
from rubicon.reading.examples import REPORTED

A_DAY = date(2022, 1, 5)
"""The day that an example names where nothing gives it another."""

A_NUMBER = Decimal(1000)
"""The number that an example names where nothing gives it another."""


class Variation(Struct, frozen=True):
    """A changed example, and the words for what is different in it."""

    example: Example
    words: str


class Nearby:
    """The examples near one, in which a rule applies under a binding."""

    def __init__(self, rulebook: Rulebook, rule: Rule, base: Example, binding: Mapping[str, Value]) -> None:
        self.rulebook, self.vocabulary = rulebook, rulebook.vocabulary
        self.rule, self.base, self.binding = rule, base, binding

    def smallest(self, line: str) -> Iterator[Variation]:
        """Yield the examples that differ in one sentence; those in what a line asks come first."""
        yield self._step(self.base.given, "")
        mine = {p.statement for one in self._lines if one.text in line for p in patterns(one)}
        facts = sorted(self.base.given, key=lambda fact: fact.literal.atom.statement not in mine)
        for fact in facts:
            yield self._less(fact)
        for literal in sorted(self._sayable, key=lambda one: one.atom.statement not in mine):
            yield self._more(literal)
        yield from self._disputes()
        yield from self._edges()
        yield from self._others()

    def larger(self, line: str) -> Iterator[Variation]:
        """Yield the examples that differ in two sentences, or say one thing in place of another."""
        mine = {p.statement for one in self._lines if one.text in line for p in patterns(one)}
        said = [one for one in self._sayable if one.atom.statement in mine]
        for literal in said:
            for fact in self.base.given:
                if fact.literal.atom.statement not in mine:
                    yield self._instead(fact, literal)
        for literal in said:
            for pair in combinations(self.base.given, 2):
                kept = [fact for fact in self.base.given if fact not in pair]
                yield self._step((*kept, self._fact(literal)), f"where {speak(self.vocabulary, literal)}")
        for one, other in combinations(self.base.given, 2):
            kept = [fact for fact in self.base.given if fact not in (one, other)]
            yield self._step(kept, "")
        for literal in self._sayable:
            for fact in self.base.given:
                yield self._instead(fact, literal)

    @cached_property
    def _lines(self) -> tuple[Condition, ...]:
        return self.rule.all_conditions

    @cached_property
    def _sayable(self) -> tuple[Literal, ...]:
        """Return what the lines of the rule ask, affirmed and denied, of whom the example is about."""
        found: dict[Literal, None] = {}
        for condition in self._lines:
            for pattern in patterns(condition):
                literal = self._ground(condition, pattern)
                if literal is not None:
                    found[literal] = None
                    found[literal.contrary] = None
        given = {fact.literal for fact in self.base.given}
        return tuple(literal for literal in found if literal not in given)

    def _ground(self, condition: Condition, pattern: Pattern) -> Literal | None:
        slots = self.vocabulary.statements[pattern.statement].slots
        values: list[Value] = []
        local: dict[str, Value] = {}
        for slot, term in zip(slots, pattern.terms, strict=True):
            if not isinstance(term, Variable):
                values.append(term)
                continue
            value = self.binding.get(term.name, local.get(term.name))
            if value is None:
                value = self._some(condition, slot.kind, values)
            if value is None:
                return None
            local[term.name] = value
            values.append(value)
        return Literal(Atom(pattern.statement, tuple(values)), pattern.truth)

    def _some(self, condition: Condition, kind: str, taken: Iterable[Value]) -> Value | None:
        """Return somebody, or some number or day, of a kind: whom the rule's examples name before others."""
        if kind == "number":
            return next(iter(_limits([condition])), A_NUMBER)
        if kind == "date":
            return self.base.as_of or A_DAY
        listed = self.vocabulary.kinds.get(kind)
        if listed is None:
            return None
        if listed.values:
            return listed.values[0]
        bound = {*self.binding.values(), *taken}
        known: dict[Value, str] = {entity.name: entity.kind for entity in self.rulebook.entities}
        named = [v for e in self.rule.examples for f in e.given for v in f.literal.atom.values if v in known]
        fitting: list[Value] = [
            name
            for name in dict.fromkeys([*named, *sorted(map(str, known))])
            if name in known and name not in bound and self.vocabulary.is_a(known[name], kind)
        ]
        return fitting[0] if fitting else None

    def _disputes(self) -> Iterator[Variation]:
        """Yield the example with reports that conflict over what the rule asks to be disputed."""
        settled = [fact for fact in self.base.given if fact.grade is None]
        for condition in self._lines:
            if isinstance(condition, Unsettled):
                literal = self._ground(condition, condition.pattern)
                if literal is not None:
                    both = [
                        Fact(one, "case", self.base.place, grade=REPORTED)
                        for one in (literal, literal.contrary)
                    ]
                    words = f"where reports conflict whether {speak(self.vocabulary, literal)}"
                    others = [fact for fact in settled if fact.literal.atom != literal.atom]
                    yield self._step((*others, *both), words)

    def _edges(self) -> Iterator[Variation]:
        """Yield the example with its numbers and days on the edges that the rule compares with, and beside them."""
        limits = _limits(self._lines)
        day = self.base.as_of or self.rule.since or A_DAY
        for fact in self.base.given:
            for place, value in enumerate(fact.literal.atom.values):
                for other in self._moved(value, limits, day):
                    if other != value:
                        made = self._with_value(fact, place, other)
                        yield self._step(
                            [made if one is fact else one for one in self.base.given],
                            f"where {speak(self.vocabulary, made.literal)}",
                        )

    def _moved(self, value: Value, limits: tuple[Decimal, ...], day: date) -> Iterator[Value]:
        steps = (Decimal(0), Decimal(1), Decimal(-1))
        if isinstance(value, Decimal):
            others = {v for f in self.base.given for v in f.literal.atom.values if isinstance(v, Decimal)}
            edges = dict.fromkeys([*limits, *(k * v for k in limits for v in others), value])
            edges |= dict.fromkeys(v / k for k in limits if k for v in others if v % k == 0)
            yield from (edge + step for edge in edges for step in steps if edge + step >= 0)
        elif isinstance(value, date):
            dates = {v for f in self.base.given for v in f.literal.atom.values if isinstance(v, date)}
            for origin in sorted({day, *dates}):
                for limit in (Decimal(0), *limits):
                    for sign in (-1, 1):
                        yield from (
                            origin + timedelta(days=int(sign * limit + step))
                            for step in steps
                            if limit < 100_000
                        )

    def _others(self) -> Iterator[Variation]:
        """Yield the example with one of those it is about in the place of another."""
        names = [value for value in self.binding.values() if isinstance(value, str)]
        for one, other in permutations(dict.fromkeys(names), 2):
            swap: dict[Value, Value] = {one: other}
            made = [replace(fact, literal=renamed(fact.literal, swap)) for fact in self.base.given]
            yield self._step(made, f"where {other} takes the place of {one}")
        for one, other in combinations(dict.fromkeys(names), 2):
            both: dict[Value, Value] = {one: other, other: one}
            for fact in self.base.given:
                turned = replace(fact, literal=renamed(fact.literal, both))
                kept = [turned if one is fact else one for one in self.base.given]
                yield self._step(kept, f"where {speak(self.vocabulary, turned.literal)}")

    def _with_value(self, fact: Fact, place: int, value: Value) -> Fact:
        values = (*fact.literal.atom.values[:place], value, *fact.literal.atom.values[place + 1 :])
        return replace(fact, literal=Literal(Atom(fact.literal.atom.statement, values), fact.literal.truth))

    def _less(self, gone: Fact) -> Variation:
        kept = [fact for fact in self.base.given if fact is not gone]
        return self._step(kept, f"where nothing shows that {speak(self.vocabulary, gone.literal)}")

    def _more(self, literal: Literal) -> Variation:
        return self._step((*self.base.given, self._fact(literal)), f"where {speak(self.vocabulary, literal)}")

    def _instead(self, gone: Fact, literal: Literal) -> Variation:
        kept = [fact for fact in self.base.given if fact is not gone]
        return self._step((*kept, self._fact(literal)), f"where {speak(self.vocabulary, literal)}")

    def _fact(self, literal: Literal) -> Fact:
        return Fact(literal, "example", self.base.place)

    def _step(self, given: Iterable[Fact], words: str) -> Variation:
        return Variation(replace(self.base, given=tuple(given)), words)


def _limits(conditions: Iterable[Condition]) -> tuple[Decimal, ...]:
    """Return the numbers that conditions compare with."""
    found: dict[Decimal, None] = {}
    for one in conditions:
        expressions = []
        if isinstance(one, Comparison):
            expressions = [one.left, one.right]
        elif isinstance(one, Aggregate | Reported):
            expressions = [one.limit]
        elif isinstance(one, Tally):
            found[Decimal(one.number)] = None
        for expression in expressions:
            found |= dict.fromkeys(leaf for leaf in leaves(expression) if isinstance(leaf, Decimal))
    return tuple(found)


def renamed(literal: Literal, swap: Mapping[Value, Value]) -> Literal:
    """Return a literal that speaks of others."""
    values = tuple(swap.get(value, value) for value in literal.atom.values)
    return Literal(Atom(literal.atom.statement, values), literal.truth)
