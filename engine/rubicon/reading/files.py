"""Load a TOML file: its content, the line of each key, and what is wrong with the file as a whole."""

import re
import stat
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any
from unicodedata import normalize

from msgspec import Struct, field

from rubicon.problems import EXCERPT, Problem, did_you_mean, forbidden_in
from rubicon.reading.lines import Path, key_lines, too_deep
from rubicon.reading.pieces import read_pieces

KEPT = 8
"""Texts that are found again where they were read lately: whoever changes a file reads the same text several times."""

LARGEST = 1_000_000
"""Bytes of the largest file that is read."""

READS_MORE = sys.version_info >= (3, 15)
"""Whether this Python reads TOML 1.1; files are written in TOML 1.0, which every Python reads."""

_LONG = re.compile("[0-9_]{1000}")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class Sheet(Struct):
    """A file as read: its content by key, and the problems found in it so far.

    `lines` are those of its keys, once one was asked for, `tables` those of its tables where they are known before;
    `placed` gives the paths of values that were made from it, by their identity; `missing` has the problems of keys that
    are not there. `excused`: something in it was not read because of a mistake that is told elsewhere.
    """

    shown: str
    text: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    tables: dict[Path, int] = field(default_factory=dict)
    lines: dict[Path, int] | None = None
    problems: list[Problem] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    placed: dict[int, Path] = field(default_factory=dict)
    missing: dict[Path, Problem] = field(default_factory=dict)
    excused: bool = False

    @property
    def is_well(self) -> bool:
        """Tell whether all of it was read, with nothing to say of it."""
        return not self.problems and not self.excused

    @property
    def broken(self) -> bool:
        """Tell whether something worse than a warning was found."""
        return any(not problem.warning for problem in self.problems)

    def line(self, path: Path) -> int:
        """Return the line of a path, or of the nearest table around it; they are found when first asked for."""
        if path in self.tables:
            return self.tables[path]
        if self.lines is None:
            if not path:
                return 1
            try:
                self.lines = key_lines(self.text)
            except RecursionError:  # tomllib had a shorter way to go
                self.lines = {}
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(
        self,
        path: Path,
        what: str,
        remedy: str = "",
        *,
        lint: str = "",
        cause: str = "",
        days: tuple[date, ...] = (),
    ) -> None:
        """Record a problem at a path, with the line itself."""
        self.at_line(self.line(path), what, remedy, lint=lint, cause=cause, days=days)

    def at_line(
        self,
        line: int,
        what: str,
        remedy: str = "",
        *,
        lint: str = "",
        column: int = 1,
        cause: str = "",
        days: tuple[date, ...] = (),
    ) -> None:
        """Record a problem at a line; of a long one the part around the column is shown."""
        if not self.rows:
            self.rows = self.text.split("\n")
        excerpt = self.rows[line - 1] if 0 < line <= len(self.rows) else ""
        start = column - EXCERPT // 2
        if column > EXCERPT and start > 0:
            excerpt = "…" + excerpt[start:]
        shown = excerpt[: 2 * EXCERPT]
        self.problems.append(Problem(self.shown, line, what, remedy, shown, cause, lint, days=days))

    def of_whole(self, what: str, remedy: str, line: int = 1) -> "Sheet":
        """Record what is wrong with the file as a whole, and return the sheet; line 0: there is no text."""
        self.problems.append(Problem(self.shown, line, what, remedy))
        return self


def load(path: FilePath, shown: str) -> Sheet:
    """Read a file; what stops it from being read is a problem of the sheet."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
            return Sheet(shown).of_whole(f"this is {kind}", "Name a file of text.", 0)
        if status.st_size > LARGEST:
            return _too_large(Sheet(shown), status.st_size)
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        same = _same_name(path)
        if same is not None:
            return load(same, shown)
        return Sheet(shown).of_whole("there is no such file", _neighbours(path), 0)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return Sheet(shown).of_whole(
            f"the file cannot be read: {reason}", "Check its name and its rights.", 0
        )
    return parse(raw, shown)


def _same_name(path: FilePath) -> FilePath | None:
    """Return the file whose name differs only in how its accents are spelled: apart or together."""
    name = normalize("NFC", path.name)
    if name.isascii():
        return None
    try:
        found = sorted(p for p in path.parent.iterdir() if normalize("NFC", p.name) == name and p.exists())
    except OSError:
        return None
    return found[0] if found else None


def _neighbours(path: FilePath) -> str:
    unread = forbidden_in(str(path))
    if unread:
        return f"{unread.what[0].upper()}{unread.what[1:]}. {unread.remedy}"
    try:
        return did_you_mean(str(path), (str(other) for other in path.parent.glob("*.toml")))
    except OSError:
        return ""


def _too_large(sheet: Sheet, size: int) -> Sheet:
    return sheet.of_whole(
        f"the file has {size:,} bytes; at most {LARGEST:,} are read", "Split it into several files."
    )


def content_of(text: str) -> dict[str, Any]:
    """Return what a TOML text says, found again where it was read lately. It is shared: whoever changes it copies it.

    Raises:
        TOMLDecodeError: it is none.
    """
    return _read_lately(text)[0]


@lru_cache(maxsize=KEPT)
def _read_lately(text: str) -> tuple[dict[str, Any], dict[Path, int]]:
    return read_pieces(text) or (tomllib.loads(text), {})


def parse(raw: bytes, shown: str, *, kept: bool = False) -> Sheet:
    """Read the bytes of a file; what stops them from being read is a problem of the sheet.

    `kept`: what it says is found again where it was read lately, and nobody changes it.
    """
    sheet = Sheet(shown)
    if len(raw) > LARGEST:
        return _too_large(sheet, len(raw))
    if raw.startswith(_WIDE):
        return sheet.of_whole("the file is UTF-16, not UTF-8", "Save the file as text in UTF-8.")
    try:
        sheet.text = normalize("NFC", raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        sheet.text = raw.decode("utf-8", errors="replace").replace("\r\n", "\n")
        line = raw.count(b"\n", 0, error.start) + 1
        sheet.at_line(
            line,
            f"the file is not UTF-8: byte 0x{raw[error.start]:02x}",
            "Save the file as text in UTF-8.",
        )
        return sheet
    deep, forbidden = too_deep(sheet.text), forbidden_in(sheet.text)
    if forbidden and sheet.text[forbidden.at] == "\r":
        what = "a line ends in CR alone, as on an old Mac"
        sheet.of_whole(
            what,
            "Save the file with the line ends of Unix (LF) or Windows (CR LF).",
            _line_at(sheet.text, forbidden.at),
        )
    elif forbidden:
        at = forbidden.at
        line = _line_at(sheet.text, at)
        column = at - sheet.text.rfind("\n", 0, at)
        sheet.at_line(line, forbidden.what, forbidden.remedy, column=column)
    elif deep:
        sheet.at_line(deep, "too many words are joined by dots", "A key is one word, or two with a dot.")
    else:
        _parse(sheet, _read_lately if kept else _read_now)
    return sheet


def _line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _read_now(text: str) -> tuple[dict[str, Any], dict[Path, int]]:
    return tomllib.loads(text), {}


def _parse(sheet: Sheet, read: Callable[[str], tuple[dict[str, Any], dict[Path, int]]]) -> None:
    said = ""
    try:
        sheet.content, sheet.tables = read(sheet.text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
    except RecursionError:
        sheet.at_line(1, "the file nests brackets too deeply", "Write at most one list inside another.")
    except ValueError:
        found = _LONG.search(sheet.text)
        line = sheet.text.count("\n", 0, found.start()) + 1 if found else 1
        sheet.at_line(line, "a number has too many digits", "Write it in fewer.")
    if READS_MORE and not sheet.problems:
        from rubicon.reading.newer import by_toml_1_0  # noqa: PLC0415 - an older Python need not load it

        said = by_toml_1_0(sheet.text, said)
    if said:
        from rubicon.reading.syntax import slip_of  # noqa: PLC0415 - only a mistake needs it

        slip = slip_of(sheet.text, said)
        sheet.content = {}
        sheet.at_line(slip.line, slip.what, slip.remedy, column=slip.column)
    elif "\\" in sheet.text:
        _check_escapes(sheet)


def _check_escapes(sheet: Sheet) -> None:
    """Report characters that no text may hold and that are written as escapes, each at its line."""
    waiting: list[tuple[Path, Any]] = [((), sheet.content)]
    while waiting:
        path, value = waiting.pop()
        inner: list[tuple[Any, Any]] = []
        if isinstance(value, dict):
            inner = list(value.items())
            waiting += [((*path, key), key) for key in value]
        elif isinstance(value, list):
            inner = list(enumerate(value))
        elif isinstance(value, str):
            forbidden = forbidden_in(value)
            if forbidden:
                sheet.problem(path, forbidden.what, forbidden.remedy)
        waiting += [((*path, key), below) for key, below in inner]
