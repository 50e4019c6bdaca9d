"""Facts and works into a case: from tables, from what was exported, from lists of works, from another coding."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from rubicon.exchanging.bibtex import read_bibtex
from rubicon.exchanging.coding import AlreadyThere, Coding, CodingSheet, as_day, with_assertion, with_work
from rubicon.exchanging.tables import OF_FACT, OF_SOURCE, entries_of, is_of_facts, read_table
from rubicon.exchanging.works import WorkTold, alike, free, key_of, read_works
from rubicon.language.facts import Fact
from rubicon.problems import BadInput, Problem
from rubicon.reading.files import LARGEST

Told = dict[str, str | date | None]
"""What is told of a source, by the keys of a case file."""

ImportedLine = tuple[int, Coding, Told | None]
"""A line, what it asserts, and what it tells of its source."""


class Brought(Struct, frozen=True):
    """What an import brought: the desk with it, the facts that are new, how many were there already, new sources."""

    desk: CodingSheet
    facts: tuple[Fact, ...] = ()
    known: int = 0
    sources: tuple[str, ...] = ()


def text_of(path: Path) -> str:
    """Read a file that is to be imported.

    Raises:
        BadInput: it cannot be read, is too large or is no UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(20 * LARGEST + 1)
    except OSError as error:
        raise BadInput(
            [Problem(str(path), 0, (error.strerror or str(error)).lower(), "Check its name.")]
        ) from None
    if len(raw) > 20 * LARGEST:
        raise BadInput([Problem(str(path), 0, f"the file has more than {20 * LARGEST:,} bytes", "Split it.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            [Problem(str(path), 0, "the file is not UTF-8", "Save it as text in UTF-8.")]
        ) from None


def with_works(desk: CodingSheet, works: Iterable[WorkTold]) -> Brought:
    """Return a desk with more sources; a work that is there already, by its address or in all, is left out.

    Raises:
        BadInput: what is told of one cannot be read.
    """
    added, known = [], 0
    for key, row in works:
        if any(alike(source, row) for source in desk.case.sources):
            known += 1
            continue
        taken = {*(source.key for source in desk.case.sources), *desk.rulebook.sources}
        name = free(key, taken)
        desk = with_work(desk, name, _row(row))
        added.append(name)
    return Brought(desk, (), known, tuple(added))


def _row(told: Told) -> Told:
    made: Told = {key: told.get(key) for key in OF_SOURCE}
    day = made["date"]
    return {**made, "date": as_day(day) if isinstance(day, str) else day}


def works_in(text: str, path: Path) -> list[WorkTold]:
    """Read a list of works, BibTeX or CSL-JSON.

    Raises:
        BadInput: it cannot be read.
    """
    return read_bibtex(text, str(path)) if path.suffix.casefold() == ".bib" else read_works(text, str(path))


def with_items(
    desk: CodingSheet, items: Sequence[ImportedLine], path: str, *, conflict: bool = False
) -> Brought:
    """Return a desk with what a table asserts; what is there already is left out.

    Raises:
        BadInput: some rows cannot be asserted; all of them are named.
    """
    problems: list[Problem] = []
    facts: list[Fact] = []
    sources: list[str] = []
    known = 0
    for line, entry, told in items:
        try:
            before = len(desk.case.sources)
            desk, named = _with_source(desk, entry.source, told)
            sources += [one.key for one in desk.case.sources[before:]]
            said = {name: getattr(entry, name) for name in entry.__struct_fields__}
            desk, fact = with_assertion(desk, Coding(**{**said, "source": named}), conflict=conflict)
            facts.append(fact)
        except AlreadyThere:
            known += 1
        except BadInput as bad:
            problems += [Problem(path, line, one.what, one.remedy) for one in bad.problems]
    if problems:
        raise BadInput(problems)
    return Brought(desk, tuple(facts), known, tuple(sources))


def _with_source(desk: CodingSheet, key: str | None, told: Told | None) -> tuple[CodingSheet, str | None]:
    """Return a desk that has the source which a row tells of, and its key there; a row may tell of none."""
    if told is None or not told.get("title"):
        return desk, key
    row = _row(told)
    standing = [one for one in desk.rulebook.sources.values() if one.key == key]
    known = sorted((*desk.case.sources, *standing), key=lambda one: one.key != key)
    there = next((one for one in known if alike(one, row)), None)
    if there is not None:
        return desk, there.key
    taken = {*(one.key for one in desk.case.sources), *desk.rulebook.sources}
    named = free(key or key_of(str(row["title"])), taken)
    return with_work(desk, named, row), named


def items_in(text: str, path: Path) -> list[ImportedLine]:
    """Read what a table of facts, or a case exported as JSON, asserts.

    Raises:
        BadInput: it is neither.
    """
    if path.suffix.casefold() == ".json":
        return _of_object(text, path)
    rows = read_table(text, str(path))
    if rows and not is_of_facts({key for row in rows for key in row}):
        what, remedy = "the table has no column `sentence`", "`rubicon export --template` prints the columns."
        raise BadInput([Problem(str(path), 1, what, remedy)])
    return entries_of(rows, str(path))


def _of_object(text: str, path: Path) -> list[ImportedLine]:
    try:
        made = json.loads(text)
        works = {one["key"]: {key: one.get(key) for key in OF_SOURCE} for one in made["sources"]}
        rows = [{key: row.get(key) for key in OF_FACT} for row in made["facts"]]
        return [(0, Coding(row.pop("sentence"), **row), works.get(row.get("source"))) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError):
        what = "the file is no case that was exported as JSON, nor a list of works"
        raise BadInput([Problem(str(path), 0, what, "`rubicon export CASE --to json` writes one.")]) from None


def is_works(text: str, path: Path) -> bool:
    """Tell whether a file is a list of works."""
    return path.suffix.casefold() == ".bib" or (
        path.suffix.casefold() == ".json" and text.lstrip()[:1] == "["
    )
