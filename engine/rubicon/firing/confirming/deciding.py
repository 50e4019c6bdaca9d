"""Comparisons, decided with exact fractions."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from rubicon.language.conditions import Comparison, Expression, Operation, Variable
from rubicon.language.vocabulary import Vocabulary

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def names_in(test: Comparison) -> set[str]:
    """Return the variables that a comparison needs; `today` is not one."""
    return _names(test.left) | _names(test.right)


def decide(
    test: Comparison, row: tuple[Any, ...], place: Mapping[str, int], vocabulary: Vocabulary, day: date | None
) -> bool:
    """Tell whether a comparison holds for a row of values; `place` says where each variable is.

    When it asks for the day and there is none, it counts as true: firing must have refused the rule.
    """
    compare = _COMPARE[test.operator]
    left, right = _value(test.left, row, place, day), _value(test.right, row, place, day)
    if left is None or right is None:
        return True
    kind = vocabulary.kinds.get(test.scale)
    if kind is not None and kind.values and test.operator not in {"=", "!="}:
        known = left in kind.values and right in kind.values
        return known and compare(kind.values.index(left), kind.values.index(right))
    if isinstance(left, Fraction) or isinstance(right, Fraction):
        left, right = Fraction(left), Fraction(right)
    return compare(left, right)


def _names(expression: Expression) -> set[str]:
    if isinstance(expression, Operation):
        return _names(expression.left) | _names(expression.right)
    return {expression.name} - {"today"} if isinstance(expression, Variable) else set()


def _value(expression: Expression, row: tuple[Any, ...], place: Mapping[str, int], day: date | None) -> Any:
    """Compute an expression; in arithmetic a day counts as its number in the calendar."""
    if isinstance(expression, Operation):
        sides = [_value(side, row, place, day) for side in (expression.left, expression.right)]
        if None in sides:
            return None
        one, other = (Fraction(side.toordinal() if isinstance(side, date) else side) for side in sides)
        return {"+": operator.add, "-": operator.sub, "*": operator.mul}[expression.operator](one, other)
    if isinstance(expression, Variable):
        return row[place[expression.name]] if expression.name in place else day
    return expression
