"""Looking back at a judgement: whether a ground condition held, and what a tally, a sum or a report counted."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.firing.instances import GroundCondition, Mention
from rubicon.judging.conditions import Keys, as_test, by_entry, by_member, meets
from rubicon.judging.judgements import Argument, Judgement, Truth
from rubicon.judging.weighing import LOW, Assertion, first_day, is_considered
from rubicon.language.conditions import Aggregate, Comparison, Several
from rubicon.language.facts import Day, Literal, Value, exact_sum

Met: TypeAlias = Literal | tuple[Literal, OneOf["candidate", "denied"]]
"""A literal (established), or a literal and what is asked of it."""

MentionKey: TypeAlias = Met | int
"""What meets a mention, or the index of an argument (applies)."""


class Counted(Struct, frozen=True):
    """A member of a tally, or an entry of an aggregate: whether it counts (None: undefined), and how.

    `literals` are those that make it count: what meets the mentions, which for a denied one may be another value
    of its `one_of`. In an aggregate `member` is what the report lists the entry by; `low` and `high` are the
    least and greatest of its numbers, which differ only where it is `disputed`. `or_none`: that there is no
    such entry may be as well. In a tally both numbers are None.
    """

    member: Value
    counts: Truth
    literals: tuple[Literal, ...]
    low: Decimal | None = None
    high: Decimal | None = None
    disputed: bool = False
    or_none: bool = False


class Measure(Struct, frozen=True):
    """What a tally or an aggregate came to: the members or entries, and the range of the total.

    `low` and `high` are None for the largest or smallest of nothing; `or_none`: of these it may be of nothing.
    """

    members: tuple[Counted, ...]
    low: Decimal | None
    high: Decimal | None
    or_none: bool = False


class _Marks(Struct, frozen=True):
    """Whether a key holds in a finished judgement: surely, or possibly."""

    judgement: Judgement
    sure: bool

    def __getitem__(self, key: MentionKey, /) -> bool:
        if isinstance(key, int):
            return self._tell(self.judgement.arguments[key].applies)
        if isinstance(key, Literal):
            return self._tell(self.judgement.established.get(key, False))
        if key[1] == "denied":
            return self._tell(self.judgement.denied.get(key[0], False))
        return self._tell(_is_candidate(self.judgement, key[0]))

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
    return judgement.conflicts.of_contrary(literal.atom)


def reports(judgement: Judgement, ground: GroundCondition) -> tuple[Argument, ...]:
    """Return the assertions that an `every reported` or `some reported` condition considers."""
    literals = (mention.literal for mention in ground.mentions if _is_reported(judgement, mention.literal))
    return tuple(judgement.arguments[judgement.for_[literal][0]] for literal in dict.fromkeys(literals))


def measure(judgement: Judgement, ground: GroundCondition) -> Measure:
    """Return what a tally, an aggregate or several lines came to; what does not count is left out."""
    condition = ground.condition
    if isinstance(condition, Several):
        return _lines_met(judgement, ground)
    if isinstance(condition, Aggregate):
        found = [_entry(judgement, mentions) for mentions in by_entry(ground)]
        return _total(condition.function, tuple(entry for entry in found if entry is not None))
    grouped = [_member(judgement, member, mentions) for member, mentions in by_member(ground)]
    members = tuple(member for member in grouped if member is not None)
    sure = sum(member.counts is True for member in members)
    return Measure(members, Decimal(sure), Decimal(len(members)))


def _lines_met(judgement: Judgement, ground: GroundCondition) -> Measure:
    """Return which of several lines hold, by their numbers; a comparison rests on no literal."""
    found = []
    for number, part in enumerate(ground.parts, 1):
        met = holds(judgement, part)
        if met is not False:
            marks = _Marks(judgement, met is True)
            literals = dict.fromkeys(one for _, one in _met(judgement, part.mentions, meeting, marks))
            found.append(Counted(Decimal(number), met, tuple(literals)))
    sure = sum(line.counts is True for line in found)
    return Measure(tuple(found), Decimal(sure), Decimal(len(found)))


def _total(function: str, entries: tuple[Counted, ...]) -> Measure:
    """Return the range of a total over all values that the entries which count may take."""
    sure = [entry for entry in entries if entry.counts]
    lows = [entry.low for entry in sure if entry.low is not None]
    highs = [entry.high for entry in sure if entry.high is not None]
    firm = [entry for entry in sure if not entry.or_none]
    if function == "sum":
        lows = [min(low, Decimal(0)) if entry.or_none else low for low, entry in zip(lows, sure, strict=True)]
        highs = [max(h, Decimal(0)) if entry.or_none else h for h, entry in zip(highs, sure, strict=True)]
        return Measure(entries, exact_sum(lows), exact_sum(highs))
    firm_lows = [entry.low for entry in firm if entry.low is not None]
    firm_highs = [entry.high for entry in firm if entry.high is not None]
    if function == "largest":
        low, high = max(firm_lows, default=min(lows, default=None)), max(highs, default=None)
    else:
        low, high = min(lows, default=None), min(firm_highs, default=max(highs, default=None))
    return Measure(entries, low, high, or_none=bool(sure) and not firm)


def _member(judgement: Judgement, member: Value | None, mentions: list[Mention]) -> Counted | None:
    """Return how a member of a tally counts: by what is established, else undefined, else not."""
    for sure, counts in ((True, True), (False, None)):
        met = _met(judgement, mentions, meeting, _Marks(judgement, sure))
        if met and member is not None:
            return Counted(member, counts, tuple(dict.fromkeys(literal for _, literal in met)))
    return None


def _entry(judgement: Judgement, mentions: list[Mention]) -> Counted | None:
    """Return how an entry counts: by what is established, else by the candidates, else undefined, else not."""
    sure, possible = _Marks(judgement, True), _Marks(judgement, False)
    ways = ((sure, meeting, True), (sure, _candidate, True), (possible, _candidate, None))
    for marks, find, counts in ways:
        met = _met(judgement, mentions, find, marks)
        numbers = [mention.number for mention, _ in met if mention.number is not None]
        if met and met[0][0].member is not None:
            is_open = find is _candidate
            denied = [key for mention, _ in met for key in _denying(judgement, mention.literal)]
            return Counted(
                met[0][0].member,
                counts,
                tuple(dict.fromkeys(literal for _, literal in met)),
                min(numbers, default=None),
                max(numbers, default=None),
                disputed=is_open or len(set(numbers)) > 1,
                or_none=is_open and any(marks[key] for key in denied),
            )
    return None


def _met(
    judgement: Judgement,
    mentions: Iterable[Mention],
    find: Callable[[Judgement, Literal], tuple[Met, ...]],
    marks: _Marks,
) -> list[tuple[Mention, Literal]]:
    """Return the mentions that are met, each with the first literal that meets it."""
    found = []
    for mention in mentions:
        key = next((key for key in find(judgement, mention.literal) if marks[key]), None)
        if key is not None:
            found.append((mention, key if isinstance(key, Literal) else key[0]))
    return found


def _is_candidate(judgement: Judgement, literal: Literal) -> Truth:
    """Tell whether a literal is a candidate; a denial, whose only rival is no value, by what applies for it."""
    if literal.truth:
        return judgement.candidates.get(literal, False)
    found = [judgement.established.get(literal, False)]
    if literal.contrary not in judgement.definite:
        arguments = (judgement.arguments[index] for index in judgement.for_[literal])
        found += [argument.applies for argument in arguments if argument.weight != "defeater"]
    return True if True in found else None if None in found else False


def _keys(judgement: Judgement) -> Keys[MentionKey]:
    def supporting(literal: Literal) -> tuple[MentionKey, ...]:
        indices = judgement.for_.get(literal, ())
        return tuple(index for index in indices if judgement.arguments[index].weight != "defeater")

    def reported(literal: Literal) -> int | None:
        found = _assertion(judgement, literal)
        return found.rank if found is not None and _is_reported(judgement, literal) else None

    def dated(literal: Literal, on: Day) -> tuple[tuple[MentionKey, ...], int]:
        found = _assertion(judgement, literal)
        first = None if found is None else first_day(found.facts, judgement.day)
        return ((literal,), first[1]) if first is not None and first[0] == on else ((), LOW)

    return Keys(
        lambda literal: meeting(judgement, literal),
        supporting,
        lambda literal: _candidate(judgement, literal),
        lambda literal: _denying(judgement, literal),
        reported,
        dated,
    )


def _candidate(judgement: Judgement, literal: Literal) -> tuple[Met, ...]:
    return ((literal, "candidate"),) if literal in judgement.for_ else meeting(judgement, literal)


def _denying(judgement: Judgement, literal: Literal) -> tuple[Met, ...]:
    return ((literal, "denied"),) if literal in judgement.for_ else ()


def _assertion(judgement: Judgement, literal: Literal) -> Assertion | None:
    indices = judgement.for_.get(literal, ())
    if not indices or not judgement.arguments[indices[0]].facts:
        return None
    argument = judgement.arguments[indices[0]]
    return Assertion(literal, argument.facts, argument.weight == "given")


def _is_reported(judgement: Judgement, literal: Literal) -> bool:
    own = _assertion(judgement, literal)
    found = (_assertion(judgement, other) for other in judgement.conflicts.of(literal))
    return own is not None and is_considered(own, (rival for rival in found if rival is not None))
