"""Find the minimal sets of facts that a conclusion rests on.

A set of asserted sentences *supports* a conclusion if the conclusion stands however many of the others are
withdrawn. A *minimal* set has no part that supports it too. (Facts that only keep an objection at bay belong
to such a set: without them the conclusion would fall.) A set *topples* the conclusion if it falls once they are
all withdrawn; the minimal supports are the minimal sets that have something in common with every minimal toppling
set (Reiter, A theory of diagnosis from first principles, Artificial Intelligence 1987). So withdrawing a sentence
outside every minimal support changes nothing for the conclusion, and one that is in all of them makes it fall.

All that withdrawals can do is one circuit (see `rubicon.supposing.scenarios`). Sentences that topple by themselves
are in every support. Where few others matter, every set of them is tried at once. Else supports are sought fewest
sentences first: by trying all sets of a size while they are few, then among the sets that meet every toppling set
known; one that does not support after all yields another toppling set.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from math import comb

from rubicon.judging.assessing import Assessment
from rubicon.language.facts import Literal
from rubicon.supposing.hitting import Hitting, Set
from rubicon.supposing.scenarios import build
from rubicon.supposing.scenarios.bits import Bits
from rubicon.supposing.supports import Supports
from rubicon.supposing.switches import withdrawals

TABLE = 14
"""Sentences of which every set is tried, beside those that topple by themselves."""

BATCH = 4096
"""Sets tried together, a bit each."""

TRIED = 1 << 16
"""Sets tried size by size; beyond them only those that meet every toppling set known."""

WORK = 6_000_000
"""Gates computed for one conclusion, each for a batch; beyond them the answer says where the search stopped."""

STEPS = 20_000
"""Steps of one search for sets that meet every toppling set known."""

SETS = 64
"""Minimal sets given; beyond them the answer says that there are more."""

GROWN = 8
"""Toppling sets that one round of sets which do not support yields."""


def supports_of(assessment: Assessment, literal: Literal) -> Supports | None:
    """Return the minimal supports of a literal, and what topples it; None if it is not established."""
    if assessment.judgement.established.get(literal) is not True:
        return None
    possibilities, sentences = withdrawals(assessment)
    bounds = build(possibilities, [literal])
    search = _SupportSearch(Bits(bounds.circuit, [bounds.surely[literal]]))
    search.run()

    def told(sets: Iterable[Set]) -> tuple[tuple[Literal, ...], ...]:
        ordered = sorted((len(one), sorted(one)) for one in sets)
        return tuple(tuple(sentences[number] for number in one) for _, one in ordered[:SETS])

    return Supports(
        literal,
        told(search.needed | one for one in search.found),
        told([*(frozenset({number}) for number in search.needed), *search.toppling]),
        search.whole,
        len(search.found) <= SETS and len(search.needed) + len(search.toppling) <= SETS,
        len(search.needed) + search.upto,
        search.sure,
    )


class _SupportSearch:
    """The search over the sentences that matter, by the numbers of their switches.

    `needed` topple by themselves; `found` are the rests of the supports, `toppling` other toppling sets. Of the
    rests of up to `upto` sentences none is missing.
    """

    def __init__(self, bits: Bits) -> None:
        self.bits = bits
        units = sorted(bits.switches)
        falling = self.standing([frozenset({unit}) for unit in units])
        self.needed = frozenset(unit for unit, stands in zip(units, falling, strict=True) if not stands)
        self.units = [unit for unit in units if unit not in self.needed]
        self.all = frozenset(self.units)
        self.found: list[Set] = []
        self.toppling: list[Set] = []
        self.whole = self.sure = True
        self.upto = 0

    def run(self) -> None:
        """Find the supports, as far as the work allows."""
        if len(self.units) <= TABLE:
            self._tabulate()
            return
        self.whole = False
        if comb(len(self.units), 2) <= TRIED:
            pairs = [frozenset(pair) for pair in combinations(self.units, 2)]
            self.toppling = [
                one for one, stands in zip(pairs, self.standing(pairs), strict=True) if not stands
            ]
        size = Hitting(self.toppling, (), 0).least()
        if comb(len(self.units), size) <= TRIED:
            self._try_sizes(size)
        if len(self.found) <= SETS and not self.whole:
            self._meet(size)
        if not self.found:
            self.found = [self._shrunk(self.all)]
        self.toppling = [one for one in self.toppling if not any(other < one for other in self.toppling)]

    def standing(self, withdrawn: Sequence[Set]) -> list[bool]:
        """Tell of each set whether the conclusion stands without it."""
        found: list[bool] = []
        for sets in _batches(withdrawn):
            found += self._run(len(sets), _columns(sets), {})
        return found

    def supporting(self, kept: Sequence[Set]) -> list[bool]:
        """Tell of each set whether it surely supports: with all others withdrawn, and whatever of them is."""
        found: list[bool] = []
        for sets in _batches(kept):
            own = self._run(len(sets), self._others(sets), {})
            left = [one for one, stands in zip(sets, own, strict=True) if stands]
            surely = dict(zip(left, self._run(len(left), {}, self._others(left)), strict=True))
            self.sure = self.sure and all(surely.values())
            found += [surely.get(one, False) for one in sets]
        return found

    def _others(self, sets: Sequence[Set]) -> dict[int, int]:
        """Return for each sentence the places of the sets that do not hold it."""
        full, columns = (1 << len(sets)) - 1, _columns(sets)
        return {unit: full ^ columns.get(unit, 0) for unit in self.units}

    def _run(self, width: int, on: dict[int, int], open_: dict[int, int]) -> list[bool]:
        ((stands, _),) = self.bits.run(width, on, open_) if width else ((0, 0),)
        return [bool(stands >> place & 1) for place in range(width)]

    def _tabulate(self) -> None:
        """Try every set of withdrawals: rows of a table, whose bits tell what is withdrawn."""
        rows = 1 << len(self.units)
        full = (1 << rows) - 1
        marks = [_mark(place, rows) for place in range(len(self.units))]
        ((stands, _),) = self.bits.run(rows, dict(zip(self.units, marks, strict=True)))
        for place, mark in enumerate(marks):  # it stands, whatever part of the row is withdrawn
            stands &= ~mark | (stands << (1 << place))
        widest, least = stands, full & ~stands
        for place, mark in enumerate(marks):
            widest &= ~((stands & mark) >> (1 << place))
            least &= ~((full & ~stands & ~mark) << (1 << place))
        self.found = [self.all - one for one in self._rows(widest)]
        self.toppling = list(self._rows(least & full))
        self.upto = len(self.units)

    def _rows(self, rows: int) -> list[Set]:
        found = []
        while rows:
            row = (rows & -rows).bit_length() - 1
            found.append(frozenset(unit for place, unit in enumerate(self.units) if row >> place & 1))
            rows &= rows - 1
        return found

    def _try_sizes(self, size: int) -> None:
        """Try all sets, size by size, while they are few."""
        tried = 0
        while size <= len(self.units):
            sets = map(frozenset, combinations(self.units, size))
            while batch := list(islice(sets, BATCH)):
                if tried > TRIED or self.bits.work > WORK or len(self.found) > SETS:
                    return
                tried += len(batch)
                fresh = [one for one in batch if not any(known <= one for known in self.found)]
                does = self.supporting(fresh)
                self.found += [one for one, supports in zip(fresh, does, strict=True) if supports]
            self.upto = size
            size += 1
        self.whole = self.sure

    def _meet(self, size: int) -> None:
        """Try the sets that meet every toppling set known, size by size; those that fail yield more of these."""
        while size <= len(self.units) and self.bits.work <= WORK and len(self.found) <= SETS:
            meeting = Hitting(self.toppling, self.found, STEPS)
            sets = list(islice(meeting.of_size(size), SETS + 1 - len(self.found)))
            if not sets:
                if meeting.left <= 0:
                    return
                self.upto = max(self.upto, size)
                size += 1
                continue
            does = self.supporting(sets)
            self.found += [one for one, supports in zip(sets, does, strict=True) if supports]
            failing = [one for one, supports in zip(sets, does, strict=True) if not supports]
            for one in failing[:GROWN]:
                if all(one & known for known in self.toppling):
                    grown = self._grown(one)
                    if grown is None:
                        return
                    self.toppling.append(grown)
        self.whole = self.sure and size > len(self.units)

    def _grown(self, kept: Set) -> Set | None:
        """Return a least toppling set apart from a set that does not support; None if none is found in time."""
        gone, before = self.all - kept, frozenset[int]()
        if self.standing([gone])[0]:
            return None
        while gone != before:  # what is needed in a wide set may not be in a lesser one
            before = gone
            for unit in sorted(gone):
                if self.bits.work > WORK:
                    return None
                if not self.standing([gone - {unit}])[0]:
                    gone -= {unit}
        return gone

    def _shrunk(self, kept: Set) -> Set:
        """Return a support that has no lesser part by one sentence."""
        for unit in sorted(kept):
            if self.supporting([kept - {unit}])[0]:
                kept -= {unit}
        return kept


def _batches(sets: Sequence[Set]) -> Iterator[Sequence[Set]]:
    for start in range(0, len(sets), BATCH):
        yield sets[start : start + BATCH]


def _columns(sets: Sequence[Set]) -> dict[int, int]:
    """Return for each member the places of the sets that hold it, as bits."""
    found: dict[int, bytearray] = {}
    width = (len(sets) + 7) // 8
    for place, one in enumerate(sets):
        for member in one:
            column = found.get(member)
            if column is None:
                column = found[member] = bytearray(width)
            column[place >> 3] |= 1 << (place & 7)
    return {member: int.from_bytes(column, "little") for member, column in found.items()}


def _mark(place: int, rows: int) -> int:
    """Return the rows of a table whose number has a bit."""
    size = 2 << place
    mark = ((1 << (1 << place)) - 1) << (1 << place)
    while size < rows:
        mark |= mark << size
        size *= 2
    return mark
