"""Change values that stand in a case file already, and nothing around them."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from rubicon.problems import BadInput, Problem
from rubicon.reading.files import content_of
from rubicon.reading.lines import Block, Path, blocks_of, pair_span
from rubicon.reading.writing import INLINE, WrittenTable, as_read, spelled

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_BEFORE_VALUE = re.compile(rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*[ \t]*=[ \t]*")
_ALIGNED = re.compile(r"([A-Za-z0-9_-]+ *) = ")


def with_values(text: str, path: Path, row: WrittenTable) -> str:
    """Return a text with other values in a table that it has; an empty one takes its key out, None leaves it.

    What stands around a value stays: the alignment before it, the remark after it.

    Raises:
        BadInput: the table has no lines of its own.
    """
    wanted = deepcopy(content_of(text))
    table: Any = wanted
    for part in path:
        table = table[part]
    for key, value in row.items():
        if value is None:
            continue
        empty = value in ("", ())
        text = _without(text, path, key) if empty else _with(text, path, key, spelled(value))
        table.pop(key, None) if empty else table.__setitem__(key, as_read(value))
    if content_of(text) != wanted:
        raise RuntimeError(f"{path} was not written as it was meant")
    return text


def without_table(text: str, path: Path) -> str:
    """Return a text without a table of a list, `("odds", 0)`; remarks before it stay.

    Raises:
        BadInput: the table has no lines of its own.
    """
    wanted: Any = deepcopy(content_of(text))
    kind, at = path
    del wanted[kind][at]
    if not wanted[kind]:
        del wanted[kind]
    block = _block(text, path)
    lines = text.split("\n")
    start = block.first - 1
    del lines[start : block.last]
    if start and not lines[start - 1].strip() and not "".join(lines[start : start + 1]).strip():
        del lines[start - 1]
    made = "\n".join(lines)
    if content_of(made) != wanted:
        raise RuntimeError(f"{path} was not taken out as it was meant")
    return made


def with_roles(text: str, roles: Mapping[str, str]) -> str:
    """Return a text in which some roles are played by others than before, or for the first time."""
    content = content_of(text)
    inline = pair_span(text, (), "roles") is not None or "roles" not in content
    tabled = any(block.path == ("roles",) for block in blocks_of(text))
    for name, who in {} if inline else roles.items():
        known = tabled or pair_span(text, ("roles",), name) is not None
        path, key = (("roles",), name) if known else ((), f"roles.{_bare(name)}")
        text = _with(text, path, key, spelled(who))
    if not inline:
        return text
    players = {**content.get("roles", {}), **roles}
    inner = ", ".join(f"{_bare(name)} = {spelled(who)}" for name, who in players.items())
    return _with(text, (), "roles", f"{{ {inner} }}")


def _bare(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else spelled(name)


def _with(text: str, path: Path, key: str, value: str) -> str:
    span = pair_span(text, path, key)
    if span is not None:
        begun = _BEFORE_VALUE.match(text, span[0])
        start = begun.end() if begun else span[0]
        return f"{text[:start]}{value}{text[span[1] :]}"
    lines = text.split("\n")
    block = _block(text, path)
    aligned = _ALIGNED.match(lines[block.last - 1]) if block.last else None
    width = len(aligned.group(1)) if aligned else 0
    lines.insert(block.last, f"{key.ljust(width)} = {value}")
    return "\n".join(lines)


def _block(text: str, path: Path) -> Block:
    block = next((block for block in blocks_of(text) if block.path == path), None)
    if block is None:
        raise BadInput([Problem(str(path[0]), 0, *INLINE)])
    return block


def _without(text: str, path: Path, key: str) -> str:
    """Take a key out, with its line and the remark on it."""
    span = pair_span(text, path, key)
    if span is None:
        return text
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    return text[:start] + (text[end + 1 :] if end >= 0 else "")
