"""Which columns, and whether the day, may vary from row to row within one grounding; and the rules made ready for it.

A number or a day of a column is *free* where rules do nothing with it but compare it: then the comparisons are
left undecided when the rules are fired, and each row decides them. Where a rule counts it, adds it up, concludes
something of it or looks for the same elsewhere, its rows are ground value by value.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from rubicon.language.conditions import (
    TODAY,
    Comparison,
    Condition,
    Holds,
    Pattern,
    Reported,
    Since,
    Variable,
    expressions,
    leaves,
    patterns,
    variables,
)
from rubicon.language.rules import Framework, Rule
from rubicon.reading.panels import ColumnSays


class Loosened(Comparison, frozen=True):
    """A comparison that holds when the rules are fired; what was `asked` is decided row by row."""

    asked: Comparison | None = None


class Freedom(Struct, frozen=True):
    """The columns whose values, and those whose days, are free, by their numbers; and whether the row's day is."""

    values: frozenset[int]
    days: frozenset[int]
    today: bool


def freedom_of(rules: Sequence[Rule], framework: Framework | None, sayings: Sequence[ColumnSays]) -> Freedom:
    """Find what may vary from row to row within one grounding."""
    lines = [one for rule in rules for one in rule.all_conditions]
    today = not any(
        Variable(TODAY) in leaves(side)
        for one in lines
        if not isinstance(one, Comparison)
        for side in expressions(one)
    )
    sections = framework.sections if framework else ()
    asked = [pattern for one in sections for pattern in (*one.for_, *one.against)]
    asked += [framework.question, *framework.posed] if framework else []
    values, days = set(), set()
    for number, saying in enumerate(sayings):
        if saying.slot is not None and saying.kind in ("number", "date"):
            name, slot = saying.pattern.statement, saying.slot
            if not any(_binds(pattern, name, slot) for pattern in asked) and all(
                _only_compares(rule, name, slot) for rule in rules
            ):
                values.add(number)
        if saying.on is not None and all(_only_dates(rule, saying.pattern.statement) for rule in rules):
            days.add(number)
    return Freedom(frozenset(values), frozenset(days), today)


def _binds(pattern: Pattern, statement: str, slot: int) -> bool:
    """Tell whether a pattern asks for one value of a slot."""
    return pattern.statement == statement and not isinstance(pattern.terms[slot], Variable)


def _only_compares(rule: Rule, statement: str, slot: int) -> bool:
    """Tell whether a rule does no more with what stands in a slot than compare it."""
    if any(pattern.statement == statement for pattern in rule.conclusions):
        return False
    uses, bare = _uses(rule), set(_bare(rule))
    for condition in rule.all_conditions:
        for pattern in patterns(condition):
            if pattern.statement != statement:
                continue
            term = pattern.terms[slot]
            if not isinstance(term, Variable):
                return False
            if term.is_wildcard:
                reported = isinstance(condition, Reported) and condition.number == term.name
                if (term.name in condition.counted and not reported) or pattern.terms.count(term) > 1:
                    return False
            elif not isinstance(condition, Holds | Since) or uses[term.name] > 1 or term.name in bare:
                return False
    return True


def _only_dates(rule: Rule, statement: str) -> bool:
    """Tell whether a rule does no more with the day since which a statement is so than compare it."""
    uses, bare = _uses(rule), set(_bare(rule))
    return all(
        uses[condition.day.name] == 1 and condition.day.name not in bare
        for condition in rule.all_conditions
        if isinstance(condition, Since)
        and condition.pattern.statement == statement
        and not condition.day.is_wildcard
    )


def _uses(rule: Rule) -> Counter[str]:
    """Count the places in sentences in which each variable of a rule stands."""
    found = Counter(
        term.name
        for pattern in (*rule.premises, *rule.conclusions)
        for term in pattern.terms
        if isinstance(term, Variable)
    )
    found.update(one.day.name for one in rule.all_conditions if isinstance(one, Since))
    return found


def _bare(rule: Rule) -> Iterator[str]:
    """Yield the variables that stand in limits, and in comparisons among several lines."""
    for condition in rule.all_conditions:
        if not isinstance(condition, Comparison):
            for side in expressions(condition):
                yield from variables(side)


def loosened(rules: Iterable[Rule], freedom: Freedom, sayings: Sequence[ColumnSays]) -> tuple[Rule, ...]:
    """Return rules with the comparisons that rows decide left undecided."""
    slots = {(sayings[at].pattern.statement, sayings[at].slot) for at in freedom.values}
    dated = {sayings[at].pattern.statement for at in freedom.days}
    return tuple(_loosened(rule, freedom.today, slots, dated) for rule in rules)


def _loosened(rule: Rule, today: bool, slots: set[tuple[str, int | None]], dated: set[str]) -> Rule:
    free = {TODAY} if today else set()
    for condition in rule.all_conditions:
        for pattern in patterns(condition):
            terms = ((t, at) for at, t in enumerate(pattern.terms) if isinstance(t, Variable))
            free.update(term.name for term, at in terms if (pattern.statement, at) in slots)
        if isinstance(condition, Since) and condition.pattern.statement in dated:
            free.add(condition.day.name)

    def made(condition: Condition) -> Condition:
        if not isinstance(condition, Comparison) or not any(
            isinstance(leaf, Variable) and leaf.name in free
            for side in expressions(condition)
            for leaf in leaves(side)
        ):
            return condition
        return Loosened(condition.text, Decimal(0), "=", Decimal(0), "number", condition)

    conditions = tuple(
        tuple(map(made, item)) if isinstance(item, tuple) else made(item) for item in rule.conditions
    )
    unless = tuple(tuple(map(made, together)) for together in rule.unless)
    same = (conditions, unless) == (rule.conditions, rule.unless)
    return rule if same else replace(rule, conditions=conditions, unless=unless)
