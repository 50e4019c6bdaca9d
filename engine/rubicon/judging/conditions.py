"""Ground conditions as tests over marks, so that one text decides them while judging and afterwards.

Marks say of each key (a node while judging, an item of a finished judgement afterwards) whether it holds.
A test reads two sets of marks: `now`, where the model is being made, and `against`, the opposite bound:
`sure` tells that `now` is the lower bound (what surely holds) and `against` the upper (what may hold);
otherwise it is the other way round. Where nothing is undefined the two agree.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Generic, TypeAlias, assert_never, cast

from msgspec import Struct

from rubicon.firing.instances import GroundCondition, Mention
from rubicon.judging.totals import Key, Marked, Number, Total, keeps_within, outcomes
from rubicon.judging.weighing import HIGH
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
)
from rubicon.language.facts import Day, Literal, Value, sort_key


class Count(Struct, Generic[Key]):
    """At least `least` members hold now, and at most `most` (None: any number) may hold.

    A member holds if one of its keys does. The confidence is at most `ceiling`.
    """

    members: tuple[tuple[Key, ...], ...]
    least: int = 1
    most: int | None = None
    ceiling: int = HIGH


class Open(Struct, Generic[Key], frozen=True):
    """For one of the pairs, none of the second keys holds and, if `disputed`, one of the first does."""

    pairs: tuple[tuple[tuple[Key, ...], tuple[Key, ...]], ...]
    disputed: bool


class Fixed(Struct, frozen=True):
    """A test decided by the facts alone, with the confidence it carries and the literal that sets it."""

    holds: bool
    rank: int
    weakest: Literal | None = None


Test: TypeAlias = Count[Key] | Open[Key] | Total[Key] | Fixed


class Keys(Struct, Generic[Key], frozen=True):
    """How to find the keys of a literal: what establishes it, what applies for it, what makes it a candidate.

    `denying` tells that its denial applies undefeated. `reported` gives the confidence of an asserted literal
    that is not outgraded, else None. `dated` finds what establishes an asserted literal, where a day is the first of
    its surest dated assertions, and their confidence.
    """

    meeting: Callable[[Literal], tuple[Key, ...]]
    supporting: Callable[[Literal], tuple[Key, ...]]
    candidate: Callable[[Literal], tuple[Key, ...]]
    denying: Callable[[Literal], tuple[Key, ...]]
    reported: Callable[[Literal], int | None]
    dated: Callable[[Literal, Day], tuple[tuple[Key, ...], int]]


def as_test(ground: GroundCondition, keys: Keys[Key]) -> Test[Key]:
    """Turn a ground condition into a test."""
    condition = ground.condition
    match condition:
        case Holds():
            if len(ground.mentions) == 1:
                return Count((keys.meeting(ground.mentions[0].literal),))
            return Count((_keys(keys, ground.mentions),))
        case Since():
            said = ground.mentions[0]
            established, ceiling = keys.dated(said.literal, cast(Day, said.member))
            return Count((established,), ceiling=ceiling)
        case Comparison():
            return Fixed(ground.holds, HIGH)
        case Absent():
            return Count((_keys(keys, ground.mentions),), 0, 0)
        case Tally():
            least = 0 if condition.bound == "at most" else condition.number
            most = None if condition.bound == "at least" else condition.number
            return Count(tuple(_keys(keys, mentions) for _, mentions in by_member(ground)), least, most)
        case Several():
            return _as_count(condition, ground, keys)
        case Unsettled():
            return Open(
                tuple(_pair(keys, mention.literal) for mention in ground.mentions), condition.disputed
            )
        case Aggregate():
            entries = tuple(_numbers(keys, mentions) for mentions in by_entry(ground))
            return Total(condition.function, condition.bound == "at least", limit_of(ground), entries)
        case Reported():
            return _as_fixed(condition, ground, keys)
        case _:
            assert_never(condition)


def _as_count(condition: Several, ground: GroundCondition, keys: Keys[Key]) -> Test[Key]:
    """Count the sentences among several lines; a comparison among them is decided, and as sure as can be."""
    members = tuple(_keys(keys, part.mentions) for part in ground.parts if not part.is_comparison)
    wanted = condition.number - sum(part.is_comparison and part.holds for part in ground.parts)
    if condition.bound != "at least" and wanted < 0:
        return Fixed(False, HIGH)
    least = 0 if condition.bound == "at most" else max(wanted, 0)
    return Count(members, least, None if condition.bound == "at least" else wanted)


def by_member(ground: GroundCondition) -> list[tuple[Value | None, list[Mention]]]:
    """Return the mentions of a tally by the member they count for, in canonical order."""
    grouped: dict[Value | None, list[Mention]] = {}
    for mention in ground.mentions:
        grouped.setdefault(mention.member, []).append(mention)
    return list(grouped.items())


def by_entry(ground: GroundCondition) -> list[list[Mention]]:
    """Return the mentions of each entry of an aggregate, in canonical order."""
    grouped: dict[tuple[Value, ...] | None, list[Mention]] = {}
    for mention in ground.mentions:
        grouped.setdefault(mention.entry, []).append(mention)
    return list(grouped.values())


def meets(test: Test[Key], now: Marked[Key], against: Marked[Key], sure: bool) -> bool:
    """Tell whether a test is met under two bounds (see above)."""
    match test:
        case Count():
            if test.least and sum([any(now[key] for key in some) for some in test.members]) < test.least:
                return False
            most = test.most
            return most is None or sum([any(against[key] for key in m) for m in test.members]) <= most
        case Open():
            return any(
                not any(against[key] for key in settling)
                and (not test.disputed or any(now[key] for key in applying))
                for applying, settling in test.pairs
            )
        case Total():
            lower, upper = (now, against) if sure else (against, now)
            return keeps_within(test, [outcomes(test, entry, lower, upper) for entry in test.entries], sure)
        case Fixed():
            return test.holds


def _keys(keys: Keys[Key], mentions: Sequence[Mention]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(key for mention in mentions for key in keys.meeting(mention.literal)))


def _pair(keys: Keys[Key], literal: Literal) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    affirmed, denied = Literal(literal.atom, True), Literal(literal.atom, False)
    return (
        keys.supporting(affirmed) + keys.supporting(denied),
        keys.meeting(affirmed) + keys.meeting(denied),
    )


def _numbers(keys: Keys[Key], mentions: list[Mention]) -> tuple[Number[Key], ...]:
    """Return the numbers of an entry in ascending order, each with all the mentions that give it."""
    ordered = sorted(mentions, key=lambda mention: (mention.number or 0, sort_key(mention.literal)))
    found = []
    for number, group in groupby(ordered, key=lambda mention: mention.number or Decimal(0)):
        literals = [mention.literal for mention in group]
        established = dict.fromkeys(key for literal in literals for key in keys.meeting(literal))
        candidates = ((keys.candidate(literal), keys.denying(literal)) for literal in literals)
        found.append(Number(number, tuple(established), tuple(dict.fromkeys(candidates))))
    return tuple(found)


def limit_of(ground: GroundCondition) -> Decimal:
    """Return the limit of a condition that has one."""
    if ground.limit is None:
        raise ValueError(f"a condition without its limit: {ground.condition.text}")
    return ground.limit


def _as_fixed(condition: Reported, ground: GroundCondition, keys: Keys[Key]) -> Fixed:
    """Decide `every reported` or `some reported`, which read facts alone."""
    limit, found = limit_of(ground), []
    for mention in ground.mentions:
        rank = keys.reported(mention.literal)
        if rank is not None:
            number = mention.number or Decimal(0)
            within = number >= limit if condition.bound == "at least" else number <= limit
            found.append((rank, sort_key(mention.literal), mention.literal, within))
    if condition.every:
        holds = bool(found) and all(within for *_, within in found)
        decisive = min(found, default=None, key=lambda item: item[:2])
    else:
        found = [item for item in found if item[3]]
        holds = bool(found)
        decisive = min(found, default=None, key=lambda item: (-item[0], item[1]))
    return Fixed(holds, decisive[0], decisive[2]) if decisive else Fixed(holds, HIGH)
