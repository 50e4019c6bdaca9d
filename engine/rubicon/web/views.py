"""What the templates show of a case: facts by what they bear on, questions, variables."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.contents import Explanation, VariableOutcome
from rubicon.explaining.filed import OnFile
from rubicon.judging.assessing import Assessment, read_arguments
from rubicon.language.facts import Fact, Source
from rubicon.language.speaking import speak
from rubicon.rendering.filing import ReportWords, why_not
from rubicon.rendering.spelling import capital
from rubicon.rendering.wording import Words
from rubicon.web.deeds import Account, warned_of
from rubicon.web.desk import Opened, State

ANSWER, UNUSED = "The answer itself", "On file, and not used"
"""What facts bear on that bear on no section, and where those stand that do not count."""


class Line(Struct, frozen=True):
    """A fact on file as the page shows it. `bar` says why it does not count; `mark` tells it from every other, whatever is written.

    `own_known` is the day on which it was public where that follows from nothing else: neither from when it began nor from its source.
    """

    sentence: str
    denial: str
    said: str
    fact: Fact
    mark: str
    since: str
    public: str
    bar: str | None
    address: str | None
    own_known: date | None = None
    also: tuple[str, ...] = ()


class Group(Struct, frozen=True):
    """Facts that bear on one thing."""

    title: str
    lines: tuple[Line, ...]


class Strip(Struct, frozen=True):
    """A variable in the strip: its title, how it comes out, and how that is known; `was`: how it did, where that differs."""

    key: str
    title: str
    state: VariableOutcome
    label: str
    confidence: str
    was: str = ""


def shown(state: State, opened: Opened, was: Opened | None, account: Account) -> dict[str, Any]:
    """Return what the page of a case shows of a state, and of the one it is held against."""
    told = opened.explanation
    return {
        "e": told,
        "case": told.case,
        "groups": (groups := groups_of(told)),
        "uncounted": uncounted(groups, account),
        "retracted": retracted_of(told),
        "strip": strip_of(told, was.explanation if was else None),
        "sources": sources_of(told),
        "warned": warned_of(told.case, told.rulebook.vocabulary),
        "first": opened.first.lowered().supposing(state.supposed.query),
        "days": opened.days,
        "stood": stood_of(told, was.explanation) if was else None,
    }


def groups_of(explanation: Explanation) -> tuple[Group, ...]:
    """Return the facts on file by the first thing they bear on, in the report's order; last those that do not count."""
    words = Words(explanation.rulebook, "text")
    titles = {told.key: told.section.title for told in explanation.sections if told.section}
    found: dict[str, list[Line]] = {title: [] for title in (*titles.values(), ANSWER, UNUSED)}
    for one in explanation.filed:
        if one.bar == "retracted":
            continue
        home, *also = [titles.get(reference.key, ANSWER) for reference in one.bears] or [UNUSED]
        found[UNUSED if one.bar else home].append(_line(words, one, tuple(also)))
    marked = _marked(line for lines in found.values() for line in lines)
    return tuple(Group(title, tuple(next(marked) for _ in lines)) for title, lines in found.items() if lines)


def _marked(lines: Iterable[Line]) -> Iterator[Line]:
    """Give each line a mark that is the same in the next state of the case, so that a browser knows it again."""
    seen: Counter[str] = Counter()
    for line in lines:
        source = line.fact.source.key if line.fact.source else ""
        mark = f"{crc32(f'{line.sentence}|{source}|{line.since}'.encode()):08x}"
        seen[mark] += 1
        yield replace(line, mark=mark if seen[mark] == 1 else f"{mark}-{seen[mark]}")


def uncounted(groups: Iterable[Group], account: Account) -> tuple[Line, ...]:
    """Return of what was just asserted or changed what does not count on the day judged, each with the reason."""
    facts = [deed.fact for deed in account.deeds]
    return tuple(line for group in groups for line in group.lines if line.bar and line.fact in facts)


def retracted_of(explanation: Explanation) -> tuple[Line, ...]:
    """Return what stays on record although it counts no more, each with the reason."""
    words = Words(explanation.rulebook, "text")
    lines = (_line(words, one, ()) for one in explanation.filed if one.bar == "retracted")
    return tuple(replace(line, mark=f"retracted-{line.mark}") for line in _marked(lines))


def _line(words: Words, one: OnFile, also: tuple[str, ...]) -> Line:
    fact, vocabulary, later = one.fact, words.vocabulary, one.bar == "known later"
    web = fact.source.address if fact.source and fact.source.address else None
    return Line(
        speak(vocabulary, one.literal),
        speak(vocabulary, one.literal.contrary),
        capital(words.say(one.literal)),
        fact,
        "",
        "" if words.is_event(one.literal) else words.since(fact),
        words.day(fact.known) if fact.known and fact.known != fact.on and not later else "",
        f"public only on {words.day(fact.known)}, after the day judged"
        if later and fact.known
        else why_not(one),
        web if web and words.is_web(web) else None,
        fact.known
        if fact.known_stated and fact.known != (fact.source.date if fact.source else None)
        else None,
        also,
    )


def readings_of(words: Words, facts: Iterable[Fact]) -> dict[str, list[tuple[Fact, str]]]:
    """Return what some facts say, the earliest first, each sentence with who says it and from when until when."""
    found: dict[str, list[tuple[Fact, str]]] = {}
    for one in sorted(facts, key=lambda fact: (fact.on or date.min, fact.until or date.max)):
        days = " ".join(filter(None, (words.since(one), ReportWords.until(one))))
        found.setdefault(words.say(one.literal), []).append((one, days or "without a day"))
    return found


def strip_of(explanation: Explanation, before: Explanation | None = None) -> tuple[Strip, ...]:
    """Return the variables of the framework, by the names they have when met and when not; what moved says so."""
    was = {one.key: one for one in strip_of(before)} if before is not None else {}
    found = []
    for told in explanation.sections:
        if told.section is None or told.state is None:
            continue
        names = {"met": told.section.met, "not met": told.section.not_met}
        named = names.get(told.state) or ""
        again = bare(named) == bare(told.section.title)
        label = (named if named and not again else told.state) + (", presumed" if told.presumed else "")
        one = Strip(told.key, told.section.title, told.state, label, told.confidence or "")
        earlier = was.get(told.key, one)
        if (earlier.label, earlier.confidence) != (one.label, one.confidence):
            one = replace(one, was=", ".join(part for part in (earlier.label, earlier.confidence) if part))
        found.append(one)
    return tuple(found)


def stood_of(explanation: Explanation, before: Explanation) -> str | None:
    """Return the answer as it was, where it is another now."""
    one, other = (told.question.answer if told.question else None for told in (before, explanation))
    return None if one == other else one or "no established answer"


def bare(name: str) -> str:
    """Return a name in small letters, without an article."""
    return re.sub(r"^(an?|the) ", "", name.casefold())


def sources_of(explanation: Explanation) -> tuple[Source, ...]:
    """Return the sources that a new fact may name: the case's own, by key."""
    return tuple(sorted(explanation.case.sources, key=lambda source: source.key))


def speaks_of(made: Assessment, sentence: str) -> bool:
    """Tell whether anything in a case speaks of a sentence, for it or against it.

    Raises:
        BadInput: it is none.
    """
    literal = read_arguments(made.language, [sentence])[0]
    return literal in made.judgement.established or literal.contrary in made.judgement.established
