"""What firing finds: every ground instance of a rule that could apply, and what it speaks of."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from rubicon.language.conditions import Comparison, Condition
from rubicon.language.facts import Fact, Literal, Value
from rubicon.language.rules import Rule


class Mention(Struct, frozen=True, gc=False):
    """A possible literal that a ground condition speaks of.

    In a tally or an aggregate `member` is the counted value and, in an aggregate or a `reported`
    condition, `number` the value of the number variable; None elsewhere. In an aggregate `entry` holds the
    values of all slots but that of the number and the `one_of` slot: mentions that share it are one entry.
    In a `since` condition `member` is the day that it binds.
    """

    literal: Literal
    member: Value | None = None
    number: Decimal | None = None
    entry: tuple[Value, ...] | None = None


class GroundCondition(Struct, frozen=True, gc=False):
    """A condition under a binding, with the possible literals it speaks of, sorted.

    - Holds: exactly one mention, the pattern under the binding. When its literal is denied, any
      established member of the atom's conflict set meets it. As a line of Several, one for each possible match.
    - Since: one mention of the literal itself, with the day that is bound.
    - Absent, Unsettled: one mention for each possible literal that matches (wildcards match anything);
      a mention (atom, False) stands for "some member of the atom's conflict set is established".
      An Unsettled without a wildcard always mentions its one literal, possible or not.
    - Tally, Aggregate: one mention for each possible match with its member, number and entry.
    - Several: its lines are `parts`, ground likewise, with their comparisons decided; its mentions are theirs.
    - Reported: one mention for each asserted literal that matches.
    - Comparison: no mention; as a condition of `if` it holds, for otherwise there is no instance, and
      as one of `unless` `holds` tells.
    `limit` is the value of the condition's limit under the binding.
    """

    condition: Condition
    mentions: tuple[Mention, ...] = ()
    limit: Decimal | None = None
    holds: bool = True
    parts: tuple["GroundCondition", ...] = ()

    @property
    def is_comparison(self) -> bool:
        """Tell whether it was decided when the instance was made."""
        return isinstance(self.condition, Comparison)


class Instance(Struct, frozen=True, gc=False):
    """A rule under a binding of its variables, by one branch of its conditions.

    `values` are those of the variables `names`. `conditions` follow the branch in order, `exceptions` the rule's `unless`,
    `conclusions` its `then`.
    """

    rule: Rule
    branch: int
    names: tuple[str, ...]
    values: tuple[Value, ...]
    conclusions: tuple[Literal, ...]
    conditions: tuple[GroundCondition, ...]
    exceptions: tuple[tuple[GroundCondition, ...], ...] = ()

    @property
    def binding(self) -> tuple[tuple[str, Value], ...]:
        """Return each variable with its value; made when asked for, as instances are by the hundred thousand."""
        return tuple(zip(self.names, self.values, strict=True))


class Firings(Struct, frozen=True):
    """All instances, in canonical order, over the facts in force on the day judged."""

    day: date | None
    facts: tuple[Fact, ...]
    instances: tuple[Instance, ...]
