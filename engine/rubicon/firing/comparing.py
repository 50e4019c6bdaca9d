"""Comparisons and limits, made into functions of the values a rule has bound."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias, cast

from rubicon.language.conditions import TODAY, Comparison, Expression, Operation, Variable
from rubicon.language.facts import EXACT, Day, Value
from rubicon.language.vocabulary import Vocabulary

Read: TypeAlias = Callable[[Sequence[Value], Day | None], Value]
ComparisonTest: TypeAlias = Callable[[Sequence[Value], Day | None], bool]

_TESTS = {"<": lt, "<=": le, "=": eq, "!=": ne, ">=": ge, ">": gt}
_ARITHMETIC = {"+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply}


class NoDay(Exception):
    """A comparison needs the day judged, and there is none."""


def reader(expression: Expression, where: Mapping[str, int]) -> Read:
    """Make the function that computes an expression; `where` gives each variable's place among the values.

    Numbers are exact; of two dates the difference is whole days. The function raises NoDay, or
    `decimal.Inexact` when a number outgrows DIGITS.
    """
    if isinstance(expression, Variable):
        if expression.name == TODAY:
            return _today
        place = where[expression.name]
        return lambda values, _: values[place]
    if isinstance(expression, Operation):
        left, right = reader(expression.left, where), reader(expression.right, where)
        work = _ARITHMETIC[expression.operator]

        def compute(values: Sequence[Value], day: Day | None) -> Value:
            one, other = left(values, day), right(values, day)
            if isinstance(one, date) and isinstance(other, date):
                return Decimal((one - other).days)
            return work(cast(Decimal, one), cast(Decimal, other))

        return compute
    return lambda _values, _day: expression


def tester(comparison: Comparison, where: Mapping[str, int], vocabulary: Vocabulary) -> ComparisonTest:
    """Make the function that decides a comparison; raises what `reader` raises."""
    left, right = reader(comparison.left, where), reader(comparison.right, where)
    test = _TESTS[comparison.operator]
    kind = vocabulary.kinds.get(comparison.scale)
    if kind is None or not kind.values or comparison.operator in {"=", "!="}:
        return lambda values, day: bool(test(left(values, day), right(values, day)))
    rank = {value: number for number, value in enumerate(kind.values)}

    def ordered(values: Sequence[Value], day: Day | None) -> bool:
        one, other = rank.get(cast(str, left(values, day))), rank.get(cast(str, right(values, day)))
        return one is not None and other is not None and bool(test(one, other))

    return ordered


def _today(_values: Sequence[Value], day: Day | None) -> Value:
    if day is None:
        raise NoDay
    return day
