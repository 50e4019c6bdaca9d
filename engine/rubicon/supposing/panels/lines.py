"""The lines of a CSV file by its rows, and what is wrong with its header: DuckDB tells neither plainly."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from rubicon.problems import BadInput, Problem
from rubicon.reading.headers import delimiter_of, refuse_doubled

LEGIBLE = (".csv", ".tsv")
"""How files end whose lines a reader can count."""


def header_of(path: Path) -> tuple[str, ...]:
    """Return the names of the columns of a CSV file as its first row gives them; none where it is no text.

    Raises:
        BadInput: two columns have one name.
    """
    _, header = next(_rows(path), (1, []))
    refuse_doubled(str(path), header)
    return tuple(header)


def sign_of(path: Path) -> str:
    """Return what parts the cells of a CSV file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return delimiter_of(file.readline())
    except (OSError, UnicodeDecodeError):
        return ","


def overlong(path: Path, columns: int, sign: str) -> bool:
    """Tell whether a row may end in empty cells too many, which DuckDB drops; a look at each line, not at each cell."""
    last = sign.encode()
    with path.open("rb") as file:
        return any(
            stripped.endswith(last) and stripped.count(last) != columns - 1
            for stripped in (line.rstrip(b"\r\n") for line in file)
        )


def uneven(path: Path) -> Problem | None:
    """Return what is wrong with the first row that has more or fewer cells than the header; None if none has."""
    rows = _rows(path)
    _, header = next(rows, (1, []))
    for line, cells in rows:
        if len(cells) != len(header):
            what = f"the row has {len(cells)} cells, the header {len(header)}"
            remedy = "Put a cell that holds a comma in quotes; where nothing is known leave its cell empty."
            return Problem(str(path), line, what, remedy)
    return None


@contextmanager
def by_lines(first: int) -> Iterator[None]:
    """Tell problems of rows that are counted from `first`, each at the line of the file where its row begins.

    Raises:
        BadInput: what is told.
    """
    try:
        yield
    except BadInput as bad:
        raise BadInput(_lined(bad.problems, first)) from None


def _lined(problems: Iterable[Problem], first: int) -> list[Problem]:
    told = list(problems)
    files = {one.path for one in told if one.path.lower().endswith(LEGIBLE) and Path(one.path).is_file()}
    for name in files:
        wanted = {one.line for one in told if one.path == name}
        lines = {
            first + row: line
            for row, (line, _) in enumerate(_rows(Path(name)), -1)
            if first + row in wanted and row >= 0
        }
        told = [replace(one, line=lines.get(one.line, one.line)) if one.path == name else one for one in told]
    return told


def _rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a file that are not blank, each with its first line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=sign_of(path))
            before = 0
            for cells in rows:
                if cells:
                    yield before + 1, cells
                before = rows.line_num
    except (OSError, UnicodeDecodeError, csv.Error):
        return  # whoever reads the table itself says what is wrong with it
