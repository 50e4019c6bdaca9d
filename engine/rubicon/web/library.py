"""The folder of cases that the page shows, and the rulebook by which they are judged."""

import os
import re
import shutil
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from threading import Lock

from msgspec import Struct

from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading import read_kept_rulebook
from rubicon.reading.cases import read_heading
from rubicon.reading.files import LARGEST
from rubicon.reading.keeping import state_of

WITHIN = "~"
"""What parts a folder from a case in a name, where a path has a slash."""


_TITLE = re.compile(r"^title *= *(.*)$", re.MULTILINE)


class Shelf(Struct, frozen=True):
    """A rulebook as it was read, and the digest of the bytes it was read from."""

    state: str
    rulebook: Rulebook


class Heading(Struct, frozen=True):
    """How a case is called: its title, or its name where it has none, and the day it is judged from."""

    title: str
    day: date | None = None


class Library:
    """A folder of cases. Names are looked up among its files; no other path can be asked for.

    `own` is where the shipped library is copied to before the first write; None: the folder is the user's.
    """

    def __init__(self, folder: Path, rules: Path, own: Path | None = None) -> None:
        self._folder, self.rules, self._own = folder, rules, own
        self._shelf: Shelf | None = None
        self._lock = Lock()

    @property
    def folder(self) -> Path:
        """Return the folder that is read: the user's copy once there is one."""
        return self._own if self._own is not None and self._own.is_dir() else self._folder

    @property
    def to_be_copied(self) -> Path | None:
        """Return where the first write will copy the library to; None where it is the user's already."""
        return self._own if self._own is not None and not self._own.is_dir() else None

    def files(self) -> dict[str, Path]:
        """Return the files of the cases by their names, in order; one in a folder within is `folder~case`.

        Raises:
            BadInput: the folder cannot be read.
        """
        top = self.folder
        try:
            found = sorted(path.relative_to(top) for path in top.rglob("*.toml") if _is_case(path, top))
        except OSError as error:
            what = f"the folder cannot be read: {(error.strerror or str(error)).lower()}"
            raise BadInput([Problem(str(top), 0, what, "Check its name and its rights.")]) from None
        found.sort(key=lambda path: (len(path.parts), path))
        return {WITHIN.join(path.with_suffix("").parts): top / path for path in found}

    def names(self) -> tuple[str, ...]:
        """Return the names of the cases, in order."""
        return tuple(self.files())

    def search(self, words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the cases whose names or titles have every one of some words, and those whose text alone has."""
        wanted = words.casefold().split()
        called, mentioning = [], []
        for name in self.names():
            text = self.content(name).decode("utf-8", "replace").casefold() if wanted else ""
            title = _TITLE.search(text)
            head = f"{name} {title[1] if title else ''}".casefold()
            if all(word in head for word in wanted):
                called.append(name)
            elif all(word in text or word in head for word in wanted):
                mentioning.append(name)
        return tuple(called), tuple(mentioning)

    def heading(self, name: str) -> Heading:
        """Return how a case is called, before it is judged and whatever is wrong with it."""
        try:
            return Heading(*read_heading(self.content(name), name.rpartition(WITHIN)[2]))
        except BadInput:
            return Heading(name)

    def headings(self) -> dict[str, Heading]:
        """Return how each case is called, by their names; those that share title and day are told apart by their names."""
        found = {name: self.heading(name) for name in self.names()}
        counts = Counter(found.values())
        return {
            name: one if counts[one] == 1 else Heading(f"{one.title} ({name})", one.day)
            for name, one in found.items()
        }

    def path(self, name: str) -> Path:
        """Return the file of a case; that of a folder within may be named alone, where no other has its name.

        Raises:
            BadInput: the folder has no case of this name.
        """
        own = self._plain_path(name)
        if own is not None:
            return own
        files = self.files()
        alike = [full for full in files if full.rpartition(WITHIN)[2] == name]
        if name not in files and len(alike) == 1:
            return files[alike[0]]
        if name not in files:
            remedy = did_you_mean(name, files) or "The library lists all cases."
            raise BadInput([Problem("argument", 0, f'there is no case "{name}" here', remedy)])
        return files[name]

    def _plain_path(self, name: str) -> Path | None:
        """Return the file of a case where it lies as its name says, without a look at all others; None where it does not."""
        top = self.folder
        parts = [*name.split(WITHIN)[:-1], f"{name.rpartition(WITHIN)[2]}.toml"]
        folder = top
        for part in parts:
            try:
                with os.scandir(folder) as found:
                    if part not in (entry.name for entry in found):  # as it is spelled, on any file system
                        return None
            except OSError:
                return None
            folder /= part
        return folder if _is_case(folder, top) else None

    def content(self, name: str) -> bytes:
        """Return the bytes of a case.

        Raises:
            BadInput: there is no such case, or its file cannot be read.
        """
        path = self.path(name)
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            what = f"the file cannot be read: {(error.strerror or str(error)).lower()}"
            raise BadInput([Problem(str(path), 0, what, "Check its rights.")]) from None
        if len(content) > LARGEST:
            raise BadInput([Problem(str(path), 0, "the file is too large", "Split the case.")])
        return content

    def shelf(self) -> Shelf:
        """Return the rulebook as its files now are; it is read again only where they changed.

        Raises:
            BadInput: the rulebook has problems.
        """
        state = state_of(self.rules)
        with self._lock:
            if self._shelf is None or state is None or self._shelf.state != state:
                self._shelf = Shelf(state or "", read_kept_rulebook(self.rules))
            return self._shelf

    def take_over(self) -> None:
        """Copy the shipped library to where it is the user's own, whole or not at all.

        Raises:
            BadInput: it cannot be copied.
        """
        own = self.to_be_copied
        if own is None:
            return
        try:
            own.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=own.parent, prefix=".rubicon-") as made:
                copied = Path(made) / own.name
                for path in self.files().values():
                    place = copied / path.relative_to(self._folder)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, place)
                copied.rename(own)
        except OSError as error:
            what = f"the library cannot be copied: {(error.strerror or str(error)).lower()}"
            raise BadInput([Problem(str(own), 0, what, "Name a folder of your own.")]) from None


def _is_case(path: Path, top: Path) -> bool:
    """Tell whether a path is a file of its own below a folder: links out of it, and what is hidden, are none."""
    hidden = any(part.startswith(".") for part in path.relative_to(top).parts)
    return not hidden and path.is_file() and path.resolve().is_relative_to(top.resolve())
