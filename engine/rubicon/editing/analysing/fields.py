"""A world laid out for questions: its rules fired over all that a case may state, and what clingo finds in it."""

from collections.abc import Iterable, Sequence

from rubicon.editing.analysing.terrain import Terrain, TooWideError
from rubicon.firing import fire
from rubicon.firing.instances import Firings
from rubicon.language.facts import Fact, Literal
from rubicon.language.rules import Rule
from rubicon.problems import BadInput
from rubicon.supposing.scenarios import Circuit, Possibilities, Presence
from rubicon.supposing.scenarios.building import PLAIN, wire
from rubicon.supposing.scenarios.cells import Cells, index
from rubicon.supposing.scenarios.formulas import Formula
from rubicon.supposing.solving import Seeker

LARGEST = 12_000
"""Rule instances of the largest world that is searched."""


class Field:
    """A world with its rules fired, whose cells say what holds in which case."""

    def __init__(self, terrain: Terrain, rules: Sequence[Rule] | None = None) -> None:
        """Fire the rules of a world, or others in their place.

        Raises:
            TooWideError: that is more than may be searched.
        """
        self.terrain = terrain
        vocabulary, options = terrain.rulebook.vocabulary, terrain.options
        rules = terrain.rules if rules is None else rules
        try:
            firings = fire(vocabulary, rules, (*terrain.fixed, *options), terrain.day)
        except BadInput:
            raise TooWideError from None
        if len(firings.instances) > LARGEST:
            raise TooWideError
        self.firings = firings
        self.cells = self.over(firings)

    def over(self, firings: Firings, off: int | None = None) -> Cells:
        """Return the cells of firings over the facts of this world; those from the number `off` on never count."""
        switches = {id(fact): number for number, fact in enumerate(self.terrain.options)}

        def presence(fact: Fact) -> Presence:
            number = switches.get(id(fact))
            if number is None:
                return Presence()
            return Presence(on=(number,), off=(number,) if off is not None and number >= off else ())

        presences = tuple(map(presence, firings.facts))
        return index(Possibilities(self.terrain.rulebook.vocabulary, firings, presences), PLAIN)

    def of_rule(self, name: str) -> list[int]:
        """Return the numbers of a rule's instances."""
        return [n for n, instance in enumerate(self.firings.instances) if instance.rule.id == name]

    def applies(self, number: int) -> Formula:
        """Say when an instance applies."""
        return self.cells.holds("applies", number)


class Inquiry:
    """Questions about one world, asked one by one of one circuit; fields that share its facts may be laid side by side."""

    def __init__(self, terrain: Terrain) -> None:
        self.terrain = terrain
        self.circuit = Circuit()
        self._seeker: Seeker | None = None

    def lay(self, cells: Cells, formulas: Iterable[Formula]) -> list[tuple[int, int]]:
        """Return for each formula the gates that it surely holds, and that it may; once for some cells."""
        asked = tuple(formulas)
        wired = wire(cells, beside=self.circuit)
        return [(wired.surely(formula), wired.possibly(formula)) for formula in asked]

    def ready(self, gates: Iterable[int], exclusive: Iterable[Sequence[int]] = ()) -> None:
        """Say after which gates it will be asked; all gates are made by then. Of some facts one is stated at most."""
        stated: dict[tuple[Literal, str | None], list[int]] = {}
        for number, fact in enumerate(self.terrain.options):
            stated.setdefault((fact.literal, fact.note), []).append(number)
        either = (*stated.values(), *exclusive)
        self._seeker = Seeker(self.circuit, tuple(dict.fromkeys(gates)), either)

    def find(self, *gates: int) -> tuple[Fact, ...] | None:
        """Return the facts that a case has to state for all gates to hold; None: no case does.

        Raises:
            UnsettledError: that takes more work than may be spent.
        """
        assert self._seeker is not None, "it was not made ready"  # noqa: S101 - a mistake of this room
        found = self._seeker.find(*gates)
        return None if found is None else tuple(self.terrain.options[number] for number in sorted(found))
