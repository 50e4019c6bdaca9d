"""An example of a statement, its slots filled with who a phrase names, or who plays a part in a case."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from rubicon.language.facts import Atom, Entity, Literal, Value
from rubicon.language.names import Names
from rubicon.language.vocabulary import Slot, Statement

DAY = date(2022, 1, 5)
"""The day that stands in an example where none is known."""

NUMBER = Decimal(100)
"""The number that stands in an example where a phrase names none."""


def example_of(
    names: Names,
    statement: Statement,
    named: Iterable[Entity] = (),
    roles: Mapping[str, str] | None = None,
    day: date | None = None,
    numbers: Iterable[Decimal] = (),
) -> Literal:
    """Return a statement with its slots filled: by those named, in turn, else by roles, else by anybody that fits."""
    left, counts, parts = [*named], [*numbers], dict(roles or {})
    values: list[Value] = []
    for slot in statement.slots:
        if slot.kind == "number":
            values.append(counts.pop(0) if counts else NUMBER)
        elif slot.kind == "date":
            values.append(day or DAY)
        elif slot.kind == "text":
            values.append("…")
        elif slot.kind in names.listed:
            values.append(next(iter(names.listed[slot.kind].values())))
        else:
            values.append(_filler(names, slot, left, _preferred(statement, slot, parts, left), values))
    return Literal(Atom(statement.name, tuple(values)), truth=True)


def _preferred(
    statement: Statement, slot: Slot, parts: Mapping[str, str], left: Iterable[Entity]
) -> list[str]:
    """Return names for a slot: who plays its part and is named, who is named and plays none, its part, the rest."""
    own, playing = parts.get(slot.name), set(parts.values())
    named = [entity.name for entity in left]
    apart = {parts.get(other.name) for other in statement.slots}
    rest = [name for name in parts.values() if name not in apart]
    if own is None:
        return [*named, *rest]
    return [
        *(name for name in named if name == own),
        *(name for name in named if name not in playing),
        own,
        *rest,
    ]


def _filler(
    names: Names, slot: Slot, left: list[Entity], preferred: Iterable[str], taken: Iterable[Value]
) -> str:
    """Return who fills a slot; who was named for it is used up."""
    known = [names.entities[name] for name in preferred if name in names.entities]
    fitting = [
        one for one in (*known, *names.entities.values()) if names.vocabulary.is_a(one.kind, slot.kind)
    ]
    found = next((one for one in fitting if one.name not in taken), fitting[0] if fitting else None)
    if found in left:
        left.remove(found)
    return found.name if found else f"{{{slot.name}}}"
