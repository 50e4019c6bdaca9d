"""The order in which rules feed each other."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rubicon.firing.planning import Predicate

Node: TypeAlias = int | Predicate


def in_order(
    reads: Sequence[Iterable[Predicate]], writes: Sequence[Iterable[Predicate]]
) -> list[tuple[tuple[int, ...], bool]]:
    """Group rules (by number) so that each group reads only what it or an earlier group writes.

    A group comes with whether it feeds itself. Tarjan's strongly connected components (SIAM Journal on
    Computing 1:2, 1972), without recursion.

    >>> in_order([[("b", True)], [("a", True)]], [[("c", True)], [("b", True)]])
    [((1,), False), ((0,), False)]
    """
    edges: dict[Node, list[Node]] = {}
    for number, predicates in enumerate(reads):
        edges[number] = list(dict.fromkeys(predicates))
    for number, predicates in enumerate(writes):
        for predicate in dict.fromkeys(predicates):
            edges.setdefault(predicate, []).append(number)
    groups = []
    for group in _components(edges, range(len(reads))):
        rules = sorted(node for node in group if isinstance(node, int))
        if rules:
            groups.append((tuple(rules), len(group) > 1))
    return groups


def _components(edges: dict[Node, list[Node]], roots: Iterable[Node]) -> list[list[Node]]:
    """Return the strongly connected components, each after those it points to."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    waiting: list[Node] = []
    is_waiting: set[Node] = set()
    found: list[list[Node]] = []
    for root in roots:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        waiting.append(root)
        is_waiting.add(root)
        path = [(root, iter(edges.get(root, ())))]
        while path:
            node, rest = path[-1]
            for following in rest:
                if following not in index:
                    index[following] = low[following] = len(index)
                    waiting.append(following)
                    is_waiting.add(following)
                    path.append((following, iter(edges.get(following, ()))))
                    break
                if following in is_waiting:
                    low[node] = min(low[node], index[following])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    group = [waiting.pop()]
                    while group[-1] != node:
                        group.append(waiting.pop())
                    is_waiting.difference_update(group)
                    found.append(group)
    return found
