"""Mend what lints know how to mend safely, row by row, each file whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from rubicon.editing.lints import lints
from rubicon.problems import Problem
from rubicon.reading.files import parse
from rubicon.reading.replacing import replace


def mend(problems: Iterable[Problem]) -> int:
    """Mend the rows of findings that have a safe remedy; return how many were mended.

    A row is mended once, so that what is found anew is looked at anew. A file that would not read any more, or
    whose row is not what was shown, is left as it is.
    """
    by_path: dict[str, dict[int, Problem]] = defaultdict(dict)
    for problem in problems:
        known = lints().get(problem.lint)
        if known is not None and known.mend is not None and problem.line:
            by_path[problem.path].setdefault(problem.line, problem)
    return sum(_mend(Path(path), found) for path, found in sorted(by_path.items()))


def _mend(path: Path, found: dict[int, Problem]) -> int:
    rows = path.read_bytes().decode("utf-8").split("\n")
    mended = 0
    for line, problem in sorted(found.items(), reverse=True):
        row = rows[line - 1] if line <= len(rows) else ""
        change = lints()[problem.lint].mend
        new = change(row, problem.what) if change is not None else row
        if row != problem.excerpt or new == row:
            continue
        tried = [*rows[: line - 1], *([] if new is None else [new]), *rows[line:]]
        if not parse("\n".join(tried).encode("utf-8"), str(path)).broken:
            rows, mended = tried, mended + 1
    if mended:
        replace(path, "\n".join(rows).encode("utf-8"))
    return mended
