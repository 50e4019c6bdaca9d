"""Changes of a case: each is written whole or not at all, and can be undone. The later of two is told."""

import re
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from msgspec import Struct

from rubicon.exchanging.beginning import Start, begun
from rubicon.exchanging.coding import CodingSheet
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case
from rubicon.reading.writing import Draft, new_draft, save
from rubicon.recording.entries import digest_of
from rubicon.web.desk import read_content
from rubicon.web.library import WITHIN, Library, Shelf
from rubicon.web.undoing import Journal

CaseEdit = Callable[[CodingSheet], CodingSheet]
"""What turns a case as it is into what it becomes."""


class Stale(Exception):
    """The case is no longer as the page showed it; nothing was written."""


class Written(Struct, frozen=True):
    """A case before a change and after it, and the rulebook that both were read by."""

    before: bytes
    after: bytes
    shelf: Shelf


class Changer:
    """Writes into the cases of a library, one change after the other."""

    def __init__(self, library: Library, journal: Journal) -> None:
        self.library, self.journal = library, journal
        self._lock = Lock()

    def change(self, name: str, seen: str, change: CaseEdit) -> Written:
        """Change a case that is still as it was `seen`: the digest of the bytes that the page showed.

        Raises:
            Stale: it is not.
                BadInput: the change cannot be made, or not written.
        """
        with self._lock:
            before = self.library.content(name)
            if digest_of(before) != seen:
                raise Stale
            shelf = self.library.shelf()
            desk = _sheet(before, name.rpartition(WITHIN)[2], shelf.rulebook)
            made = change(desk).draft
            if made.text == desk.draft.text:
                return Written(before, before, shelf)
            self.library.take_over()
            own = self.library.path(name)
            return self._save(Draft(own, before, made.text), before, shelf)

    def turn(self, name: str, seen: str, *, back: bool) -> Written:
        """Put a case back as it was before its last change, or do the one last undone again, if nobody else has changed it since.

        Raises:
            Stale: it is not as the page showed it.
            BadInput: nothing is known that could be undone, or done again, or it cannot be written.
        """
        with self._lock:
            path, now = self.library.path(name), self.library.content(name)
            if digest_of(now) != seen:
                raise Stale
            other = (self.journal.last if back else self.journal.next)(path, now)
            if other is None:
                what = f"there is nothing to {'undo' if back else 'do again'} here: it was not on this page, or another changed the case since"
                raise BadInput([Problem("argument", 0, what)])
            save(Draft(path, now, other.decode("utf-8-sig").replace("\r\n", "\n")))
            after = path.read_bytes()
            self.journal.turn(path, now, after, back=back)
            return Written(now, after, self.library.shelf())

    def around(self, name: str, now: bytes) -> tuple[bytes | None, bytes | None]:
        """Return what a case was before its last change, and before that was undone; None where that cannot be had again."""
        path = self.library.path(name)
        return self.journal.last(path, now), self.journal.next(path, now)

    def begin(self, name: str, start: Start) -> None:
        """Make a new case.

        Raises:
            BadInput: its name or a part of it is wrong, or there is one of this name.
        """
        self._made(name, lambda path, rulebook: begun(path, rulebook, start).draft)

    def take_in(self, name: str, text: str) -> None:
        """Make a case of the text of a case's file, which is kept to the letter.

        Raises:
            BadInput: its name is wrong, there is one of this name, or the text has problems.
        """

        def read(path: Path, rulebook: Rulebook) -> Draft:
            parse_case(text, rulebook, name)
            return new_draft(path, text)

        self._made(name, read)

    def _made(self, name: str, make: Callable[[Path, Rulebook], Draft]) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name):
            what = f'"{name}" cannot be the name of a case'
            raise BadInput([Problem("argument", 0, what, "Use small letters, digits and hyphens.")])
        with self._lock:
            self.library.take_over()
            save(make(self.library.folder / f"{name}.toml", self.library.shelf().rulebook))

    def _save(self, draft: Draft, before: bytes, shelf: Shelf) -> Written:
        save(draft)
        after = draft.path.read_bytes()
        self.journal.add(draft.path, before, after)
        return Written(before, after, shelf)


def _sheet(content: bytes, name: str, rulebook: Rulebook) -> CodingSheet:
    """Return a case to be written, under the name by which its states are read, so that no text is read twice.

    Raises:
        BadInput: it has problems.
    """
    case = read_content(content, name, rulebook)
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    return CodingSheet(rulebook, Draft(Path(name), content, text), case)
