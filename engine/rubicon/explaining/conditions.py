"""Look at a condition under its binding: what it speaks of, what meets it, what it came to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import assert_never, cast

from rubicon.explaining.claims import Premise, Tallied
from rubicon.firing.instances import GroundCondition
from rubicon.judging.ledger import Bearing, Ledger
from rubicon.language.binding import bound, literal_of
from rubicon.language.conditions import (
    TODAY,
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
    grounded,
)
from rubicon.language.facts import Day, Value


def look(ledger: Ledger, ground: GroundCondition, binding: Mapping[str, Value], day: date | None) -> Premise:
    """Look at one condition of a rule's instance; what meets it, or bears on it, is not told yet."""
    condition, bearing = ground.condition, ledger.bearing(ground)
    met, literals = bearing.met, bearing.literals
    if isinstance(condition, Comparison):
        values = {**binding, TODAY: day} if day is not None else binding
        left, right = grounded(condition.left, values), grounded(condition.right, values)
        said = Comparison(condition.text, left, condition.operator, right, condition.scale)
        return Premise(condition.kind, met, condition, comparison=said)
    if isinstance(condition, Several):
        parts = tuple(look(ledger, part, binding, day) for part in ground.parts)
        number = Decimal(condition.number)
        return Premise(
            condition.kind, met, condition, None, literals, (), _tallied(bearing), number, parts=parts
        )
    pattern, tallied, limit = bound(condition.pattern, binding), None, ground.limit
    mentioned = tuple(dict.fromkeys(mention.literal for mention in ground.mentions))
    match condition:
        case Since():
            literals, since = literals or mentioned, cast(Day, ground.mentions[0].member)
            return Premise(condition.kind, met, condition, pattern, literals, day=since)
        case Holds():
            literals = literals or mentioned or (() if pattern.variables else (literal_of(pattern),))
        case Absent():
            literals = literals or tuple(one for one in mentioned if ledger.applying(one))
        case Unsettled():
            literals = mentioned
        case Tally():
            tallied, limit = _tallied(bearing), Decimal(condition.number)
        case Aggregate():
            tallied = _tallied(bearing)
        case Reported():
            pass
        case _:
            assert_never(condition)
    return Premise(condition.kind, met, condition, pattern, literals, (), tallied, limit)


def _tallied(bearing: Bearing) -> Tallied:
    none = Decimal(0)
    members = bearing.members
    return Tallied(
        bearing.low or none,
        bearing.high or none,
        tuple(dict.fromkeys(member.member for member in members)),
        tuple(dict.fromkeys(member.member for member in members if member.disputed)),
        bearing.or_none,
    )
