"""What can be undone and done again: what each file of a case was before each change, kept beside the user's own data."""

import os
from pathlib import Path

from rubicon.reading.replacing import replace
from rubicon.recording.entries import digest_of

KEPT = 100
"""Changes of one case that can be undone."""

AGAIN = "again-"
"""What the name of a change begins with that was undone, and can be done again."""


class Journal:
    """A folder with a folder for each case file. `folder`: None where nothing can be kept; then nothing is undone.

    A change is a file: its number and the digest of what the case became are its name, what the case was its content.
    One that was undone is named by what the case is since, and holds what it had become.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def add(self, case: Path, before: bytes, after: bytes) -> None:
        """Remember what a case was before a change; nothing that was undone before can be done again."""
        folder = self._of(case)
        if folder is None:
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = _entries(folder)
        number = kept[-1][0] + 1 if kept else 1
        replace(folder / f"{number:08d}-{digest_of(after)}", before)
        for _, _, path in [*kept[: max(0, len(kept) + 1 - KEPT)], *_entries(folder, AGAIN)]:
            path.unlink(missing_ok=True)

    def last(self, case: Path, now: bytes) -> bytes | None:
        """Return what a case was before the last change; None where that is not known, or another changed it since."""
        return _content(self._change(case), now)

    def next(self, case: Path, now: bytes) -> bytes | None:
        """Return what a case was before the last change was undone; None where none was, or another changed it since."""
        return _content(self._change(case, AGAIN), now)

    def turn(self, case: Path, before: bytes, after: bytes, *, back: bool) -> None:
        """Remember that the last change was undone (`back`), or that the one last undone was done again."""
        found = self._change(case, "" if back else AGAIN)
        if found is not None:
            number, _, path = found
            replace(path.with_name(f"{AGAIN if back else ''}{number:08d}-{digest_of(after)}"), before)
            path.unlink(missing_ok=True)

    def _change(self, case: Path, begins: str = "") -> tuple[int, str, Path] | None:
        """Return the last change that stands; or the last that was undone, which is the first of them."""
        folder = self._of(case)
        kept = _entries(folder, begins) if folder is not None and folder.is_dir() else []
        return kept[0 if begins else -1] if kept else None

    def _of(self, case: Path) -> Path | None:
        name = digest_of(os.path.realpath(case).encode("utf-8", "surrogateescape"))[:32]
        return self.folder / name if self.folder is not None else None


def _entries(folder: Path, begins: str = "") -> list[tuple[int, str, Path]]:
    """Return the changes kept whose names begin so, in order."""
    found = []
    for path in sorted(folder.iterdir()):
        number, _, digest = path.name.removeprefix(begins).partition("-")
        if path.name.startswith(begins) and number.isdigit():
            found.append((int(number), digest, path))
    return found


def _content(change: tuple[int, str, Path] | None, now: bytes) -> bytes | None:
    return change[2].read_bytes() if change is not None and change[1] == digest_of(now) else None
