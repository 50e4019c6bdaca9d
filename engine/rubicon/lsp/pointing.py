"""What stands under the cursor of an editor: a text in quotes, the key it is written under, what it speaks of."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rubicon.language.conditions import Pattern
from rubicon.language.facts import Entity
from rubicon.language.names import Unread
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Statement
from rubicon.lsp.laying import KnownBook
from rubicon.problems import BadInput
from rubicon.reading import parse_case

_QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)(?:"|$)|'([^']*)(?:'|$)""")
_KEY = re.compile(r"([\w-]+)\s*=")
_HEADER = re.compile(r"""\s*\[+\s*([\w-]+)(?:\.["']?([\w-]+)["']?)?\s*\]""")
_ROLE = re.compile(r"\{(\w+)(?::\w+)?\}")


class Quoted(NamedTuple):
    """A text in quotes, the columns from 0 that it fills within them, and the key that it is written under."""

    text: str
    start: int
    end: int
    key: str


def quoted_at(rows: Sequence[str], line: int, column: int) -> Quoted | None:
    """Return the text in quotes at a line and a column, both from 0, be it closed or not."""
    row = rows[line] if line < len(rows) else ""
    for found in _QUOTED.finditer(row):
        text = found[1] if found[2] is None else found[2]
        start = found.start() + 1
        if start <= column <= start + len(text):
            plain = re.sub(r'\\(["\\])', r"\1", text) if found[2] is None else text
            return Quoted(plain, start, start + len(text), _key([*rows[:line], row[: found.start()]]))
    return None


def _key(rows: Sequence[str]) -> str:
    """Return the last key that some rows open; none of a table that has just begun."""
    for row in reversed(rows):
        keys = _KEY.findall(_QUOTED.sub("", row))
        if keys:
            return str(keys[-1])
        if _HEADER.match(row):
            return ""
    return ""


def header_at(rows: Sequence[str], line: int) -> tuple[str, str]:
    """Return the two names of the header of the table that a line stands in."""
    for row in reversed(rows[: line + 1]):
        found = _HEADER.match(row)
        if found:
            return found[1], found[2] or ""
    return "", ""


def rule_at(book: KnownBook, rows: Sequence[str], line: int, column: int) -> Rule | None:
    """Return the rule whose id stands under the cursor."""
    here = quoted_at(rows, line, column)
    return book.look.by_id.get(here.text) if here is not None else None


def statements_at(
    book: KnownBook, path: Path, rows: Sequence[str], line: int, column: int
) -> list[Statement]:
    """Return the statements that are spoken of under the cursor, or that it stands in the vocabulary of."""
    known = book.look.vocabulary.statements
    table, name = header_at(rows, line)
    if table == "statement" and name in known:
        return [known[name]]
    said = patterns_at(book, path, rows, line, column)
    return [known[one] for one in dict.fromkeys(pattern.statement for pattern in said)]


def patterns_at(
    book: KnownBook, path: Path, rows: Sequence[str], line: int, column: int
) -> tuple[Pattern, ...]:
    """Return what is spoken of in the quotes under the cursor."""
    here = quoted_at(rows, line, column)
    if here is None or here.text in book.said:
        return book.said[here.text] if here is not None else ()
    language = book.language.with_entities(_own(book, path, rows))
    try:
        return (language.pattern(_ROLE.sub(r"?\1", here.text)),)
    except Unread:
        return ()


def _own(book: KnownBook, path: Path, rows: Sequence[str]) -> Sequence[Entity]:
    """Return the entities that a case has of its own."""
    if path.is_relative_to(book.folder) and path.relative_to(book.folder).parts[0] != "cases":
        return ()
    try:
        return parse_case("\n".join(rows), book.look.rulebook, str(path)).entities
    except BadInput:
        return ()
