"""Ground conditions: what each condition of an instance speaks of, once everything possible is known."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, assert_never, cast

from msgspec import Struct, field

from rubicon.firing.comparing import reader, tester
from rubicon.firing.instances import GroundCondition, Mention
from rubicon.firing.planning import Predicate, picker
from rubicon.firing.tables import Possible, Values
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Condition,
    Holds,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
    needs,
    variables,
)
from rubicon.language.facts import Atom, Day, Fact, Literal, Value, sort_key
from rubicon.language.vocabulary import Vocabulary


class World(Struct):
    """What is possible and what is asserted, on a day."""

    possible: Possible
    facts: tuple[Fact, ...]
    day: Day | None
    known: dict["Grounder", dict[Values, GroundCondition]] = field(default_factory=dict)
    single: dict[Predicate, dict[Values, tuple[Mention]]] = field(default_factory=dict)

    known_asserted: Possible | None = None

    @property
    def asserted(self) -> Possible:
        """Return the facts' literals, gathered when a condition first asks."""
        if self.known_asserted is None:
            self.known_asserted = Possible()
            for atom, truth in dict.fromkeys(fact.literal for fact in self.facts):
                self.known_asserted.add((atom.statement, truth), atom.values)
        return self.known_asserted

    def mention(self, predicate: Predicate, values: Values) -> tuple[Mention]:
        """Return the mention of one literal; one object for all conditions that speak of it."""
        known = self.single.get(predicate)
        if known is None:
            known = self.single[predicate] = {}
        made = known.get(values)
        if made is None:
            made = known[values] = (Mention(self.possible.literal(predicate, values)),)
        return made


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


class Grounder(Struct, frozen=True, eq=False):
    """A condition made ready: `pick` takes from an instance's row the key that `make` needs.

    Not `is_shared`: the key differs from instance to instance, and nothing is gained by remembering.
    """

    pick: Callable[[Values], Values]
    make: Callable[[Values, World], GroundCondition]
    is_shared: bool = True


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


def ground(maker: Grounder, row: Values, world: World) -> GroundCondition:
    """Ground a condition for an instance's row, or find it ground before."""
    key = maker.pick(row)
    if not maker.is_shared:
        return maker.make(key, world)
    known = world.known.get(maker)
    if known is None:
        known = world.known[maker] = {}
    made = known.get(key)
    if made is None:
        made = known[key] = maker.make(key, world)
    return made


def grounder(condition: Condition, scope: Scope, positive: bool) -> Grounder:
    """Make a condition ready; `positive` tells a condition of `if` from one of `unless`."""
    match condition:
        case Comparison():
            return _compared(condition, scope, positive)
        case Tally() | Aggregate() | Reported():
            return _counted(condition, scope)
        case Holds() | Absent() | Unsettled():
            return _said(condition, scope)
        case _:
            assert_never(condition)


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


def _compared(condition: Comparison, scope: Scope, positive: bool) -> Grounder:
    if positive:
        held = GroundCondition(condition)
        return Grounder(picker(()), lambda _key, _world: held)
    names = sorted(needs(condition))
    test = tester(condition, {name: place for place, name in enumerate(names)}, scope.vocabulary)
    return Grounder(
        picker([scope.where[name] for name in names]),
        lambda key, world: GroundCondition(condition, holds=test(key, world.day)),
    )


def _said(condition: Holds | Absent | Unsettled, scope: Scope) -> Grounder:
    said = speech(condition.pattern, scope)
    pick = picker(said.places)
    if len(said.slots) == len(condition.pattern.terms) and not isinstance(condition, Absent):
        predicate = (said.statement, said.truth)
        return Grounder(
            pick,
            lambda key, world: GroundCondition(condition, world.mention(predicate, key)),
            is_shared=len(set(said.places) & set(scope.keys.values())) < len(scope.keys),
        )

    def make(key: Values, world: World) -> GroundCondition:
        atoms = said.spoken(key, world.possible, said.truth)
        if isinstance(condition, Unsettled):
            atoms |= said.spoken(key, world.possible, not said.truth)
        return GroundCondition(condition, said.mentions(atoms))

    return Grounder(pick, make)


def _counted(condition: Tally | Aggregate | Reported, scope: Scope) -> Grounder:
    pattern, limit = condition.pattern, condition.limit
    said = speech(pattern, scope, free=condition.counted)
    names = sorted(variables(limit)) if limit is not None else []
    count = len(said.places)
    read = reader(limit, {name: count + at for at, name in enumerate(names)}) if limit is not None else None
    member_slot = _slot(pattern, condition.member)
    number_slot = _slot(pattern, None if isinstance(condition, Tally) else condition.number)
    entry = entry_slots(scope.vocabulary, condition) if isinstance(condition, Aggregate) else None

    def make(key: Values, world: World) -> GroundCondition:
        own = key[:count]
        if isinstance(condition, Reported):
            atoms = said.affirmed(own, world.asserted, said.truth)
        else:
            atoms = said.spoken(own, world.possible, said.truth)
        return GroundCondition(
            condition,
            said.mentions(atoms, member_slot, number_slot, entry),
            None if read is None else cast(Decimal, read(key, world.day)),
        )

    return Grounder(picker([*said.places, *(scope.where[name] for name in names)]), make)


def entry_slots(vocabulary: Vocabulary, condition: Aggregate) -> tuple[int, ...]:
    """Return the slots by which an aggregate's entries differ: all but the number's and the `one_of` slot."""
    one_of = vocabulary.statements[condition.pattern.statement].one_of
    own = (condition.pattern.terms.index(Variable(condition.number)), one_of)
    return tuple(slot for slot in range(len(condition.pattern.terms)) if slot not in own)


def _slot(pattern: Pattern, name: str | None) -> int | None:
    return None if name is None else pattern.terms.index(Variable(name))


def _without(items: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return items[:at] + items[at + 1 :]
