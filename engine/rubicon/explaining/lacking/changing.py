"""Find the value with which a comparison that fails would hold."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from rubicon.explaining.claims import Premise
from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.searching import TriedBinding
from rubicon.explaining.lacking.trying import attempt, valued
from rubicon.explaining.lacking.ways import Need
from rubicon.language.binding import Binding, bound
from rubicon.language.conditions import (
    Comparison,
    Expression,
    Holds,
    Operation,
    Pattern,
    Since,
    Variable,
    variables,
)
from rubicon.language.dating import days_later
from rubicon.language.facts import EXACT, Value

_FLIPPED = {"<": ">", "<=": ">=", "=": "=", ">=": "<=", ">": "<"}


def value_needed(scene: Scene, trial: Premise, found: TriedBinding) -> tuple[Need, ...]:
    """Return the sentence with the nearest value that makes a failed comparison hold, if one would do.

    What has to be another one is left open.
    """
    condition = trial.condition
    if not isinstance(condition, Comparison):
        return ()
    for name, lines, dated in _movable(found, condition):
        if condition.operator == "!=":
            others = {other: known for other, known in found.binding.items() if other != name}
            besides = found.binding.get(name)
            return tuple(
                Need("assert" if lines else "dated", bound(line, others), besides=besides)
                for line in lines or dated
            )
        value = _solution(scene, condition, name, found.binding)
        if value is not None:
            moved = {**found.binding, name: value}
            if attempt(scene, condition, moved).met:
                needs = [Need("value", bound(line, moved)) for line in lines]
                needs += [Need("dated", bound(line, moved), day=_day(value)) for line in dated]
                return tuple(needs)
    return ()


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _movable(
    found: TriedBinding, condition: Comparison
) -> Iterator[tuple[str, list[Pattern], list[Pattern]]]:
    """Yield the variables of a comparison that the sentence asked about leaves free, with the lines that bind them.

    The last are those that bind the day since which they are so.
    """
    lines = [trial.condition for trial in found.conditions]
    for name in (*sorted(variables(condition.left)), *sorted(variables(condition.right))):
        said = [line.pattern for line in lines if isinstance(line, Holds | Since)]
        using = [pattern for pattern in said if name in pattern.variables]
        dated = [line.pattern for line in lines if isinstance(line, Since) and line.day.name == name]
        if name in found.free and (using or dated):
            yield name, using, dated


def _solution(scene: Scene, condition: Comparison, name: str, binding: Binding) -> Value | None:
    if name in variables(condition.left) and name in variables(condition.right):
        return None
    if name in variables(condition.left):
        side, other, operator = condition.left, condition.right, condition.operator
    else:
        side, other = condition.right, condition.left
        operator = _FLIPPED.get(condition.operator, condition.operator)  # type: ignore[assignment]
    if operator == "!=":
        return None
    target = _beside(scene, condition, valued(scene, other, binding), operator)
    return None if target is None else _solve(scene, side, target, name, binding)


def _beside(scene: Scene, condition: Comparison, value: Value, operator: str) -> Value | None:
    """Return the nearest value on the right side of a bound: itself, or the next one if it is strict."""
    step = {"<": -1, ">": 1}.get(operator, 0)
    if isinstance(value, Decimal):
        return EXACT.add(value, Decimal(step))
    if isinstance(value, date):
        return days_later(value, step)
    if not step:
        return value
    kind = scene.vocabulary.kinds.get(condition.scale)
    values = kind.values if kind is not None else ()
    at = values.index(value) + step if value in values else -1
    return values[at] if 0 <= at < len(values) else None


def _solve(scene: Scene, side: Expression, target: Value, name: str, binding: Binding) -> Value | None:
    """Return the value of a variable for which an expression, in which it stands once, comes to a target."""
    if isinstance(side, Variable):
        return target if side.name == name else None
    if not isinstance(side, Operation):
        return None
    left_has = name in variables(side.left)
    if left_has and name in variables(side.right):
        return None
    inner, outer = (side.left, side.right) if left_has else (side.right, side.left)
    known = valued(scene, outer, binding)
    if side.operator == "-":
        wanted = _added(target, known) if left_has else _taken(known, target)
    elif side.operator == "+":
        wanted = _taken(target, known)
    else:
        wanted = _divided(target, known)
    return None if wanted is None else _solve(scene, inner, wanted, name, binding)


def _added(one: Value, other: Value) -> Value | None:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return EXACT.add(one, other)
    if isinstance(one, Decimal) and isinstance(other, date):
        return days_later(other, int(one))
    return None


def _taken(one: Value, other: Value) -> Value | None:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return EXACT.subtract(one, other)
    if isinstance(one, date) and isinstance(other, Decimal):
        return days_later(one, -int(other))
    return None


def _divided(one: Value, other: Value) -> Value | None:
    if not (isinstance(one, Decimal) and isinstance(other, Decimal)) or not other:
        return None
    whole = one / other
    return whole if EXACT.multiply(whole, other) == one else None
