"""Eras laid over each other: one world in which the choice of the day tells what holds only in some of them.

What a case may state is the same in all that are laid over each other, whatever its numbers and days are called: days
go by how far they are from the day judged, numbers by their order. Comparisons were decided when each era was fired.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.analysing.calendars import ALWAYS, Days, Span, joined
from rubicon.editing.analysing.terrain import Terrain
from rubicon.firing.instances import Firings, GroundCondition, Instance, Mention
from rubicon.language.conditions import Aggregate, Pattern, Reported, Since, Variable
from rubicon.language.dating import said_from
from rubicon.language.facts import Atom, Fact, Literal, Value

AMONG = "@among"
"""The name of the value that tells in which eras an instance is there, by the number of their days in the calendar."""


class Overlay(Struct, frozen=True):
    """A world of many days, what is fired in it, and the eras of which it is made."""

    terrain: Terrain
    firings: Firings
    eras: tuple[Terrain, ...]


def overlaid(fired: Sequence[tuple[Terrain, Firings]], spoken: Iterable[Pattern]) -> Iterator[Overlay]:
    """Yield eras laid over each other, as few as may be; `spoken` are patterns whose values have to mean the same in all."""
    values = {term for one in spoken for term in one.terms if not isinstance(term, Variable)}
    alike: dict[Hashable, list[_NamedEra]] = {}
    for terrain, firings in fired:
        told = _NamedEra(terrain, firings)
        alike.setdefault(told.key(values), []).append(told)
    for some in alike.values():
        plain = frozenset[Value]().union(*(one.plain for one in some))
        first = next((one for one in some if plain.isdisjoint(one.names)), None)
        yield from [_over(first, some)] if first else [_over(one, [one]) for one in some]


class _NamedEra:
    """An era, with its numbers and days called by what they are to it; what is called by itself in all eras is `plain`."""

    def __init__(self, terrain: Terrain, firings: Firings) -> None:
        self.terrain, self.firings = terrain, firings
        grounds = (ground.condition for one in firings.instances for ground in one.conditions)
        self.dated = frozenset(one.pattern.statement for one in grounds if isinstance(one, Since))
        stated = {value for fact in terrain.options for value in fact.literal.atom.values}
        holding = {value for fact in terrain.fixed for value in fact.literal.atom.values}
        heads = {value for one in firings.instances for head in one.conclusions for value in head.atom.values}
        numbers = sorted(one for one in stated | holding if isinstance(one, Decimal))
        self.values: dict[Hashable, Value] = {("number", at): one for at, one in enumerate(numbers)}
        moving = {one for one in stated if isinstance(one, date)} - terrain.named
        self.values |= {("day", (one - terrain.day).days): one for one in moving}
        self.names = {value: name for name, value in self.values.items()}
        said = {fact.on for fact in terrain.fixed if fact.on}
        every = stated | holding | heads | said | terrain.named
        self.plain = {one for one in every if not isinstance(one, str)} - self.names.keys()

    def key(self, spoken: Iterable[Value]) -> Hashable:
        """Return what has to be the same of eras that are laid over each other."""
        facts = [fact for fact in self.firings.facts if fact.literal.atom.statement in self.dated]
        said = sorted({day for fact in facts if (day := said_from(fact, self.firings.day))})
        return (
            tuple((self.told(fact.literal), fact.grade, fact.note) for fact in self.terrain.options),
            tuple(self.names.get(one, one) for one in said),
            frozenset(self.values),
            frozenset((one, self.names.get(one)) for one in spoken),
        )

    def told(self, literal: Literal) -> Hashable:
        """Return a literal with the names of its values."""
        atom, truth = literal
        return (atom.statement, tuple(self.names.get(one, one) for one in atom.values), truth)


class _EraRenaming:
    """Puts the values of one era, in whose words the world is told, in the place of those of another."""

    def __init__(self, first: _NamedEra, other: _NamedEra) -> None:
        self.values = {
            value: first.values[name] for name, value in other.values.items() if first.values[name] != value
        }
        self.known: dict[Literal, Literal] = {}

    def literal(self, literal: Literal) -> Literal:
        """Return a literal in the values of the one era."""
        if not self.values:
            return literal
        found = self.known.get(literal)
        if found is None:
            atom, truth = literal
            values = tuple(self.values.get(one, one) for one in atom.values)
            found = self.known[literal] = Literal(Atom(atom.statement, values), truth)
        return found

    def ground(self, ground: GroundCondition) -> GroundCondition:
        """Return a condition in the values of the one era; what is added up or held against a limit stays."""
        if not self.values:
            return ground
        measured = isinstance(ground.condition, Aggregate | Reported)
        mentions = tuple(self.mention(one, measured=measured) for one in ground.mentions)
        return replace(ground, mentions=mentions, parts=tuple(map(self.ground, ground.parts)))

    def mention(self, one: Mention, *, measured: bool) -> Mention:
        member = one.member if one.member is None else self.values.get(one.member, one.member)
        entry = one.entry and tuple(self.values.get(part, part) for part in one.entry)
        return Mention(self.literal(one.literal), member, one.number if measured else None, entry)

    def instance(self, one: Instance) -> Instance:
        """Return an instance in the values of the one era, without its binding."""
        return replace(
            one,
            names=(),
            values=(),
            conclusions=tuple(map(self.literal, one.conclusions)),
            conditions=tuple(map(self.ground, one.conditions)),
            exceptions=tuple(tuple(map(self.ground, some)) for some in one.exceptions),
        )

    def fact(self, fact: Fact) -> Fact:
        """Return a standing fact in the values of the one era."""
        return replace(fact, literal=self.literal(fact.literal), on=fact.on and self.day(fact.on))

    def day(self, day: date) -> date:
        found = self.values.get(day, day)
        return found if isinstance(found, date) else day


def _over(first: _NamedEra, some: Sequence[_NamedEra]) -> Overlay:
    instances: dict[Instance, list[Span]] = {}
    facts: dict[tuple[Hashable, Span], tuple[Fact, list[Span]]] = {}
    every: list[Span] = []
    for told in some:
        renaming, days = _EraRenaming(first, told), told.terrain.calendar.within
        every += days
        for one in dict.fromkeys(map(renaming.instance, told.firings.instances)):
            instances.setdefault(one, []).extend(days)
        for fact, span in zip(told.terrain.fixed, told.terrain.lasting, strict=True):
            named = renaming.fact(fact)
            facts.setdefault((_identity(named), span), (named, []))[1].extend(days)
    whole = joined(every) or ALWAYS
    sets: dict[Days, int] = {}

    def among(spans: Iterable[Span]) -> int | None:
        found = joined(spans) or ALWAYS
        return None if found == whole else sets.setdefault(found, len(sets))

    marked = tuple(_marked(one, among(days)) for one, days in instances.items())
    fixed = tuple(fact for fact, _ in facts.values())
    when = tuple(among(days) for _, days in facts.values())
    calendar = replace(first.terrain.calendar, within=whole, sets=tuple(sets))
    terrain = replace(
        first.terrain, fixed=fixed, lasting=tuple(span for _, span in facts), among=when, calendar=calendar
    )
    firings = Firings(first.firings.day, (*fixed, *terrain.options), marked)
    return Overlay(terrain, firings, tuple(told.terrain for told in some))


def _identity(fact: Fact) -> Hashable:
    return (fact.literal, fact.basis, fact.grade, fact.source and fact.source.comes_from, fact.on)


def _marked(one: Instance, among: int | None) -> Instance:
    return one if among is None else replace(one, names=(AMONG,), values=(Decimal(among),))
