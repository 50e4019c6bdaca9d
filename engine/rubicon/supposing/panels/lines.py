"""The lines of a CSV file by its rows, and what is wrong with its header: DuckDB tells neither plainly."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
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
    _, header = next(_legible(path), (1, []))
    refuse_doubled(str(path), header)
    return tuple(header)


def sign_of(path: Path) -> str:
    """Return what parts the cells of a CSV file."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return delimiter_of(file.readline())


def overlong(path: Path, columns: int, sign: str) -> bool:
    """Tell whether a row may end in empty cells too many, which DuckDB drops; a look at each line, not at each cell."""
    last = sign.encode()
    with path.open("rb") as file:
        return any(
            stripped.endswith(last) and stripped.count(last) != columns - 1
            for stripped in (line.rstrip(b"\r\n") for line in file)
        )


def ailing(path: Path) -> Problem | None:
    """Return what is wrong with a CSV file: its letters, its quotes, or the first row of another length than the header."""
    begun = 0
    try:
        for line, cells in _rows(path, strict=True):
            if not begun:
                header = cells
            elif len(cells) != len(header):
                what = f"the row has {len(cells)} cells, the header {len(header)}"
                remedy = (
                    "Put a cell that holds a comma in quotes; where nothing is known leave its cell empty."
                )
                return Problem(str(path), line, what, remedy)
            begun = line
    except UnicodeDecodeError:
        return Problem(str(path), _illegible(path), "the file is not in UTF-8", "Save it as CSV in UTF-8.")
    except _Quoted as found:
        remedy = 'Close its quotes, and double a quote that stands inside: "they say ""no""".'
        return Problem(str(path), found.line, str(found), remedy)
    except OSError:
        return None  # whoever reads the table itself says what is wrong with it
    return None if begun else Problem(str(path), 0, "the table is empty", "Its first row names the columns.")


def _illegible(path: Path) -> int:
    """Return the first line that is no UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 0


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
            for row, (line, _) in enumerate(_legible(Path(name)), -1)
            if first + row in wanted and row >= 0
        }
        told = [replace(one, line=lines.get(one.line, one.line)) if one.path == name else one for one in told]
    return told


class _Quoted(Exception):
    """Quotes are not as they should be in the row that begins on a `line`."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


def _legible(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a file as far as it can be read."""
    with suppress(OSError, UnicodeDecodeError, _Quoted):
        yield from _rows(path)


def _rows(path: Path, *, strict: bool = False) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a file that are not blank, each with its first line; `strict`: its quotes have to be right."""
    sign, before = sign_of(path), 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=sign, strict=strict)
        try:
            for cells in rows:
                if cells:
                    yield before + 1, cells
                before = rows.line_num
        except csv.Error as error:
            what = "the quotes of a cell do not end where the cell ends"
            if "field limit" in str(error):
                what = f"a cell has more than {csv.field_size_limit():,} characters"
            raise _Quoted(what, before + 1) from None
