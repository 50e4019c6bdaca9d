"""Which facts count on a day: DESIGN 2.5.

A fact counts on a day when

1. it was known: `known` ≤ day < `withdrawn`, and the analyst has not retracted it;
2. it was in force: `on` ≤ day, and for a state day < `until` (an event stays on record);
3. no fact of the same source that passes 1 and 2, has a later `on` and conflicts with it has ended it.

Where only a span is known of an `on`, it is `counted_from` a day of it in 2, and in 3 the later one lies wholly
after the earlier. A bound that is None does not bind. The reader fills in `known` where nothing states it
(`public_from`). Facts without a source, or without `on`, neither end others by 3 nor are ended.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from rubicon.language.facts import Atom, Basis, Fact, Source, Uncertain
from rubicon.language.vocabulary import Vocabulary


def in_force(vocabulary: Vocabulary, facts: Iterable[Fact], day: date | None) -> tuple[Fact, ...]:
    """Return the facts that count on a day, in the order given; without a day 3 alone excludes any."""
    current = [fact for fact in facts if is_known(fact, day) and is_current(vocabulary, fact, day)]
    ended = _ended(vocabulary, current)
    return tuple(fact for index, fact in enumerate(current) if index not in ended)


def is_known(fact: Fact, day: date | None) -> bool:
    """Tell whether a fact was public on a day and not yet withdrawn, and the analyst has not retracted it."""
    if day is None or fact.retracted is not None:
        return fact.retracted is None
    return (fact.known is None or fact.known <= day) and (fact.withdrawn is None or day < fact.withdrawn)


def is_current(vocabulary: Vocabulary, fact: Fact, day: date | None) -> bool:
    """Tell whether what a fact says had begun on a day and, unless it is an event, had not ended."""
    if day is None:
        return True
    if fact.on is not None and day < fact.on:
        return False
    if fact.until is None or vocabulary.statements[fact.literal.atom.statement].is_event:
        return True
    return day < fact.until and (fact.on is None or fact.on < fact.until)


def counted_from(within: Uncertain, source: Source | None, known: date | None) -> date:
    """Return the day from which an assertion counts: the last of its span, or an earlier one within it.

    Such is the day on which its source was dated, or on which it was `known`, if that is stated.
    """
    told = (source.date if source else None, known)
    return min([within.last, *(day for day in told if day is not None and within.first <= day)])


def public_from(on: date | None, source: Source | None, basis: Basis) -> date | None:
    """Return when a fact was public, unless that is stated: the later of its `on` and of the source's date.

    A work of reference is often younger than what it records: standing knowledge was public when it began.
    """
    published = source.date if source and basis != "background" else None
    return max((day for day in (on, published) if day is not None), default=None)


def said_from(fact: Fact, day: date | None) -> date | None:
    """Return the day from which an assertion in force says that something is so, for `… since ?day`.

    What this run assumes, and what an example gives, is said from the day judged unless it says otherwise.
    """
    return day if fact.on is None and fact.basis in ("argument", "example") else fact.on


def is_later(one: Fact, other: Fact) -> bool:
    """Tell whether a fact began after another, whichever days of their spans are meant."""
    if one.on is None or other.on is None:
        return False
    return _first(one, one.on) > _last(other, other.on)


def _first(fact: Fact, on: date) -> date:
    return fact.on_within.first if fact.on_within else on


def _last(fact: Fact, on: date) -> date:
    return fact.on_within.last if fact.on_within else on


def days_later(day: date, days: int) -> date | None:
    """Return the day so many days later (earlier, if negative), or None where the calendar ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _ended(vocabulary: Vocabulary, facts: list[Fact]) -> set[int]:
    """Return the indices of the facts that a later one of the same source has ended."""
    latest: dict[tuple[str, Atom, bool], date] = {}
    rivals: dict[tuple[str, object], dict[Atom, date]] = {}
    for fact in facts:
        if fact.source is None or fact.on is None:
            continue
        atom, truth = fact.literal
        key = (fact.source.key, atom, truth)
        first = _first(fact, fact.on)
        latest[key] = max(first, latest.get(key, first))
        group = vocabulary.group(atom)
        if truth and group is not None:
            rivals.setdefault((fact.source.key, group), {})[atom] = latest[key]
    ended = set()
    for index, fact in enumerate(facts):
        if fact.source is None or fact.on is None:
            continue
        atom, truth = fact.literal
        last = _last(fact, fact.on)
        contrary = latest.get((fact.source.key, atom, not truth))
        later = contrary is not None and contrary > last
        if truth and not later:
            others = rivals.get((fact.source.key, vocabulary.group(atom)), {})
            later = any(on > last for other, on in others.items() if other != atom)
        if later:
            ended.add(index)
    return ended
