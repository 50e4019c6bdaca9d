"""Spell some keys and texts of a document otherwise, and leave every other byte as it is."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from tomlkit.items import SingleKey

from rubicon.reading.lines import Path, spelt_in
from rubicon.reading.writing import spelled


def respelt(text: str, texts: Mapping[Path, str], keys: Mapping[Path, str]) -> str:
    r"""Return a document that has other texts at some paths, and other names for some keys.

    A text keeps its quotes where it can, so that only what changed in it is changed in the file.

    >>> print(respelt("[a.b] # why\nc = 'one'\n", {("a", "b", "c"): "two"}, {("a", "b"): "x y"}), end="")
    [a."x y"] # why
    c = 'two'
    """
    pieces: list[str] = []
    done = 0
    for one in spelt_in(text):
        if one.path in (keys if one.is_key else texts):
            literal = text[one.start : one.end]
            here = SingleKey(keys[one.path]).as_string() if one.is_key else _quoted(literal, texts[one.path])
            pieces += [text[done : one.start], here]
            done = one.end
    return "".join([*pieces, text[done:]])


def plain_values(text: str) -> Iterator[tuple[Path, Any]]:
    """Yield the values of a document that are neither lists nor tables, with their paths."""
    yield from _below(tomllib.loads(text), ())


def _below(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _below(inner, (*path, key))
    else:
        yield path, value


def _quoted(literal: str, wanted: str) -> str:
    """Return a text in the quotes of another, where it can stand in them."""
    mark = literal[:3] if literal[:3] in ('"""', "'''") else literal[:1]
    start = mark + "\n" if len(mark) == 3 and literal[3:4] == "\n" else mark
    for tried in (f"{start}{wanted}{mark}", f"{start}{spelled(wanted)[1:-1]}{mark}"):
        if _read(tried) == wanted:
            return tried
    return spelled(wanted)


def _read(literal: str) -> Any:
    try:
        return tomllib.loads(f"text = {literal}")["text"]
    except tomllib.TOMLDecodeError:
        return None
