"""Facts as a table of comma-separated values, and back."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from rubicon.exchanging.coding import Coding
from rubicon.language.facts import Case, Fact, Source
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.headers import delimiter_of, refuse_doubled

OF_FACT = ("sentence", "on", "until", "known", "withdrawn", "source", "grade", "note", "coder", "retracted")
"""The columns that tell of a fact."""

OF_SOURCE = ("title", "author", "publisher", "date", "address", "class", "origin", "marking")
"""The keys of a source; each has a column `source_…`."""

HEADER = (*OF_FACT, *(f"source_{key}" for key in OF_SOURCE))
"""The columns, in order."""

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "'")


def template() -> str:
    """Return a table without rows."""
    return _written([])


def facts_table(case: Case, vocabulary: Vocabulary) -> str:
    """Return the facts of a case as a table; a cell that a spreadsheet would compute begins with `'`."""
    return _written(row_of(fact, vocabulary) for fact in case.facts if fact.basis == "case")


def row_of(fact: Fact, vocabulary: Vocabulary) -> dict[str, str]:
    """Return a fact, and its source, by column; days as they are written in a case file, none that follows from others."""
    source = row_of_source(fact.source) if fact.source else {}
    found = {
        "sentence": speak(vocabulary, fact.literal),
        "on": written(fact, "on"),
        "until": written(fact, "until"),
        "known": fact.known if fact.known_stated else None,
        "withdrawn": fact.withdrawn,
        "source": fact.source.key if fact.source else None,
        "grade": fact.grade,
        "note": fact.note,
        "coder": fact.coder,
        "retracted": fact.retracted,
        **{f"source_{key}": value for key, value in source.items()},
    }
    return {key: str(value) for key, value in found.items() if value is not None}


def written(fact: Fact, key: str) -> str | None:
    """Return `on` or `until` as it was written; None for the day that an event names."""
    within, day = (fact.on_within, fact.on) if key == "on" else (fact.until_within, fact.until)
    if within is not None:
        return within.written
    return day.isoformat() if day is not None else None


def row_of_source(source: Source) -> dict[str, str | date | None]:
    """Return what is known of a source, by the keys of a case file."""
    return {key: getattr(source, "class_" if key == "class" else key) for key in OF_SOURCE}


def _written(rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, HEADER, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows({key: _tame(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell


def read_table(text: str, path: str) -> list[dict[str, str]]:
    """Read a table: a row by its columns, without empty cells; `line` is where it ends.

    Raises:
        BadInput: it has no header, two columns of one name, or a row of more cells than the header.
    """
    text = text.removeprefix("\ufeff")
    delimiter = delimiter_of(text.split("\n", 1)[0])
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        names = [name.strip() for name in table.fieldnames or ()]
        if not any(names):
            raise BadInput(
                [Problem(path, 1, "the table has no header", "`rubicon export --template` prints one.")]
            )
        refuse_doubled(path, names)
        table.fieldnames = names
        for row in table:
            if None in row:
                what = f"the row has more cells than the {len(names)} of the header"
                raise BadInput(
                    [Problem(path, table.line_num, what, "Put a cell that holds a comma in quotes.")]
                )
            found = {key: _plain(value) for key, value in row.items() if value and value.strip()}
            if found:
                rows.append({**found, "line": str(table.line_num)})
    except csv.Error as error:
        raise BadInput([Problem(path, table.line_num, f"the table cannot be read: {error}")]) from None
    return rows


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell.strip()


def is_of_facts(header: Iterable[str]) -> bool:
    """Tell whether a header is that of a table of facts."""
    return "sentence" in header


def entries_of(
    rows: Iterable[Mapping[str, str]], path: str
) -> list[tuple[int, Coding, dict[str, str | date | None] | None]]:
    """Return what each row of a table of facts asserts, with its line and what it tells of its source.

    Raises:
        BadInput: a column is unknown, or a row has no sentence.
    """
    problems, found = [], []
    for row in rows:
        line = int(row["line"])
        unknown = [key for key in row if key not in (*HEADER, "line")]
        for key in unknown:
            remedy = did_you_mean(key, HEADER) or "`rubicon export --template` prints the columns."
            problems.append(Problem(path, 1, f'unknown column "{key}"', remedy))
        if "sentence" not in row:
            problems.append(Problem(path, line, "the row has no sentence", "Write one of the vocabulary's."))
            continue
        told: dict[str, str | date | None] = {key: row.get(f"source_{key}") for key in OF_SOURCE}
        entry = Coding(row["sentence"], **{key: row.get(key) for key in OF_FACT if key != "sentence"})
        found.append((line, entry, told if any(told.values()) else None))
    if problems:
        raise BadInput(problems)
    return found
