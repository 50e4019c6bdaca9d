"""Look at a condition under its binding: what it speaks of, what meets it, what it came to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from rubicon.explaining.claims import Premise, Tallied
from rubicon.firing.instances import GroundCondition
from rubicon.judging.ledger import Bearing, Ledger
from rubicon.language.binding import bound, literal_of
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Expression,
    Holds,
    Operation,
    Reported,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Value


def look(ledger: Ledger, ground: GroundCondition, binding: Mapping[str, Value], day: date | None) -> Premise:
    """Look at one condition of a rule's instance; what meets it, or bears on it, is not told yet."""
    condition, bearing = ground.condition, ledger.bearing(ground)
    met, literals = bearing.met, bearing.literals
    if isinstance(condition, Comparison):
        values = {**binding, "today": day} if day is not None else binding
        left, right = _ground(condition.left, values), _ground(condition.right, values)
        said = Comparison(condition.text, left, condition.operator, right, condition.kind)
        return Premise("comparison", met, condition, comparison=said)
    pattern = bound(condition.pattern, binding)
    mentioned = tuple(dict.fromkeys(mention.literal for mention in ground.mentions))
    match condition:
        case Holds():
            spoken = mentioned or (() if pattern.variables else (literal_of(pattern),))
            return Premise("holds", met, condition, pattern, literals or spoken)
        case Absent():
            spoken = tuple(one for one in mentioned if ledger.applying(one))
            return Premise("absent", met, condition, pattern, literals or spoken)
        case Unsettled():
            return Premise("disputed" if condition.disputed else "open", met, condition, pattern, mentioned)
        case Tally():
            limit = Decimal(condition.number)
            return Premise("tally", met, condition, pattern, literals, (), _tallied(bearing), limit)
        case Aggregate():
            tallied = _tallied(bearing)
            return Premise("aggregate", met, condition, pattern, literals, (), tallied, ground.limit)
        case Reported():
            return Premise("reported", met, condition, pattern, literals, limit=ground.limit)


def _tallied(bearing: Bearing) -> Tallied:
    none = Decimal(0)
    members = tuple(member.member for member in bearing.members)
    return Tallied(bearing.low or none, bearing.high or none, members)


def _ground(expression: Expression, values: Mapping[str, Value]) -> Expression:
    if isinstance(expression, Operation):
        return Operation(
            expression.operator, _ground(expression.left, values), _ground(expression.right, values)
        )
    if isinstance(expression, Variable):
        return values.get(expression.name, expression)
    return expression
