"""What a change of a case did, told from the case before it and the case after it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal as OneOf

from msgspec import Struct

from rubicon.editing.changed import unconfirmed
from rubicon.exchanging.amending import OF_CASE
from rubicon.exchanging.coding import UNSAID
from rubicon.exchanging.tables import row_of_source
from rubicon.language.facts import Case, Fact, Source
from rubicon.language.speaking import speak
from rubicon.language.tokens import day_text
from rubicon.language.uncertain import uncertain_text
from rubicon.language.vocabulary import Vocabulary
from rubicon.recording.mixing import bare, paired

DeedKind = OneOf[
    "asserted", "assumed", "corrected", "withdrawn", "changed", "removed",
    "source", "source-changed", "source-removed", "case", "outcome", "unknown",
]  # fmt: skip
"""What was done, in the order in which it is told; `changed` and `removed` are a fact's."""

DeedValue = str | date | bool | None
"""What something was or is."""

HEAD = ("title", "as_of", *OF_CASE)
OF_OUTCOME = ("happened", "on", "summary", "unscored")


class MovedPart(Struct, frozen=True):
    """A particular that is another now."""

    name: str
    was: DeedValue
    now: DeedValue


class Deed(Struct, frozen=True):
    """One thing that a change did: to a sentence, a source by its title, or the case. `source` is who says it, `fact` what stands since."""

    kind: DeedKind
    said: str = ""
    source: Source | None = None
    moved: tuple[MovedPart, ...] = ()
    why: str = ""
    fact: Fact | None = None


class Account(Struct, frozen=True):
    """What a change did, and what is to be looked at since: each a sentence and what about it."""

    deeds: tuple[Deed, ...] = ()
    noticed: tuple[tuple[str, str], ...] = ()


def account(vocabulary: Vocabulary, before: Case, after: Case) -> Account | None:
    """Tell what is different in a case from what it was; None where nothing is."""
    looked, found = warned_of(before, vocabulary), _deeds(vocabulary, before, after)
    noticed = tuple(told for told in warned_of(after, vocabulary) if told not in looked)
    return Account(found, noticed) if found else None


def remarks(before: bytes, after: bytes) -> Account:
    """Tell what the file of a case remarks as not known that it did not."""
    # Here, so that the page starts without the two large libraries that only the interview needs.
    from rubicon.exchanging.interviewing import unknown_in  # noqa: PLC0415

    one, other = (set(unknown_in(content.decode("utf-8"))) for content in (before, after))
    return Account(tuple(Deed("unknown", said) for said in sorted(other - one)))


def _deeds(vocabulary: Vocabulary, before: Case, after: Case) -> tuple[Deed, ...]:
    """Return facts first, then sources, then what the case says of itself."""
    found = list(_facts(vocabulary, before, after))
    cited = {one.source for one in found}
    found += [one for one in _sources(before, after) if one.kind != "source" or one.source not in cited]
    parts: dict[str, tuple[DeedValue, DeedValue]] = {
        name: (before.role(name), after.role(name)) for name, _ in (*before.roles, *after.roles)
    }
    parts |= {name: (getattr(before, name), getattr(after, name)) for name in HEAD}
    if own := _moved(parts):
        found.append(Deed("case", moved=own))
    one, other = before.outcome, after.outcome
    if came := _moved({name: (getattr(one, name, None), getattr(other, name, None)) for name in OF_OUTCOME}):
        found.append(Deed("outcome", moved=came))
    return tuple(found)


def _facts(vocabulary: Vocabulary, before: Case, after: Case) -> Iterator[Deed]:
    stays = Counter(map(bare, before.facts)) & Counter(map(bare, after.facts))
    new, gone, pairs = paired(_without(before.facts, stays), _without(after.facts, stays))
    taken = [(was, now) for was, now in pairs if now.retracted is not None and was.retracted is None]
    if len(new) == len(taken) == 1:
        (fact,), ((was, _),) = new, taken
        moved = _moved(_of_fact(was, fact))
        if was.literal != fact.literal:
            moved = (MovedPart("sentence", "", speak(vocabulary, fact.literal, prose=True)), *moved)
        yield Deed("corrected", speak(vocabulary, was.literal, prose=True), was.source, moved, fact=fact)
        new, pairs = [], [one for one in pairs if one != taken[0]]
    for fact in new:
        kind: DeedKind = "assumed" if fact.basis == "assumption" else "asserted"
        yield Deed(kind, speak(vocabulary, fact.literal, prose=True), fact.source, fact=fact)
    for was, now in pairs:
        said = speak(vocabulary, now.literal, prose=True)
        if (was, now) in taken:
            yield Deed(
                "withdrawn", said, now.source, why="" if now.retracted in (None, UNSAID) else now.retracted
            )
        elif moved := _moved(_of_fact(was, now)):
            yield Deed("changed", said, now.source, moved, fact=now)
    for fact in gone:
        yield Deed("removed", speak(vocabulary, fact.literal, prose=True), fact.source)


def _without(facts: Iterable[Fact], stays: Counter[Fact]) -> Iterator[Fact]:
    """Yield the facts that are not among those that stay."""
    left = Counter(stays)
    for fact in facts:
        if left[bare(fact)]:
            left[bare(fact)] -= 1
        else:
            yield fact


def _of_fact(was: Fact, now: Fact) -> dict[str, tuple[DeedValue, DeedValue]]:
    """Return the particulars of a fact before and after; a source is another one, not one that is told of otherwise."""
    keys = [fact.source.key if fact.source else None for fact in (was, now)]
    found = {name: (_value(was, name), _value(now, name)) for name in ("on", "until", "known", "grade")}
    found |= {
        name: (getattr(was, name), getattr(now, name))
        for name in ("withdrawn", "note", "coder", "why", "retracted")
    }
    if keys[0] != keys[1]:
        one, other = (fact.source.title if fact.source else None for fact in (was, now))
        found["source"] = one, other
    return found


def _value(fact: Fact, name: str) -> DeedValue:
    """Return a day of a fact as it is stated, or its grade; None where it follows from others."""
    within = {"on": fact.on_within, "until": fact.until_within}.get(name)
    if within is not None:
        return uncertain_text(within)
    if name == "grade":
        return str(fact.grade) if fact.grade else None
    if name == "known" and not fact.known_stated:
        return None
    day: date | None = getattr(fact, name)
    return day


def _sources(before: Case, after: Case) -> Iterator[Deed]:
    old, new = ({source.key: source for source in case.sources} for case in (before, after))
    for key, source in new.items():
        if key not in old:
            yield Deed("source", source.title, source)
        elif source != old[key]:
            was, now = row_of_source(old[key]), row_of_source(source)
            yield Deed("source-changed", old[key].title, source, _moved({n: (was[n], now[n]) for n in now}))
    yield from (Deed("source-removed", source.title, source) for key, source in old.items() if key not in new)


def _moved(parts: Mapping[str, tuple[DeedValue, DeedValue]]) -> tuple[MovedPart, ...]:
    return tuple(MovedPart(name, was, now) for name, (was, now) in parts.items() if was != now)


def warned_of(case: Case, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Return what is to be looked at in a case: the sentence of each fact that a warning is about, and the warning."""
    problems = [*case.warnings, *unconfirmed(case)]
    told = []
    for problem in sorted(problems, key=lambda one: one.line):
        above = [fact for fact in case.facts if fact.place.line <= problem.line]
        if above:
            what = problem.what
            for day in problem.days:
                what = what.replace(day.isoformat(), day_text(day))
            told.append((speak(vocabulary, above[-1].literal, prose=True), what))
    return tuple(dict.fromkeys(told))
