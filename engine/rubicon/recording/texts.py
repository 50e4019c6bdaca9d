"""Texts in memory that can be searched by the stems of their words; nothing of them is kept."""

import sqlite3
from collections.abc import Iterable

_COLUMNS = "name unindexed, text, tokenize = 'porter unicode61'"


class TextTables:
    """Tables of texts, each text under a name; `tables` are names of our own, never a reader's words."""

    def __init__(self, tables: Iterable[str]) -> None:
        self._base = sqlite3.connect(":memory:")
        for table in tables:
            self._base.execute(f"create virtual table {table} using fts5({_COLUMNS})")

    def put(self, table: str, name: str, texts: Iterable[str]) -> None:
        """Put texts into a table under a name."""
        self._base.executemany(f"insert into {table} values (?, ?)", ((name, text) for text in texts))  # noqa: S608 - our own names

    def counts(self, table: str, word: str) -> dict[str, int]:
        """Return the names that have a word in a table, and in how many of their texts."""
        select = f"select name, count(*) from {table} where {table} match ? group by name"  # noqa: S608 - the same
        return dict(self._base.execute(select, (f'"{word}"',)))
