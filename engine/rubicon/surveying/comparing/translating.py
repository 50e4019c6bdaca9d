"""Tell what is said of one case in the terms of another: its roles filled by the other's entities."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from rubicon.language.facts import Atom, Case, Fact, Literal, Value
from rubicon.language.rules import Framework
from rubicon.language.vocabulary import BUILT_IN, Vocabulary
from rubicon.surveying.comparing.parts import Part, pair_parts, parts_of


class Translation(Struct, frozen=True):
    """Entities that change places, and days by which dates move.

    The exchange is one to one: where the other case's entity is itself spoken of, it takes the vacant name, so that a
    fact about a third country stays one. `own` are the movers of the one case; `strays` what lies in them alone and has
    nothing in the other case to change places with, `foreign` the like of the other case; `bare`: nothing lies in the
    other's. `ties` are parts of the one case with the facts of it that say where they lie: these are no difference, and
    go along with what is said of the part.
    """

    vocabulary: Vocabulary
    swaps: tuple[tuple[str, str], ...]
    shift: int
    own: frozenset[str] = frozenset()
    strays: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    bare: bool = True
    ties: tuple[tuple[str, Fact], ...] = ()

    def literal(self, literal: Literal) -> Literal:
        """Return a literal in the other case's terms; days keep their distance from the day judged."""
        statement = self.vocabulary.statements[literal.atom.statement]
        swaps = dict(self.swaps)
        values = tuple(
            self._value(value, slot.kind, swaps)
            for slot, value in zip(statement.slots, literal.atom.values, strict=True)
        )
        return Literal(Atom(literal.atom.statement, values), literal.truth)

    def fact(self, fact: Fact) -> Fact:
        """Return a fact in the other case's terms, with its source and grade."""
        return replace(fact, literal=self.literal(fact.literal))

    @property
    def movers(self) -> frozenset[str]:
        """Return the entities that change places."""
        return frozenset(name for name, other in self.swaps if name != other)

    def _value(self, value: Value, kind: str, swaps: dict[str, str]) -> Value:
        if isinstance(value, date):
            return _moved(value, self.shift)
        if not isinstance(value, str) or kind in BUILT_IN:
            return value
        known = self.vocabulary.kinds.get(kind)
        return value if known is not None and known.values else swaps.get(value, value)


def translate(
    vocabulary: Vocabulary,
    framework: Framework,
    one: Case,
    other: Case,
    days: tuple[date | None, date | None],
    standing: Iterable[Fact] = (),
) -> Translation:
    """Return how the one case is told in the other's terms.

    Roles are taken in the framework's order; an entity that plays two roles follows the first. By the standing facts, a
    region (or whatever lies in a player alone) follows its country, where one in each is spoken of most.
    """
    pairs: dict[str, str] = {}
    for role in framework.roles:
        source, target = one.role(role.name), other.role(role.name)
        if source and target and source not in pairs and target not in pairs.values():
            pairs[source] = target
    for target in [name for name in pairs.values() if name not in pairs]:
        vacant = target
        back = {value: key for key, value in pairs.items()}
        while vacant in back:
            vacant = back[vacant]
        pairs[target] = vacant
    own = {name for name in players(one) if pairs.get(name, name) != name}
    known = tuple(standing)
    parts = (
        parts_of(vocabulary, framework, (known, one.facts), own),
        parts_of(vocabulary, framework, (known, other.facts), {pairs[name] for name in own}),
    )
    for mine, theirs in pair_parts(parts, (one, other), pairs):
        if mine not in pairs and theirs not in pairs:
            pairs[mine], pairs[theirs] = theirs, mine
            own.add(mine)
    shift = (days[1] - days[0]).days if days[0] and days[1] else 0
    return Translation(
        vocabulary,
        tuple(sorted(pairs.items())),
        shift,
        frozenset(own),
        frozenset(part.name for part in parts[0] if part.name not in pairs),
        frozenset(part.name for part in parts[1] if part.name not in pairs),
        bare=not parts[1],
        ties=_ties(parts_of(vocabulary, framework, (known, one.facts), players(one)), one),
    )


def _ties(parts: Iterable[Part], case: Case) -> tuple[tuple[str, Fact], ...]:
    return tuple(
        (part.name, fact)
        for part in parts
        for fact in case.facts
        if fact.literal.atom.statement in part.ties and part.name in fact.literal.atom.values
    )


def players(case: Case) -> frozenset[str]:
    """Return the entities that play a role in a case."""
    return frozenset(name for _, name in case.roles)


def entities_of(literal: Literal) -> Iterable[str]:
    """Return the names in a literal, with whatever else is a text."""
    return (value for value in literal.atom.values if isinstance(value, str))


def _moved(day: date, shift: int) -> date:
    try:
        return day + timedelta(days=shift)
    except OverflowError:
        return day
