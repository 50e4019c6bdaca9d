"""Events of ACLED and UCDP: offered for assertion, one by one or by a mapping, and never asserted unasked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from rubicon.exchanging.coding import Coding, CodingSheet
from rubicon.exchanging.company import Company
from rubicon.exchanging.filling import example_of
from rubicon.exchanging.finding import Finder
from rubicon.exchanging.naming import units_in
from rubicon.exchanging.playing import barred
from rubicon.exchanging.works import key_of
from rubicon.judging.assessing import language_of
from rubicon.language.facts import Entity
from rubicon.language.speaking import speak
from rubicon.language.tokens import number
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.files import load

EventRow = Mapping[str, str]


class EventFormat(Struct, frozen=True):
    """A file of events: what it is called, the columns by which it is known, and what each tells."""

    name: str
    known_by: frozenset[str]
    id: str
    day: str
    words: tuple[str, ...]
    where: tuple[str, ...]
    deaths: str
    source: str


ACLED = EventFormat(
    "ACLED",
    frozenset({"event_id_cnty", "event_date", "event_type"}),
    "event_id_cnty",
    "event_date",
    ("event_type", "sub_event_type", "notes"),
    ("country", "admin1", "location"),
    "fatalities",
    "source",
)
UCDP = EventFormat(
    "UCDP GED",
    frozenset({"id", "date_start", "type_of_violence", "best"}),
    "id",
    "date_start",
    ("conflict_name", "side_a", "side_b", "source_headline"),
    ("country", "adm_1", "where_coordinates"),
    "best",
    "source_office",
)
FORMS = (ACLED, UCDP)

VIOLENCE = {
    "1": "state-based conflict",
    "2": "non-state conflict",
    "3": "one-sided violence against civilians",
}
"""What UCDP's types of violence are."""

OFFERED = 5
"""Sentences that are offered for an event."""


class Offer(Struct, frozen=True):
    """An event, and the sentences that may say it, best first; `source` is what is told of its source."""

    line: int
    told: str
    day: str | None
    sentences: tuple[str, ...]
    key: str
    source: dict[str, str | date | None]

    def entry(self, sentence: str, coder: str | None = None) -> Coding:
        """Return the assertion of a sentence by the event's source, on its day."""
        return Coding(sentence, on=self.day, source=self.key, note=self.told, coder=coder)


def form_of(header: Sequence[str]) -> EventFormat | None:
    """Return which file of events a header is of, if any."""
    return next((form for form in FORMS if form.known_by <= set(header)), None)


def offers(
    desk: CodingSheet, rows: Sequence[EventRow], form: EventFormat, mapping: Sequence[Mapping[str, Any]] = ()
) -> Iterator[Offer]:
    """Yield what each event could assert: by a mapping what it maps to, else the sentences that come nearest."""
    language = language_of(desk.rulebook, desk.case)
    finder = Finder(desk.rulebook, language)
    company = Company(desk.rulebook, barred(desk.rulebook))
    for row in rows:
        told = _told(row, form)
        if mapping:
            sentences = tuple(_mapped(row, rule) for rule in mapping if _meets(row, rule.get("where", {})))
        else:
            named = dict.fromkeys(
                unit for unit in units_in(language, f"{told} {_where(row, form)}") if isinstance(unit, Entity)
            )
            deaths = number(row.get(form.deaths, ""))
            day = _day(row.get(form.day, ""))
            sentences = tuple(
                speak(
                    desk.rulebook.vocabulary,
                    example_of(
                        language,
                        one,
                        named,
                        dict(desk.case.roles),
                        day,
                        [deaths] if deaths is not None else [],
                        company=company,
                    ),
                )
                for one in finder.find(told, OFFERED)
            )
        yield _offer(row, form, told, sentences)


def _offer(row: EventRow, form: EventFormat, told: str, sentences: tuple[str, ...]) -> Offer:
    event = row.get(form.id, row["line"])
    day = _day(row.get(form.day, ""))
    title = f"{form.name}, event {event}" + (f", after {row[form.source]}" if row.get(form.source) else "")
    source: dict[str, str | date | None] = {
        "title": title,
        "publisher": form.name,
        "date": day,
        "origin": row.get(form.source),
    }
    where = _where(row, form)
    return Offer(
        int(row["line"]),
        f"{told} ({where})" if where else told,
        day.isoformat() if day else None,
        sentences,
        key_of(f"{form.name} {event}"),
        source,
    )


def _told(row: EventRow, form: EventFormat) -> str:
    said = [row[key] for key in form.words if row.get(key)]
    kind = VIOLENCE.get(row.get("type_of_violence", "")) if form is UCDP else None
    return "; ".join([*([kind] if kind else []), *said])


def _where(row: EventRow, form: EventFormat) -> str:
    return ", ".join(dict.fromkeys(row[key] for key in form.where if row.get(key)))


def _day(text: str) -> date | None:
    for shape in ("%Y-%m-%d", "%d %B %Y", "%Y-%m-%d %H:%M:%S.%f", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _meets(row: EventRow, where: Mapping[str, Any]) -> bool:
    return all(str(row.get(key, "")).casefold() == str(value).casefold() for key, value in where.items())


def _mapped(row: EventRow, rule: Mapping[str, Any]) -> str:
    said = str(rule["that"])
    for key, value in row.items():
        said = said.replace(f"{{{key}}}", value)
    return said


def read_mapping(path: Path, header: Sequence[str]) -> list[Mapping[str, Any]]:
    """Read which events are asserted as what: `[[map]]` tables with `where` and `that`.

    Raises:
        BadInput: it cannot be read, or names a column that there is not.
    """
    sheet = load(path, str(path))
    if sheet.broken:
        raise BadInput(sheet.problems)
    rules = sheet.content.get("map")
    if not isinstance(rules, list) or not all(
        isinstance(one, Mapping) and isinstance(one.get("that"), str) for one in rules
    ):
        remedy = 'Write [[map]], then where = { event_type = "Riots" } and that = "violent unrest shakes {country}"'
        raise BadInput([Problem(str(path), 0, "the mapping has no [[map]] with `that`", remedy)])
    unknown = [key for one in rules for key in one.get("where", {}) if key not in header]
    if unknown:
        remedy = did_you_mean(unknown[0], header)
        raise BadInput([Problem(str(path), 0, f'the table has no column "{unknown[0]}"', remedy)])
    return rules
