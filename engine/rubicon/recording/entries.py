"""What the log holds of a judgement that was filed, and how entries are chained."""

import hashlib
from datetime import date

import msgspec
from msgspec import Struct

FIRST = "0" * 64
"""What stands for the entry before the first."""


class Terms(Struct, frozen=True):
    """How a case was judged: on which day (None: its own), by whom, about what, and what was supposed."""

    as_of: date | None = None
    schools: tuple[str, ...] = ()
    tier: str | None = None
    drafts: bool = False
    assume: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Entry(Struct, frozen=True):
    """A judgement that was filed. `filed` is the time in UTC, `day` the day judged.

    `school` and `tier` are those that the judgement stands on. `case_bytes`, `rulebook_files` and `answer` are the
    SHA-256 of what lies under them in the log: the case's file, the list of the rulebook's files with theirs, the JSON.
    `previous` is the hash of the entry before.
    """

    number: int
    previous: str
    filed: str
    who: str
    why: str | None
    engine: str
    case: str
    title: str
    day: date | None
    school: str | None
    tier: str | None
    asked: Terms
    case_bytes: str
    rulebook_files: str
    answer: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """Return the digests of what it keeps."""
        return self.case_bytes, self.rulebook_files, self.answer


def record_of(entry: Entry) -> str:
    """Return an entry as the log writes it down: one spelling, of which the hash is taken."""
    return msgspec.json.encode(entry).decode("utf-8")


def entry_of(record: str) -> Entry:
    """Read what `record_of` wrote.

    Raises:
        msgspec.MsgspecError: it is no such record.
    """
    return msgspec.json.decode(record, type=Entry)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def hash_of(record: str) -> str:
    """Return the hash of a record; as the record names the one before, it stands for all that came before."""
    return digest_of(record.encode("utf-8"))
