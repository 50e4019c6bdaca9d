"""Looking back at a judgement: whether a ground condition held, and what a tally, a sum or a report counted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TypeAlias

from rubicon.firing.instances import GroundCondition, Mention
from rubicon.judging.conditions import Keys, as_test, by_member, meets
from rubicon.judging.judgements import Argument, Judgement, Truth
from rubicon.judging.weighing import Assertion, is_considered
from rubicon.language.conditions import Aggregate, Comparison
from rubicon.language.facts import Literal, Value, exact_sum

Met: TypeAlias = Literal | tuple[Literal, str]
"""A literal (established), or a literal and "candidate"."""

Key: TypeAlias = Met | int
"""What meets a mention, or the index of an argument (applies)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A member of a tally or an aggregate: whether it counts (None: undefined), and how.

    `low` and `high` are the least and greatest of its numbers, which differ only where its number is in
    dispute; both are None in a tally. `literals` are those that make it count: what meets the mentions, which
    for a denied one may be another value of its `one_of`.
    """

    member: Value
    counts: Truth
    literals: tuple[Literal, ...]
    low: Decimal | None = None
    high: Decimal | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What a tally or an aggregate came to: the members, and the range of the total.

    `low` and `high` are None for the largest or smallest of nothing.
    """

    members: tuple[Counted, ...]
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class _Marks:
    """Whether a key holds in a finished judgement: surely, or possibly."""

    judgement: Judgement
    sure: bool

    def __getitem__(self, key: Key, /) -> bool:
        if isinstance(key, int):
            return self._tell(self.judgement.arguments[key].applies)
        if isinstance(key, Literal):
            return self._tell(self.judgement.established.get(key, False))
        return self._tell(self.judgement.candidates.get(key[0], False))

    def _tell(self, truth: Truth) -> bool:
        return truth is True or (truth is None and not self.sure)


def holds(judgement: Judgement, ground: GroundCondition) -> Truth:
    """Tell whether a ground condition holds in a finished judgement; None where the model leaves it undefined."""
    if isinstance(ground.condition, Comparison):
        return ground.holds
    test = as_test(ground, _keys(judgement))
    sure, possible = _Marks(judgement, True), _Marks(judgement, False)
    if meets(test, sure, possible, True):
        return True
    return None if meets(test, possible, sure, False) else False


def meeting(judgement: Judgement, literal: Literal) -> tuple[Literal, ...]:
    """Return the literals with an argument of which any one meets a mention of a literal."""
    if literal.truth:
        return (literal,) if literal in judgement.for_ else ()
    return judgement.conflicts.get(Literal(literal.atom, True), ())


def reports(judgement: Judgement, ground: GroundCondition) -> tuple[Argument, ...]:
    """Return the assertions that an `every reported` or `some reported` condition considers."""
    literals = (mention.literal for mention in ground.mentions if _is_reported(judgement, mention.literal))
    return tuple(judgement.arguments[judgement.for_[literal][0]] for literal in dict.fromkeys(literals))


def measure(judgement: Judgement, ground: GroundCondition) -> Measure:
    """Return what a tally or an aggregate counted; members that do not count are left out."""
    condition = ground.condition
    numbered = isinstance(condition, Aggregate)
    found = (_counted(judgement, member, mentions, numbered) for member, mentions in by_member(ground))
    members = tuple(member for member in found if member is not None)
    if not isinstance(condition, Aggregate):
        sure = sum(member.counts is True for member in members)
        return Measure(members, Decimal(sure), Decimal(len(members)))
    lows = [member.low for member in members if member.low is not None and member.counts]
    highs = [member.high for member in members if member.high is not None and member.counts]
    if condition.function == "sum":
        return Measure(members, exact_sum(lows), exact_sum(highs))
    pick = max if condition.function == "largest" else min
    return Measure(members, pick(lows, default=None), pick(highs, default=None))


def _counted(
    judgement: Judgement, member: Value | None, mentions: list[Mention], numbered: bool
) -> Counted | None:
    """Return how a member counts: by what is established, else by the candidates, else undefined, else not."""
    sure, possible = _Marks(judgement, True), _Marks(judgement, False)
    ways: list[tuple[_Marks, Callable[[Judgement, Literal], tuple[Met, ...]], Truth, bool]]
    ways = [(sure, meeting, True, False), (possible, meeting, None, False)]
    if numbered:
        ways[1:] = [(sure, _candidate, True, True), (possible, _candidate, None, True)]
    for marks, find, counts, disputed in ways:
        met = [
            (mention, key) for mention in mentions for key in _first(find(judgement, mention.literal), marks)
        ]
        if met and member is not None:
            numbers = [mention.number for mention, _ in met if mention.number is not None]
            literals = tuple(dict.fromkeys(_literal(key) for _, key in met))
            low, high = min(numbers, default=None), max(numbers, default=None)
            return Counted(member, counts, literals, low, high, disputed)
    return None


def _first(keys: Iterable[Met], marks: _Marks) -> Iterable[Met]:
    return islice((key for key in keys if marks[key]), 1)


def _literal(key: Met) -> Literal:
    return key if isinstance(key, Literal) else key[0]


def _keys(judgement: Judgement) -> Keys[Key]:
    def supporting(literal: Literal) -> tuple[Key, ...]:
        indices = judgement.for_.get(literal, ())
        return tuple(index for index in indices if judgement.arguments[index].weight != "defeater")

    def reported(literal: Literal) -> int | None:
        found = _assertion(judgement, literal)
        return found.rank if found is not None and _is_reported(judgement, literal) else None

    return Keys(
        lambda literal: meeting(judgement, literal),
        supporting,
        lambda literal: _candidate(judgement, literal),
        reported,
    )


def _candidate(judgement: Judgement, literal: Literal) -> tuple[Met, ...]:
    return ((literal, "candidate"),) if literal in judgement.for_ else meeting(judgement, literal)


def _assertion(judgement: Judgement, literal: Literal) -> Assertion | None:
    indices = judgement.for_.get(literal, ())
    if not indices or not judgement.arguments[indices[0]].facts:
        return None
    argument = judgement.arguments[indices[0]]
    return Assertion(literal, argument.facts, argument.weight == "given")


def _is_reported(judgement: Judgement, literal: Literal) -> bool:
    own = _assertion(judgement, literal)
    found = (_assertion(judgement, other) for other in judgement.conflicts.get(literal, ()))
    return own is not None and is_considered(own, (rival for rival in found if rival is not None))
