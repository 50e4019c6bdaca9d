"""Works as CSL-JSON, the form of Zotero and of citation processors, and back."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from unicodedata import combining, normalize

from rubicon.exchanging.tables import OF_SOURCE, row_of_source
from rubicon.language.facts import Source
from rubicon.problems import BadInput, Problem

TYPES = {
    "W": "article-newspaper",
    "G": "report",
    "S": "article-newspaper",
    "N": "report",
    "A": "article-journal",
    "R": "entry-encyclopedia",
    "P": "post-weblog",
    None: "document",
}
"""The type of a work by its class."""

WITHIN = ("article-newspaper", "article-journal", "entry-encyclopedia", "post-weblog")
"""Types of works that stand in another: citation processors name that, and no publisher."""

OWN = "rubicon"
"""The part of `custom` that holds what CSL has no variable for."""

WorkTold = tuple[str, dict[str, str | date | None]]
"""The key of a work and what is told of it, by the keys of a case file."""


def works_object(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return sources as CSL-JSON items."""
    return [_item(source) for source in sources]


def _item(source: Source) -> dict[str, Any]:
    day = source.date
    own = {"class": source.class_, "origin": source.origin, "marking": source.marking}
    found: dict[str, Any] = {
        "id": source.key,
        "type": TYPES[source.class_],
        "title": source.title,
        "author": [{"literal": source.author}] if source.author else None,
        "container-title" if TYPES[source.class_] in WITHIN else "publisher": source.publisher,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": source.address,
        "custom": {OWN: {key: value for key, value in own.items() if value}} if any(own.values()) else None,
    }
    return {key: value for key, value in found.items() if value is not None}


def read_works(text: str, path: str) -> list[WorkTold]:
    """Read CSL-JSON: a list of items.

    Raises:
        BadInput: it is none.
    """
    try:
        items = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise BadInput(
            [Problem(path, line, "the file is no JSON", "Export the works as CSL-JSON.")]
        ) from None
    if isinstance(items, Mapping):
        items = items.get("items", [items])
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise BadInput([Problem(path, 0, "the file is no list of works", "Export them as CSL-JSON.")])
    return keyed(_read(item) for item in items)


def _read(item: Mapping[str, Any]) -> tuple[str, dict[str, str | date | None]]:
    custom = item.get("custom")
    own = custom.get(OWN, {}) if isinstance(custom, Mapping) else {}
    made = {
        "title": _text(item.get("title")),
        "author": _names(item.get("author")),
        "publisher": _text(item.get("publisher")) or _text(item.get("container-title")),
        "date": _day(item.get("issued")),
        "address": _text(item.get("URL")),
        **{key: _text(own.get(key)) for key in ("class", "origin", "marking")},
    }
    key = _text(item.get("citation-key")) or _text(item.get("id")) or made["title"] or "work"
    return str(key), {name: made[name] for name in OF_SOURCE}


def _text(value: object) -> str | None:
    return " ".join(str(value).split()) or None if isinstance(value, str | int) else None


def _names(value: object) -> str | None:
    people = value if isinstance(value, list) else []
    found = [
        one.get("literal") or " ".join(str(one[key]) for key in ("given", "family") if one.get(key))
        for one in people
        if isinstance(one, Mapping)
    ]
    return ", ".join(name for name in found if name) or None


def _day(value: object) -> date | None:
    """Return a day that is told whole; a year or a month alone is none."""
    if not isinstance(value, Mapping):
        return None
    parts = value.get("date-parts")
    try:
        if isinstance(parts, list) and parts and isinstance(parts[0], Sequence) and len(parts[0]) == 3:
            return date(*(int(part) for part in parts[0]))
        return date.fromisoformat(str(value.get("raw") or value.get("literal") or ""))
    except (TypeError, ValueError):
        return None


def keyed(works: Iterable[tuple[str, dict[str, str | date | None]]]) -> list[WorkTold]:
    """Return works under keys that a case file may have, each another."""
    found: dict[str, dict[str, str | date | None]] = {}
    for name, row in works:
        key = key_of(name)
        found[free(key, found)] = {**row, "title": row.get("title") or name}
    return list(found.items())


def key_of(name: str) -> str:
    """Return the key that a work may have by a name: small letters, digits and `-`.

    >>> key_of("http://zotero.org/users/1/items/ABÇ 2")
    'abc-2'
    """
    plain = "".join(mark for mark in normalize("NFD", name.rsplit("/", 1)[-1]) if not combining(mark))
    return "-".join(re.findall(r"[a-z0-9]+", plain.casefold())) or "work"


def free(key: str, taken: Iterable[str]) -> str:
    """Return a key that is not taken: the key itself, or with a number."""
    used = set(taken)
    return (
        key
        if key not in used
        else next(f"{key}-{n}" for n in range(2, len(used) + 3) if f"{key}-{n}" not in used)
    )


def alike(source: Source, row: Mapping[str, str | date | None]) -> bool:
    """Tell whether a source is the work that a row tells of: the same address, or the same in all."""
    here = row_of_source(source)
    if source.address and source.address == row.get("address"):
        return True
    return all((value and str(value)) == (row.get(key) and str(row.get(key))) for key, value in here.items())
