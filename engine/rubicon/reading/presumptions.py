"""Find the presumptions that have no meaning (DESIGN 2.2, Circles).

A presumption yields to whatever applies for what it presumes against. That has no meaning where a rule for it
rests, through whatever steps, on the presumed conclusion, or where two presumptions presume against each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from rubicon.language.binding import unified
from rubicon.language.circles import components_of
from rubicon.language.conditions import Absent, Condition, Pattern, Reported, Unsettled, patterns
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.reading.circles import presumes


class Presumption(Struct, frozen=True):
    """A rule that concludes `head` where nothing shows what `condition` speaks of."""

    rule: Rule
    condition: Absent
    head: Pattern


class Dependency(Struct, frozen=True):
    """A rule, and what one of its conditions speaks of."""

    rule: Rule
    condition: Condition
    body: Pattern


def presumptions(rules: Iterable[Rule], vocabulary: Vocabulary) -> list[Presumption]:
    """Return the presumptions among some rules, an `otherwise` included."""
    return [
        Presumption(rule, condition, head)
        for rule in rules
        for condition in rule.lines
        for head in rule.conclusions
        if isinstance(condition, Absent) and presumes(condition, head, vocabulary)
    ]


def opposed(
    found: Sequence[Presumption], vocabulary: Vocabulary
) -> Iterator[tuple[Presumption, Presumption]]:
    """Yield the pairs of presumptions that presume against each other."""
    by_statement: dict[str, list[Presumption]] = {}
    for one in found:
        by_statement.setdefault(one.head.statement, []).append(one)
    for alike in by_statement.values():
        for one, other in combinations(alike, 2):
            if _meets(vocabulary, one.head, other.condition.pattern) and _meets(
                vocabulary, other.head, one.condition.pattern
            ):
                yield one, other


def resting(
    found: Sequence[Presumption], rules: Sequence[Rule], vocabulary: Vocabulary
) -> Iterator[tuple[Presumption, list[Dependency]]]:
    """Yield each presumption on whose conclusion a rule for what it presumes against rests, by the shortest way."""
    concluding: dict[str, list[Rule]] = {}
    for rule in rules:
        for statement in dict.fromkeys(head.statement for head in rule.conclusions):
            concluding.setdefault(statement, []).append(rule)
    circular = _circular(rules, vocabulary) if found else frozenset()
    for one in found:
        asked = one.condition.pattern
        if asked.statement not in circular:
            continue
        first = [
            rule
            for rule in concluding.get(asked.statement, ())
            if any(_meets(vocabulary, head, asked) for head in rule.conclusions)
        ]
        steps = _way(first, one.head, concluding, vocabulary)
        if steps is not None:
            yield one, steps


def _circular(rules: Iterable[Rule], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the statements that rest, through whatever steps, on themselves: no other can rest on what is presumed."""
    graph: dict[str, dict[str, None]] = {}
    for rule in rules:
        bodies = dict.fromkeys(step.body.statement for step in _steps(rule, vocabulary))
        for head in rule.conclusions:
            graph.setdefault(head.statement, {}).update(bodies)
    return frozenset(
        statement
        for group in components_of(graph)
        for statement in group
        if len(group) > 1 or statement in graph.get(statement, {})
    )


def _way(
    first: Iterable[Rule], goal: Pattern, concluding: dict[str, list[Rule]], vocabulary: Vocabulary
) -> list[Dependency] | None:
    """Return the shortest way from some rules to a condition that a goal meets."""
    ways: dict[str, list[Dependency]] = {rule.id: [] for rule in first}
    queue = list(first)
    for rule in queue:
        for step in _steps(rule, vocabulary):
            sides = [step.body]
            if isinstance(step.condition, Unsettled):
                sides.append(replace(step.body, truth=not step.body.truth))
            if any(_meets(vocabulary, goal, side) for side in sides):
                return [*ways[rule.id], step]
            for other in concluding.get(step.body.statement, ()):
                if other.id not in ways:
                    ways[other.id] = [*ways[rule.id], step]
                    queue.append(other)
    return None


def _steps(rule: Rule, vocabulary: Vocabulary) -> Iterator[Dependency]:
    """Yield what a rule speaks of, but for that against which it presumes itself."""
    for index, condition in enumerate(rule.all_conditions):
        own = index < len(rule.lines) and any(
            presumes(condition, one, vocabulary) for one in rule.conclusions
        )
        if not own and not isinstance(condition, Reported):
            for body in patterns(condition):
                yield Dependency(rule, condition, body)


def _meets(vocabulary: Vocabulary, head: Pattern, asked: Pattern) -> bool:
    return unified(vocabulary, head, asked) is not None
