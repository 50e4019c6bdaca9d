"""Look at a condition under its binding: what it speaks of, what meets it, what it came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from rubicon.explanations import Tallied
from rubicon.facts import Literal, Value
from rubicon.findings import Ledger, bound
from rubicon.firings import GroundCondition, Mention
from rubicon.judgements import Truth
from rubicon.rulebook import (
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
from rubicon.sentences import literal_of

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
    condition = ground.condition
    match condition:
        case Holds():
            return _holds(ledger, ground, condition, binding)
        case Absent():
            pattern = bound(condition.pattern, binding)
            shown = _met(ledger, ground)
            bearing = shown or tuple(m.literal for m in ground.mentions if ledger.applying(m.literal))
            return Look("absent", not shown, condition, pattern, bearing)
        case Unsettled():
            pattern = bound(condition.pattern, binding)
            bearing = tuple(m.literal for m in ground.mentions)
            settled = any(ledger.verdict(literal.atom).truth is not None for literal in bearing)
            return Look(
                "disputed" if condition.disputed else "open", not settled, condition, pattern, bearing
            )
        case Tally():
            return _tally(ledger, ground, condition, binding)
        case Aggregate():
            return _aggregate(ledger, ground, condition, binding)
        case Reported():
            pattern = bound(condition.pattern, binding)
            literals = tuple(m.literal for m in ground.mentions)
            return Look("reported", True, condition, pattern, literals, limit=ground.limit)
        case Comparison():
            values = {**binding, "today": day} if day is not None else binding
            said = Comparison(
                condition.text,
                _ground(condition.left, values),
                condition.operator,
                _ground(condition.right, values),
                condition.kind,
            )
            return Look("comparison", ground.holds, condition, comparison=said)


def _holds(ledger: Ledger, ground: GroundCondition, condition: Holds, binding: Mapping[str, Value]) -> Look:
    pattern = bound(condition.pattern, binding)
    if not ground.mentions:
        return Look("holds", False, condition, pattern, () if pattern.variables else (literal_of(pattern),))
    shown = _met(ledger, ground)
    if shown:
        return Look("holds", True, condition, pattern, shown)
    literals = tuple(mention.literal for mention in ground.mentions)
    undefined = any(ledger.judgement.established.get(literal, False) is None for literal in literals)
    return Look("holds", None if undefined else False, condition, pattern, literals)


def _met(ledger: Ledger, ground: GroundCondition) -> tuple[Literal, ...]:
    found = (ledger.meets(mention.literal) for mention in ground.mentions)
    return tuple(dict.fromkeys(literal for literal in found if literal is not None))


def _tally(ledger: Ledger, ground: GroundCondition, condition: Tally, binding: Mapping[str, Value]) -> Look:
    shown = [m for m in ground.mentions if ledger.meets(m.literal)]
    members = tuple(dict.fromkeys(m.member for m in shown if m.member is not None))
    total = Decimal(len(members))
    met = {
        "at least": total >= condition.number,
        "at most": total <= condition.number,
        "exactly": total == condition.number,
    }[condition.bound]
    return Look(
        "tally",
        met,
        condition,
        bound(condition.pattern, binding),
        _met(ledger, ground),
        Tallied(total, total, members),
    )


def _aggregate(
    ledger: Ledger, ground: GroundCondition, condition: Aggregate, binding: Mapping[str, Value]
) -> Look:
    """Put numbers together: a member's established one or, where it is in dispute, its candidates."""
    members: dict[Value, list[Mention]] = {}
    for mention in ground.mentions:
        if mention.member is not None and mention.number is not None and ledger.in_play(mention.literal):
            members.setdefault(mention.member, []).append(mention)
    for member, mentions in members.items():
        settled = [mention for mention in mentions if ledger.established(mention.literal)]
        members[member] = settled or mentions
    numbers = [[m.number for m in mentions if m.number is not None] for mentions in members.values()]
    low = _together(condition, [min(options) for options in numbers])
    high = _together(condition, [max(options) for options in numbers])
    limit = ground.limit if ground.limit is not None else Decimal(0)
    met = bool(members) and (low >= limit if condition.bound == "at least" else high <= limit)
    return Look(
        "aggregate",
        met,
        condition,
        bound(condition.pattern, binding),
        tuple(dict.fromkeys(m.literal for mentions in members.values() for m in mentions)),
        Tallied(low, high, tuple(members)),
        limit,
    )


def _together(condition: Aggregate, numbers: list[Decimal]) -> Decimal:
    if not numbers:
        return Decimal(0)
    if condition.function == "sum":
        return sum(numbers, Decimal(0))
    return max(numbers) if condition.function == "largest" else min(numbers)


def _ground(expression: Expression, values: Mapping[str, Value]) -> Expression:
    if isinstance(expression, Operation):
        return Operation(
            expression.operator, _ground(expression.left, values), _ground(expression.right, values)
        )
    if isinstance(expression, Variable):
        return values.get(expression.name, expression)
    return expression
