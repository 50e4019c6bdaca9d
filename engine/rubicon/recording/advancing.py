"""What a filed answer says otherwise than the one filed before it: read from what both said, none judged again."""

from collections import Counter
from datetime import date

import msgspec
from msgspec import Struct

IDLE = "not in force"
"""The status of a fact that does not count on the day judged."""


class FiledQuestion(Struct, frozen=True):
    """The question as an answer tells it."""

    ask: str = ""
    answer: str | None = None
    candidates: tuple[str, ...] = ()
    confidence: str | None = None
    range: tuple[float, float] | None = None
    event: str = ""
    horizon: int | None = None
    tier: str | None = None


class FiledSchool(Struct, frozen=True):
    """A school, and what it answers; without a name all rules of a rulebook that knows none."""

    name: str | None
    question: FiledQuestion | None = None


class FiledSection(Struct, frozen=True):
    """A variable, and how it came out; findings of a rulebook without a framework have no title."""

    key: str
    title: str | None = None
    state: str | None = None
    presumed: bool = False

    @property
    def told(self) -> str:
        """Return how it came out."""
        return f"{self.state or 'not judged'}{', presumed' if self.presumed else ''}"


class FiledFact(Struct, frozen=True):
    """A fact on file, and whether it counts; days as they are written."""

    sentence: str
    status: str
    on: str | None = None
    known: str | None = None
    source: str | None = None
    grade: str | None = None


class FiledSource(Struct, frozen=True):
    """A work that is cited."""

    key: str
    title: str


class FiledAnswer(Struct, frozen=True):
    """What an answer tells, of all that its JSON has."""

    as_of: date | None = None
    rulebook: str = ""
    question: FiledQuestion | None = None
    schools: tuple[FiledSchool, ...] = ()
    sections: tuple[FiledSection, ...] = ()
    facts: tuple[FiledFact, ...] = ()
    sources: tuple[FiledSource, ...] = ()
    assumed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[FiledSection, ...]:
        """Return the sections that come out one way or another."""
        return tuple(one for one in self.sections if one.state is not None)

    @property
    def counting(self) -> dict[tuple[str, str | None, int], FiledFact]:
        """Return the facts that count, by their sentence and source, numbered where one says the same twice."""
        seen: Counter[tuple[str, str | None]] = Counter()
        found = {}
        for one in self.facts:
            if one.status != IDLE:
                key = one.sentence, one.source
                found[(*key, seen[key])] = one
                seen[key] += 1
        return found


class Advance(Struct, frozen=True):
    """In what an answer differs from an earlier one: pairs are what was and what is. `recoded` count both times, but are told otherwise."""

    answer: tuple[FiledQuestion, FiledQuestion] | None
    confidence: tuple[str | None, str | None] | None
    days: tuple[date | None, date | None] | None
    sections: tuple[tuple[FiledSection, FiledSection], ...]
    came: tuple[FiledFact, ...]
    went: tuple[FiledFact, ...]
    recoded: tuple[tuple[FiledFact, FiledFact], ...]
    rules: bool
    titles: dict[str | None, str]
    """The titles of the sources of both, by their keys."""

    @property
    def anything(self) -> bool:
        """Tell whether they differ at all."""
        return any(getattr(self, name) for name in self.__struct_fields__ if name != "titles")


def answer_told(content: bytes) -> FiledAnswer:
    """Read what an answer that was filed, or is about to be, tells."""
    return msgspec.json.decode(content, type=FiledAnswer)


def advance(before: FiledAnswer, after: FiledAnswer) -> Advance:
    """Return in what an answer differs from an earlier one."""
    one, other = before.question or FiledQuestion(), after.question or FiledQuestion()
    was, now = before.counting, after.counting
    old = {section.key: section for section in before.variables}
    return Advance(
        answer=(one, other) if (one.answer, one.candidates) != (other.answer, other.candidates) else None,
        confidence=(one.confidence, other.confidence) if one.confidence != other.confidence else None,
        days=(before.as_of, after.as_of) if before.as_of != after.as_of else None,
        sections=tuple(
            (old[now.key], now) for now in after.variables if now.key in old and old[now.key].told != now.told
        ),
        came=tuple(fact for key, fact in now.items() if key not in was),
        went=tuple(fact for key, fact in was.items() if key not in now),
        recoded=tuple((was[key], fact) for key, fact in now.items() if key in was and was[key] != fact),
        rules=before.rulebook != after.rulebook,
        titles={source.key: source.title for source in (*before.sources, *after.sources)},
    )
