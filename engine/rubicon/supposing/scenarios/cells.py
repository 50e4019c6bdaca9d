"""The cells by what they stand for, and the instances and facts that their formulas look up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol, TypeAlias, TypeVar

from msgspec import Struct, field

from rubicon.firing.instances import Firings, Instance
from rubicon.judging.conflicts import Conflicts, index_conflicts
from rubicon.judging.definite import is_strict, meeting
from rubicon.judging.totals import Total
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.scenarios.formulas import FALSE, TRUE, Formula, Is, On, at_least, every, no, some


class Presence(Struct, frozen=True):
    """When a fact counts: all of `on` are on, none of `off` is, and none of `ended_by` is asserted.

    `on` and `off` are switches. `ended_by` are the indices of the facts that end it where they are asserted
    themselves, ended or not (see `rubicon.dating`).
    """

    on: tuple[int, ...] = ()
    off: tuple[int, ...] = ()
    ended_by: tuple[int, ...] = ()


ALWAYS = Presence()


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


BY_RULES = frozenset({"reached", "clashing", "definite"})
"""Kinds of cells that depend on themselves only through strict rules."""

CellAbout: TypeAlias = Literal | int | tuple[object, ...]
"""What a cell is about: a literal, a fact or instance by its number, or several of these."""

Cell: TypeAlias = tuple[str, CellAbout]
"""What a cell stands for: its kind, such as "established" or "applies", and what it is about."""

Part = TypeVar("Part")
"""What is said of a cell: a formula, or the lanes in which it holds (see `rubicon.supposing.scenarios.lanes`)."""

Maker: TypeAlias = Callable[[Any, Any], Any]
"""Says when a cell holds, from what it is about."""


class Reckoning(Protocol[Part]):
    """What says when cells hold is written once for all ways to put it together: formulas first, or lanes at once."""

    possibilities: Possibilities
    conflicts: Conflicts
    asserting: dict[Literal, list[int]]
    concluding: dict[Literal, list[int]]
    true: Part
    false: Part

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return all facts."""

    @property
    def instances(self) -> tuple[Instance, ...]:
        """Return all instances."""

    def holds(self, kind: str, about: CellAbout) -> Part:
        """Say that a cell holds."""

    def on(self, switch: int, /) -> Part:
        """Say that a switch is on."""

    def every(self, parts: Iterable[Part], /) -> Part:
        """Say that all parts hold."""

    def some(self, parts: Iterable[Part], /) -> Part:
        """Say that a part holds."""

    def no(self, part: Part, /) -> Part:
        """Say that a part does not hold."""

    def at_least(self, least: int, parts: Sequence[Part], /) -> Part:
        """Say that so many parts hold."""

    def total(self, total: Total[Part], /) -> Part:
        """Say that a total keeps within its limit."""


def stated(cells: Reckoning[Part], presence: Presence) -> Part:
    """Say that the switches of a presence stand as it wants them."""
    return cells.every(
        (*map(cells.on, presence.on), *(cells.no(cells.on(switch)) for switch in presence.off))
    )


def is_held(cells: Reckoning[Part], number: int) -> Part:
    """Say that the rule of an instance holds, and all that the instance needs besides."""
    holds = stated(cells, cells.possibilities.held.get(cells.instances[number].rule.id, ALWAYS))
    return cells.every((holds, *map(cells.on, cells.possibilities.needing.get(number, ()))))


def is_met(cells: Reckoning[Part], literal: Literal, kind: str = "established") -> Part:
    """Say that something meets a mention of a literal."""
    return cells.some(cells.holds(kind, other) for other in meeting(cells.conflicts, literal))


class Speakers(Struct):
    """What speaks for each literal over some possibilities.

    `asserting` gives the indices of the facts that assert a literal, `concluding` those of the instances.
    """

    possibilities: Possibilities
    conflicts: Conflicts
    asserting: dict[Literal, list[int]]
    concluding: dict[Literal, list[int]]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return all facts."""
        return self.possibilities.firings.facts

    @property
    def instances(self) -> tuple[Instance, ...]:
        """Return all instances."""
        return self.possibilities.firings.instances


class Cells(Speakers):
    """The cells asked for so far, in that order, over some possibilities.

    `strict` are the literals that strict rules conclude; `plain` makes the formulas of the kinds that go by facts alone,
    or for all but these.
    """

    strict: frozenset[Literal]
    plain: Mapping[str, Maker] = field(default_factory=dict)
    known: dict[Cell, int] = field(default_factory=dict)
    made: dict[Cell, Formula] = field(default_factory=dict)

    true = TRUE
    false = FALSE
    on = On
    every = staticmethod(every)
    some = staticmethod(some)
    no = staticmethod(no)
    at_least = staticmethod(at_least)

    def total(self, total: Total[Formula]) -> Formula:
        """Return a total as it is: it has formulas as its keys."""
        return total

    def holds(self, kind: str, about: CellAbout) -> Formula:
        """Return the formula that a cell holds; the cell is made at first mention.

        One of a `plain` kind is not made that always holds, never does, or says what another says.
        """
        cell = (kind, about)
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


def index(possibilities: Possibilities, plain: Mapping[str, Maker]) -> Cells:
    """Look up what speaks for each literal; no cell is made yet."""
    strict = {
        literal
        for instance in possibilities.firings.instances
        if is_strict(instance)
        for literal in instance.conclusions
    }
    found = speakers_over(possibilities)
    return Cells(*found, frozenset(strict), plain)


def speakers_over(
    possibilities: Possibilities,
) -> tuple[Possibilities, Conflicts, dict[Literal, list[int]], dict[Literal, list[int]]]:
    """Return what `Speakers` have."""
    asserting: defaultdict[Literal, list[int]] = defaultdict(list)
    for number, fact in enumerate(possibilities.firings.facts):
        asserting[fact.literal].append(number)
    concluding: defaultdict[Literal, list[int]] = defaultdict(list)
    for number, instance in enumerate(possibilities.firings.instances):
        for literal in dict.fromkeys(instance.conclusions):
            concluding[literal].append(number)
    literals = sorted({*asserting, *concluding}, key=sort_key)
    conflicts = index_conflicts(possibilities.vocabulary, literals)
    return possibilities, conflicts, dict(asserting), dict(concluding)
