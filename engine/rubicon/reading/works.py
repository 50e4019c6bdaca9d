"""Read works cited and assertions: sources, facts, assumptions and background."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from rubicon.facts import Fact, Grade, Literal, Origin, Source
from rubicon.lines import Path
from rubicon.problems import did_you_mean
from rubicon.reading.files import Sheet
from rubicon.reading.tables import Table
from rubicon.rulebook import Pattern
from rubicon.sentences import Language, Unread

CLASSES = ("W", "G", "S", "N", "A", "R", "P")
"""Press, government, state outlet, body or NGO, academic, reference, partisan."""

_GRADE = re.compile(r"[A-F][1-6]")


def read_literal(language: Language, sheet: Sheet, text: str, path: Path) -> Literal | None:
    """Read a sentence without variables; what is wrong with it is a problem at its path."""
    try:
        return language.literal(text)
    except Unread as unread:
        sheet.problem(path, unread.what, unread.remedy)
        return None


def read_pattern(language: Language, sheet: Sheet, text: str, path: Path) -> Pattern | None:
    """Read a sentence that may have variables; what is wrong with it is a problem at its path."""
    try:
        return language.pattern(text)
    except Unread as unread:
        sheet.problem(path, unread.what, unread.remedy)
        return None


def read_sources(
    tables: Iterable[tuple[str, Table]], known: Mapping[str, Source] | None = None
) -> dict[str, Source]:
    """Read every `[source.…]`; a key that is taken is a problem."""
    found: dict[str, Source] = {}
    for key, table in tables:
        title = table.text("title", required=True)
        kind = table.choice("class", (*CLASSES, ""), "")
        source = Source(
            key,
            title or "",
            table.text("author"),
            table.text("publisher"),
            table.day("date"),
            table.text("address"),
            kind or None,
        )
        table.text("note")
        table.finish()
        if key in found or key in (known or {}):
            table.problem("", f'the source "{key}" is declared twice', "Give each source a key of its own.")
        elif any(mark.isspace() for mark in key):
            table.problem("", f'"{key}" cannot be the key of a source', "A key has no spaces.")
        else:
            found[key] = source
    return found


def read_facts(
    tables: Iterable[Table], language: Language, sources: Mapping[str, Source], origin: Origin
) -> list[Fact]:
    """Read `[[fact]]` tables, each an assertion of a sentence by a source."""
    found = []
    for table in tables:
        fact = _fact(table, language, sources, origin)
        table.finish()
        if fact is not None:
            found.append(fact)
    return found


def _fact(table: Table, language: Language, sources: Mapping[str, Source], origin: Origin) -> Fact | None:
    text = table.text("that", required=True)
    literal = read_literal(language, table.sheet, text, (*table.path, "that")) if text else None
    on, until, known, withdrawn = (table.day(key) for key in ("on", "until", "known", "withdrawn"))
    key, grade, note = table.text("source"), _grade(table), table.text("note")
    source = sources.get(key) if key else None
    if key and source is None:
        hint = did_you_mean(key, sources) or f"Declare it: [source.{key}]"
        table.problem("source", f'unknown source "{key}"', hint)
    if key is None and not table.has("source"):
        table.problem(
            "that",
            "a fact without a source",
            "Name its source; the report can only call it unsourced.",
            warning=True,
        )
    if literal is None:
        return None
    statement = language.vocabulary.statements[literal.atom.statement]
    if statement.is_event:
        if until is not None:
            table.problem("until", "an event stays on record", "Leave `until` out: only states end.")
        if on is None:
            on = next(
                v for v, s in zip(literal.atom.values, statement.slots, strict=True) if s.kind == "date"
            )  # type: ignore[assignment]
    _spans(table, on, until, known, withdrawn)
    published = source.date if source else None
    if known is not None and published is not None and published > known:
        table.problem(
            "known",
            f"known on {known}, but its source is dated {published}",
            "It is taken as known on the day given; check which is right.",
            warning=True,
        )
    if known is None:
        known = max((day for day in (on, published) if day is not None), default=None)
    return Fact(literal, origin, table.place, on, until, known, withdrawn, source, grade, note)


def _grade(table: Table) -> Grade | None:
    text = table.text("grade")
    if text is None:
        return None
    if not _GRADE.fullmatch(text):
        table.problem(
            "grade",
            f'"{text}" is no Admiralty grade',
            "Write the source's reliability A-F and the item's credibility 1-6, such as B2.",
        )
        return None
    return Grade(text[0], int(text[1]))


def _spans(
    table: Table, on: date | None, until: date | None, known: date | None, withdrawn: date | None
) -> None:
    if on is not None and until is not None and until <= on:
        table.problem(
            "until",
            f"it ends on {until}, not after it begins on {on}",
            "`until` is the first day it no longer holds.",
        )
    if known is not None and withdrawn is not None and withdrawn <= known:
        table.problem(
            "withdrawn", f"withdrawn on {withdrawn}, not after it was known on {known}", "Check both days."
        )


def read_assumptions(tables: Iterable[Table], language: Language) -> list[Fact]:
    """Read `[[assumption]]` tables: the analyst's, each with its reason."""
    found = []
    for table in tables:
        text, why = table.text("that", required=True), table.text("why", required=True)
        literal = read_literal(language, table.sheet, text, (*table.path, "that")) if text else None
        table.finish()
        if literal is not None:
            found.append(Fact(literal, "assumption", table.place, why=why))
    return found
