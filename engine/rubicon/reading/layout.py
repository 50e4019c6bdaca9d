"""The canonical layout of a file: keys aligned, lists indented, one empty line between tables; every remark stays.

A writer's choices stay too: the order of keys and tables, which keys stand together in a paragraph, how a text is
quoted, and the breaks between lines of a list. A list in one line that is too wide gets a line for each item.
"""

import re
import tomllib
from collections.abc import Mapping

from msgspec import Struct

from rubicon.reading.lines import Walk

WIDEST = 120
"""Columns of the longest line that a list is left in."""

COLUMNS: Mapping[str, int] = {"rule": 7, "example": 6, "case": 5, "section": 5}
"""Letters of the keys that are aligned at the head of a rule or a case, in an example and in a section; longer ones
stand out. Elsewhere a paragraph's keys are aligned to the widest."""

BESIDE = "   "
"""What stands between a value and the remark on it."""

_REMARK = re.compile(r"#[^\n]*")
_SPACE = re.compile(r"[ \t]*")


class _Row(Struct):
    """A line or more of a file: a header, a pair, a remark; `space`: an empty line stands before it."""

    kind: str
    text: str
    space: bool
    key: str = ""
    remark: str = ""


def laid(text: str) -> str:
    r"""Return a valid TOML document in its canonical layout.

    >>> print(laid('\n\nthen=  "b" # why\nif = [ "a",\n"c" ]\n[[example]]\ngiven=["a"]'), end="")
    then    = "b"   # why
    if      = [
      "a",
      "c",
    ]
    <BLANKLINE>
    [[example]]
    given  = ["a"]
    """
    content, rows = tomllib.loads(text), _Reader(text).rows()
    is_case = "title" in content and not content.keys().isdisjoint(["as_of", "roles", "fact"])
    head = "rule" if "then" in content else "case" if is_case else ""
    told: list[str] = []
    paragraph: list[_Row] = []
    fixed = COLUMNS.get(head, 0)

    def close() -> None:
        width = fixed or max((len(row.key) for row in paragraph if row.kind == "pair"), default=0)
        told.extend(_told(row, width) for row in paragraph)
        paragraph.clear()

    for number, row in enumerate(rows):
        after = rows[number - 1].kind if number else ""
        set_off = _is_set_off(rows, number, after)
        if set_off or row.kind == "header":
            close()
        told += [""] * set_off
        if row.kind == "header":
            fixed = COLUMNS.get(row.key, 0)
            told.append(row.text + _after(row))
        else:
            paragraph.append(row)
    close()
    made = "\n".join(told) + "\n" if told else ""
    if tomllib.loads(made) != content:
        raise RuntimeError("a file was not laid out as it was meant")
    return made


def _is_set_off(rows: list[_Row], number: int, after: str) -> bool:
    """Tell whether an empty line stands before a row: one that was there, or one that parts a table from keys."""
    row = rows[number]
    if row.space or not after:
        return row.space and (after != "header" or row.kind != "pair")
    ahead = [row]  # a remark right above a header belongs to it
    while ahead[-1].kind == "remark" and number + len(ahead) < len(rows):
        ahead.append(rows[number + len(ahead)])
    return after == "pair" and ahead[-1].kind == "header" and not any(one.space for one in ahead)


def _told(row: _Row, width: int) -> str:
    if row.kind != "pair":
        return row.text
    return f"{row.key.ljust(width)} = {row.text}{_after(row)}"


def _after(row: _Row) -> str:
    return f"{BESIDE}{row.remark}" if row.remark else ""


class _Reader(Walk):
    """Reads a document into rows, each value spelled in its layout."""

    def rows(self) -> list[_Row]:
        """Return the rows of the document."""
        found: list[_Row] = []
        while True:
            begun = self.at
            start = self._blank()
            space = bool(found) and self.text.count("\n", begun, start) > 0
            if start >= len(self.text):
                return found
            if self.text[start] == "#":
                found.append(_Row("remark", self._remark(), space))
            elif self.text[start] == "[":
                found.append(self._table(space=space))
            else:
                found.append(self._pair(space=space))
            self._to_end_of_line()

    def _table(self, *, space: bool) -> _Row:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        parts = self.parts()
        name = ".".join(self.text[start:end] for _, (start, end) in parts)
        self.skip()
        self.at += 2 if many else 1
        return _Row("header", f"[[{name}]]" if many else f"[{name}]", space, parts[0][0], self._beside())

    def _pair(self, *, space: bool) -> _Row:
        key = self._key()
        value = self._value(0, len(key) + 3)
        return _Row("pair", value, space, key, self._beside())

    def _key(self) -> str:
        parts = self.parts()
        self._blank()
        self.at += 1
        self._blank()
        return ".".join(self.text[start:end] for _, (start, end) in parts)

    def _value(self, depth: int, column: int) -> str:
        """Return a value that begins in a column; `depth` is how far its lines are indented."""
        opening = self.text[self.at]
        if opening == "[":
            return self._list(depth, column)
        if opening == "{":
            return self._inline(depth, column)
        start = self.at
        self.value(())
        return self.text[start : self.at].rstrip()

    def _inline(self, depth: int, column: int) -> str:
        start, remarks = self.at, 0
        self.at += 1
        told = "{ "
        pairs: list[str] = []
        while self._blank() < len(self.text) and self.text[self.at] != "}":
            if self.text[self.at] == "#":  # from TOML 1.1 on
                remarks += len(self._remark())
                continue
            key = self._key()
            pairs.append(f"{key} = {self._value(depth, column + len(told) + len(key) + 3)}")
            told = f"{{ {', '.join(pairs)}, "
            self._blank()
            self.at += self.text.startswith(",", self.at)
        self.at += 1
        if remarks:
            return self.text[start : self.at]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"

    def _list(self, depth: int, column: int) -> str:
        start = self.at
        lines = self._items(depth + 1, column)
        if len(lines) == 1 and not lines[0].broken:
            whole = f"[{', '.join(lines[0].items)}]"
            if column + len(whole.split("\n", 1)[0]) <= WIDEST or len(lines[0].items) < 2:
                return whole
            self.at = start
            lines = self._items(depth + 1, 0)
            lines = [_Line([item], broken=True) for item in lines[0].items]
        pad = "  " * (depth + 1)
        told = ["["]
        for line in lines:
            items = f"{', '.join(line.items)}," if line.items else ""
            told.append(pad + BESIDE.join(filter(None, [items, line.remark])))
        return "\n".join([*told, "  " * depth + "]"]) if len(told) > 1 else "[]"

    def _items(self, depth: int, column: int) -> list["_Line"]:
        """Return the lines of a list, as its writer broke them."""
        self.at += 1
        lines = [_Line([])]
        while True:
            begun = self.at
            if self._blank() >= len(self.text) or self.text[self.at] == "]":
                broken = "\n" in self.text[begun : self.at]
                break
            if "\n" in self.text[begun : self.at]:
                lines[-1].broken = True
                lines.append(_Line([], broken=True))
            if self.text[self.at] == "#":
                lines[-1].remark = self._remark()
            elif self.text[self.at] == ",":
                self.at += 1
            else:
                lines[-1].items.append(self._value(depth, column if len(lines) == 1 else 2 * depth))
        self.at += 1
        lines[-1].broken = lines[-1].broken or (broken and bool(lines[-1].items or lines[-1].remark))
        kept = [line for line in lines if line.items or line.remark]
        return kept or [_Line([])]

    def _blank(self) -> int:
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1
        return self.at

    def _remark(self) -> str:
        found = _REMARK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found.group().rstrip() if found else ""

    def _beside(self) -> str:
        """Return the remark that follows on the same line."""
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self._remark()

    def _to_end_of_line(self) -> None:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        self.at += self.text.startswith("\n", self.at)


class _Line(Struct):
    """A line of a list: its items, and the remark after them. `broken`: a line ends before or after it."""

    items: list[str]
    remark: str = ""
    broken: bool = False
