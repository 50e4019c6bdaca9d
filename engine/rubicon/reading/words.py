"""Read the words of a rulebook: kinds, statements and entities."""

import re
from collections.abc import Iterable, Mapping, Sequence

from rubicon.language.facts import Entity, Place
from rubicon.language.shapes import WIDEST
from rubicon.language.tokens import UNCLOSED, name_key, tokens_of, unaccented
from rubicon.language.vocabulary import BUILT_IN, Kind, Vocabulary
from rubicon.problems import did_you_mean, several
from rubicon.reading.lines import Path
from rubicon.reading.tables import Table

LONGEST_NAME = 200
"""Characters of the longest name of an entity or a value."""

ENTITIES = 20_000
"""Entities of the largest rulebook or case."""

_KIND = re.compile(r"[^\s{}:]+")


def read_kinds(tables: Iterable[tuple[str, Table]]) -> dict[str, Kind]:
    """Read every `[kind.…]`; an unknown wider kind, a circle and a doubled name are problems."""
    kinds: dict[str, Kind] = {}
    owners: dict[str, Table] = {}
    for name, table in tables:
        wider, values = table.text("is"), _values(table)
        table.finish()
        if name in BUILT_IN:
            table.problem("", f'the kind "{name}" is built in', "Choose another name.")
        elif not _KIND.fullmatch(name):
            table.problem("", f'"{name}" cannot name a kind', "Write one word, such as [kind.country]")
        elif name in kinds:
            table.problem(
                "", f'the kind "{name}" is there twice', f"The other is at {at(kinds[name].place)}."
            )
        elif wider and values:
            table.problem("values", "a kind has `is` or `values`, not both", "Leave one of them out.")
        else:
            kinds[name], owners[name] = Kind(name, wider, values, table.place), table
    for name, kind in list(kinds.items()):
        if kind.wider is not None and (kind.wider not in kinds or kinds[kind.wider].values):
            owners[name].problem("is", *_not_wider(kind.wider, kinds, name))
            kinds[name] = Kind(name, None, (), kind.place)
    for name, kind in list(kinds.items()):
        above, steps = kind.wider, 0
        while above is not None and above != name and steps <= len(kinds):
            above, steps = kinds[above].wider, steps + 1
        if above == name:
            owners[name].problem(
                "is", f'the kind "{name}" would be wider than itself', "Leave this `is` out."
            )
            kinds[name] = Kind(name, None, (), kind.place)
    return kinds


def _not_wider(wider: str, kinds: Mapping[str, Kind], name: str) -> tuple[str, str]:
    if wider in kinds:
        return f'"{wider}" is a list of values', "A kind can only be part of a kind of entities."
    if wider in BUILT_IN:
        return f'"{wider}" is built in, and no kind is part of it', "Use it in forms: {name:" + wider + "}"
    hint = did_you_mean(wider, (kind for kind in kinds if kind != name))
    return f'unknown kind "{wider}"', hint or f"Declare it: [kind.{wider}]"


def _values(table: Table) -> tuple[str, ...]:
    values: dict[tuple[str, ...], str] = {}
    if isinstance(table.content.get("values"), str):
        table.problem("values", '"values" must be a list of texts, not a text', 'Write values = ["…", "…"]')
    for text, path in table.texts("values"):
        what = _no_name(text)
        if name_key(text) in values:
            what = f'the value "{text}" is listed twice'
        if what:
            table.sheet.problem(path, what, "List plain words, each once, the lowest first.")
        else:
            values[name_key(text)] = " ".join(text.split())
    if table.content.get("values") == []:
        table.problem("values", '"values" is empty', "List the values, the lowest first.")
    return tuple(values.values())


def _no_name(text: str) -> str:
    key, tokens = name_key(text), tokens_of(text)
    if len(key) > WIDEST:
        return f'"{text}" has more than {WIDEST} words'
    if len(text) > LONGEST_NAME:
        return f"a name of {len(text):,} characters; at most {LONGEST_NAME} are read"
    if not key or UNCLOSED in tokens or text.lstrip().startswith("?") or not re.search(r"\w", text):
        return f'"{text}" cannot be a name'
    return ""


def read_entities(
    tables: Iterable[Table], vocabulary: Vocabulary, known: Sequence[Entity] = ()
) -> tuple[list[Entity], frozenset[tuple[str, ...]]]:
    """Read entities; return them with the keys of the names of faulty ones.

    A name or alias that two share, and a kind that is none, are problems.
    """
    owned = _Owned(known)
    found: list[Entity] = []
    faulty: set[tuple[str, ...]] = set()
    open_kinds = sorted(name for name, kind in vocabulary.kinds.items() if not kind.values)
    for table in tables:
        name, kind = table.text("name", required=True), table.text("kind", required=True)
        also, code = table.texts("also"), table.text("code")
        hints = tuple(text for text, _ in table.texts("hints"))
        table.text("note")
        table.finish()
        if name is None or kind is None or kind not in open_kinds:
            faulty.update(name_key(text) for text in (name, *(alias for alias, _ in also)) if text)
            if name is not None and kind is not None:
                hint = did_you_mean(kind, open_kinds) or f"The kinds are: {several(open_kinds)}."
                what = (
                    f'"{kind}" is a list of values' if kind in vocabulary.kinds else f'unknown kind "{kind}"'
                )
                table.problem("kind", what, hint)
            continue
        name = " ".join(name.split())
        free = owned.take(table, name, [(name, (*table.path, "name")), *also])
        found.append(Entity(name, kind, tuple(alias for alias in free if alias != name), code, hints))
        if len(found) > ENTITIES:
            table.problem("", f"there are more than {ENTITIES:,} entities", "Name only those that matter.")
            break
    return found, frozenset(faulty)


class _Owned:
    """The names that are taken, and who has them."""

    def __init__(self, known: Sequence[Entity]) -> None:
        self.owners: list[tuple[str, Place | None]] = [(entity.name, None) for entity in known]
        self.keys = {
            unaccented(name_key(name)): number
            for number, entity in enumerate(known)
            for name in (entity.name, *entity.also)
        }

    def take(self, table: Table, owner: str, names: Iterable[tuple[str, Path]]) -> list[str]:
        """Return the names that the owner can have; the others are problems at their paths."""
        mine = len(self.owners)
        self.owners.append((owner, table.place))
        taken = []
        for text, path in names:
            key, what = unaccented(name_key(text)), _no_name(text)
            holder, place = self.owners[self.keys.setdefault(key, mine)]
            if what:
                table.sheet.problem(path, what, f"A name is up to {WIDEST} plain words.")
            elif self.keys[key] != mine:
                where = f" ({at(place)})" if place else ""
                table.sheet.problem(
                    path,
                    f'the name "{text}" belongs to {holder} already{where}',
                    "Give each entity names of its own, or leave one of the two out.",
                )
            else:
                taken.append(" ".join(text.split()))
        return taken


def at(place: Place | None) -> str:
    """Return a place as it is written: `path:line`."""
    return f"{place.path}:{place.line}" if place else "another place"
