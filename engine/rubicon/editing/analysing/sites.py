"""What is asked about the rules for one statement, laid out from one approach, and looked at from several."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from rubicon.editing.analysing.fields import Field, Inquiry
from rubicon.editing.analysing.questions import QueryKind, questions
from rubicon.editing.analysing.sides import approaches, further
from rubicon.editing.analysing.terrain import Approach, Outset, Terrain, TooWideError, terrain_of
from rubicon.language.facts import Fact
from rubicon.language.rules import Rule
from rubicon.supposing.solving import UnsettledError

Facts: TypeAlias = tuple[Fact, ...]
"""What a case states."""

MOST_INSTANCES = 60_000
"""Rule instances of the worlds in which something is sought, taken together."""


class Site:
    """The rules for some statements in one world, and what is asked of them. What is never asked never holds."""

    def __init__(self, statements: Iterable[str], terrain: Terrain) -> None:
        """Lay out a world.

        Raises:
            TooWideError: it is more than may be searched.
        """
        self.statements, self.terrain = tuple(statements), terrain
        self.field = Field(self.terrain)
        self.inquiry = Inquiry(self.terrain)
        asked = list(questions(self.field.cells, self.statements, [one.name for one in self.terrain.new]))
        gates: dict[QueryKind, list[int]] = {}
        bounds = self.inquiry.lay(self.field.cells, [formula for _, formula in asked])
        for (key, _), (sure, maybe) in zip(asked, bounds, strict=True):
            gates.setdefault(key, []).append(sure)
            if key[0] == "idle":
                gates[key][-1] = maybe
        circuit = self.inquiry.circuit
        self.gates = {key: circuit.any(some) for key, some in gates.items() if key[0] != "idle"}
        self.gates |= {
            key: circuit.negation(circuit.any(some)) for key, some in gates.items() if key[0] == "idle"
        }
        self.inquiry.ready(self.gates.values())

    def find(self, *asked: QueryKind) -> Facts | None:
        """Return the facts of a case in which all that is asked is so; None: there is none.

        Raises:
            UnsettledError: that is not decided.
        """
        gates = [self.gates.get(key) for key in asked]
        known = [gate for gate in gates if gate is not None]
        return self.inquiry.find(*known) if len(known) == len(gates) else None

    def pairs(self, what: str) -> list[tuple[str, str]]:
        """Return the pairs of rules of which something is asked."""
        return sorted((one, other) for kind, one, other in self.gates if kind == what and other)


class Sites(Struct):
    """The rules for some statements, from every side from which one of them is looked at; each is laid out once.

    What looks alike from two sides, whatever the day or the school, is laid out once for both.
    """

    outset: Outset
    statements: tuple[str, ...]
    known: dict[object, Site | None] = field(default_factory=dict)
    alike: dict[object, Site | None] = field(default_factory=dict)

    def at(self, approach: Approach) -> Site:
        """Return what is laid out from an approach.

        Raises:
            TooWideError: it is more than may be searched.
        """
        if approach.key not in self.known:
            self.known[approach.key] = self._laid(approach)
        found = self.known[approach.key]
        if found is None:
            raise TooWideError
        return found

    def _laid(self, approach: Approach) -> Site | None:
        try:
            terrain = terrain_of(self.outset, self.statements, approach)
            alike = (
                tuple(rule.id for rule in terrain.rules),
                terrain.roles,
                tuple(fact.literal for fact in terrain.fixed),
            )
            if alike not in self.alike:
                self.alike[alike] = None
                self.alike[alike] = Site(self.statements, terrain)
            return self.alike[alike]
        except TooWideError:
            return None

    def firstly(self, *rules: Rule) -> list[Approach]:
        """Return from where rules are looked at first, one approach for each school that holds them all."""
        return approaches(self.outset, *rules)

    def approaches(self, *rules: Rule) -> Iterator[Approach]:
        """Yield from where rules are looked at, the likeliest first."""
        first = self.firstly(*rules)
        yield from first
        bearing = {rule.id: rule for rule in rules}
        for approach in first:
            site = self.known.get(approach.key)
            bearing |= {one.id: one for one in site.terrain.rules} if site else {}
        yield from further(self.outset, tuple(bearing.values()), *rules)

    def first(
        self,
        rules: Sequence[Rule],
        sought: Callable[[Site], Facts | None],
        most: int = MOST_INSTANCES,
        *,
        near: Iterable[Approach] | None = None,
    ) -> tuple[Site, Facts] | None:
        """Return the facts sought, from the first side of rules from which there are some; None: from none.

        `near` are the only sides to look from.

        Raises:
            UnsettledError: that is not decided, with worlds of so many rule instances, at most.
        """
        undecided, seen = False, list[Site]()
        for approach in self.approaches(*rules) if near is None else near:
            try:
                site = self.at(approach)
                if any(site is one for one in seen):
                    continue
                seen.append(site)
                spent = sum(len(one.field.firings.instances) for one in seen)
                found = sought(site) if spent <= most else None
                undecided = undecided or spent > most
            except (TooWideError, UnsettledError):
                undecided = True
                continue
            if found is not None:
                return site, found
        if undecided:
            raise UnsettledError
        return None
