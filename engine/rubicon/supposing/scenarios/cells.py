"""The cells by what they stand for, and the instances and facts that their formulas look up."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from msgspec import Struct, field

from rubicon.firing.instances import Firings, Instance
from rubicon.judging.conflicts import Conflicts, index_conflicts
from rubicon.judging.definite import is_strict, meeting
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.scenarios.formulas import FALSE, TRUE, Formula, Is, On, every, no, some


class Presence(Struct, frozen=True):
    """When a fact counts: all of `on` are on, none of `off` is, and none of `ended_by` is asserted.

    `on` and `off` are switches. `ended_by` are the indices of the facts that end it where they are asserted
    themselves, ended or not (see `rubicon.dating`).
    """

    on: tuple[int, ...] = ()
    off: tuple[int, ...] = ()
    ended_by: tuple[int, ...] = ()


ALWAYS = Presence()


def stated(presence: Presence) -> Formula:
    """Return the formula that the switches of a presence stand as it wants them."""
    return every((*map(On, presence.on), *(no(On(switch)) for switch in presence.off)))


class Possibilities(Struct, frozen=True):
    """Firings over every fact that counts in some scenario, and when each of `firings.facts` does.

    `held` tells when the rules hold, by their ids, that do not always.
    What is decided by a scenario, and not when the rules were fired, is a switch as well: `needing` gives for an
    instance those that must all be on for it to be there, `staying` for an exception of an instance those that must
    be on for it to hold, and `measured` for a reported number, its bound and its limit the one that is on where it
    keeps within the limit.
    """

    vocabulary: Vocabulary
    firings: Firings
    presences: tuple[Presence, ...]
    held: Mapping[str, Presence] = field(default_factory=dict)
    needing: dict[int, tuple[int, ...]] = field(default_factory=dict)
    staying: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    measured: dict[tuple[Decimal, str, Decimal], int] = field(default_factory=dict)


class Cell(Struct, frozen=True):
    """What a cell stands for, such as ("established", literal) or ("applies", number of an instance)."""

    kind: str
    about: Literal | int | tuple[object, ...]


BY_RULES = frozenset({"reached", "clashing", "definite"})
"""Kinds of cells that depend on themselves only through strict rules."""

Maker: TypeAlias = Callable[["Cells", Any], Formula]
"""Makes the formula of a cell from what it is about."""


class Cells(Struct):
    """The cells asked for so far, in that order, over some possibilities.

    `asserting` gives the indices of the facts that assert a literal, `concluding` those of the instances. `strict` are
    the literals that strict rules conclude; `plain` makes the formulas of the kinds that go by facts alone, or for all
    but these.
    """

    possibilities: Possibilities
    conflicts: Conflicts
    asserting: dict[Literal, list[int]]
    concluding: dict[Literal, list[int]]
    strict: frozenset[Literal]
    plain: Mapping[str, Maker] = field(default_factory=dict)
    known: dict[Cell, int] = field(default_factory=dict)
    made: dict[Cell, Formula] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return all facts."""
        return self.possibilities.firings.facts

    @property
    def instances(self) -> tuple[Instance, ...]:
        """Return all instances."""
        return self.possibilities.firings.instances

    def holds(self, kind: str, about: Literal | int | tuple[object, ...]) -> Formula:
        """Return the formula that a cell holds; the cell is made at first mention.

        One of a `plain` kind is not made that always holds, never does, or says what another says.
        """
        cell = Cell(kind, about)
        known = self.known.get(cell)
        if known is None:
            if kind in self.plain and (kind not in BY_RULES or about not in self.strict):
                made = self.made.get(cell)
                if made is None:
                    made = self.made[cell] = self.plain[kind](self, about)
                if made is TRUE or made is FALSE or isinstance(made, Is):
                    return made
            known = self.known[cell] = len(self.known)
        return Is(known)

    def is_held(self, number: int) -> Formula:
        """Return the formula that the rule of an instance holds, and all that the instance needs besides."""
        holds = stated(self.possibilities.held.get(self.instances[number].rule.id, ALWAYS))
        return every((holds, *map(On, self.possibilities.needing.get(number, ()))))

    def is_met(self, literal: Literal, kind: str = "established") -> Formula:
        """Return the formula that something meets a mention of a literal."""
        return some(self.holds(kind, other) for other in meeting(self.conflicts, literal))


def index(possibilities: Possibilities, plain: Mapping[str, Maker]) -> Cells:
    """Look up what speaks for each literal; no cell is made yet."""
    asserting: defaultdict[Literal, list[int]] = defaultdict(list)
    for number, fact in enumerate(possibilities.firings.facts):
        asserting[fact.literal].append(number)
    concluding: defaultdict[Literal, list[int]] = defaultdict(list)
    for number, instance in enumerate(possibilities.firings.instances):
        for literal in dict.fromkeys(instance.conclusions):
            concluding[literal].append(number)
    literals = sorted({*asserting, *concluding}, key=sort_key)
    conflicts = index_conflicts(possibilities.vocabulary, literals)
    strict = {
        literal
        for instance in possibilities.firings.instances
        if is_strict(instance)
        for literal in instance.conclusions
    }
    return Cells(possibilities, conflicts, dict(asserting), dict(concluding), frozenset(strict), plain)
