"""What a statement rests on: the patterns and rules that lead to it, backwards, under the roles of a case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct, field

from rubicon.language.binding import extended, unified
from rubicon.language.conditions import (
    TODAY,
    Comparison,
    Condition,
    Expression,
    Holds,
    Operation,
    Pattern,
    Since,
    Tally,
    Term,
    Variable,
    expressions,
    leaves,
    patterns,
)
from rubicon.language.dating import days_later
from rubicon.language.facts import Literal, Value
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import BUILT_IN, Vocabulary

AskedPattern: TypeAlias = tuple[str, tuple[Value | None, ...]]
"""A statement and what stands in its slots; None: anything."""

SAID = -1
"""The place of the day from which a statement is said, beside those of its slots."""

Slotted: TypeAlias = tuple[str, int]
"""A slot: its statement, and its place there."""

Threshold: TypeAlias = tuple[Value, int]
"""What a value is compared with, and for a number of days on which side of the day judged: -1 before, 1 after, 0 either."""


class Cone(Struct, frozen=True):
    """What bears on some statements: patterns with their free slots, rules, and the names that these speak of.

    `counts` gives for each kind how many things of it one rule may speak of at once, `figures` what the values of a slot
    are compared with, by statement and place: nothing where they are compared with each other alone. `joined` are the
    slots whose values are compared with those of a slot, `turning` the days with which the day judged is compared.
    """

    needs: tuple[AskedPattern, ...]
    rules: tuple[Rule, ...]
    named: frozenset[str]
    texts: frozenset[str]
    counts: dict[str, int]
    figures: dict[Slotted, frozenset[Threshold]]
    joined: dict[Slotted, frozenset[Slotted]]
    turning: frozenset[date] = frozenset()


class _Reach(Struct):
    vocabulary: Vocabulary
    heads: dict[str, list[tuple[Rule, Pattern]]]
    posed: Sequence[Literal]
    met: dict[str, list[tuple[Value | None, ...]]] = field(default_factory=dict)
    queue: list[AskedPattern] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)

    def need(self, statement: str, terms: Sequence[Value | None]) -> None:
        """Add what is needed, but for what something wider asks already."""
        one_of = self.vocabulary.statements[statement].one_of
        wide = tuple(None if at == one_of else term for at, term in enumerate(terms))
        known = self.met.setdefault(statement, [])
        if not any(_is_within(wide, other) for other in known):
            known[:] = [other for other in known if not _is_within(other, wide)] + [wide]
            self.queue.append((statement, wide))

    def run(self) -> None:
        while self.queue:
            statement, terms = self.queue.pop()
            for rule, head in self.heads.get(statement, ()):
                blanks = (Variable(f"_{at}") if term is None else term for at, term in enumerate(terms))
                binding = unified(self.vocabulary, head, Pattern(statement, tuple(blanks), head.truth))
                if binding is not None:
                    self._through(rule, binding)

    def _through(self, rule: Rule, binding: Mapping[str, Value]) -> None:
        for branch in rule.branches:
            for bound in self._posed(branch, _identified(branch, binding)):
                self.rules[rule.id] = rule
                for condition in (*branch, *rule.excepting):
                    for pattern in patterns(condition):
                        self.need(pattern.statement, [_value(term, bound) for term in pattern.terms])

    def _posed(self, branch: Sequence[Condition], binding: dict[str, Value]) -> Iterator[dict[str, Value]]:
        """Yield the ways in which a branch speaks of what a case asserts from its roles."""
        asked = {literal.atom.statement for literal in self.posed}
        wanted = [one.pattern for one in branch if isinstance(one, Holds) and one.pattern.statement in asked]
        ways = [binding]
        for pattern in wanted:
            found = (extended(pattern, literal.atom, way) for way in ways for literal in self.posed)
            ways = [way for way in found if way is not None]
        yield from ways


def cone_of(
    vocabulary: Vocabulary,
    rules: Iterable[Rule],
    statements: Iterable[str],
    posed: Sequence[Literal],
    spoken: Iterable[Pattern] = (),
) -> Cone:
    """Return what bears on some statements, in a case that asserts `posed` from its roles.

    What is asked may itself be `spoken` of with values, at which it is looked, too.
    """
    heads: defaultdict[str, list[tuple[Rule, Pattern]]] = defaultdict(list)
    for rule in rules:
        for pattern in rule.conclusions:
            heads[pattern.statement].append((rule, pattern))
    reach = _Reach(vocabulary, dict(heads), posed)
    for statement in statements:
        reach.need(statement, [None] * len(vocabulary.statements[statement].slots))
    spoken = tuple(spoken)
    reach.run()
    used = tuple(reach.rules[name] for name in sorted(reach.rules))
    needs = tuple((name, terms) for name in sorted(reach.met) for terms in reach.met[name])
    figures: dict[Slotted, frozenset[Threshold]] = {}
    joined: dict[Slotted, frozenset[Slotted]] = {}
    asked = [at for pattern in spoken for at in _constants(pattern)]
    for compared in (asked, *map(_compared, used)):
        for slots, found in compared:
            for slot in slots:
                figures[slot] = figures.get(slot, frozenset()) | found
                joined[slot] = joined.get(slot, frozenset()) | slots
    counts: dict[str, int] = {}
    for rule in used:
        for kind, number in _counted(vocabulary, rule).items():
            counts[kind] = max(number, counts.get(kind, 0))
    named = {value for _, terms in needs for value in terms if isinstance(value, str)}.union(
        *map(names_in, used), _names_of(spoken)
    )
    texts = {
        value
        for statement, terms in (*needs, *((one.statement, one.terms) for one in spoken))
        for slot, value in zip(vocabulary.statements[statement].slots, terms, strict=True)
        if slot.kind == "text" and isinstance(value, str)
    }
    turning = frozenset(day for rule in used for day in _turning(rule))
    return Cone(needs, used, frozenset(named), frozenset(texts), counts, figures, joined, turning)


def _is_within(one: Sequence[Value | None], other: Sequence[Value | None]) -> bool:
    return all(wide is None or wide == term for term, wide in zip(one, other, strict=True))


def _identified(branch: Sequence[Condition], binding: Mapping[str, Value]) -> dict[str, Value]:
    """Return a binding with what comparisons say that a variable is."""
    found = dict(binding)
    for one in branch:
        if isinstance(one, Comparison) and one.operator == "=" and one.scale == "identity":
            for side, other in ((one.left, one.right), (one.right, one.left)):
                if isinstance(side, Variable) and not isinstance(other, Variable | Operation):
                    found.setdefault(side.name, other)
    return found


def _value(term: Term, binding: Mapping[str, Value]) -> Value | None:
    return binding.get(term.name) if isinstance(term, Variable) else term


def is_thing(vocabulary: Vocabulary, kind: str) -> bool:
    """Tell whether what is of a kind is an entity, no number, day, text or listed value."""
    return kind not in BUILT_IN and not vocabulary.kinds[kind].values


def _compared(rule: Rule) -> Iterator[tuple[frozenset[Slotted], frozenset[Threshold]]]:
    """Yield slots whose values a rule compares, with each other and with what else."""
    slots: dict[str, list[Slotted]] = {}
    for pattern in (one for condition in rule.all_conditions for one in patterns(condition)):
        for at, term in enumerate(pattern.terms):
            if isinstance(term, Variable):
                slots.setdefault(term.name, []).append((pattern.statement, at))
        yield from _constants(pattern)
    for condition in rule.lines:
        if isinstance(condition, Since):
            slots.setdefault(condition.day.name, []).append((condition.pattern.statement, SAID))
            yield frozenset({(condition.pattern.statement, SAID)}), frozenset()
    for condition in rule.all_conditions:
        sides = expressions(condition)
        if not sides or (isinstance(condition, Comparison) and condition.scale == "identity"):
            continue
        parts = [leaf for side in sides for leaf in leaves(side)]
        turned = next((turn for side in sides for turn in _turns(side)), 0)
        names = {leaf.name for leaf in parts if isinstance(leaf, Variable)} | set(condition.counted[:1])
        found = frozenset((leaf, turned) for leaf in parts if not isinstance(leaf, Variable))
        yield frozenset(slot for name in names for slot in slots.get(name, ())), found


def _turns(side: Expression) -> Iterator[int]:
    """Yield on which side of the day judged a span of days lies."""
    if isinstance(side, Operation) and side.operator == "-":
        if side.left == Variable(TODAY):
            yield -1
        elif side.right == Variable(TODAY):
            yield 1


def _turning(rule: Rule) -> Iterator[date]:
    """Yield the days with which a rule compares the day judged, and those so many days from it as it says."""
    for condition in rule.all_conditions:
        parts = [leaf for side in expressions(condition) for leaf in leaves(side)]
        if Variable(TODAY) in parts:
            spans = [int(one) for one in parts if isinstance(one, Decimal) and one == int(one)]
            for day in (one for one in parts if isinstance(one, date)):
                for step in (0, *spans, *(-one for one in spans)):
                    yield from filter(None, [days_later(day, step)])


def _constants(pattern: Pattern) -> Iterator[tuple[frozenset[Slotted], frozenset[Threshold]]]:
    """Yield the slots in which a pattern has a number or a day, with it."""
    for at, term in enumerate(pattern.terms):
        if not isinstance(term, Variable | str):
            yield frozenset({(pattern.statement, at)}), frozenset({(term, 0)})


def _names_of(some: Iterable[Pattern]) -> set[str]:
    return {one for pattern in some for one in pattern.terms if isinstance(one, str)}


def names_in(rule: Rule) -> set[str]:
    """Return the names that a rule speaks of, be they of entities or of listed values; no texts."""
    found = _names_of((*rule.premises, *rule.conclusions))
    for condition in rule.all_conditions:
        found |= {side for side in expressions(condition) if isinstance(side, str)}
    return found


def _counted(vocabulary: Vocabulary, rule: Rule) -> dict[str, int]:
    """Return how many things of each kind a rule may speak of at once."""
    kinds: dict[str, str] = {}
    extra: dict[str, int] = {}
    for at, condition in enumerate(rule.all_conditions):
        for pattern in patterns(condition):
            for slot, term in zip(vocabulary.statements[pattern.statement].slots, pattern.terms, strict=True):
                if not isinstance(term, Variable) or not is_thing(vocabulary, slot.kind):
                    continue
                name = f"{term.name}@{at}" if term.is_wildcard else term.name
                if name not in kinds or vocabulary.is_a(slot.kind, kinds[name]):
                    kinds[name] = slot.kind
                if isinstance(condition, Tally) and term.name == condition.member:
                    more = condition.number - (condition.bound == "at least")
                    extra[slot.kind] = max(more, extra.get(slot.kind, 0))
    found: dict[str, int] = {}
    for kind in kinds.values():
        found[kind] = found.get(kind, 0) + 1
    return {kind: number + extra.get(kind, 0) for kind, number in found.items()}
