"""The strongly connected components of a graph (Tarjan, SIAM Journal on Computing, 1972), without recursion."""

from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def components(successors: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the components of the nodes 0, 1, …, each after all that it leads to.

    >>> list(components([(1,), (2,), (1,), (0,)]))
    [[2, 1], [0], [3]]
    """
    size = len(successors)
    index, low = array("q", bytes(8 * size)), array("q", bytes(8 * size))
    counter = 0
    stack: list[int] = []
    done = size + 1
    for root in range(size):
        if index[root]:
            continue
        counter += 1
        index[root] = low[root] = counter
        stack.append(root)
        path = [(root, iter(successors[root]))]
        while path:
            node, rest = path[-1]
            for other in rest:
                if not index[other]:
                    counter += 1
                    index[other] = low[other] = counter
                    stack.append(other)
                    path.append((other, iter(successors[other])))
                    break
                low[node] = min(low[node], low[other])
            else:
                path.pop()
                if path:
                    parent = path[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    component = []
                    while True:
                        other = stack.pop()
                        low[other] = done
                        component.append(other)
                        if other == node:
                            break
                    yield component


def components_of(graph: Mapping[Node, Iterable[Node]]) -> list[list[Node]]:
    """Return the components of a graph of anything, each after all that it leads to.

    >>> components_of({"hen": ["egg"], "egg": ["hen", "omelette"]})
    [['omelette'], ['egg', 'hen']]
    """
    nodes = list(dict.fromkeys([*graph, *(other for row in graph.values() for other in row)]))
    numbers = {node: number for number, node in enumerate(nodes)}
    found = components([[numbers[other] for other in graph.get(node, ())] for node in nodes])
    return [[nodes[number] for number in component] for component in found]
