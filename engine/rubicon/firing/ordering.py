"""The order in which rules feed each other."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rubicon.firing.planning import Predicate
from rubicon.language.circles import components_of

OrderedNode: TypeAlias = int | Predicate


def in_order(
    reads: Sequence[Iterable[Predicate]], writes: Sequence[Iterable[Predicate]]
) -> list[tuple[tuple[int, ...], bool]]:
    """Group rules (by number) so that each group reads only what it or an earlier group writes.

    A group comes with whether it feeds itself.

    >>> in_order([[("b", True)], [("a", True)]], [[("c", True)], [("b", True)]])
    [((1,), False), ((0,), False)]
    """
    edges: dict[OrderedNode, list[OrderedNode]] = {}
    for number, predicates in enumerate(reads):
        edges[number] = list(dict.fromkeys(predicates))
    for number, predicates in enumerate(writes):
        for predicate in dict.fromkeys(predicates):
            edges.setdefault(predicate, []).append(number)
    groups = []
    for group in components_of(edges):
        rules = sorted(node for node in group if isinstance(node, int))
        if rules:
            groups.append((tuple(rules), len(group) > 1))
    return groups
