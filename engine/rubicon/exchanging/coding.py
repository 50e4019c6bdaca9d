"""Facts into a case and out of it: asserted, retracted, and never against others unasked."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from rubicon.judging.assessing import ARGUMENT, asserted, language_of, read_arguments
from rubicon.language.dating import in_force
from rubicon.language.facts import Case, Fact
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.language.uncertain import plain_day
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading import parse_case
from rubicon.reading.amending import with_values
from rubicon.reading.lines import blocks_of
from rubicon.reading.writing import Draft, WrittenTable, draft_of, with_assumption, with_fact, with_source

UNSAID = "no reason given"
"""What stands for the reason of a retraction that was given none."""


class AlreadyThere(BadInput):
    """What is to be asserted is asserted already, by the same source from the same day on."""


class Coding(Struct, frozen=True):
    """What an analyst asserts: a sentence, and what is known of it; days as they are written in a case file."""

    sentence: str
    on: str | None = None
    until: str | None = None
    known: str | None = None
    source: str | None = None
    grade: str | None = None
    note: str | None = None
    coder: str | None = None
    withdrawn: str | None = None
    retracted: str | None = None


class CodingSheet(Struct, frozen=True):
    """A case file that is being written: the rulebook it is read by, its draft, and the case that the draft is."""

    rulebook: Rulebook
    draft: Draft
    case: Case

    def changed(self, text: str) -> "CodingSheet":
        """Return the desk with another text of the file, read.

        Raises:
            BadInput: it cannot be read as a case.
        """
        case = parse_case(text, self.rulebook, str(self.draft.path))
        return CodingSheet(self.rulebook, self.draft.with_text(text), case)


def desk_of(path: Path, rulebook: Rulebook) -> CodingSheet:
    """Read a case file in order to write it.

    Raises:
        BadInput: it has problems.
    """
    draft = draft_of(path)
    return CodingSheet(rulebook, draft, parse_case(draft.text, rulebook, str(path)))


def with_assertion(desk: CodingSheet, entry: Coding, *, conflict: bool = False) -> tuple[CodingSheet, Fact]:
    """Return a desk on which a sentence is asserted, and the fact. The sentence is spelled as the vocabulary has it.

    Raises:
        BadInput: it cannot be read, is asserted already, or (without `conflict`) contradicts what is on file.
    """
    literal = read_arguments(language_of(desk.rulebook, desk.case), [entry.sentence])[0]
    check_source(desk, entry.source)
    row = {
        "that": speak(desk.rulebook.vocabulary, literal),
        "on": as_day(entry.on),
        "until": as_day(entry.until),
        "known": as_day(entry.known),
        "source": entry.source,
        "grade": entry.grade,
        "withdrawn": as_day(entry.withdrawn),
        "note": entry.note,
        "coder": entry.coder,
        "retracted": entry.retracted,
    }
    return _with(desk, *with_fact(desk.draft.text, row), len(row), conflict=conflict)


def with_supposition(
    desk: CodingSheet, sentence: str, why: str, *, conflict: bool = False
) -> tuple[CodingSheet, Fact]:
    """Return a desk on which the analyst assumes a sentence, for a reason, and the assumption.

    Raises:
        BadInput: it cannot be read, is assumed already, or (without `conflict`) contradicts what is on file.
    """
    literal = read_arguments(language_of(desk.rulebook, desk.case), [sentence])[0]
    row = {"that": speak(desk.rulebook.vocabulary, literal), "why": why}
    return _with(desk, *with_assumption(desk.draft.text, row), len(row), conflict=conflict)


def _with(desk: CodingSheet, text: str, line: int, keys: int, *, conflict: bool) -> tuple[CodingSheet, Fact]:
    """Return the desk with a text that asserts one thing more, from a line on, and that.

    Raises:
        BadInput: it cannot be read, is there already, or (without `conflict`) contradicts what is on file.
    """
    try:
        written = desk.changed(text)
    except BadInput as bad:
        raise BadInput(_of_argument(bad, line, keys)) from None
    fact = next(one for one in written.case.facts if one.place.line == line)
    same = [one for one in desk.case.facts if is_same(one, fact)]
    if same:
        said = speak(desk.rulebook.vocabulary, fact.literal)
        how = "assumed already" if fact.why else f"asserted already, by {_source_of(same[0])}"
        what = f'"{said}" is {how}'
        remedy = f"It stands at {same[0].place.path}:{same[0].place.line}."
        raise AlreadyThere([Problem(ARGUMENT, 0, what, remedy)])
    against = contradicted(desk, fact) if fact.retracted is None else ()
    if against and not conflict:
        raise BadInput(_contradiction(desk, fact, one) for one in against)
    return written, fact


def _of_argument(bad: BadInput, line: int, keys: int) -> Iterator[Problem]:
    """Yield what is wrong, of lines that are yet to be written as of the command line; not what a case is warned of besides."""
    for one in bad.problems:
        if not one.warning:
            own = line <= one.line <= line + keys
            yield Problem(ARGUMENT, 0, one.what, one.remedy, "", one.cause, one.lint) if own else one


def as_day(text: str | None) -> str | date | None:
    """Return a day as it is written in a file: one that is known exactly as a day, any other as a text.

    One that is spelled as in prose is a day too.
    """
    if text is None:
        return None
    text = plain_day(text)
    try:
        return date.fromisoformat(text) if len(text) == len("2022-01-05") else text
    except ValueError:
        return text


def is_same(one: Fact, other: Fact) -> bool:
    """Tell whether two facts assert the same, from the same source, from the same day on, and neither or both are retracted."""
    alike = (one.literal, one.on, one.until, one.source) == (
        other.literal,
        other.on,
        other.until,
        other.source,
    )
    return alike and one.retracted == other.retracted and one.basis == other.basis


def contradicted(desk: CodingSheet, fact: Fact) -> tuple[Fact, ...]:
    """Return what is on file that a fact contradicts on some day on which both would count."""
    vocabulary = desk.rulebook.vocabulary
    against = [
        one
        for one in asserted(desk.rulebook, desk.case)
        if one.retracted is None and vocabulary.in_conflict(one.literal, fact.literal)
    ]
    found = []
    for one in against:
        starts = (one.on, one.known, fact.on, fact.known, desk.case.as_of)
        days: set[date | None] = {day for day in starts if day is not None} or {None}
        if any(len(in_force(vocabulary, (one, fact), day)) > 1 for day in days):
            found.append(one)
    return tuple(found)


def _contradiction(desk: CodingSheet, fact: Fact, other: Fact) -> Problem:
    vocabulary = desk.rulebook.vocabulary
    one, against = speak(vocabulary, fact.literal), speak(vocabulary, other.literal)
    what = f'"{one}", {_said_by(fact)}, contradicts "{against}", {_said_by(other)}'
    remedy = (
        f"The other stands at {other.place.path}:{other.place.line}. If both are reported, say --conflict: both "
        "stand, and grades decide. If one has ended, say so with `rubicon end`; if it was wrong, retract it."
    )
    return Problem(ARGUMENT, 0, what, remedy)


def _said_by(fact: Fact) -> str:
    return "assumed" if fact.basis == "assumption" else f"by {_source_of(fact)}"


def _source_of(fact: Fact) -> str:
    if fact.source is None:
        return "no source"
    dated = f" of {fact.source.date}" if fact.source.date else ""
    return f'"{fact.source.title}"{dated} ({fact.source.key})'


def with_retraction(
    desk: CodingSheet, sentence: str, why: str | None, source: str | None = None
) -> tuple[CodingSheet, tuple[Fact, ...]]:
    """Return a desk on which a sentence is neither asserted nor assumed any more, or not by one source, and the facts.

    Raises:
        BadInput: the sentence cannot be read, or nothing of the case asserts it.
    """
    return _marked(desk, sentence, {"retracted": why or UNSAID}, source, ("case", "assumption"))


def with_end(
    desk: CodingSheet, sentence: str, row: WrittenTable, source: str | None = None
) -> tuple[CodingSheet, tuple[Fact, ...]]:
    """Return a desk on which every fact of a sentence, or that of one source, has further days, and the facts as they were.

    The row gives `until`, the first day on which it was no longer so, or `withdrawn`, on which its source took it back.

    Raises:
        BadInput: the sentence or the day cannot be read, or nothing of the case asserts the sentence.
    """
    return _marked(desk, sentence, row, source, ("case",))


def _marked(
    desk: CodingSheet, sentence: str, row: WrittenTable, source: str | None, bases: Collection[str]
) -> tuple[CodingSheet, tuple[Fact, ...]]:
    literal = read_arguments(language_of(desk.rulebook, desk.case), [sentence])[0]
    own = [one for one in desk.case.facts if one.basis in bases and one.retracted is None]
    found = [
        one
        for one in own
        if one.literal == literal
        and (source is None or (one.source is not None and one.source.key == source))
    ]
    if not found:
        said = {speak(desk.rulebook.vocabulary, one.literal) for one in own}
        what = f'nothing in the case asserts "{sentence}"' + (f" by {source}" if source else "")
        remedy = did_you_mean(sentence, said) or "Only what the case itself asserts can be changed."
        raise BadInput([Problem(ARGUMENT, 0, what, remedy)])
    text = desk.draft.text
    tables = {"case": "fact", "assumption": "assumption"}
    places = {
        id(one): (table, at)
        for basis, table in tables.items()
        for at, one in enumerate(o for o in desk.case.facts if o.basis == basis)
    }
    for one in found:
        text = with_values(text, places[id(one)], row)
    return amended(desk, text), tuple(found)


def amended(desk: CodingSheet, text: str) -> CodingSheet:
    """Return a desk with a text that differs by what the command line says.

    Raises:
        BadInput: that cannot be read. What the case is warned of besides is no part of it.
    """
    try:
        return desk.changed(text)
    except BadInput as bad:
        raise BadInput(
            Problem(ARGUMENT, 0, one.what, one.remedy) for one in bad.problems if not one.warning
        ) from None


def noticed(desk: CodingSheet, facts: Collection[Fact]) -> tuple[Problem, ...]:
    """Return what wants a second look in some facts of a case, as `check` tells it; nothing that stops a judgement."""
    lines = {fact.place.line for fact in facts}
    blocks = [block for block in blocks_of(desk.draft.text) if block.first in lines]
    return tuple(
        one for one in desk.case.warnings if any(block.first <= one.line <= block.last for block in blocks)
    )


def check_source(desk: CodingSheet, key: object) -> None:
    """Raise BadInput where a source is named that neither the case nor the rulebook declares."""
    keys = {one.key for one in desk.case.sources} | set(desk.rulebook.sources)
    if key and key not in keys:
        remedy = did_you_mean(str(key), keys) or "Declare it first: `rubicon sources add`."
        raise BadInput([Problem(ARGUMENT, 0, f'unknown source "{key}"', remedy)])


def with_work(desk: CodingSheet, key: str, row: WrittenTable) -> CodingSheet:
    """Return a desk on which a source is declared.

    Raises:
        BadInput: the key is taken or cannot be one, or a value cannot be read.
    """
    taken = {source.key for source in desk.case.sources}
    if key in taken:
        what, remedy = f'the source "{key}" is there already', "Give this one another key."
        raise BadInput([Problem(ARGUMENT, 0, what, remedy)])
    text, line = with_source(desk.draft.text, key, row)
    try:
        return desk.changed(text)
    except BadInput as bad:
        raise BadInput(_of_argument(bad, line, len(row))) from None
