"""JSON Schemas of the files of a rulebook and of a case, from what the reader asks of each table.

The reader is listened to while it reads a library that uses every key: whatever it asks for is a key, what it
insists on is required, and how it asks says what may stand there.
"""

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Any

from rubicon.editing.lints import HERE
from rubicon.places import shipped
from rubicon.reading import read_case, read_rulebook
from rubicon.reading.gathering import RESERVED
from rubicon.reading.hearing import Heard, overheard
from rubicon.reading.properties import read_properties

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that editors of TOML understand best."""

TITLES = {
    "rule": "A rule",
    "vocabulary": "Kinds and statements",
    "entities": "Entities",
    "sources": "Works and reports",
    "background": "Standing facts",
    "framework": "The question, its variables and schools",
    "case": "A case",
    "property": "A property",
}

ANY_NAME = frozenset({"roles", "outcome", "ranges"})
"""Tables whose keys are names that a framework gives: roles, tiers, answers."""

_DAY = {"type": "string", "format": "date"}
_TEXT = {"type": "string", "pattern": "\\S"}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_TEXTS_WANTED = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_PLAIN: dict[str, Any] = {
    "has": {},
    "text": _TEXT,
    "texts": _TEXTS,
    "choice": _TEXT,
    "day": _DAY,
    "span": {"anyOf": [_DAY, _TEXT]},
    "flag": {"type": "boolean"},
    "integer": {"type": "integer"},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
}

_Path = tuple[str, ...]
_Where = tuple[str, tuple[str | int, ...]]
"""A table: its file and the path to it."""

_HeardAt = dict[_Path, dict[str, list[tuple[_Where, Heard]]]]


def schemas() -> dict[str, dict[str, Any]]:
    """Return a schema for each kind of file, by its name, from reading what is shipped and the book of the lints' pages."""
    return schemas_of([(shipped("rules"), shipped("cases")), (HERE / "bridges", HERE / "bridges" / "cases")])


def schemas_of(libraries: Iterable[tuple[Path, Path]]) -> dict[str, dict[str, Any]]:
    """Return a schema for each kind of file, by its name, from reading rulebooks and their cases.

    Raises:
        BadInput: a rulebook or a case cannot be read.
    """
    libraries = list(libraries)
    heard: dict[str, _HeardAt] = {name: {} for name in TITLES}

    def listen(path: str, table: tuple[str | int, ...], asked: Heard) -> None:
        inside = PurePath(path)
        name = "case"
        for rulebook, cases in libraries:
            if inside.is_relative_to(rulebook) and not inside.is_relative_to(cases):
                first = inside.relative_to(rulebook).parts[0].removesuffix(".toml")
                name = {"properties": "property"}.get(first, first if first in RESERVED else "rule")
        if name in heard:
            steps = tuple("[]" if isinstance(step, int) else step for step in table)
            heard[name].setdefault(steps, {}).setdefault(asked.key, []).append(((path, table), asked))

    with overheard(listen):
        for rulebook, cases in libraries:
            book = read_rulebook(rulebook)
            read_properties(book)
            for case in sorted(cases.rglob("*.toml")):
                read_case(case, book)
    return {
        name: {"$schema": DIALECT, "title": TITLES[name], **_table(found, ())}
        for name, found in heard.items()
    }


def _table(heard: _HeardAt, path: _Path) -> dict[str, Any]:
    """Return the schema of a table."""
    there = {where for ways in heard.get(path, {}).values() for where, _ in ways}
    keys = {key: [asked for _, asked in ways] for key, ways in heard.get(path, {}).items()}
    free = path[-1:] != () and path[-1] in ANY_NAME
    named = {key for key, ways in keys.items() if free and ways[0].way in ("table", "text")}
    if free and "happened" in keys:
        named = {key for key, ways in keys.items() if ways[0].way == "table"}
    wanted = [key for key in keys if there == {where for where, one in heard[path][key] if one.required}]
    properties = {
        key: _value(heard, (*path, key), ways, wanted=key in wanted)
        for key, ways in keys.items()
        if key not in named
    }
    rest = _merged([_value(heard, (*path, key), keys[key]) for key in sorted(named)]) if free else False
    required = [key for key in wanted if key not in named]
    made: dict[str, Any] = {"type": "object"}
    if properties:
        made["properties"] = properties
    if keys or free:
        made["additionalProperties"] = rest
    if required:
        made["required"] = required
    return made


def _value(heard: _HeardAt, path: _Path, ways: list[Heard], *, wanted: bool = False) -> dict[str, Any]:
    """Return the schema of what stands under a key: by the way of asking that allows the most."""
    asked = max(ways, key=lambda one: _ORDER.index(one.way))
    if asked.way == "choice":
        return {"type": "string", "enum": list(asked.options)}
    if asked.way == "table":
        return _table(heard, path)
    if asked.way == "rows":
        return {"type": "array", "items": _table(heard, (*path, "[]"))}
    if asked.way == "named":
        names = dict.fromkeys(below[len(path)] for below in heard if below[: len(path)] == path != below)
        return {"type": "object", "additionalProperties": _merged([_table(heard, (*path, n)) for n in names])}
    if asked.way == "nested":
        counted = [_table(heard, (*path, "[]"))] if (*path, "[]") in heard else []
        items = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}, *counted]}
        return {"anyOf": [_TEXT, {"type": "array", "items": items}]}
    return dict(_TEXTS_WANTED if asked.way == "texts" and wanted else _PLAIN[asked.way])


_ORDER = (
    "has",
    "text",
    "texts",
    "choice",
    "day",
    "span",
    "nested",
    "flag",
    "integer",
    "share",
    "table",
    "named",
    "rows",
)
"""The ways of asking: of two the later allows the more, or says the more exactly what is meant."""


def _merged(some: list[dict[str, Any]]) -> Any:
    """Return one schema for tables of one kind; whatever where there is none."""
    made: dict[str, Any] = {}
    for one in some:
        for key, value in one.items():
            made[key] = {**made[key], **value} if key == "properties" and key in made else value
    return made or True
