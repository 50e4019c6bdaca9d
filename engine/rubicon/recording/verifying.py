"""Check that a log is as it was written, and that what was filed comes out again."""

from difflib import SequenceMatcher

import msgspec
from msgspec import Struct

from rubicon.problems import BadInput
from rubicon.recording.entries import FIRST, Entry, digest_of, entry_of, hash_of
from rubicon.recording.filing import answer_of, made_again
from rubicon.recording.store import Log, StoredEntry
from rubicon.version import __version__

SHORTEST = 8
"""Characters of a hash that is enough to name an entry."""


class Fault(Struct, frozen=True):
    """What is wrong with an entry.

    The `record` cannot be read; its `hash` is not its own; it does not name the one `before` it; its number is not the
    `next` one; a part that it keeps is `gone` or `changed`.
    """

    number: int
    what: str
    part: str = ""


class Discrepancy(Struct, frozen=True):
    """Lines of an answer, from the `line`-th on, that came out otherwise."""

    line: int
    was: tuple[str, ...]
    now: tuple[str, ...]


class Remade(Struct, frozen=True):
    """An entry judged again: `same` to the byte, or what moved, or why this engine could not judge it."""

    entry: Entry
    engine: str
    same: bool
    moved: tuple[Discrepancy, ...] = ()
    refused: str = ""

    @property
    def by_another(self) -> bool:
        """Tell whether another engine filed it."""
        return self.entry.engine != self.engine


class Verified(Struct, frozen=True):
    """How a log stands. `asked` is the hash that was to be found, `found` the entry that has it."""

    entries: int
    head: str
    faults: tuple[Fault, ...]
    asked: str = ""
    found: int | None = None
    remade: tuple[Remade, ...] = ()

    @property
    def is_well(self) -> bool:
        """Tell whether the chain holds, has the hash asked for, and the same engine says the same again."""
        lost = bool(self.asked) and self.found is None
        return not self.faults and not lost and all(one.same or one.by_another for one in self.remade)


def verify(log: Log, asked: str = "", *, every: bool = False) -> Verified:
    """Check the chain of a log, and judge again the entry that has a hash, else the last; or `every` one.

    `asked` may be the beginning of a hash. What the chain shows broken is not judged again.
    """
    rows = log.rows()
    faults = tuple(_faults(log, rows))
    asked = asked.lower()
    found = [row.number for row in rows if len(asked) >= SHORTEST and hash_of(row.record).startswith(asked)]
    wanted = found if asked else [row.number for row in rows[-1:]]
    broken = {fault.number for fault in faults if fault.what in ("record", "gone", "changed")}
    again = [row for row in rows if (every or row.number in wanted) and row.number not in broken]
    return Verified(
        entries=len(rows),
        head=rows[-1].hash if rows else FIRST,
        faults=faults,
        asked=asked,
        found=found[0] if len(found) == 1 else None,
        remade=tuple(_remade(log, entry_of(row.record)) for row in again),
    )


def _faults(log: Log, rows: list[StoredEntry]) -> list[Fault]:
    found = []
    last, place = FIRST, 0
    for row in rows:
        place += 1
        if row.number != place:
            found.append(Fault(row.number, "next"))
            place = row.number
        if hash_of(row.record) != row.hash:
            found.append(Fault(row.number, "hash"))
        try:
            entry = entry_of(row.record)
        except msgspec.MsgspecError:
            found.append(Fault(row.number, "record"))
        else:
            if entry.previous != last or entry.number != row.number:
                found.append(Fault(row.number, "before"))
            found += _lost(log, entry)
        last = hash_of(row.record)
    return found


def _lost(log: Log, entry: Entry) -> list[Fault]:
    """Return which of the parts that an entry keeps are gone or changed."""
    names = dict(zip(entry.parts, ("case", "rulebook", "answer"), strict=True))
    found, tree = [], None
    for digest, name in names.items():
        content = log.content(digest)
        if content is None or digest_of(content) != digest:
            found.append(Fault(entry.number, "gone" if content is None else "changed", name))
        elif name == "rulebook":
            tree = content
    for name, digest in sorted(msgspec.json.decode(tree, type=dict[str, str]).items()) if tree else ():
        content = log.content(digest)
        if content is None or digest_of(content) != digest:
            found.append(Fault(entry.number, "gone" if content is None else "changed", f"rulebook/{name}"))
    return found


def _remade(log: Log, entry: Entry) -> Remade:
    was = log.kept(entry.answer).decode("utf-8")
    try:
        now = answer_of(made_again(log, entry)[0])
    except BadInput as bad:
        return Remade(entry, __version__, False, refused=str(bad.problems[0].what))
    return Remade(entry, __version__, was == now, () if was == now else moved(was, now))


def moved(was: str, now: str) -> tuple[Discrepancy, ...]:
    """Return the lines in which two answers differ."""
    one, other = was.splitlines(), now.splitlines()
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return tuple(
        Discrepancy(start + 1, tuple(one[start:end]), tuple(other[first:last]))
        for what, start, end, first, last in blocks
        if what != "equal"
    )
