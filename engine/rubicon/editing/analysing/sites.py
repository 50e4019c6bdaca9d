"""What is asked about the rules for one statement, laid out from one approach, and looked at from several."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from msgspec import Struct, field

from rubicon.editing.analysing.fields import Field, Inquiry
from rubicon.editing.analysing.terrain import Approach, Outset, TooWideError, approaches, further, terrain_of
from rubicon.language.facts import Fact
from rubicon.language.rules import Rule
from rubicon.supposing.solving import UnsettledError

Facts: TypeAlias = tuple[Fact, ...]
"""What a case states."""

MOST_APPROACHES = 40
"""From so many sides, at most, a rule is looked at before it is left undecided."""


class Site:
    """The rules for some statements in one world. What has no gate never holds."""

    def __init__(self, outset: Outset, statements: Iterable[str], approach: Approach) -> None:
        """Lay out a world.

        Raises:
            TooWideError: it is more than may be searched.
        """
        names = frozenset(statements)
        self.terrain = terrain_of(outset, sorted(names), approach)
        self.field = Field(self.terrain)
        self.inquiry = Inquiry(self.terrain)
        instances = self.field.firings.instances
        numbers = [
            number
            for number, one in enumerate(instances)
            if any(literal.atom.statement in names for literal in one.conclusions)
        ]
        bounds = self.inquiry.lay(self.field.cells, [self.field.applies(number) for number in numbers])
        gates: dict[str, list[int]] = {}
        for number, (sure, _) in zip(numbers, bounds, strict=True):
            gates.setdefault(instances[number].rule.id, []).append(sure)
        self._applies = {name: self.inquiry.circuit.any(some) for name, some in gates.items()}
        self.inquiry.ready(self._applies.values())

    def applying(self, rule: Rule) -> Facts | None:
        """Return the facts of a case in which a rule applies; None: there is none."""
        gate = self._applies.get(rule.id)
        return None if gate is None else self.inquiry.find(gate)


class Sites(Struct):
    """The rules for one statement, from every side from which one of them is looked at; each is laid out once."""

    outset: Outset
    statement: str
    known: dict[object, Site | None] = field(default_factory=dict)

    def at(self, approach: Approach) -> Site:
        """Return what is laid out from an approach.

        Raises:
            TooWideError: it is more than may be searched.
        """
        if approach.key not in self.known:
            self.known[approach.key] = None
            self.known[approach.key] = Site(self.outset, (self.statement,), approach)
        found = self.known[approach.key]
        if found is None:
            raise TooWideError
        return found

    def approaches(self, rule: Rule) -> Iterator[Approach]:
        """Yield from where a rule is looked at, the likeliest first."""
        first = approaches(self.outset, rule)
        yield from first
        bearing: dict[str, Rule] = {rule.id: rule}
        for approach in first:
            site = self.known.get(approach.key)
            bearing |= {one.id: one for one in site.terrain.rules} if site else {}
        yield from further(self.outset, rule, tuple(bearing.values()))

    def first(self, rule: Rule, sought: Callable[[Site], Facts | None]) -> tuple[Site, Facts] | None:
        """Return the facts sought, from the first side from which there are some; None: from none.

        Raises:
            UnsettledError: that is not decided.
        """
        undecided = False
        some = self.approaches(rule)
        for approach in islice(some, MOST_APPROACHES):
            try:
                site = self.at(approach)
                found = sought(site)
            except (TooWideError, UnsettledError):
                undecided = True
                continue
            if found is not None:
                return site, found
        if undecided or next(some, None) is not None:
            raise UnsettledError
        return None
