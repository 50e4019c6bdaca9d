"""What can be undone: what each file of a case was before each change, kept beside the user's own data."""

import os
from collections.abc import Iterator
from pathlib import Path

from rubicon.reading.replacing import replace
from rubicon.recording.entries import digest_of

KEPT = 100
"""Changes of one case that can be undone."""


class Journal:
    """A folder with a folder for each case file. `folder`: None where nothing can be kept; then nothing is undone.

    A change is a file: its number and the digest of what the case became are its name, what the case was its content.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def add(self, case: Path, before: bytes, after: bytes) -> None:
        """Remember what a case was before a change."""
        folder = self._of(case)
        if folder is None:
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = list(_entries(folder))
        number = kept[-1][0] + 1 if kept else 1
        replace(folder / f"{number:08d}-{digest_of(after)}", before)
        for _, _, path in kept[: max(0, len(kept) + 1 - KEPT)]:
            path.unlink(missing_ok=True)

    def last(self, case: Path, now: bytes) -> bytes | None:
        """Return what a case was before the last change; None where that is not known, or another changed it since."""
        found = self._last(case)
        return found[2].read_bytes() if found is not None and found[1] == digest_of(now) else None

    def drop(self, case: Path) -> None:
        """Forget the last change: it was undone."""
        found = self._last(case)
        if found is not None:
            found[2].unlink(missing_ok=True)

    def _last(self, case: Path) -> tuple[int, str, Path] | None:
        folder = self._of(case)
        kept = list(_entries(folder)) if folder is not None and folder.is_dir() else []
        return kept[-1] if kept else None

    def _of(self, case: Path) -> Path | None:
        name = digest_of(os.path.realpath(case).encode("utf-8", "surrogateescape"))[:32]
        return self.folder / name if self.folder is not None else None


def _entries(folder: Path) -> Iterator[tuple[int, str, Path]]:
    """Yield the changes kept, in order."""
    for path in sorted(folder.iterdir()):
        number, _, digest = path.name.partition("-")
        if number.isdigit():
            yield int(number), digest, path
