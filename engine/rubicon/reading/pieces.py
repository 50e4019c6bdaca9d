"""A TOML text read table by table: of a text that was changed in one table the others are found as they were read."""

import re
import tomllib
from functools import lru_cache
from typing import Any

from rubicon.reading.lines import Path

PIECES = 1_024
"""Tables that are kept in one process, as they were read."""

LONGEST = 4_000
"""Characters of the longest table that is kept."""

_STARTS = re.compile(r"^(?=\[)", re.MULTILINE)
_HEADER = re.compile(
    r"(?:\[\[([A-Za-z0-9_-]+)\]\]|\[([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?\])[ \t]*(?:#[^\n]*)?(?:\n|$)"
)


def read_pieces(text: str) -> tuple[dict[str, Any], dict[Path, int]] | None:
    """Return what a TOML text says, and the lines of the tables in it; None where it has to be read as a whole.

    A piece that begins at a `[` and can be read by itself ends neither within a text nor within a list, so the next begins
    with a header. Tables that are opened otherwise than each once, or as one more of a list, are not put together here.
    """
    head, *pieces = _STARTS.split(text)
    content = _read(head)
    if content is None:
        return None
    said, lists, lines = dict(content), set[str](), dict[Path, int]()
    opened: set[str] = set()
    line = 1 + head.count("\n")
    for piece in pieces:
        header, found = _HEADER.match(piece), _read(piece)
        if header is None or found is None or len(found) != 1:
            return None
        many, name, inner = header.groups()
        if many:
            if (many in said and many not in lists) or len(found[many]) != 1:
                return None
            lists.add(many)
            said.setdefault(many, [])
            lines.setdefault((many,), line)
            lines[many, len(said[many])] = line
            said[many] += found[many]
        elif inner:
            if (name in said and name not in opened) or len(found[name]) != 1 or inner in said.get(name, ()):
                return None
            opened.add(name)
            said[name] = said.get(name, {}) | found[name]
            lines.setdefault((name,), line)
            lines[name, inner] = line
        elif name in said:
            return None
        else:
            opened.add(name)
            said[name], lines[name,] = found[name], line
        line += piece.count("\n")
    return said, lines


def _read(piece: str) -> dict[str, Any] | None:
    return _read_now(piece) if len(piece) > LONGEST else _read_lately(piece)


def _read_now(piece: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(piece)
    except (ValueError, RecursionError):  # told by whoever reads the whole
        return None


_read_lately = lru_cache(maxsize=PIECES)(_read_now)
