"""Show what changes in files, as version control shows it."""

from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

AROUND = 2
"""Lines that are shown before and after what changes."""


def differences(files: Iterable[tuple[Path, str, Path, str]]) -> str:
    """Return what changes: for each file its path and text before, and those after."""
    told: list[str] = []
    for path, was, target, now in files:
        if path != target:
            told += [f"rename from {path}\n", f"rename to {target}\n"]
        rows = was.splitlines(keepends=True), now.splitlines(keepends=True)
        told += unified_diff(*rows, str(path), str(target), n=AROUND)
    return "".join(row if row.endswith("\n") else f"{row}\n" for row in told)
