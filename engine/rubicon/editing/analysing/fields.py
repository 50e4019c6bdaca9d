"""A world laid out for questions: its rules fired over all that a case may state, and what clingo finds in it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from rubicon.editing.analysing.calendars import Days, Span
from rubicon.editing.analysing.overlays import AMONG
from rubicon.editing.analysing.terrain import Terrain, TooWideError
from rubicon.firing import fire
from rubicon.firing.instances import Firings
from rubicon.language.facts import Fact, Literal
from rubicon.problems import BadInput
from rubicon.supposing.scenarios import Circuit, Possibilities, Presence
from rubicon.supposing.scenarios.building import PLAIN, wire
from rubicon.supposing.scenarios.cells import Cells, index
from rubicon.supposing.scenarios.formulas import Formula
from rubicon.supposing.scenarios.gates import TRUE
from rubicon.supposing.solving import Seeker

LARGEST = 12_000
"""Rule instances of the largest world that is searched."""


def fired(terrain: Terrain) -> Firings:
    """Fire the rules of a world over all that a case may state in it.

    Raises:
        TooWideError: that is more than may be searched.
    """
    facts = (*terrain.fixed, *terrain.options)
    try:
        return fire(terrain.rulebook.vocabulary, terrain.rules, facts, terrain.day)
    except BadInput:
        raise TooWideError from None


class Field:
    """A world with its rules fired, whose cells say what holds in which case."""

    def __init__(self, terrain: Terrain, firings: Firings | None = None) -> None:
        """Fire the rules of a world, unless they were.

        Raises:
            TooWideError: that is more than may be searched.
        """
        self.terrain = terrain
        self.firings = firings or fired(terrain)
        if len(self.firings.instances) > LARGEST:
            raise TooWideError
        self.cells = self.over(self.firings)

    def over(self, firings: Firings, off: int | None = None) -> Cells:
        """Return the cells of firings over the facts of this world; those from the number `off` on never count."""
        terrain = self.terrain
        switches = {id(fact): number for number, fact in enumerate(terrain.options)}
        among = terrain.among or (None,) * len(terrain.fixed)
        holding = {
            id(fact): self._through(span, one)
            for fact, span, one in zip(terrain.fixed, terrain.lasting, among, strict=True)
        }

        def presence(fact: Fact) -> Presence:
            number = switches.get(id(fact))
            if number is None:
                return holding[id(fact)]
            return Presence(on=(number,), off=(number,) if off is not None and number >= off else ())

        presences = tuple(map(presence, firings.facts))
        held = {name: self._through(span) for name, span in terrain.calendar.held.items()}
        needing: dict[int, tuple[int, ...]] = {
            number: (terrain.first_set + int(str(one.values[-1])),)
            for number, one in enumerate(firings.instances)
            if one.names[-1:] == (AMONG,)
        }
        possible = Possibilities(terrain.rulebook.vocabulary, firings, presences, held, needing)
        return index(possible, PLAIN)

    def _through(self, span: Span, among: int | None = None) -> Presence:
        """Say that the day judged lies within a span, and among some days of the calendar."""
        first, after = span
        before = self.terrain.before
        return Presence(
            on=(
                *([before[after]] if after else ()),
                *([self.terrain.first_set + among] if among is not None else ()),
            ),
            off=(before[first],) if first else (),
        )

    def of_rule(self, name: str) -> list[int]:
        """Return the numbers of a rule's instances."""
        return [n for n, instance in enumerate(self.firings.instances) if instance.rule.id == name]

    def applies(self, number: int) -> Formula:
        """Say when an instance applies."""
        return self.cells.holds("applies", number)


class Inquiry:
    """Questions about one world, asked one by one of one circuit; fields that share its facts may be laid side by side.

    Whoever asks says within which turns of its calendar the day lies; none, and it is any day.
    """

    def __init__(self, terrain: Terrain) -> None:
        self.terrain = terrain
        self.circuit = Circuit()
        self._seeker: Seeker | None = None
        self._before: dict[date, tuple[int, int]] = {}
        self._in_order = TRUE

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
        circuit, terrain = self.circuit, self.terrain
        before = {day: circuit.switch(number) for day, number in terrain.before.items()}
        self._before = {day: (gate, circuit.negation(gate)) for day, gate in before.items()}
        rules = [circuit.any((circuit.negation(early), late)) for early, late in pairwise(before.values())]
        for number, days in enumerate(terrain.calendar.sets, terrain.first_set):
            own, inside = circuit.switch(number), self._among(days)
            rules += [
                circuit.any((circuit.negation(own), inside)),
                circuit.any((own, circuit.negation(inside))),
            ]
        self._in_order = circuit.every((*rules, self._among(terrain.calendar.within)))
        asked = (*gates, self._in_order, *(gate for some in self._before.values() for gate in some))
        self._seeker = Seeker(circuit, tuple(dict.fromkeys(asked)), either)

    def _among(self, days: Days) -> int:
        """Return the gate that the day judged is among some."""
        return self.circuit.any(self.circuit.every(self._bounds(span)) for span in days)

    def _bounds(self, span: Span) -> list[int]:
        first, after = span
        later = [self._before[first][1]] if first else []
        return later + ([self._before[after][0]] if after else [])

    def moving(self, gate: int) -> frozenset[date]:
        """Return the turns on which a gate hangs."""
        terrain, switches = self.terrain, self.circuit.switches_of([gate])
        found = {day for day, number in terrain.before.items() if number in switches}
        for number, days in enumerate(terrain.calendar.sets, terrain.first_set):
            if number in switches:
                found.update(day for span in days for day in span if day is not None)
        return frozenset(found)

    def seek(self, *gates: int, within: Span = (None, None)) -> frozenset[int] | None:
        """Return the numbers of the facts that a case states, and of the turns it lies before, for all gates to hold.

        Raises:
            UnsettledError: that takes more work than may be spent.
        """
        assert self._seeker is not None, "it was not made ready"  # noqa: S101 - a mistake of this room
        return self._seeker.find(*gates, self._in_order, *self._bounds(within))

    def find(self, *gates: int) -> tuple[Fact, ...] | None:
        """Return the facts that a case has to state for all gates to hold; None: no case does.

        Raises:
            UnsettledError: that takes more work than may be spent.
        """
        found = self.seek(*gates)
        return None if found is None else self.terrain.stated(found)
