"""The line of each key of a TOML document, which `tomllib` does not give."""

import re
from bisect import bisect_right
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the top of a document: `("example", 0, "given", 1)`."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]+")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\", "e": "\x1b"}


def key_lines(text: str) -> dict[Path, int]:
    r"""Map the path of every key, table and array element of a valid TOML document to its line, from 1.

    >>> key_lines('a = 1\n[[b]]\nc = [\n  2,\n]')[("b", 0, "c", 0)]
    4
    """
    return _Walk(text).lines


class _Walk:
    """One pass over a document that `tomllib` has accepted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.ends = [match.start() for match in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = {}
        table: Path = ()
        while self.skip() < len(text):
            if text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)

    def skip(self) -> int:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.at

    def note(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, bisect_right(self.ends, at - 1) + 1 if at else 1)

    def header(self) -> Path:
        start, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        keys = self.keys()
        self.skip()
        self.at += 2 if many else 1
        path: Path = ()
        for index, key in enumerate(keys):
            path = (*path, key)
            if many and index == len(keys) - 1:
                self.note(path, start)
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        self.note(path, start)
        return path

    def pair(self, table: Path) -> None:
        start = self.at
        path = table
        for key in self.keys():
            path = (*path, key)
            self.note(path, start)
        self.skip()
        self.at += 1
        self.skip()
        self.value(path)

    def keys(self) -> list[str]:
        found = []
        while True:
            self.skip()
            bare = _BARE.match(self.text, self.at)
            if bare:
                found.append(bare.group())
                self.at = bare.end()
            else:
                quoted = _STRING.match(self.text, self.at)
                if quoted is None:
                    return found
                found.append(_unquoted(quoted.group()))
                self.at = quoted.end()
            self.skip()
            if not self.text.startswith(".", self.at):
                return found
            self.at += 1

    def value(self, path: Path) -> None:
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self.items(path)
        elif opening == "{":
            self.at += 1
            while self.skip() < len(self.text) and self.text[self.at] != "}":
                self.pair(path)
                self.skip()
                self.at += self.text.startswith(",", self.at)
            self.at += 1
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = found.end() if found else len(self.text)

    def items(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self.skip() < len(self.text) and self.text[self.at] != "]":
            self.note((*path, index), self.at)
            self.value((*path, index))
            self.skip()
            self.at += self.text.startswith(",", self.at)
            index += 1
        self.at += 1


def _unquoted(text: str) -> str:
    if text.startswith("'"):
        return text[1:-1]

    def plain(match: re.Match[str]) -> str:
        code = match.group(1)
        return chr(int(code[1:], 16)) if code[0] in "uU" and len(code) > 1 else _ESCAPED.get(code, code)

    return _ESCAPE.sub(plain, text[1:-1])
