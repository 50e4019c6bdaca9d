"""An example of a statement, its slots filled with who a phrase names, or who plays a part in a case."""

import re
from collections.abc import Collection, Container, Iterable, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from rubicon.exchanging.company import Company
from rubicon.language.facts import Atom, Entity, Literal, Value
from rubicon.language.names import Names, Unread
from rubicon.language.sentences import Language
from rubicon.language.vocabulary import Slot, Statement

_BLANK = re.compile(r"\{\w+\}")

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
    *,
    company: Company | None = None,
    barred: Mapping[str, Container[str]] | None = None,
) -> Literal:
    """Return a statement with its slots filled: by those named, in turn, else by roles, else by who keeps them company.

    Without `company`, what neither was named nor plays the part of the slot is left as a blank: `{power}`. `barred` are, by
    slot, those who are not put there because they are named.
    """
    left, counts, parts = [*named], [*numbers], dict(roles or {})
    values: dict[str, Value] = {}
    for slot in statement.slots:
        if slot.kind == "number":
            values[slot.name] = counts.pop(0) if counts else NUMBER if company else blank(slot)
        elif slot.kind == "date":
            values[slot.name] = day or DAY
        elif slot.kind == "text":
            values[slot.name] = "…"
        elif slot.kind in names.listed:
            values[slot.name] = next(iter(names.listed[slot.kind].values())) if company else blank(slot)
        else:
            out = (barred or {}).get(slot.name, ())
            able = [entity for entity in left if entity.name not in out]
            preferred = (_preferred if company else _meant)(statement, slot, parts, able)
            found = _filler(names, slot, preferred, values.values())
            if found is not None:
                values[slot.name] = found.name
                left = [entity for entity in left if entity != found]
    free = [slot for slot in statement.slots if slot.name not in values]
    for slot in sorted(free, key=lambda one: company is None or not company.is_role(one)):
        values[slot.name] = _guessed(names, slot, company, values.values()) if company else blank(slot)
    return Literal(Atom(statement.name, tuple(values[slot.name] for slot in statement.slots)), truth=True)


class Unfilled(Struct, frozen=True):
    """A sentence with blanks: the name of its statement, and the slots that are left blank."""

    statement: str
    slots: tuple[Slot, ...]


def blanks_in(language: Language, sentence: str) -> Unfilled | None:
    """Return what is left blank in a sentence of the vocabulary; None where nothing is, or it is no such sentence."""
    left = {found[1:-1] for found in _BLANK.findall(sentence)}
    try:
        pattern = language.pattern(_BLANK.sub(lambda found: f"?{found[0][1:-1]}", sentence)) if left else None
    except Unread:
        return None
    if pattern is None:
        return None
    slots = language.vocabulary.statements[pattern.statement].slots
    return Unfilled(pattern.statement, tuple(slot for slot in slots if slot.name in left))


def blank(slot: Slot) -> str:
    """Return what stands for a slot that is yet to be filled."""
    return f"{{{slot.name}}}"


def _meant(statement: Statement, slot: Slot, parts: Mapping[str, str], left: Iterable[Entity]) -> list[str]:
    """Return names for a slot that are no guesses: who plays its part and is named, who is named and plays none, its part."""
    own = parts.get(slot.name)
    elsewhere = {parts.get(other.name) for other in statement.slots if other is not slot}
    named = [entity.name for entity in left if entity.name not in elsewhere]
    return [*(name for name in named if name == own), *named, *([own] if own else [])]


def _preferred(
    statement: Statement, slot: Slot, parts: Mapping[str, str], left: Iterable[Entity]
) -> list[str]:
    """Return names for a slot: who plays its part and is named, who is named and plays none, its part, the rest.

    In a slot that is no part, who plays another slot's part comes last.
    """
    own, playing = parts.get(slot.name), set(parts.values())
    named = [entity.name for entity in left]
    apart = {parts.get(other.name) for other in statement.slots}
    rest = [name for name in parts.values() if name not in apart]
    if own is None:
        return [*(name for name in named if name not in apart), *rest, *named]
    return [
        *(name for name in named if name == own),
        *(name for name in named if name not in playing),
        own,
        *rest,
    ]


def _filler(names: Names, slot: Slot, preferred: Iterable[str], taken: Collection[Value]) -> Entity | None:
    """Return the first of those preferred that may stand in a slot and is not taken."""
    known = (names.entities[name] for name in preferred if name in names.entities)
    return next(
        (one for one in known if names.vocabulary.is_a(one.kind, slot.kind) and one.name not in taken), None
    )


def _guessed(names: Names, slot: Slot, company: Company, taken: Collection[Value]) -> str:
    """Return who may stand in a slot beside those taken, or one of them where there is no other."""
    able = [one for one in names.entities.values() if names.vocabulary.is_a(one.kind, slot.kind)]
    found = company.pick(slot, able, taken) or next(iter(able), None)
    return found.name if found else blank(slot)
