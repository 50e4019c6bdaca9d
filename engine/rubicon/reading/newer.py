"""Find what TOML 1.1 added, which Python reads from 3.15 on: a file is refused for it by every Python alike.

It is told at the place, and in the words, in which a reader of TOML 1.0 stops.
"""

import re
from typing import NamedTuple

from rubicon.reading.lines import STRING

_BARE = r"[^\s\"'#\[\]{},=]+"
_PIECE = re.compile(
    rf"""(?P<text>'{{3}}.*?'{{3,5}}|'(?!'')[^'\n]*')|(?P<quoted>"{{3}}|"(?!""))|#[^\n]*|(?P<bare>{_BARE})|[\[\]{{}},\n=]""",
    re.DOTALL,
)
_LINE = re.compile(r'(?:[^"\\\n]|\\.)*(")?')
_LINES = re.compile(r'(?:[^"\\]|\\.|"(?!""))*("{3,5})?', re.DOTALL)
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_ADDED = (r"\e", r"\x")
_SHORT = re.compile(r"(\d{4}-\d\d-\d\d[Tt])?\d\d:\d\d(?!:)")
_MINUTES = re.compile(r":\d\d(?!:)")
_WHOLE = re.compile(rf"{STRING.pattern}|#[^\n]*", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_KEY = "Invalid initial character for a key part"
_ESCAPED = "Unescaped '\\' in a string"
_ENDS = {
    "": "Expected newline or end of document after a statement",
    "[": "Unclosed array",
    "{": "Unclosed inline table",
}


class Refused(NamedTuple):
    """Where a reader of TOML 1.0 stops, from 0, and what it says there; and how wide is what another reads there."""

    at: int
    said: str
    wide: int = 0


def by_toml_1_0(text: str, said: str) -> str:
    """Return what a reader of TOML 1.0 says of a text that another says this of, or reads ("").

    >>> by_toml_1_0("a = { b = 1, }", "")
    'Invalid initial character for a key part (at line 1, column 14)'
    >>> by_toml_1_0("a = { b = 1 }", "")
    ''
    """
    found = _refused(text)
    if found is None:
        return said
    row, column = text.count("\n", 0, found.at) + 1, found.at - text.rfind("\n", 0, found.at)
    stopped = re.search(r"line (\d+), column (\d+)", said)
    if stopped:
        twice = said.startswith(("Cannot overwrite", "Duplicate"))  # told once the value is read
        upto = column + (found.wide if twice else found.said != _ESCAPED)
        if (int(stopped[1]), int(stopped[2])) < (row, upto):
            return said
    where = f"line {row}, column {column}" if found.at < len(text) else "end of document"
    return f"{found.said} (at {where})"


def _refused(text: str) -> Refused | None:
    """Return the first thing that TOML 1.1 added; None if there is none before a text that is never closed."""
    likely = any(escape in text for escape in _ADDED) or _MINUTES.search(text)
    if not likely and not _may_break_tables(_WHOLE.sub("", text)):
        return None
    opened, before, at = [""], "", 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None:
            if not text[at].isspace():
                return None
            at += 1
            continue
        piece, start, at = found[0], at, found.end()
        if opened[-1] == "{" and (piece in ("\n", "}") or piece.startswith("#")):
            if before == "," or (before == "{" and piece != "}"):
                return Refused(start, _KEY)
            if piece != "}":
                return Refused(start, _ENDS["{"])
        if found["quoted"]:
            body = (_LINES if piece == '"""' else _LINE).match(text, at)
            for escape in _ESCAPE.finditer(body[0] if body else ""):
                if escape[0] in _ADDED:
                    return Refused(at + escape.end(), _ESCAPED)
            if body is None or body[1] is None:
                return None
            at = body.end()
        elif found["bare"] and (short := _SHORT.match(piece)):
            after_day = text[start - 1 : start] == " " and _DAY.fullmatch(before)
            if after_day or before == "=" or (opened[-1] == "[" and before in ("[", ",")):
                stops = start if after_day else start + _read_of(piece, short)
                return Refused(stops, _ENDS[opened[-1]], at - stops + 1)
        elif piece in ("[", "{"):
            opened.append(piece)
        elif piece in ("]", "}"):
            opened[1:] = opened[1:-1]
        if (piece != "\n" or not opened[1:]) and not piece.startswith("#"):
            before = piece
    return None


def _may_break_tables(bare: str) -> bool:
    """Tell whether a document without its texts and remarks may have a table in braces as TOML 1.0 has none."""
    rows = bare.split("\n") if "{" in bare else []
    return any(row.count("{") != row.count("}") for row in rows) or re.search(r",\s*\}", bare) is not None


def _read_of(piece: str, short: re.Match[str]) -> int:
    """Return how much of a time without seconds is read for a day, or for a number, where it stands alone."""
    if short[1]:
        return len(short[1]) - 1
    return 1 if piece.startswith("0") else 2
