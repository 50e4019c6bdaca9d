"""Turns of the well-founded model, and when a ground condition holds in one (DESIGN 2.2)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, combinations
from typing import TypeAlias, cast

from msgspec import Struct

from rubicon.firing.instances import GroundCondition, Mention
from rubicon.judging.definition.ground import GroundProgram
from rubicon.judging.weighing import is_considered
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
from rubicon.language.facts import Literal, exact_sum

Mark: TypeAlias = tuple[object, ...]
"""Such as ("est", literal): what a clause makes true."""

Truths: TypeAlias = frozenset[Mark]

EntryValues: TypeAlias = frozenset[Decimal | None]
"""The values that an entry may take: one, or several where it is in dispute; None is "no entry"."""


class FixpointTurn(Struct, frozen=True):
    """What is true so far in this turn and what was in the last; whether this one makes what surely is."""

    now: set[Mark]
    last: Truths
    sure: bool

    def surely(self, atom: Mark) -> bool:
        """Tell whether an atom surely is, as far as is known."""
        return atom in (self.now if self.sure else self.last)

    def maybe(self, atom: Mark) -> bool:
        """Tell whether an atom may be, as far as is known."""
        return atom in self.last or (not self.sure and atom in self.now)


def holds(ground: GroundProgram, one: GroundCondition, turn: FixpointTurn) -> bool:
    """Tell whether a condition surely holds or, as the turn asks, may hold."""
    condition = one.condition
    match condition:
        case Comparison():
            return one.holds
        case Holds():
            return any(_met(ground, mention.literal, turn.now) for mention in one.mentions)
        case Absent():
            return not any(_met(ground, mention.literal, turn.last) for mention in one.mentions)
        case Unsettled():
            return any(
                not any(_met(ground, s, turn.last) for s in _both(mention))
                and (not condition.disputed or any(_is_argued(ground, s, turn) for s in _both(mention)))
                for mention in one.mentions
            )
        case Since():
            (said,) = one.mentions
            return ("est", said.literal) in turn.now and ground.first_day(said.literal)[0] == said.member
        case Several():
            lines = [part.holds if part.is_comparison else None for part in one.parts]
            surely, maybe = (
                sum(
                    any(_met(ground, mention.literal, atoms) for mention in part.mentions)
                    if known is None
                    else known
                    for part, known in zip(one.parts, lines, strict=True)
                )
                for atoms in (turn.now, turn.last)
            )
            many = condition.bound == "at most" or surely >= condition.number
            return many and (condition.bound == "at least" or maybe <= condition.number)
        case Tally():
            members = {
                m.member: [n.literal for n in one.mentions if n.member == m.member] for m in one.mentions
            }
            now, last = (
                sum(any(_met(ground, s, atoms) for s in some) for some in members.values())
                for atoms in (turn.now, turn.last)
            )
            enough = condition.bound == "at most" or now >= condition.number
            return enough and (condition.bound == "at least" or last <= condition.number)
        case Aggregate():
            return keeps(condition, limit_of(one), [list(e) for e in entries(ground, one, turn)], turn.sure)
        case Reported():
            found = [_keeps(condition, limit_of(one), m.number) for m in considered(ground, one)]
            return bool(found) and (all(found) if condition.every else any(found))


def _met(ground: GroundProgram, s: Literal, atoms: set[Mark] | Truths) -> bool:
    return any(("est", o) in atoms for o in ground.meeting(s))


def _both(mention: Mention) -> tuple[Literal, Literal]:
    return mention.literal, mention.literal.contrary


def _is_argued(ground: GroundProgram, s: Literal, turn: FixpointTurn) -> bool:
    return any(r is None or ("app", r) in turn.now for r in ground.supporting(s))


def considered(ground: GroundProgram, one: GroundCondition) -> list[Mention]:
    """Return the mentions of what is asserted and not outgraded."""
    found = [mention for mention in one.mentions if mention.literal in ground.assertions]
    return [
        mention
        for mention in found
        if is_considered(
            ground.assertions[mention.literal],
            [ground.assertions[o] for o in ground.conflict[mention.literal] if o in ground.assertions],
        )
    ]


def limit_of(one: GroundCondition) -> Decimal:
    """Return the limit of a ground condition that has one."""
    return cast(Decimal, one.limit)


# --- sums, largest and smallest ------------------------------------------------------------------------


def entries(ground: GroundProgram, one: GroundCondition, turn: FixpointTurn) -> Iterator[set[EntryValues]]:
    """Yield for each entry the values that it may take, for every way in which the undefined may fall.

    Each mention falls by itself: it is established or not, a candidate or not, its denial undefeated or not.
    """
    for key in dict.fromkeys(mention.entry for mention in one.mentions):
        some = [mention for mention in one.mentions if mention.entry == key]
        ways: set[EntryValues] = set()
        for established in _falls([(m, _established(ground, m, turn)) for m in some]):
            if established:
                ways.add(frozenset(m.number for m in established))
                continue
            for candidates in _falls([(m, _candidate(ground, m, turn)) for m in some]):
                numbers = frozenset(m.number for m in candidates)
                for denied in _falls([(m, _truth(("denied", m.literal), turn)) for m in candidates]):
                    ways.add(numbers | {None} if denied or not candidates else numbers)
        yield ways


def _established(ground: GroundProgram, mention: Mention, turn: FixpointTurn) -> tuple[bool, bool]:
    truths = [_truth(("est", o), turn) for o in ground.meeting(mention.literal)]
    return any(sure for sure, _ in truths), any(may for _, may in truths)


def _candidate(ground: GroundProgram, mention: Mention, turn: FixpointTurn) -> tuple[bool, bool]:
    """Tell how a mention is a candidate; a denial that nothing argues for, where another value meets it."""
    if mention.literal in ground.speakers:
        return _truth(("cand", mention.literal), turn)
    return _established(ground, mention, turn)


def _truth(atom: Mark, turn: FixpointTurn) -> tuple[bool, bool]:
    return turn.surely(atom), turn.maybe(atom)


def _falls(truths: Iterable[tuple[Mention, tuple[bool, bool]]]) -> Iterator[list[Mention]]:
    """Yield every set of mentions that may be the true ones."""
    given = list(truths)
    sure = [mention for mention, (surely, _) in given if surely]
    open_ = [mention for mention, (surely, may) in given if may and not surely]
    for some in chain.from_iterable(combinations(open_, size) for size in range(len(open_) + 1)):
        yield [*sure, *some]


def keeps(condition: Aggregate, limit: Decimal, entries_: list[list[EntryValues]], sure: bool) -> bool:
    """Tell whether a total keeps within its limit whichever values the entries take: of those in dispute too.

    `sure`: however the undefined falls; else in some way.
    """
    if condition.function == "sum":
        least = min if condition.bound == "at least" else max
        falls = min if (condition.bound == "at least") == sure else max
        total = exact_sum(
            falls(least(value or Decimal(0) for value in way) for way in ways) for ways in entries_
        )
        return _keeps(condition, limit, total)
    worlds = {frozenset([(False, False)])}
    for ways in entries_:
        worlds = {
            frozenset(_seen(condition, limit, value, seen) for seen in world for value in way)
            for world in worlds
            for way in ways
        }
    needs_all = (condition.function == "smallest") == (condition.bound == "at least")
    found = [all(kept and not (needs_all and broken) for kept, broken in world) for world in worlds]
    return all(found) if sure else any(found)


def _seen(
    condition: Aggregate, limit: Decimal, value: Decimal | None, seen: tuple[bool, bool]
) -> tuple[bool, bool]:
    """Return whether some number kept within the limit, and some did not, with one more entry."""
    if value is None:
        return seen
    kept = _keeps(condition, limit, value)
    return seen[0] or kept, seen[1] or not kept


def _keeps(condition: Aggregate | Reported, limit: Decimal, number: Decimal | None) -> bool:
    """Tell whether a number, which a mention of these conditions always has, keeps within the limit."""
    value = cast(Decimal, number)
    return value >= limit if condition.bound == "at least" else value <= limit
