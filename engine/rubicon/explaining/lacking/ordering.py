"""Put together what comparisons say about the order of things, and find out whether it can be."""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct, field

from rubicon.language.binding import Binding
from rubicon.language.conditions import Comparison, Expression, Operation, Variable, grounded

NeededNode: TypeAlias = Expression


class ValueOrder(Struct):
    """What comparisons say about the order of things: `no greater than` edges, some of them strict."""

    edges: dict[NeededNode, dict[NeededNode, bool]] = field(default_factory=dict)
    apart: list[tuple[NeededNode, NeededNode]] = field(default_factory=list)
    values: tuple[str, ...] = ()

    def add(self, test: Comparison, values: tuple[str, ...], start: Binding) -> None:
        """Add what a comparison says; an ordered kind lies between its lowest and its highest value."""
        left, right = grounded(test.left, start), grounded(test.right, start)
        self.values = self.values or values
        for node in (left, right):
            self.edges.setdefault(node, {})
            if values:
                self._edge(values[0], node, strict=False)
                self._edge(node, values[-1], strict=False)
        if test.operator == "!=":
            self.apart.append((left, right))
            return
        strict = test.operator in ("<", ">")
        if test.operator in ("<", "<=", "="):
            self._edge(left, right, strict=strict)
        if test.operator in (">", ">=", "="):
            self._edge(right, left, strict=strict)

    def _edge(self, low: NeededNode, high: NeededNode, *, strict: bool) -> None:
        self.edges.setdefault(high, {})
        known = self.edges.setdefault(low, {})
        known[high] = known.get(high, False) or strict

    def is_broken(self) -> bool:
        """Tell whether the edges make something less than itself, two constants one, or the same apart."""
        self._order_constants()
        for node in self.edges:
            reached = self._from(node)
            if reached.get(node):
                return True
            for other in reached:
                if other != node and node in self._from(other) and _is_constant(node) and _is_constant(other):
                    return True
        return any(
            left == right or (right in self._from(left) and left in self._from(right))
            for left, right in self.apart
        )

    def _order_constants(self) -> None:
        constants = [node for node in self.edges if _is_constant(node)]
        for one in constants:
            for other in constants:
                if self._less(one, other):
                    self._edge(one, other, strict=True)

    def _less(self, one: NeededNode, other: NeededNode) -> bool:
        if isinstance(one, Decimal) and isinstance(other, Decimal):
            return one < other
        if isinstance(one, date) and isinstance(other, date):
            return one < other
        if one in self.values and other in self.values:
            return self.values.index(str(one)) < self.values.index(str(other))
        return False

    def _from(self, start: NeededNode) -> dict[NeededNode, bool]:
        """Return what is no less than a node, and whether it is surely greater."""
        reached: dict[NeededNode, bool] = {}
        pending = [(start, False)]
        while pending:
            node, strict = pending.pop()
            for other, more in self.edges.get(node, {}).items():
                now = strict or more
                if other not in reached or (now and not reached[other]):
                    reached[other] = now
                    pending.append((other, now))
        return reached


def _is_constant(node: NeededNode) -> bool:
    return not isinstance(node, Variable | Operation)
