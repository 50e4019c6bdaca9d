"""The independent check of firings: a plain evaluator that shares nothing with firing but the task."""

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, cast

from rubicon.facts import Atom, Fact, Literal, Value
from rubicon.firing import fire
from rubicon.firings import Firings, Instance
from rubicon.rulebook import Comparison, Condition, Expression, Holds, Operation, Pattern, Rule, Variable
from rubicon.vocabulary import Vocabulary

Binding: TypeAlias = dict[str, Value]
Identity: TypeAlias = tuple[str, int, tuple[tuple[str, Value], ...]]

_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


class Unconfirmed(Exception):
    """Firing and the independent evaluator differ: the fault is in the program, not in the input."""


def fire_confirmed(
    vocabulary: Vocabulary, rules: Sequence[Rule], facts: Sequence[Fact], day: date | None
) -> Firings:
    """Fire, and confirm the result; raises what `fire` and `confirm` raise."""
    firings = fire(vocabulary, rules, facts, day)
    confirm(vocabulary, rules, facts, day, firings.instances)
    return firings


def confirm(
    vocabulary: Vocabulary,
    rules: Sequence[Rule],
    facts: Sequence[Fact],
    day: date | None,
    instances: Sequence[Instance],
) -> None:
    """Raise Unconfirmed unless these are exactly the instances of the rules over the facts.

    Over the facts and all that the instances conclude, every match is an instance and every instance a
    match; and each instance can be reached from the facts without circle. So they are the least closure.
    """
    given = {identity(instance): instance for instance in instances}
    if len(given) != len(instances):
        raise Unconfirmed("firing gave the same instance of a rule twice")
    asserted = {fact.literal for fact in facts}
    heads = {
        key: tuple(_filled(pattern, dict(key[2])) for pattern in instance.rule.conclusions)
        for key, instance in given.items()
    }
    world = _World(vocabulary, asserted)
    for key, instance in given.items():
        if instance.rule.kind != "defeater":
            world.add(heads[key])
    matched: set[Identity] = set()
    for rule in rules:
        for number, branch in enumerate(rule.branches):
            for binding in _matches(branch, world, day):
                key = (rule.id, number, tuple(sorted(binding.items())))
                matched.add(key)
                if key not in given:
                    raise Unconfirmed(f"firing missed an instance: {_words(key)}")
    for key, instance in given.items():
        if key not in matched:
            raise Unconfirmed(f"firing gave an instance whose conditions cannot hold: {_words(key)}")
        if instance.conclusions != heads[key]:
            raise Unconfirmed(f"firing gave an instance another conclusion than its rule has: {_words(key)}")
    _check_founded(vocabulary, asserted, given, heads)


def identity(instance: Instance) -> Identity:
    """Return what tells an instance from all others."""
    return (instance.rule.id, instance.branch, instance.binding)


class _World:
    """Literals by statement, truth and the values in any choice of slots."""

    def __init__(self, vocabulary: Vocabulary, literals: Iterable[Literal]) -> None:
        self.vocabulary = vocabulary
        self.literals: set[Literal] = set()
        self.by_statement: dict[tuple[str, bool], list[tuple[Value, ...]]] = defaultdict(list)
        self.indexes: dict[
            tuple[str, bool, tuple[int, ...]], dict[tuple[Value, ...], list[tuple[Value, ...]]]
        ] = {}
        self.add(literals)

    def add(self, literals: Iterable[Literal]) -> None:
        """Add literals; before any is looked up."""
        for literal in literals:
            if literal not in self.literals:
                self.literals.add(literal)
                self.by_statement[literal.atom.statement, literal.truth].append(literal.atom.values)

    def look(self, statement: str, truth: bool, wanted: dict[int, Value]) -> Sequence[tuple[Value, ...]]:
        """Return the values of the literals that have these values in these slots."""
        if not wanted:
            return self.by_statement.get((statement, truth), ())
        slots = tuple(wanted)
        index = self.indexes.get((statement, truth, slots))
        if index is None:
            index = self.indexes[statement, truth, slots] = defaultdict(list)
            for values in self.by_statement.get((statement, truth), ()):
                index[tuple([values[slot] for slot in slots])].append(values)
        return index.get(tuple(wanted.values()), ())


def _matches(branch: Sequence[Condition], world: _World, day: date | None) -> Iterable[Binding]:
    """Return every binding that meets the positive conditions and the comparisons, some of them twice."""
    lines = [(number, line.pattern) for number, line in enumerate(branch) if isinstance(line, Holds)]
    tests = [line for line in branch if isinstance(line, Comparison)]
    for _, pattern in lines:
        if not (
            world.by_statement.get((pattern.statement, pattern.truth))
            or (not pattern.truth and world.by_statement.get((pattern.statement, True)))
        ):
            return ()
    shared = _shared_wildcards(lines)
    bindings: list[Binding] = [{}]
    bound: set[str] = set()
    while bindings and (lines or tests):
        ripe = [
            test for test in tests if (day or not lines) and _names(test.left) | _names(test.right) <= bound
        ]
        if ripe:
            tests = [test for test in tests if test not in ripe]
            bindings = [b for b in bindings if all(_holds(test, b, world.vocabulary, day) for test in ripe)]
            continue
        number, pattern = line = max(lines, key=lambda line: _readiness(line[1], bound, world.vocabulary))
        lines.remove(line)
        names = [_name(term, number, shared) for term in pattern.terms]
        bindings = [
            after for before in bindings for after in _extended(before, number, pattern, names, world)
        ]
        bound = {name for name in (*bound, *names) if name and all(name in binding for binding in bindings)}
    return [settled for binding in bindings for settled in _settled(binding)]


def _settled(binding: Binding) -> Iterator[Binding]:
    """Return the binding without the values it was to differ from, if it does."""
    kept = {name: value for name, value in binding.items() if " " not in name}
    if all(binding[name.split()[-1]] != value for name, value in binding.items() if " " in name):
        yield kept


def _shared_wildcards(lines: Sequence[tuple[int, Pattern]]) -> set[str]:
    seen: set[str] = set()
    shared: set[str] = set()
    for _, pattern in lines:
        own = {name for name in pattern.variables if name.startswith("_")}
        shared |= own & seen
        seen |= own
    return shared


def _name(term: object, number: int, shared: set[str]) -> str | None:
    if not isinstance(term, Variable):
        return None
    return f"{term.name}@{number}" if term.name in shared else term.name


def _readiness(pattern: Pattern, bound: set[str], vocabulary: Vocabulary) -> tuple[bool, int]:
    """Prefer lines with much bound; a denied `one_of` line waits until its value is known."""
    known = [not isinstance(term, Variable) or term.name in bound for term in pattern.terms]
    one_of = vocabulary.statements[pattern.statement].one_of
    return (pattern.truth or one_of is None or known[one_of], sum(known))


def _extended(
    binding: Binding, number: int, pattern: Pattern, names: Sequence[str | None], world: _World
) -> Iterator[Binding]:
    """Return the binding with each way of meeting one line.

    When a denied `one_of` line is met by another value before the value it denies is known, the binding
    keeps that other value under "{number} is not {name}".
    """
    wanted = {
        slot: (cast(Value, term) if name is None else binding[name])
        for slot, (term, name) in enumerate(zip(pattern.terms, names, strict=True))
        if name is None or name in binding
    }
    for values in world.look(pattern.statement, pattern.truth, wanted):
        after = _unified(binding, names, values)
        if after is not None:
            yield after
    one_of = world.vocabulary.statements[pattern.statement].one_of
    if pattern.truth or one_of is None:
        return
    wanted.pop(one_of, None)
    others = [None if slot == one_of else name for slot, name in enumerate(names)]
    for values in world.look(pattern.statement, True, wanted):
        after = _unified(binding, others, values)
        term, name = pattern.terms[one_of], names[one_of]
        denied = cast(Value, term) if name is None else (after or {}).get(name)
        if after is None or denied == values[one_of] or (name or "").startswith("_"):
            continue
        if denied is None:
            after[f"{number} is not {name}"] = values[one_of]
        yield after


def _unified(binding: Binding, names: Sequence[str | None], values: tuple[Value, ...]) -> Binding | None:
    after = dict(binding)
    for name, value in zip(names, values, strict=True):
        if name is not None and after.setdefault(name, value) != value:
            return None
    return after


def _names(expression: Expression) -> set[str]:
    if isinstance(expression, Operation):
        return _names(expression.left) | _names(expression.right)
    return {expression.name} - {"today"} if isinstance(expression, Variable) else set()


def _needs_day(expression: Expression) -> bool:
    if isinstance(expression, Operation):
        return _needs_day(expression.left) or _needs_day(expression.right)
    return expression == Variable("today")


def _holds(test: Comparison, binding: Binding, vocabulary: Vocabulary, day: date | None) -> bool:
    if day is None and (_needs_day(test.left) or _needs_day(test.right)):
        return True  # firing must have refused this match, so it shall count as missing
    kind = vocabulary.kinds.get(test.kind)
    compare = _COMPARE[test.operator]
    left, right = (_value(side, binding, day) for side in (test.left, test.right))
    if kind is not None and kind.values and test.operator not in {"=", "!="}:
        known = left in kind.values and right in kind.values
        return known and bool(compare(kind.values.index(str(left)), kind.values.index(str(right))))
    return bool(compare(left, right))


def _value(expression: Expression, binding: Binding, day: date | None) -> Value | Fraction:
    """Compute with exact fractions; a day counts as its number in the calendar."""
    if isinstance(expression, Operation):
        left, right = (_fraction(_value(side, binding, day)) for side in (expression.left, expression.right))
        work = {"+": left + right, "-": left - right, "*": left * right}
        return work[expression.operator]
    found = expression
    if isinstance(expression, Variable):
        found = cast(Value, day) if expression.name == "today" else binding[expression.name]
    return Fraction(found) if isinstance(found, Decimal) else cast(Value, found)


def _fraction(value: Value | Fraction) -> Fraction:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    return Fraction(value)


def _filled(pattern: Pattern, binding: Binding) -> Literal:
    values = tuple(binding[term.name] if isinstance(term, Variable) else term for term in pattern.terms)
    return Literal(Atom(pattern.statement, values), pattern.truth)


def _check_founded(
    vocabulary: Vocabulary,
    asserted: Iterable[Literal],
    given: dict[Identity, Instance],
    heads: dict[Identity, tuple[Literal, ...]],
) -> None:
    """Raise Unconfirmed for an instance that only a circle of instances supports."""
    reached: dict[object, set[Value | None]] = defaultdict(set)
    waiting: dict[object, list[tuple[Identity, list[Literal]]]] = defaultdict(list)
    missing = set(given)
    fresh = list(asserted)

    def is_met(literal: Literal) -> bool:
        if literal in reached:
            return True
        if literal.truth or (group := vocabulary.group(literal.atom)) is None:
            return False
        one_of = cast(int, vocabulary.statements[literal.atom.statement].one_of)
        return bool(reached[group] - {literal.atom.values[one_of]})

    def settle(key: Identity, premises: list[Literal]) -> None:
        while premises:
            if not is_met(premises[-1]):
                waiting[premises[-1]].append((key, premises))
                if not premises[-1].truth and (group := vocabulary.group(premises[-1].atom)):
                    waiting[group].append((key, premises))
                return
            premises.pop()
        if key in missing:
            missing.remove(key)
            if given[key].rule.kind != "defeater":
                fresh.extend(heads[key])

    for key, instance in given.items():
        settle(key, _premises(instance))
    while fresh:
        literal = fresh.pop()
        if literal in reached:
            continue
        group = vocabulary.group(literal.atom) if literal.truth else None
        reached[literal] = set()
        if group is not None:
            one_of = cast(int, vocabulary.statements[literal.atom.statement].one_of)
            reached[group].add(literal.atom.values[one_of])
        for woken in (literal, group):
            if woken is not None:
                for key, premises in waiting.pop(woken, ()):
                    settle(key, premises)
    if missing:
        raise Unconfirmed(f"firing gave an instance that rests on itself: {_words(min(missing, key=str))}")


def _premises(instance: Instance) -> list[Literal]:
    binding = dict(instance.binding)
    branch = instance.rule.branches[instance.branch]
    lines = [(number, line.pattern) for number, line in enumerate(branch) if isinstance(line, Holds)]
    shared = _shared_wildcards(lines)
    return [
        Literal(
            Atom(
                pattern.statement,
                tuple(
                    cast(Value, term) if (name := _name(term, number, shared)) is None else binding[name]
                    for term in pattern.terms
                ),
            ),
            pattern.truth,
        )
        for number, pattern in lines
    ]


def _words(key: Identity) -> str:
    bound = ", ".join(f"?{name} = {value}" for name, value in key[2]) or "no variables"
    return f"{key[0]} (branch {key[1] + 1}; {bound})"
