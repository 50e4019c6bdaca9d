"""Look at a condition under its binding: what it speaks of, what meets it, what it came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from rubicon.explaining.claims import Tallied
from rubicon.firing.instances import GroundCondition
from rubicon.judging import holds, measure, reports
from rubicon.judging.judgements import Truth
from rubicon.judging.ledger import Ledger
from rubicon.language.binding import bound, literal_of
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Condition,
    Expression,
    Holds,
    Operation,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Literal, Value

Kind: TypeAlias = OneOf["holds", "absent", "open", "disputed", "tally", "aggregate", "reported", "comparison"]


@dataclass(frozen=True, slots=True)
class Look:
    """A condition looked at; `literals` are the statements that meet it or bear on it."""

    kind: Kind
    met: Truth
    condition: Condition
    pattern: Pattern | None = None
    literals: tuple[Literal, ...] = ()
    tallied: Tallied | None = None
    limit: Decimal | None = None
    comparison: Comparison | None = None


def look(ledger: Ledger, ground: GroundCondition, binding: Mapping[str, Value], day: date | None) -> Look:
    """Look at one condition of a rule's instance."""
    condition, met = ground.condition, holds(ledger.judgement, ground)
    if isinstance(condition, Comparison):
        values = {**binding, "today": day} if day is not None else binding
        left, right = _ground(condition.left, values), _ground(condition.right, values)
        said = Comparison(condition.text, left, condition.operator, right, condition.kind)
        return Look("comparison", met, condition, comparison=said)
    pattern = bound(condition.pattern, binding)
    mentioned = tuple(dict.fromkeys(mention.literal for mention in ground.mentions))
    match condition:
        case Holds():
            shown = _shown(ledger, mentioned)
            spoken = mentioned or (() if pattern.variables else (literal_of(pattern),))
            return Look("holds", met, condition, pattern, shown or spoken)
        case Absent():
            bearing = _shown(ledger, mentioned) or tuple(one for one in mentioned if ledger.applying(one))
            return Look("absent", met, condition, pattern, bearing)
        case Unsettled():
            return Look("disputed" if condition.disputed else "open", met, condition, pattern, mentioned)
        case Tally() | Aggregate():
            return _counted(ledger, ground, condition, met, pattern)
        case Reported():
            literals = tuple(found.literal for found in reports(ledger.judgement, ground))
            return Look("reported", met, condition, pattern, literals, limit=ground.limit)


def _shown(ledger: Ledger, literals: Iterable[Literal]) -> tuple[Literal, ...]:
    """Return what is established and meets one of some mentions."""
    found = (ledger.meets(literal) for literal in literals)
    return tuple(dict.fromkeys(literal for literal in found if literal is not None))


def _counted(
    ledger: Ledger, ground: GroundCondition, condition: Tally | Aggregate, met: Truth, pattern: Pattern
) -> Look:
    """Look at what a tally counted, or an aggregate put together."""
    found = measure(ledger.judgement, ground)
    members = tuple(member for member in found.members if member.counts)
    literals = tuple(dict.fromkeys(literal for member in members for literal in member.literals))
    none = Decimal(0)
    tallied = Tallied(found.low or none, found.high or none, tuple(member.member for member in members))
    kind: Kind = "tally" if isinstance(condition, Tally) else "aggregate"
    limit = Decimal(condition.number) if isinstance(condition, Tally) else ground.limit
    return Look(kind, met, condition, pattern, literals, tallied, limit)


def _ground(expression: Expression, values: Mapping[str, Value]) -> Expression:
    if isinstance(expression, Operation):
        return Operation(
            expression.operator, _ground(expression.left, values), _ground(expression.right, values)
        )
    if isinstance(expression, Variable):
        return values.get(expression.name, expression)
    return expression
