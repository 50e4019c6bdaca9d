"""Let a rule's file say something else in some keys, and keep its remarks."""

import tomllib
from collections.abc import Mapping
from difflib import SequenceMatcher
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
    """Change a list in place, item by item, so that what stays keeps its remarks."""
    matcher = SequenceMatcher(None, [repr(one) for one in was], [repr(one) for one in now], autojunk=False)
    for _, start, end, first, last in reversed(matcher.get_opcodes()):
        kept = min(end - start, last - first)
        for at in range(kept):
            if was[start + at] != now[first + at]:
                items[start + at] = now[first + at]
        for at in reversed(range(start + kept, end)):
            del items[at]
        for at in range(first + kept, last):
            items.insert(start + at - first, now[at])
