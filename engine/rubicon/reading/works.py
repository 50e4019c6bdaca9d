"""Read works cited and assertions: sources, facts, assumptions and background."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from rubicon.language.conditions import Condition, Pattern, Variable, needs
from rubicon.language.dating import counted_from, public_from
from rubicon.language.facts import Basis, Fact, Grade, Literal, Place, Source, Uncertain
from rubicon.language.names import Unread
from rubicon.language.sentences import Language
from rubicon.problems import did_you_mean, several
from rubicon.reading.days import check_spans, look_at_days
from rubicon.reading.files import Sheet
from rubicon.reading.lines import Path
from rubicon.reading.tables import Table

CLASSES = ("W", "G", "S", "N", "A", "R", "P")
"""Press, government, state outlet, body or NGO, academic, reference, partisan."""

_CLASSES = "W press, G government, S state outlet, N body or NGO, A academic, R reference, P partisan."
_GRADE = re.compile(r"[A-F][1-6]")


def read_literal(language: Language, sheet: Sheet, text: str, path: Path) -> Literal | None:
    """Read a sentence without variables; what is wrong with it is a problem at its path."""
    try:
        return language.literal(text)
    except Unread as unread:
        report(sheet, path, _compared(language, text) or unread, text)
        return None


def read_pattern(language: Language, sheet: Sheet, text: str, path: Path) -> Pattern | None:
    """Read a sentence that may have variables; what is wrong with it is a problem at its path."""
    try:
        return language.pattern(text)
    except Unread as unread:
        report(sheet, path, _compared(language, text) or unread, text)
        return None


def read_bound(
    language: Language, sheet: Sheet, text: str, path: Path, kinds: Mapping[str, str], called: str
) -> Condition | None:
    """Read a condition whose variables are bound from outside; `kinds` are theirs, `called` what each is.

    Variables that stand for whoever it may be need no binding.
    """
    # Here, so that a case whose rulebook is kept loads nothing of what reads conditions.
    from rubicon.language.openings import read_condition  # noqa: PLC0415

    try:
        condition = read_condition(language, text, kinds)
    except Unread as unread:
        report(sheet, path, unread)
        return None
    free = [name for name in needs(condition) if name not in kinds and not Variable(name).is_wildcard]
    if free:
        what = f"?{free[0]} is no {called}"
        sheet.problem(path, what, did_you_mean(free[0], kinds) or f"The {called}s are: {several(kinds)}.")
        return None
    return condition


def _compared(language: Language, text: str) -> Unread | None:
    """Say that a line is a comparison where a sentence is wanted, or return None."""
    from rubicon.language.openings import is_comparison  # noqa: PLC0415 - as above

    try:
        found = is_comparison(language, text)
    except Unread:
        return None
    what = "a comparison stands where a sentence of the vocabulary is wanted"
    return Unread(what, "Comparisons stand in `if` and `unless` of a rule.") if found else None


def report(sheet: Sheet, path: Path, unread: Unread, sentence: str = "") -> None:
    """Record why a text was not read, unless the cause is told elsewhere.

    A `sentence` is one that no opening may make a condition.
    """
    from rubicon.language.openings import not_plain  # noqa: PLC0415 - as above

    found = not_plain(sentence) or unread
    if found.told:
        sheet.excused = True
    else:
        sheet.problem(path, found.what, found.remedy, cause=found.cause)


def read_sources(
    tables: Iterable[tuple[str, Table]], known: Mapping[str, Source] | None = None
) -> dict[str, Source]:
    """Read every `[source.…]`; a key that is taken is a problem."""
    found: dict[str, Source] = {}
    places: dict[str, Place] = {}
    for key, table in tables:
        title = table.text("title", required=True)
        kind = table.choice("class", (*CLASSES, ""), "", _CLASSES)
        source = Source(
            key,
            title or "",
            table.text("author"),
            table.text("publisher"),
            table.day("date"),
            table.text("address"),
            kind or None,
            table.text("origin"),
            table.text("marking"),
        )
        table.text("note")
        table.finish()
        if key in places:
            hint = f"The other is at {places[key].path}:{places[key].line}."
            table.problem("", f'the source "{key}" is there twice', hint)
        elif key in (known or {}):
            table.problem("", f'the rulebook has a source "{key}" already', "Give this one another key.")
        elif not key or any(mark.isspace() for mark in key):
            table.problem(
                "",
                f'"{key}" cannot be the key of a source',
                "Write a word without spaces: [source.times-2022]",
            )
        else:
            found[key] = source
        places.setdefault(key, table.place)
    return found


class FactsRead(Struct, frozen=True):
    """Facts with the tables of which they were read without a remark, by the tables' identity."""

    facts: dict[int, tuple[dict[str, Any], Fact]] = field(default_factory=dict)

    def find(self, table: Table, sources: Mapping[str, Source] | None) -> Fact | None:
        """Return the fact that a table says, if it was read and its source says what it said; where it stands now."""
        content, fact = self.facts.get(id(table.content), (None, None))
        if content is not table.content or fact is None or fact.source is None:
            return None
        if fact.source != (sources or {}).get(fact.source.key):
            return None
        return fact if fact.place == table.place else replace(fact, place=table.place)


def read_facts(
    tables: Iterable[Table],
    language: Language,
    sources: Mapping[str, Source] | None,
    basis: Basis,
    judged: date | None = None,
    known: FactsRead | None = None,
) -> list[Fact]:
    """Read `[[fact]]` tables, each an assertion of a sentence by a source; `sources` None: any will do; `judged`: a case's own day.

    What is `known` was read before, in the same language and for the same day, and needs no reading.
    """
    found = []
    for table in tables:
        fact = known.find(table, sources) if known is not None else None
        if fact is None:
            count = len(table.sheet.problems)
            fact = _fact(table, language, sources, basis, judged)
            table.finish()
            if known is not None and fact is not None and len(table.sheet.problems) == count:
                known.facts[id(table.content)] = table.content, fact
        if fact is not None:
            found.append(fact)
    return found


def _fact(
    table: Table,
    language: Language,
    sources: Mapping[str, Source] | None,
    basis: Basis,
    judged: date | None,
) -> Fact | None:
    text = table.text("that", required=True)
    literal = read_literal(language, table.sheet, text, (*table.path, "that")) if text else None
    known, withdrawn = table.day("known"), table.day("withdrawn")
    on_within, until_within = table.span("on"), table.span("until")
    grade, note, coder, retracted = (
        read_grade(table),
        *(table.text(k) for k in ("note", "coder", "retracted")),
    )
    source = _source(table, sources)
    on = counted_from(on_within, source, known) if on_within else None
    until = until_within.first if until_within else None
    begins, stated = on, known is not None
    if literal is not None:
        event = event_day(literal)
        begins = on or event
        if event is not None and until is not None:
            table.problem("until", "an event stays on record", "Leave `until` out; only states end.")
    if source is not None and source.date is not None and basis != "background" and retracted is None:
        look_at_days(table, begins, known, source.date, judged)
    if known is None:
        known = public_from(begins, source, basis)
    exact = on_within is None or on_within.first == on_within.last
    exact = exact and (until_within is None or until_within.first == until_within.last)
    check_spans(table, on, until, known, withdrawn, exact=exact)
    if literal is None:
        return None
    return Fact(
        literal,
        basis,
        table.place,
        begins,
        until,
        known,
        withdrawn,
        source,
        grade,
        note,
        on_within=_if_uncertain(on_within),
        until_within=_if_uncertain(until_within),
        coder=coder,
        retracted=retracted,
        known_stated=stated,
    )


def _if_uncertain(day: Uncertain | None) -> Uncertain | None:
    return day if day is not None and day.first != day.last else None


def event_day(literal: Literal) -> date | None:
    """Return the first day that a sentence names, if its statement is an event."""
    return next((value for value in literal.atom.values if isinstance(value, date)), None)


_BARE = re.compile(r"[A-Za-z0-9_-]+")


def unknown_source(key: str, sources: Iterable[str], where: str = "") -> str:
    """Say which source may be meant by a key that none has, and how and `where` one is declared; a title or an address is no key."""
    close = did_you_mean(key, sources)
    if _BARE.fullmatch(key):
        declared = f"eclare it{where}: [source.{key}]"
        return f"{close} Else d{declared}" if close else f"D{declared}"
    word = "-".join(re.findall(r"\w+", key.casefold().removeprefix("https"))[:4]) or "some-key"
    return close or f'Name a source by its key, one word: source = "{word}", declared as [source.{word}]'


def read_source(
    table: Table, sources: Mapping[str, Source] | None, *, required: bool = False
) -> Source | None:
    """Read which source a table names."""
    key = table.text("source", required=required)
    if key is not None and sources is not None and key not in sources:
        table.problem("source", f'unknown source "{key}"', unknown_source(key, sources))
    return sources.get(key) if key and sources else None


def _source(table: Table, sources: Mapping[str, Source] | None) -> Source | None:
    source = read_source(table, sources)
    if not table.has("source"):
        table.problem(
            "that",
            "a fact without a source",
            "Name its source, or the report can only call it unsourced.",
            lint="RUB303",
        )
    return source


def read_grade(table: Table) -> Grade | None:
    """Read an Admiralty grade, if a table has one."""
    text = table.text("grade")
    if text is None:
        return None
    if not _GRADE.fullmatch(text):
        meant = text.strip().upper().replace(" ", "")
        table.problem(
            "grade",
            f'"{text}" is no Admiralty grade',
            f'Did you mean "{meant}"?'
            if _GRADE.fullmatch(meant)
            else "Write the reliability of the source (A-F), then the credibility of the report (1-6): B2",
        )
        return None
    return Grade(text[0], int(text[1]))


def read_assumptions(tables: Iterable[Table], language: Language) -> list[Fact]:
    """Read `[[assumption]]` tables: the analyst's, each with its reason."""
    found = []
    for table in tables:
        text, why = table.text("that", required=True), table.text("why", required=True)
        retracted = table.text("retracted")
        literal = read_literal(language, table.sheet, text, (*table.path, "that")) if text else None
        table.finish()
        if literal is not None:
            found.append(Fact(literal, "assumption", table.place, why=why, retracted=retracted))
    return found
