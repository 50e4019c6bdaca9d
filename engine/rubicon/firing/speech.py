"""Patterns made ready: what they speak of among everything possible, under a binding."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from msgspec import Struct

from rubicon.firing.instances import Mention
from rubicon.firing.tables import Possible, Values
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Atom, Literal, Value, sort_key
from rubicon.language.vocabulary import Vocabulary


class Scope(Struct, frozen=True):
    """Where a branch keeps things in the row it makes of an instance: its binding's values, then constants.

    `where` gives the places of the plain variables, `keys` of all the binding's keys.
    """

    where: Mapping[str, int]
    keys: Mapping[str, int]
    constants: list[Value]
    vocabulary: Vocabulary

    def within(self, own: Mapping[str, str]) -> "Scope":
        """Return the scope of a positive condition, whose wildcards are bound under keys of their own."""
        if not own:
            return self
        local = {name: self.keys[key] for name, key in own.items()}
        return Scope({**self.where, **local}, self.keys, self.constants, self.vocabulary)

    def place(self, term: Value | Variable) -> int | None:
        """Return the place of a bound variable or a constant; None for a variable that is free."""
        if isinstance(term, Variable):
            return self.where.get(term.name)
        self.constants.append(term)
        return len(self.keys) + len(self.constants) - 1


class Speech(Struct, frozen=True):
    """A pattern made ready: its key fills `slots`, the others are free; `rival` is the bound `one_of` slot."""

    statement: str
    truth: bool
    slots: tuple[int, ...]
    places: tuple[int, ...]
    repeats: tuple[tuple[int, int], ...]
    rival: int | None

    def affirmed(self, key: Values, table: Possible, truth: bool) -> Iterable[Values]:
        """Return the atoms of the table's literals that match, with this truth."""
        for values in table.find((self.statement, truth), self.slots, key):
            if all(values[place] == values[first] for place, first in self.repeats):
                yield values

    def spoken(self, key: Values, table: Possible, truth: bool) -> dict[Values, None]:
        """Return the atoms that match and are affirmed or, not truth, that a conflicting literal denies."""
        atoms = dict.fromkeys(self.affirmed(key, table, truth))
        if not truth and self.rival is not None:
            at = self.slots.index(self.rival)
            others = Speech(self.statement, True, _without(self.slots, at), (), self.repeats, None)
            for values in others.affirmed(_without(key, at), table, True):
                if values[self.rival] != key[at]:
                    atoms[(*values[: self.rival], key[at], *values[self.rival + 1 :])] = None
        return atoms

    def mentions(
        self,
        atoms: Iterable[Values],
        member: int | None = None,
        number: int | None = None,
        entry: tuple[int, ...] | None = None,
    ) -> tuple[Mention, ...]:
        """Return the mentions of these atoms, sorted; `member`, `number` and `entry` are slots."""
        literals = sorted(
            (Literal(Atom(self.statement, values), self.truth) for values in atoms), key=sort_key
        )
        return tuple(
            Mention(
                literal,
                None if member is None else literal.atom.values[member],
                None if number is None else cast(Decimal, literal.atom.values[number]),
                None if entry is None else tuple([literal.atom.values[slot] for slot in entry]),
            )
            for literal in literals
        )


def speech(pattern: Pattern, scope: Scope, free: Iterable[str] = ()) -> Speech:
    """Make a pattern ready; the variables in `free` are free even where the rule binds their names."""
    slots, places, repeats = [], [], []
    first: dict[str, int] = {}
    for slot, term in enumerate(pattern.terms):
        place = None if isinstance(term, Variable) and term.name in free else scope.place(term)
        if place is not None:
            slots.append(slot)
            places.append(place)
        elif isinstance(term, Variable) and first.setdefault(term.name, slot) != slot:
            repeats.append((slot, first[term.name]))
    one_of = scope.vocabulary.statements[pattern.statement].one_of
    return Speech(
        pattern.statement,
        pattern.truth,
        tuple(slots),
        tuple(places),
        tuple(repeats),
        one_of if one_of in slots else None,
    )


def _without(items: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return items[:at] + items[at + 1 :]
