"""Read a case file: roles, day, sources, facts, assumptions and outcome."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path as FilePath
from unicodedata import normalize

from rubicon.language.facts import Case, Forecast, Outcome, SampleKind, Source, Stated
from rubicon.language.names import Doubts
from rubicon.language.rules import Rulebook
from rubicon.language.sameness import Latest, Same
from rubicon.language.sentences import Language
from rubicon.problems import BadInput, in_order, one
from rubicon.reading.files import Sheet, load, parse
from rubicon.reading.roles import missing_from, read_cast
from rubicon.reading.tables import Table
from rubicon.reading.words import read_entities
from rubicon.reading.works import (
    FactsRead,
    read_assumptions,
    read_facts,
    read_literal,
    read_source,
    read_sources,
)

FACTS = 20_000
"""Facts of the largest case."""

READ = 2_000
"""Facts that are kept as they were read of one case."""

KEPT = 8
"""Texts of cases whose reading is kept in one process, and rulebooks whose language is."""


def read_case(path: FilePath | str, rulebook: Rulebook) -> Case:
    """Read a case file in the language of a rulebook.

    Raises:
        BadInput: the file has problems; all of them are in it.
    """
    path = FilePath(path)
    return _case(load(path, str(path)), normalize("NFC", path.stem), rulebook)


def parse_case(text: str, rulebook: Rulebook, name: str = "-") -> Case:
    """Read the text of a case; `name` stands for the path in messages.

    Raises:
        BadInput: the text has problems; all of them are in it.
    """
    return _parsed(text, name, Same(rulebook))


@lru_cache(maxsize=KEPT)
def _parsed(text: str, name: str, rulebook: Same[Rulebook]) -> Case:
    """Read a text, or find it read: whoever changes a case on a page reads the same text several times."""
    return _case(parse(text.encode("utf-8", errors="surrogatepass"), name, kept=True), name, rulebook.thing)


def read_outcomes(raw: bytes, name: str) -> tuple[Outcome | None, tuple[tuple[str, Outcome], ...]]:
    """Read what came of a case from the bytes of its file, whatever else stands there: by default, and by tier.

    Raises:
        BadInput: the file, or its `[outcome]`, has problems.
    """
    sheet = parse(raw, name)
    found = _outcomes(Table(sheet, (), sheet.content))
    if sheet.broken:
        raise BadInput(sheet.problems)
    return found


def read_heading(raw: bytes, name: str) -> tuple[str, date | None]:
    """Read the title and the day of a case from the bytes of its file, whatever else stands there.

    Where no title can be read it is called by its name.
    """
    sheet = parse(raw, name)
    top = Table(sheet, (), sheet.content)
    return top.text("title") or name, top.day("as_of")


@lru_cache(maxsize=KEPT)
def _language(rulebook: Same[Rulebook]) -> Language:
    """Return the language of a rulebook, which those of all its cases begin with."""
    return Language(rulebook.thing.vocabulary, rulebook.thing.entities)


def _facts_read(*words: object) -> FactsRead:
    """Return the facts that were read in these words: of a rulebook, a case's entities, its day and its name."""
    known = _read.get(words)
    if known is None or len(known.facts) > READ:
        known = FactsRead()
        _read.put(words, known)
    return known


_read: Latest[tuple[object, ...], FactsRead] = Latest(KEPT)


def _case(sheet: Sheet, name: str, rulebook: Rulebook) -> Case:
    if sheet.broken:
        raise BadInput(sheet.problems)
    top = Table(sheet, (), sheet.content)
    if not sheet.content:
        sheet.at_line(1, "the file is empty", "Write a title, a day (`as_of`), roles and facts.")
        raise BadInput(sheet.problems)
    title = top.text("title", required=True) or name
    day = top.day("as_of", required=rulebook.framework is not None)
    entities, faulty = read_entities(top.rows("entity"), rulebook.vocabulary, rulebook.entities)
    language = _language(Same(rulebook)).with_entities(entities, Doubts(names=faulty))
    roles = _roles(top, rulebook, language)
    own = read_sources(top.named("source"), rulebook.sources)
    rows = [*top.rows("fact")]
    if len(rows) > FACTS:
        what = f"the case has {len(rows):,} facts; at most {FACTS:,} are read"
        top.problem(("fact", FACTS), what, "Split the case.")
        rows = []
    known = {**rulebook.sources, **own}
    words = (Same(rulebook), tuple(entities), day, sheet.shown)
    read = _facts_read(*words) if sheet.tables and not sheet.problems else None
    facts = read_facts(rows, language, known, "case", day, read)
    facts += read_assumptions(top.rows("assumption"), language)
    outcome, outcomes = _outcomes(top)
    note, author, reviewed_by, marking = (top.text(k) for k in ("note", "author", "reviewed_by", "marking"))
    samples: tuple[SampleKind, ...] = ("in", "out", "quiet")
    sample = top.choice("sample", samples, "in")
    episode, unscored = top.text("episode"), top.text("unscored")
    forecasts = _forecasts(top.rows("forecast"), known)
    odds = _odds(top.rows("odds"), language)
    top.finish()
    if sheet.broken:
        raise BadInput(sheet.problems)
    return Case(
        name,
        title,
        top.place,
        day,
        roles,
        tuple(entities),
        tuple(own.values()),
        tuple(facts),
        outcome,
        note,
        in_order(sheet.problems),
        outcomes,
        author,
        reviewed_by,
        marking,
        sample,
        episode,
        unscored,
        forecasts,
        odds,
    )


def _odds(tables: Iterable[Table], language: Language) -> tuple[Stated, ...]:
    """Read `[[odds]]`: how likely the analyst holds an open answer."""
    found = []
    for table in tables:
        text, share, why = table.text("that", required=True), table.share("p"), table.text("why")
        literal = read_literal(language, table.sheet, text, (*table.path, "that")) if text else None
        table.finish()
        if literal is not None and share is not None:
            found.append(Stated(literal, share, why))
    return tuple(found)


def _roles(top: Table, rulebook: Rulebook, language: Language) -> tuple[tuple[str, str], ...]:
    framework = rulebook.framework
    wanted = {role.name: role for role in framework.roles} if framework else None
    needed = any(role.required for role in wanted.values()) if wanted else False
    table = top.table("roles", required=needed)
    if table is not None and wanted:
        for role in missing_from(table.content, wanted):
            table.problem(
                "", f'the role "{role.name}" is missing', f'Add {role.name} = "…", {one(role.kind)}.'
            )
    return read_cast(table, language, wanted)


def _outcomes(top: Table) -> tuple[Outcome | None, tuple[tuple[str, Outcome], ...]]:
    """Read `[outcome]`, that of the default tier, and `[outcome.NAME]`, those of others."""
    table = top.table("outcome")
    if table is None:
        return None, ()
    inner = [name for name, content in table.content.items() if isinstance(content, dict)]
    named = [(name, _outcome(tier)) for name in inner if (tier := table.table(name)) is not None]
    return _outcome(table) if len(inner) < len(table.content) else None, tuple(named)


def _outcome(table: Table) -> Outcome:
    happened, on, summary = table.flag("happened", required=True), table.day("on"), table.text("summary")
    unscored = table.text("unscored")
    table.text("source")
    table.text("note")
    table.finish()
    return Outcome(happened, on, summary or "", unscored)


def _forecasts(tables: Iterable[Table], sources: Mapping[str, Source]) -> tuple[Forecast, ...]:
    """Read every `[[forecast]]`: who gave which probability, on which day, of what."""
    found = []
    for table in tables:
        by, day, of = (
            table.text("by", required=True),
            table.day("on", required=True),
            table.text("of", required=True),
        )
        share, source = table.share("p"), read_source(table, sources, required=True)
        words, note = table.text("words"), table.text("note")
        table.finish()
        if by and day and of and share is not None and source:
            found.append(Forecast(by, day, share, of, source, words, note))
    return tuple(found)
