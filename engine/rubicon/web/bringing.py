"""What an analyst brings into a case on the page: tables, works, another coding, and events to choose from."""

from pathlib import Path

from msgspec import Struct

from rubicon.exchanging.coding import CodingSheet
from rubicon.exchanging.events import EventFormat, Offer, form_of, offers
from rubicon.exchanging.importing import Brought, is_works, items_in, with_items, with_works, works_in
from rubicon.exchanging.merging import merged
from rubicon.exchanging.tables import read_table
from rubicon.language.facts import Fact
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case
from rubicon.web.asking import Fields
from rubicon.web.changing import CaseEdit
from rubicon.web.entering import check

PAGE = 40
"""Events that are offered on one page."""

CHOICE = "choice-"
"""What the fields begin with that say which sentence an event is asserted as; the line follows."""


class SentFile(Struct, frozen=True):
    """A file as it was sent: its name and its text."""

    path: Path
    text: str


class Bundle(Struct, frozen=True):
    """What came of bringing a file in: new facts and sources, what was there, and what contradicts what."""

    facts: tuple[Fact, ...] = ()
    sources: tuple[str, ...] = ()
    known: int = 0
    against: tuple[tuple[Fact, Fact], ...] = ()
    assumptions: int = 0


class Choices(Struct, frozen=True):
    """Events that are offered: a page of them, from which on, and how many there are."""

    form: EventFormat
    offers: tuple[Offer, ...]
    start: int
    total: int


def file_in(form: Fields) -> SentFile:
    """Return the file that a form brings; pasted text is named by what it looks like.

    Raises:
        BadInput: it brings nothing.
    """
    text = form.get("text")
    if not text:
        raise BadInput([Problem("argument", 0, "nothing was sent", "Choose a file, or paste its text.")])
    name = Path(form.get("filename").replace("\\", "/")).name
    if not name:
        ending = {"@": "bib", "[": "json", "{": "json"}.get(text[0], "csv")
        ending = "toml" if text.startswith(("title =", "[source", "[[fact")) else ending
        name = f"pasted.{ending}"
    return SentFile(Path(name), text)


def events_in(file: SentFile) -> tuple[EventFormat, list[dict[str, str]]] | None:
    """Return the rows of a table of events, and whose they are; None where a file is none.

    Raises:
        BadInput: it is a table that cannot be read.
    """
    if file.path.suffix.casefold() in (".json", ".toml", ".bib"):
        return None
    rows = read_table(file.text, str(file.path))
    form = form_of(list(dict.fromkeys(key for row in rows for key in row)))
    return (form, rows) if form else None


def offered(desk: CodingSheet, form: EventFormat, rows: list[dict[str, str]], start: int) -> Choices:
    """Offer a page of events for assertion; nothing is asserted."""
    shown = rows[start : start + PAGE]
    return Choices(form, tuple(offers(desk, shown, form)), start, len(rows))


def bringing(file: SentFile, told: list[Bundle], *, conflict: bool) -> CaseEdit:
    """Return the change that brings a file into a case; what came of it is added to `told`."""

    def change(desk: CodingSheet) -> CodingSheet:
        path = file.path
        if path.suffix.casefold() == ".toml":
            made = merged(desk, parse_case(file.text, desk.rulebook, str(path)))
            return _told(told, made.brought, made.against, made.assumptions)
        if is_works(file.text, path):
            return _told(told, with_works(desk, works_in(file.text, path)))
        brought = with_items(desk, items_in(file.text, path), str(path), conflict=True)
        if not conflict:
            check(brought.desk, brought.facts)
        return _told(told, brought)

    return change


def choosing(file: SentFile, form: Fields, told: list[Bundle]) -> CaseEdit:
    """Return the change that asserts the events which were chosen, each as the sentence chosen for it.

    Raises:
        BadInput: the file is no table of events.
    """
    found = events_in(file)
    if found is None:
        what = "the file is no table of events"
        raise BadInput([Problem(str(file.path), 0, what, "Send the file itself.")])
    kind, rows = found
    chosen = {
        key.removeprefix(CHOICE): value for key, value in form.fields if key.startswith(CHOICE) and value
    }

    def change(desk: CodingSheet) -> CodingSheet:
        wanted = [row for row in rows if row["line"] in chosen]
        items = [
            (one.line, one.entry(chosen[str(one.line)]), one.source) for one in offers(desk, wanted, kind)
        ]
        brought = with_items(desk, items, str(file.path), conflict=True)
        if not form.get("conflict"):
            check(brought.desk, brought.facts)
        return _told(told, brought)

    return change


def _told(
    told: list[Bundle], brought: Brought, against: tuple[tuple[Fact, Fact], ...] = (), assumptions: int = 0
) -> CodingSheet:
    told.append(Bundle(brought.facts, brought.sources, brought.known, against, assumptions))
    return brought.desk
