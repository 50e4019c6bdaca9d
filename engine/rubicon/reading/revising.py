"""Let a rule's file say something else in some keys, and keep its remarks."""

import tomllib
from collections.abc import Mapping
from typing import Any

import tomlkit

from rubicon.reading.layout import laid


def revised(text: str, content: Mapping[str, Any]) -> str:
    r"""Return a rule's file, in its layout, whose keys but its examples say this; a list keeps the items that stay.

    >>> print(revised('if   = ["a", "b"]  # why\nthen = "c"\n', {"if": ["a"], "then": "d"}), end="")
    if      = ["a"]   # why
    then    = "d"
    """
    document = tomlkit.parse(text)
    was = tomllib.loads(text)
    for key in [key for key in was if key not in content and key != "example"]:
        del document[key]
    for key, value in content.items():
        if was.get(key) == value:
            continue
        if isinstance(was.get(key), list) and isinstance(value, list):
            _revise(document[key], was[key], value)
        elif [was.get(key)] != value:
            document[key] = value
    made = laid(tomlkit.dumps(document))
    read = {key: value for key, value in tomllib.loads(made).items() if key != "example"}
    if {key: _listed(value) for key, value in read.items()} != {
        key: _listed(value) for key, value in content.items()
    }:
        raise RuntimeError("a rule was not revised as it was meant")
    return made


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _revise(items: Any, was: list[Any], now: list[Any]) -> None:
    """Change a list in place: an item that is gone, one that is new at the end, or one that is other."""
    if len(was) == len(now):
        for at, (before, after) in enumerate(zip(was, now, strict=True)):
            if before != after:
                items[at] = after
        return
    for at in reversed(range(len(was))):
        if len(now) < len(was) and [*was[:at], *was[at + 1 :]] == now:
            del items[at]
            return
    for one in now[len(was) :]:
        items.append(one)
