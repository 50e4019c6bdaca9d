"""A grounding in the making: the switches that its rows turn on, and the comparisons that they decide."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from rubicon.firing.closing import needs_day
from rubicon.firing.comparing import tester
from rubicon.firing.instances import GroundCondition, Instance
from rubicon.language.conditions import (
    TODAY,
    Comparison,
    Expression,
    Operation,
    Operator,
    Reported,
    Variable,
    grounded,
    leaves,
)
from rubicon.language.facts import Fact, Value
from rubicon.language.rules import Rule
from rubicon.problems import BadInput
from rubicon.supposing.panels.asks import Ask, Kin
from rubicon.supposing.panels.loosening import Loosened
from rubicon.supposing.panels.signals import (
    Compared,
    ComparedSide,
    Figure,
    InColumn,
    Lasting,
    OnDay,
    Signal,
    Today,
    Worked,
)


class Switchboard(Struct):
    """The signals met so far, each a switch; those that are decided already are fixed."""

    signals: list[Signal]
    numbers: dict[Signal, int]
    fixed: dict[int, bool]

    def of(self, signal: Signal) -> int:
        """Return the switch of a signal, made at first mention."""
        number = self.numbers.get(signal)
        if number is None:
            number = self.numbers[signal] = len(self.signals)
            self.signals.append(signal)
        return number

    def decided(self, holds: bool) -> int:
        """Return a switch that is on, or off, in every row."""
        number = self.of(Lasting(0, None) if holds else Lasting(1, 0))
        self.fixed[number] = holds
        return number


class Groundwork(Struct):
    """One grounding in the making. `standing` gives the sides that symbols stand for."""

    ask: Ask
    kin: Kin
    switches: Switchboard
    standing: dict[Value, InColumn]
    facts: list[Fact]
    presences: dict[int, tuple[int, ...]]

    @property
    def moving(self) -> bool:
        """Tell whether the row's day is free."""
        return self.ask.freedom.today


def needed(made: Groundwork, instance: Instance, grounds: Iterable[GroundCondition]) -> tuple[int, ...]:
    """Return the switches of the comparisons among some conditions that rows decide."""
    return tuple(
        [
            _decided_by_rows(made, instance.rule, one.condition.asked, dict(instance.binding))
            for one in grounds
            if isinstance(one.condition, Loosened) and one.condition.asked is not None
        ]
    )


def _decided_by_rows(made: Groundwork, rule: Rule, asked: Comparison, binding: Mapping[str, Value]) -> int:
    left, right = (grounded(side, binding) for side in (asked.left, asked.right))
    known = [leaf for side in (left, right) for leaf in leaves(side)]
    if Variable(TODAY) in known and not made.moving and made.kin.day is None:
        raise BadInput([needs_day(rule)])
    if any(isinstance(one, Variable) or one in made.standing for one in known):
        return made.switches.of(Compared(asked.operator, side_of(made, left), side_of(made, right)))
    test = tester(
        Comparison(asked.text, left, asked.operator, right, asked.scale), {}, made.ask.rulebook.vocabulary
    )
    return made.switches.decided(test((), None))


def measure(
    made: Groundwork, grounds: Iterable[GroundCondition], measured: dict[tuple[Decimal, str, Decimal], int]
) -> None:
    """Note, for each reported number of a free column, the comparison with its limit."""
    for one in grounds:
        if isinstance(one.condition, Reported) and one.limit is not None:
            for mention in one.mentions:
                if mention.number is not None and mention.number in made.standing:
                    sign: Operator = ">=" if one.condition.bound == "at least" else "<="
                    side = made.standing[mention.number]
                    switch = made.switches.of(Compared(sign, side, Figure(str(one.limit))))
                    measured[mention.number, one.condition.bound, one.limit] = switch


def side_of(made: Groundwork, expression: Expression) -> ComparedSide:
    """Turn a ground expression into a side of a comparison that a row decides."""
    if isinstance(expression, Operation):
        return Worked(expression.operator, side_of(made, expression.left), side_of(made, expression.right))
    if isinstance(expression, Variable):
        if expression.name != TODAY:
            raise ValueError(f"a comparison of what nothing binds: {expression.name}")
        return Today()
    if expression in made.standing:
        return made.standing[expression]
    return OnDay(expression.toordinal()) if isinstance(expression, date) else Figure(str(expression))
