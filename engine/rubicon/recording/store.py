"""The log as a file: SQLite, append-only, written whole or not at all. This room alone knows the library.

A change is one transaction with a rollback journal: whenever a process is killed, the next one to open the file
finds either the whole entry or none of it. Writers wait for each other.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from rubicon.problems import BadInput, Problem
from rubicon.recording.entries import FIRST, Entry, digest_of, entry_of, hash_of, record_of

PATIENCE = 60.0
"""Seconds that a process waits for another to have written."""

MARK = 0x52424C47
"""What tells a log from another file of SQLite: its application id."""

SCHEMA = """
CREATE TABLE content (digest TEXT PRIMARY KEY NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE entry (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, record TEXT NOT NULL);
CREATE TRIGGER content_stays BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER content_keeps BEFORE DELETE ON content BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER content_once BEFORE INSERT ON content
  WHEN EXISTS (SELECT 1 FROM content WHERE digest = NEW.digest)
  BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER entry_keeps BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER entry_next BEFORE INSERT ON entry
  WHEN NEW.number IS NOT (SELECT COALESCE(MAX(number), 0) + 1 FROM entry)
  BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
PRAGMA application_id = 1380076615;
"""
"""The triggers hold against INSERT OR REPLACE too, which fires none for what it deletes."""


class StoredEntry(NamedTuple):
    """An entry as it lies in the file: its number, the hash beside it and the record."""

    number: int
    hash: str
    record: str


class Log:
    """An open log."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    def rows(self) -> list[StoredEntry]:
        """Return all entries as they lie in the file."""
        found = self._connection.execute("SELECT number, hash, record FROM entry ORDER BY number")
        return [StoredEntry(*row) for row in found]

    def entries(self) -> list[tuple[Entry, str]]:
        """Return all entries, each with its hash.

        Raises:
            BadInput: one cannot be read.
        """
        try:
            return [(entry_of(row.record), row.hash) for row in self.rows()]
        except msgspec.MsgspecError:
            what = "an entry of this log cannot be read"
            raise BadInput([Problem(str(self.path), 0, what, "`rubicon log verify` says which.")]) from None

    def content(self, digest: str) -> bytes | None:
        """Return what lies under a digest, as it lies there."""
        found = self._connection.execute("SELECT bytes FROM content WHERE digest = ?", (digest,)).fetchone()
        return None if found is None else bytes(found[0])

    def kept(self, digest: str) -> bytes:
        """Return what lies under a digest, and is what was put there.

        Raises:
            BadInput: it is gone or was changed.
        """
        found = self.content(digest)
        if found is None or digest_of(found) != digest:
            what = f"what was kept as {digest[:12]} is {'gone' if found is None else 'no longer the same'}"
            raise BadInput([Problem(str(self.path), 0, what, "Take the log from a backup.")])
        return found

    def append(self, entry: Entry, content: Mapping[str, bytes]) -> tuple[Entry, str]:
        """Write an entry at the end, in one piece with what it keeps; return it as numbered and chained.

        `content` is by digest; what is kept already is not kept twice.
        """
        with self._changing():
            rows = self._connection.execute("SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1")
            number, last = rows.fetchone() or (0, FIRST)
            made = msgspec.structs.replace(entry, number=number + 1, previous=last)
            record = record_of(made)
            for digest, kept in content.items():
                self._connection.execute(
                    "INSERT INTO content SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM content WHERE digest = ?1)",
                    (digest, kept),
                )
            row = StoredEntry(number + 1, hash_of(record), record)
            self._connection.execute("INSERT INTO entry VALUES (?, ?, ?)", row)
        return made, row.hash

    def begin(self) -> None:
        """Lay the log out, if another process has not done so.

        Raises:
            BadInput: the file is another's.
        """
        with self._changing():
            if self.is_one():
                return
            if self._connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
                raise _foreign(self.path)
            for statement in _statements(SCHEMA):
                self._connection.execute(statement)

    def is_one(self) -> bool:
        """Tell whether the file is a log."""
        return bool(self._connection.execute("PRAGMA application_id").fetchone()[0] == MARK)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the file for a change, which is made whole or not at all."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


@contextmanager
def opened(path: Path, *, make: bool = False) -> Iterator[Log]:
    """Open a log; `make`: begin one where there is none.

    Raises:
        BadInput: there is none, the file is no log, or the system refuses it.
    """
    try:
        if make:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not path.exists():
            remedy = "`rubicon log file CASE` begins one; --log names another."
            raise BadInput([Problem(str(path), 0, "there is no log", remedy)])
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _refused(path, error) from None
    try:
        connection.execute("PRAGMA synchronous = EXTRA")  # the journal's end is on the disk, too
        log = Log(path, connection)
        if make:
            log.begin()
        elif not log.is_one():
            raise _foreign(path)
        yield log
    except sqlite3.Error as error:
        raise _refused(path, error) from None
    finally:
        connection.close()


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script, so that all of them can lie in one transaction."""
    said = ""
    for line in script.strip().splitlines():
        said += line + "\n"
        if sqlite3.complete_statement(said):
            yield said
            said = ""


def _foreign(path: Path) -> BadInput:
    return BadInput([Problem(str(path), 0, "this file is no log of Rubicon", "Name another with --log.")])


def _refused(path: Path, error: Exception) -> BadInput:
    if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        return _foreign(path)
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    remedy = "Check its name and its rights, and whether another process holds it."
    return BadInput([Problem(str(path), 0, f"the log cannot be used: {reason}", remedy)])
