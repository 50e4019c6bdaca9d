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
    left, free, counts = [*named], dict(roles or {}), [*numbers]
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
            values.append(_filler(names, slot, left, free, values))
    return Literal(Atom(statement.name, tuple(values)), truth=True)


def _filler(
    names: Names, slot: Slot, left: list[Entity], roles: Mapping[str, str], taken: Iterable[Value]
) -> str:
    """Return who fills a slot; whoever is named is used up."""

    def fits(entity: Entity) -> bool:
        return names.vocabulary.is_a(entity.kind, slot.kind)

    own = roles.get(slot.name)
    for entity in left:
        if entity.name == own:
            left.remove(entity)
            return entity.name
    for entity in left:
        if fits(entity) and (own is None or entity.name not in roles.values()):
            left.remove(entity)
            return entity.name
    others = (names.entities[name] for name in roles.values() if name in names.entities)
    listed = [own] if own is not None else [one.name for one in (*others, *names.entities.values()) if fits(one)]
    return next((name for name in listed if name not in taken), listed[0] if listed else f"{{{slot.name}}}")
