"""Sets that have something in common with each of some sets, fewest members first. Members are numbers."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

Set: TypeAlias = frozenset[int]


class Hitting(Struct):
    """The search for sets that meet each of `sets` and contain none of `known`; `left` bounds its steps."""

    sets: Sequence[Set]
    known: Sequence[Set]
    left: int

    def least(self) -> int:
        """Return a number of members that no set that meets them all can do without."""
        return self._apart(self.sets)

    def of_size(self, size: int) -> Iterator[Set]:
        """Yield every such set of a size, each once, until the steps are used up."""
        pending: list[tuple[Set, Set]] = [(frozenset(), frozenset())]
        while pending and self.left > 0:
            self.left -= 1
            chosen, barred = pending.pop()
            if any(known <= chosen for known in self.known):
                continue
            open_ = [one - barred for one in self.sets if not one & chosen]
            if not open_:
                if len(chosen) == size:
                    yield chosen
                continue
            if not all(open_) or len(chosen) + self._apart(open_) > size:
                continue
            branches, shut = [], barred
            narrowest: Set = min(open_, key=lambda one: (len(one), sorted(one)))
            for member in sorted(narrowest):
                branches.append((chosen | {member}, shut))
                shut |= {member}
            pending += reversed(branches)

    @staticmethod
    def _apart(sets: Sequence[Set]) -> int:
        """Return how many of some sets, taken greedily, have nothing in common with each other."""
        met: set[int] = set()
        number = 0
        for one in sorted(sets, key=len):
            if met.isdisjoint(one):
                met |= one
                number += 1
        return number
