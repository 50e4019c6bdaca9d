"""Find circles: through absence (which has no meaning), and of overrides."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rubicon.language.circles import components_of
from rubicon.language.conditions import Absent, Condition, Pattern, Reported, Variable, patterns, settles
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary

CIRCLES = 20
"""Circles through absence that are reported at once."""


class Edge(NamedTuple):
    """A rule's conclusion speaks of a statement in a condition.

    `absent` says how, where the statement must be settled first.
    """

    head: str
    body: str
    rule: Rule
    absent: str
    condition: Condition


def statement_edges(rules: Iterable[Rule], vocabulary: Vocabulary) -> list[Edge]:
    """Return the edges of the graph of statements (DESIGN 2.2, Circles)."""
    edges: list[Edge] = []
    for rule in rules:
        for index, condition in enumerate(rule.all_conditions):
            if isinstance(condition, Reported):
                continue
            edges += [
                Edge(head.statement, body.statement, rule, settles(condition), condition)
                for head in rule.conclusions
                for body in patterns(condition)
                if index >= len(rule.lines) or not presumes(condition, head, vocabulary)
            ]
    return edges


def presumes(condition: Condition, head: Pattern, vocabulary: Vocabulary) -> bool:
    """Tell whether an absence is that of a presumption on its own statement, which section 4 lets yield."""
    if not isinstance(condition, Absent) or condition.pattern.statement != head.statement:
        return False
    pattern = condition.pattern
    if pattern.terms == head.terms:
        return pattern.truth != head.truth
    index = vocabulary.statements[head.statement].one_of
    differing = [i for i, (a, b) in enumerate(zip(pattern.terms, head.terms, strict=True)) if a != b]
    if differing != [index] or not (pattern.truth and head.truth):
        return False
    return not any(isinstance(one.terms[differing[0]], Variable) for one in (pattern, head))


def circle_through_absence(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Return, for each edge through an absence that lies on a circle, the shortest such circle, each once."""
    graph: dict[str, list[Edge]] = {}
    for edge in edges:
        graph.setdefault(edge.head, []).append(edge)
    groups = components_of({head: [edge.body for edge in found] for head, found in graph.items()})
    component = {statement: number for number, group in enumerate(groups) for statement in group}
    found: list[list[Edge]] = []
    seen: set[frozenset[str]] = set()
    for edge in (edge for row in graph.values() for edge in row if edge.absent):
        if component[edge.head] != component[edge.body] or len(found) == CIRCLES:
            continue
        back = _path(graph, edge.body, edge.head)
        if back is not None:
            statements = frozenset([edge.head, *(step.head for step in back)])
            if statements not in seen:
                seen.add(statements)
                found.append([edge, *back])
    return found


def _path(graph: Mapping[str, list[Edge]], start: str, goal: str) -> list[Edge] | None:
    if start == goal:
        return []
    ways: dict[str, list[Edge]] = {start: []}
    queue = [start]
    for node in queue:
        for edge in graph.get(node, ()):
            if edge.body not in ways:
                ways[edge.body] = [*ways[node], edge]
                queue.append(edge.body)
                if edge.body == goal:
                    return ways[goal]
    return None


def circles_of_overrides(rules: Mapping[str, Rule]) -> list[list[str]]:
    """Return one circle of `overrides` for each group of rules that lie on one; a rule alone is none."""
    graph = {
        name: [other for other in rule.overrides if other in rules and other != name]
        for name, rule in rules.items()
    }
    found = []
    for group in components_of(graph):
        if len(group) > 1:
            circle = [min(group)]
            while True:
                step = min(other for other in graph[circle[-1]] if other in group)
                if step in circle:
                    found.append([*circle[circle.index(step) :], step])
                    break
                circle.append(step)
    return sorted(found)
