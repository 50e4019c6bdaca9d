"""Write into a case file: comments, order and layout of what stands there already stay as they are.

A file is changed by putting lines between its lines; what is put there is spelled by tomlkit. The result is read
again before it is written, and a file that changed since it was read is left alone.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from copy import deepcopy
from datetime import date
from pathlib import Path as FilePath
from typing import Any, TypeAlias

import tomlkit
from msgspec import Struct
from tomlkit.items import SingleKey

from rubicon.problems import BadInput, Problem
from rubicon.reading.files import content_of, load
from rubicon.reading.lines import Block, blocks_of
from rubicon.reading.replacing import refuse_marked, replace

WrittenValue: TypeAlias = str | date | bool | float | tuple[str, ...]
"""What is written behind a key."""

WrittenTable: TypeAlias = Mapping[str, WrittenValue | None]
"""The keys of a table with their values, in the order in which they are written; None leaves a key out."""

BEFORE = ("assumption", "odds", "outcome", "forecast")
"""Tables before which the first fact of a file is put; the first source stands before facts, too."""


class Draft(Struct, frozen=True):
    """A file as it was read: its bytes, and the text that is changed. `raw` is None for a file to be made."""

    path: FilePath
    raw: bytes | None
    text: str

    def with_text(self, text: str) -> "Draft":
        """Return the draft with another text."""
        return Draft(self.path, self.raw, text)

    @property
    def encoded(self) -> bytes:
        """Return what is written: the text with the ends of lines and the mark that the file had."""
        raw = self.raw or b""
        content = self.text.replace("\n", "\r\n") if b"\r\n" in raw else self.text
        return content.encode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8")


def draft_of(path: FilePath) -> Draft:
    """Read a file to be changed.

    Raises:
        BadInput: it cannot be read, or is no TOML.
    """
    sheet = load(path, str(path))
    if sheet.broken:
        raise BadInput(sheet.problems)
    raw = path.read_bytes()
    return Draft(path, raw, raw.decode("utf-8-sig").replace("\r\n", "\n"))


def new_draft(path: FilePath, text: str) -> Draft:
    """Return the draft of a file to be made.

    Raises:
        BadInput: there is such a file.
    """
    if path.exists():
        raise BadInput([Problem(str(path), 0, "there is such a file already", "Choose another name.")])
    return Draft(path, None, text)


def with_fact(text: str, row: WrittenTable) -> tuple[str, int]:
    """Return a text with one more `[[fact]]` after the others, and the line of its header."""
    return _with_table(text, ("fact",), row, BEFORE, many=True)


def with_source(text: str, key: str, row: WrittenTable) -> tuple[str, int]:
    """Return a text with one more `[source.KEY]` after the others, and the line of its header."""
    return _with_table(text, ("source", key), row, ("fact", *BEFORE))


def with_entity(text: str, row: WrittenTable) -> tuple[str, int]:
    """Return a text with one more `[[entity]]` after the others, and the line of its header."""
    return _with_table(text, ("entity",), row, ("source", "fact", *BEFORE), many=True)


def with_assumption(text: str, row: WrittenTable) -> tuple[str, int]:
    """Return a text with one more `[[assumption]]` after the others, and the line of its header."""
    return _with_table(text, ("assumption",), row, BEFORE[1:], many=True)


def with_outcome(text: str, tier: str | None, row: WrittenTable) -> tuple[str, int]:
    """Return a text with an `[outcome]`, or `[outcome.TIER]`, that it has not, and the line of its header."""
    return _with_table(text, ("outcome", *([tier] if tier else [])), row, ("forecast",))


def with_odds(text: str, row: WrittenTable) -> tuple[str, int]:
    """Return a text with one more `[[odds]]` after the others, and the line of its header."""
    return _with_table(text, ("odds",), row, BEFORE[2:], many=True)


def with_forecast(text: str, row: WrittenTable) -> tuple[str, int]:
    """Return a text with one more `[[forecast]]` after the others, and the line of its header."""
    return _with_table(text, ("forecast",), row, (), many=True)


def table_text(row: WrittenTable) -> list[str]:
    """Return the lines of a table's keys, their values aligned."""
    given = {key: value for key, value in row.items() if value is not None}
    width = max(map(len, given), default=0)
    return [f"{key.ljust(width)} = {spelled(value)}" for key, value in given.items()]


INLINE = (
    "what is to be written to stands as a list in a line",
    "Give each a table of its own, [[fact]] or [source.KEY]; then it can be added to.",
)
"""What is told of tables that are not written as such, and the remedy."""


def _with_table(
    text: str, path: tuple[str, ...], row: WrittenTable, before: Sequence[str], *, many: bool = False
) -> tuple[str, int]:
    blocks, kind = blocks_of(text), path[0]
    named = ".".join(SingleKey(part).as_string() for part in path)
    header = f"[[{named}]]" if many else f"[{named}]"
    content = content_of(text)
    alike = [block for block in blocks if block.path[:1] == (kind,)]
    if kind in content and not alike:
        raise BadInput([Problem(kind, 0, *INLINE)])
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    at = _place(lines, blocks, alike, before)
    block = [header, *table_text(row)]
    start = [""] if at and lines[at - 1].strip() else []
    end = [""] if at < len(lines) and lines[at].strip() else []
    lines[at:at] = [*start, *block, *end]
    made = "\n".join(lines) + "\n"
    _check(deepcopy(content), made, path, row, many=many)
    return made, at + len(start) + 1


def _place(
    lines: Sequence[str], blocks: Sequence[Block], alike: Sequence[Block], before: Sequence[str]
) -> int:
    """Return how many lines stand before a new table: after its like, else before what follows its kind."""
    if alike:
        return alike[-1].last
    following = next((at for at, block in enumerate(blocks) if block.path and block.path[0] in before), None)
    if following is None:
        return len(lines)
    return blocks[following - 1].last


def _check(
    before: dict[str, Any], made: str, path: tuple[str, ...], row: WrittenTable, *, many: bool
) -> None:
    """Make sure that a text says what it said and one table more."""
    given = {name: as_read(value) for name, value in row.items() if value is not None}
    if many:
        before.setdefault(path[0], []).append(given)
    else:
        table = before
        for part in path:
            table = table.setdefault(part, {})
        table.update(given)
    if content_of(made) != before:
        raise RuntimeError(f"a {path[0]} was not written as it was meant")


def as_read(value: WrittenValue) -> object:
    """Return a value as it is read again once it is written."""
    return [*value] if isinstance(value, tuple) else value


def spelled(value: WrittenValue) -> str:
    """Return a value as TOML spells it."""
    if isinstance(value, date):
        return value.isoformat()
    return tomlkit.item(as_read(value)).as_string()


def save(draft: Draft) -> None:
    """Write a draft's text, if the file is as it was read.

    Raises:
        BadInput: it changed meanwhile, or cannot be written.
    """
    save_together([(draft, draft.path)])


def save_together(drafts: Sequence[tuple[Draft, FilePath]]) -> None:
    """Write drafts, each to a path that may be another than its own, which then is no more: all of them or none.

    Raises:
        BadInput: a file changed since it was read or is read-only, or there is one where another is to be, or one
            cannot be written; the files are as they were.
    """
    done: list[tuple[Draft, FilePath]] = []
    path = drafts[0][0].path if drafts else FilePath()
    try:
        with ExitStack() as locks:
            for folder in sorted({draft.path.parent for draft, _ in drafts}):
                path = folder
                locks.enter_context(_alone(folder))
            for draft, target in drafts:
                path = draft.path
                _check_present(draft, target)
            try:
                for draft, target in drafts:
                    path = target
                    target.parent.mkdir(parents=True, exist_ok=True)
                    done.append((draft, target))
                    replace(target, draft.encoded)
                for draft, target in drafts:
                    if target != draft.path:
                        path = draft.path
                        draft.path.unlink()
                        _leave_if_empty(draft.path.parent)
            except BaseException:
                for draft, target in done:
                    _put_back(draft, target)
                raise
    except OSError as error:
        what = f"the file cannot be written: {(error.strerror or str(error)).lower()}"
        raise BadInput([Problem(str(path), 0, what, "Check the folder and its rights.")]) from None


def _check_present(draft: Draft, target: FilePath) -> None:
    if _present(draft.path) != draft.raw:
        what = "the file changed since it was read; nothing is written"
        raise BadInput([Problem(str(draft.path), 0, what, "Look at what changed, then try again.")])
    if target != draft.path and target.exists():
        what = "there is such a file already; nothing is written"
        raise BadInput([Problem(str(target), 0, what, "Choose another name.")])
    refuse_marked(draft.path)


def _put_back(draft: Draft, target: FilePath) -> None:
    """Let a draft's file be as it was."""
    if draft.raw is not None and _present(draft.path) != draft.raw:
        draft.path.parent.mkdir(parents=True, exist_ok=True)
        replace(draft.path, draft.raw)
    if target != draft.path or draft.raw is None:
        target.unlink(missing_ok=True)
        _leave_if_empty(target.parent)


def _leave_if_empty(folder: FilePath) -> None:
    with suppress(OSError):  # something else lies there
        folder.rmdir()


def _present(path: FilePath) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def _alone(folder: FilePath) -> Iterator[None]:
    """Let no other run of this program write into a folder meanwhile."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
