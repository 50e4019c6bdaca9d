"""What differs between two judgements of a case, and the reasons that fell or came."""

from collections.abc import Mapping, Sequence
from datetime import date

from rubicon.explaining.contents import Changes, Lost, Question, Shift
from rubicon.explaining.sections import Heads, heads_of
from rubicon.judging.judgements import Argument
from rubicon.judging.ledger import Ledger
from rubicon.language.conditions import Holds
from rubicon.language.facts import Level, Literal, Value
from rubicon.language.rules import Section

DEPTH = 12
"""Steps from a fallen conclusion down to the fact that is gone; deeper chains are cut."""


def changes(
    before: Ledger,
    after: Ledger,
    sections: Sequence[Section],
    roles: Mapping[str, Value],
    questions: tuple[Question, Question] | None,
    since: date | None = None,
) -> Changes:
    """Compare two judgements section by section, then the answer."""
    shifts, told = [], set[tuple[bool, Lost]]()
    for section in sections:
        was, now = heads_of(before, section, roles), heads_of(after, section, roles)
        if _differ(before, after, was, now):
            shifts.append(_shift(before, after, was, now, told))
    answer = None
    if questions is not None:
        one, two = questions
        answer = Shift(
            "answer",
            "",
            one.answer,
            two.answer,
            lost=_new(told, False, _lost(before, after, (one.literal,) if one.literal else ())),
            gained=_new(told, True, _lost(after, before, (two.literal,) if two.literal else ())),
            confidence=(one.confidence, two.confidence),
        )
    fallen, risen = _facts_only_in(before, after), _facts_only_in(after, before)
    return Changes(since, questions, tuple(shifts), answer, fallen, risen)


def _differ(before: Ledger, after: Ledger, was: Heads, now: Heads) -> bool:
    if was.state != now.state:
        return True
    levels = [
        {literal: ledger.judgement.confidence.get(literal) for literal in heads.literals}
        for ledger, heads in ((before, was), (after, now))
    ]
    return levels[0] != levels[1]


def _shift(before: Ledger, after: Ledger, was: Heads, now: Heads, told: set[tuple[bool, Lost]]) -> Shift:
    section = was.section
    if section.kind == "findings":
        return Shift(
            section.key,
            section.title,
            None,
            None,
            gone=tuple(found for found in was.literals if found not in now.literals),
            come=tuple(found for found in now.literals if found not in was.literals),
        )
    return Shift(
        section.key,
        section.title,
        was.state,
        now.state,
        lost=_new(told, False, _lost(before, after, was.literals)),
        gained=_new(told, True, _lost(after, before, now.literals)),
        confidence=(_level(before, was), _level(after, now)),
    )


def _new(told: set[tuple[bool, Lost]], came: bool, found: tuple[Lost, ...]) -> tuple[Lost, ...]:
    """Return what was not told yet, and remember it."""
    new = tuple(lost for lost in found if (came, lost) not in told)
    told.update((came, lost) for lost in new)
    return new


def _level(ledger: Ledger, heads: Heads) -> Level | None:
    return next((ledger.judgement.confidence.get(found) for found in heads.literals), None)


def _lost(before: Ledger, after: Ledger, heads: Sequence[Literal]) -> tuple[Lost, ...]:
    """Return the arguments that stood for some heads and no longer do, and what they lack now."""
    found: dict[Lost, None] = {}
    for literal in heads:
        if before.established(literal):
            for lost in _fallen(before, after, literal, DEPTH):
                found.setdefault(lost)
    return tuple(found)


def _fallen(before: Ledger, after: Ledger, literal: Literal, depth: int) -> list[Lost]:
    standing = {_key(argument) for argument in after.for_(literal) if argument.stands}
    found: list[Lost] = []
    for argument in before.for_(literal):
        if not argument.stands or argument.instance is None or _key(argument) in standing:
            continue
        missing, arrived = _why(before, after, argument)
        deeper = [
            lost
            for below in missing
            if depth and not any(a.instance is None and a.stands for a in before.for_(below))
            for lost in _fallen(before, after, below, depth - 1)
        ]
        found.append(Lost(literal, argument.instance.rule, tuple(missing), tuple(arrived)))
        found += deeper
    return found


def _why(before: Ledger, after: Ledger, argument: Argument) -> tuple[list[Literal], list[Literal]]:
    """Return the premises that are gone, and what has come to stop or beat the argument."""
    if argument.instance is None:
        return [], []
    missing: list[Literal] = []
    for ground in argument.instance.conditions:
        for mention in ground.mentions:
            was = before.meets(mention.literal)
            if was is not None and after.meets(mention.literal) is None:
                missing.append(was)
    arrived = [
        mention.literal
        for ground in argument.instance.conditions
        if not isinstance(ground.condition, Holds)
        for mention in ground.mentions
        if after.meets(mention.literal) is not None and before.meets(mention.literal) is None
    ]
    arrived += [
        mention.literal
        for exception in argument.instance.exceptions
        for ground in exception
        for mention in ground.mentions
        if after.meets(mention.literal) is not None and before.meets(mention.literal) is None
    ]
    if not missing and not arrived:
        arrived += [
            rival
            for rival in after.rivals(argument.literal)
            if after.applying(rival) and not before.applying(rival)
        ]
    return missing, arrived


def _key(argument: Argument) -> tuple[object, ...] | None:
    instance = argument.instance
    return (instance.rule.id, instance.branch, instance.binding) if instance else None


def _facts_only_in(one: Ledger, other: Ledger) -> tuple[Literal, ...]:
    """Return the literals that facts establish in one judgement and nothing establishes in the other."""
    return tuple(
        argument.literal
        for argument in one.judgement.arguments
        if argument.instance is None and argument.stands and not other.established(argument.literal)
    )
