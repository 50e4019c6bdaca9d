"""The line of each key of a TOML document, which `tomllib` does not give."""

import re
import sys
from bisect import bisect_left
from typing import NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the top of a document: `("example", 0, "given", 1)`."""

DEEPEST = 32
"""Parts of the longest dotted key; tomllib's work grows with their square."""

_DOTTED = re.compile(
    rf"""(?<![\w.-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){{{DEEPEST}}}""", re.ASCII
)
_BLANK = re.compile(r"[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
STRING = re.compile(
    r'"(?!"")(?:[^"\\\n]|\\.)*"|\'(?!\'\')[^\'\n]*\'|"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}',
    re.DOTALL,
)
_TEXT = r'"(?!"")(?:[^"\\\n]|\\.)*"'
_PLAIN = rf"""{_TEXT}|[^][{{}}"'#,\s][^][{{}}"'#,\n]*"""
_ROW = rf"\[[ \t]*({_TEXT}(?:[ \t]*,[ \t]*{_TEXT})*)?[ \t]*\]"
_PAIR = re.compile(rf"([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?:(?:{_PLAIN}|{_ROW})(?=[ \t]*(?:\n|$))|(\[))")
"""A whole pair of the most common kinds, on a line of its own (with the texts in its array), or one up to its array."""

_ITEM = re.compile(rf"(?:{_PLAIN})(?=[ \t\n]*[],])[ \t\n]*,?[ \t\n]*")
"""A whole element of the most common kind, with the comma after it."""

_TEXTS = re.compile(_TEXT)
_SCALAR = re.compile(r"[^,\]}\n#]+")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\", "e": "\x1b"}


def key_lines(text: str) -> dict[Path, int]:
    r"""Map the path of every key, table and array element of a valid TOML document to its line, from 1.

    A table that several headers open has the line of the first.

    >>> key_lines('a = 1\n[[b]]\nc = [\n  2,\n]')[("b", 0, "c", 0)]
    4
    """
    walk = Walk(text)
    walk.document()
    return walk.lines


def last_key(text: str) -> tuple[Path, int]:
    r"""Return the last key or table that the beginning of a document opens, with its line.

    >>> last_key('a = 1\nb = [\n  2,\n')
    (('b',), 2)
    """
    walk = Walk(text)
    walk.document()
    return walk.last


class Block(NamedTuple):
    """A table with its header: its path, its first line, and the last that belongs to it; remarks after it do not."""

    path: Path
    first: int
    last: int


def blocks_of(text: str) -> list[Block]:
    r"""Return the tables of a valid TOML document in the order of the file; the first is what stands before them.

    >>> blocks_of('a = 1\n\n[[b]]\nc = [\n  2,\n]\n# then\n[d]\n')[1:]
    [Block(path=('b', 0), first=3, last=6), Block(path=('d',), first=8, last=8)]
    """
    walk = Walk(text)
    found = [Block((), 1, 0)]
    while walk.skip() < len(text):
        start = walk.at
        if text.startswith("[", start):
            path = walk.header()
            found.append(Block(path, walk.line(start), walk.line(walk.at - 1)))
        else:
            walk.pair(found[-1].path)
            found[-1] = found[-1]._replace(last=walk.line(walk.at - 1))
        if walk.at <= start:  # only in what tomllib refuses
            break
    return found


def pair_span(text: str, table: Path, key: str) -> tuple[int, int] | None:
    r"""Return where a key of a table begins and its value ends, if they stand on lines of their own.

    >>> text = 'a = 1 # one\n[b]\na = "two"\n'
    >>> start, end = pair_span(text, ("b",), "a")
    >>> text[start:end]
    'a = "two"'
    """
    walk = Walk(text)
    here: Path = ()
    while walk.skip() < len(text):
        start = walk.at
        if text.startswith("[", start):
            here = walk.header()
        else:
            path = (*here, *(name for name, _ in walk.parts()))
            walk.at = start
            walk.pair(here)
            if path == (*table, key):
                return start, walk.at
        if walk.at <= start:  # only in what tomllib refuses
            break
    return None


class Spelt(NamedTuple):
    """A key, or a value that is neither a list nor a table, with where it is spelled in a document."""

    path: Path
    start: int
    end: int
    is_key: bool


def spelt_in(text: str) -> list[Spelt]:
    r"""Return every key and every plain value of a valid TOML document, where they are spelled, in order.

    >>> text = '[a."b c"]\nd = ["one", 2]\n'
    >>> [(one.path, text[one.start : one.end]) for one in spelt_in(text)][1:4]
    [(('a', 'b c'), '"b c"'), (('a', 'b c', 'd'), 'd'), (('a', 'b c', 'd', 0), '"one"')]
    """
    walk = Walk(text, whole=True)
    walk.document()
    return walk.spelt


def too_deep(text: str) -> int | None:
    """Return the line of a key with more than `DEEPEST` parts, if there is one."""
    found = _DOTTED.search(text) if text.count(".") >= DEEPEST else None
    return text.count("\n", 0, found.start()) + 1 if found else None


class Walk:
    """One pass over a document that `tomllib` has accepted, or over the beginning of one.

    `whole`: it goes the long way, and notes in `spelt` where each key and value is spelled.
    """

    def __init__(self, text: str, *, whole: bool = False) -> None:
        self.text, self.whole = text, whole
        self.spelt: list[Spelt] = []
        self.at = 0
        self.ends = [match.start() for match in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = {}
        self.last: tuple[Path, int] = ((), 1)

    def document(self) -> None:
        """Go over the whole document."""
        table: Path = ()
        while self.skip() < len(self.text):
            start = self.at
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)
            if self.at <= start:  # only in what tomllib refuses
                return

    def skip(self) -> int:
        """Go past what is blank, remarks too, and return where that is."""
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.at

    def note(self, path: Path, at: int) -> None:
        """Note the line on which a path is first mentioned."""
        if path not in self.lines:
            self.lines[path] = self.line(at)

    def line(self, at: int) -> int:
        """Return the line of a position, from 1."""
        return bisect_left(self.ends, at) + 1

    def header(self) -> Path:
        """Go past the header of a table, and return its path."""
        start, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        keys = self.parts()
        self.skip()
        self.at += 2 if many else 1
        path: Path = ()
        for index, (key, where) in enumerate(keys):
            path = (*path, key)
            self.note(path, start)
            self.spelt.append(Spelt(path, *where, is_key=True))
            if many and index == len(keys) - 1:
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        self.note(path, start)
        self.last = (path, self.line(start))
        return path

    def pair(self, table: Path) -> None:
        """Go past a key and its value."""
        start = self.at
        whole = None if self.whole else _PAIR.match(self.text, start)
        if whole:
            key, texts, opened = whole.groups()
            path = (*table, key)
            line = self.line(start)
            self.lines.setdefault(path, line)
            self.last = (path, line)
            self.at = whole.end()
            if texts:
                self.lines.update({(*path, index): line for index, _ in enumerate(_TEXTS.findall(texts))})
            elif opened:
                self.items(path)
            return
        path = table
        for key, where in self.parts():
            path = (*path, key)
            self.note(path, start)
            self.spelt.append(Spelt(path, *where, is_key=True))
        self.last = (path, self.line(start))
        self.skip()
        self.at += 1
        self.skip()
        self.value(path)

    def parts(self) -> list[tuple[str, tuple[int, int]]]:
        """Go past a dotted key; return its parts, each with where it is spelled."""
        found = []
        while True:
            self.skip()
            bare = _BARE.match(self.text, self.at)
            if bare:
                found.append((bare.group(), bare.span()))
                self.at = bare.end()
            else:
                quoted = STRING.match(self.text, self.at)
                if quoted is None:
                    return found
                found.append((_unquoted(quoted.group()), quoted.span()))
                self.at = quoted.end()
            self.skip()
            if not self.text.startswith(".", self.at):
                return found
            self.at += 1

    def value(self, path: Path) -> None:
        """Go past a value."""
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self.at += 1
            self.items(path)
        elif opening == "{":
            self.at += 1
            while self.skip() < len(self.text) and self.text[self.at] != "}":
                start = self.at
                self.pair(path)
                self.skip()
                self.at += self.text.startswith(",", self.at)
                if self.at <= start:
                    return
            self.at += 1
        else:
            start = self.at
            found = STRING.match(self.text, start) or _SCALAR.match(self.text, start)
            self.at = found.end() if found else len(self.text)
            self.spelt.append(Spelt(path, start, self.at, is_key=False))

    def items(self, path: Path) -> None:
        """Go past the items of a list, whose bracket is open."""
        index = 0
        while self.skip() < len(self.text) and self.text[self.at] != "]":
            self.note((*path, index), self.at)
            whole = None if self.whole else _ITEM.match(self.text, self.at)
            if whole:
                self.at = whole.end()
            else:
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
        if code[0] in "uU" and len(code) > 1:
            return chr(min(int(code[1:], 16), sys.maxunicode))
        return _ESCAPED.get(code, code)

    return _ESCAPE.sub(plain, text[1:-1])
