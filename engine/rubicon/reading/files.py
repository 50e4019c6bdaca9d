"""Load a TOML file: its content, the line of each key, and what is wrong with the file as a whole."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from rubicon.lines import Path, key_lines
from rubicon.problems import Problem

LARGEST = 1_000_000
"""Bytes of the largest file that is read."""

_AT = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(slots=True)
class Sheet:
    """A file as read: its content by key, and the problems found in it so far."""

    shown: str
    text: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of a path, or of the nearest table around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, what: str, remedy: str = "", *, warning: bool = False) -> None:
        """Record a problem at a path, with the line itself."""
        self.at_line(self.line(path), what, remedy, warning=warning)

    def at_line(self, line: int, what: str, remedy: str = "", *, warning: bool = False) -> None:
        """Record a problem at a line."""
        rows = self.text.split("\n")
        excerpt = rows[line - 1] if 0 < line <= len(rows) else ""
        self.problems.append(Problem(self.shown, line, what, remedy, excerpt, warning))


def load(path: FilePath, shown: str) -> Sheet:
    """Read a file; what stops it from being read is a problem of the sheet."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        sheet = Sheet(shown)
        reason = (error.strerror or "cannot be read").lower()
        sheet.problems.append(
            Problem(shown, 0, f"the file cannot be read: {reason}", "Check its name and rights.")
        )
        return sheet
    if raw is None:
        sheet = Sheet(shown)
        size = path.stat().st_size
        sheet.problems.append(
            Problem(
                shown,
                1,
                f"the file has {size:,} bytes; at most {LARGEST:,} are read",
                "Split it into several.",
            )
        )
        return sheet
    return parse(raw, shown)


def parse(raw: bytes, shown: str) -> Sheet:
    """Read the bytes of a file; what stops them from being read is a problem of the sheet."""
    sheet = Sheet(shown)
    if len(raw) > LARGEST:
        sheet.at_line(
            1, f"the text has {len(raw):,} bytes; at most {LARGEST:,} are read", "Split it into several."
        )
        return sheet
    try:
        sheet.text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        sheet.text = raw.decode("utf-8", errors="replace")
        line = raw.count(b"\n", 0, error.start) + 1
        sheet.at_line(
            line, f"the file is not UTF-8: byte 0x{raw[error.start]:02x}", "Save the file as UTF-8 text."
        )
        return sheet
    try:
        sheet.content = tomllib.loads(sheet.text)
        sheet.lines = key_lines(sheet.text)
    except tomllib.TOMLDecodeError as error:
        _syntax(sheet, str(error))
    except RecursionError:
        sheet.at_line(1, "the file nests brackets too deeply", "Write at most one list inside another.")
    except ValueError as error:
        sheet.at_line(1, f"a value cannot be read: {error}", "Write the value in fewer digits.")
    return sheet


def _syntax(sheet: Sheet, message: str) -> None:
    found = _AT.search(message)
    rows = sheet.text.split("\n")
    last = max(index for index, row in enumerate(rows, 1) if row.strip() or index == 1)
    line = int(found.group(1)) if found else last
    what = re.sub(r"\s*\(at [^)]*\)", "", message)
    what = what[:1].lower() + what[1:]
    sheet.at_line(line, f"not valid TOML: {what}", _advice(what, rows[line - 1] if line <= len(rows) else ""))


def _advice(what: str, row: str) -> str:
    if "overwrite" in what or "twice" in what or "mutate" in what or "declare" in what:
        return "Each key and table is written once."
    if "“" in row or "”" in row or "‘" in row:
        return 'Use straight quotes: "…".'
    if "invalid value" in what:
        return 'Write text in double quotes ("…"), days as 2022-01-05, true and false in small letters.'
    if (
        "unclosed" in what
        or "newline" in what
        or "illegal character" in what
        or "unterminated" in what.lower()
    ):
        return 'Close the text with " on the same line, or the list with ].'
    if "expected '='" in what.lower():
        return 'A line reads `key = "value"`, and a key has no spaces.'
    return 'A line reads `key = "value"` or `[table]`; text stands in double quotes.'
