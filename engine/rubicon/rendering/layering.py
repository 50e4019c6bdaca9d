"""Put the boxes of a drawing into layers, and each layer in the order in which fewest lines cross.

Layers by the longest way from the top; the order by barycentres, then by moving one box at a time (sifting), as in
Sugiyama's method and Matuszewski, Schönfeld and Molitor's (1999). A line that passes a layer holds a place in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from random import Random

from msgspec import Struct

from rubicon.explaining.contents import Link

STARTS, VAIN, SWEEPS = 60, 16, 24
"""Orders that are begun with, how many of them in vain, and times that all layers are ordered anew from each."""


class Bend(Struct, frozen=True):
    """The place of a line in a layer that it passes."""

    link: int
    layer: int


Spot = str | Bend
"""What stands in a layer: a box, by its key, or the place of a line."""


class Layered(Struct, frozen=True):
    """The layers from the top, each in order, and of each link the spots that it goes by, from its upper end."""

    layers: tuple[tuple[Spot, ...], ...]
    routes: tuple[tuple[Spot, ...], ...]


def levels_of(keys: Iterable[str], links: Sequence[Link]) -> dict[str, int]:
    """Return the layer of each box: the longest way to it from one that nothing stands above.

    Raises:
        ValueError: a box that no link reaches, so that there would be several drawings.
    """
    above: dict[str, list[str]] = {key: [] for key in keys}
    for link in links:
        above[link.lower].append(link.upper)
    below = {link.upper for link in links}
    if any(not uppers and key not in below for key, uppers in above.items()) and len(above) > 1:
        raise ValueError("some boxes hang on no link")
    found: dict[str, int] = {}

    def level(key: str) -> int:
        if key not in found:
            found[key] = max((level(upper) + 1 for upper in above[key]), default=0)
        return found[key]

    return {key: level(key) for key in above}


def ordered(levels: Mapping[str, int], links: Sequence[Link], fixed: Iterable[str]) -> Layered:
    """Order the layers; boxes that are `fixed` keep the order in which they come in `levels`."""
    routes: list[tuple[Spot, ...]] = []
    layers: list[list[Spot]] = [[] for _ in range(max(levels.values(), default=0) + 1)]
    for key, level in levels.items():
        layers[level].append(key)
    for number, link in enumerate(links):
        bends = [Bend(number, at) for at in range(levels[link.upper] + 1, levels[link.lower])]
        for bend in bends:
            layers[bend.layer].append(bend)
        routes.append((link.upper, *bends, link.lower))
    board = _Board(layers, routes, frozenset(fixed))
    board.settle()
    return Layered(tuple(map(tuple, board.layers)), tuple(routes))


class _Board:
    """Layers that are being ordered."""

    def __init__(
        self, layers: list[list[Spot]], routes: Sequence[Sequence[Spot]], fixed: frozenset[str]
    ) -> None:
        self.layers = layers
        self.rank: dict[Spot, int] = {
            spot: at for at, spot in enumerate(one for layer in layers for one in layer if one in fixed)
        }
        self.up: dict[Spot, list[Spot]] = {spot: [] for layer in layers for spot in layer}
        self.down: dict[Spot, list[Spot]] = {spot: [] for layer in layers for spot in layer}
        for route in routes:
            for upper, lower in pairwise(route):
                self.down[upper].append(lower)
                self.up[lower].append(upper)

    def settle(self) -> None:
        """Order every layer, from several starts, and keep the best."""
        start, chance = [list(layer) for layer in self.layers], Random(0)  # noqa: S311 - the same each time
        best, least, found = start, self.crossings(), 0
        for turn in range(STARTS):
            if turn:
                self.layers = [self._kept(chance.sample(layer, len(layer))) for layer in start]
            count = self._swept()
            if count < least:
                best, least, found = self.layers, count, turn
            if not least or turn - found >= VAIN:
                break
        self.layers = best

    def _swept(self) -> int:
        """Order each layer after its neighbours until that helps no more; return how many lines then cross."""
        best, least = [list(layer) for layer in self.layers], self.crossings()
        for turn in range(SWEEPS):
            for at in (*range(1, len(self.layers)), *range(len(self.layers) - 2, -1, -1)):
                if not turn:
                    self._by_barycentre(at)
                self._sift(at)
            count = self.crossings()
            if count >= least and turn:
                break
            if count < least:
                best, least = [list(layer) for layer in self.layers], count
        self.layers = best
        return least

    def crossings(self) -> int:
        """Count the lines that cross."""
        found = 0
        for upper, lower in pairwise(self.layers):
            place = {spot: number for number, spot in enumerate(lower)}
            met = list[int]()
            for spot in upper:
                ends = [place[low] for low in self.down[spot]]
                found += sum(other > one for one in ends for other in met)
                met += ends
        return found

    def _kept(self, layer: Sequence[Spot]) -> list[Spot]:
        """Return a layer with its fixed boxes in their own order, at the places of fixed ones."""
        own = iter(sorted((spot for spot in layer if spot in self.rank), key=self.rank.__getitem__))
        return [next(own) if spot in self.rank else spot for spot in layer]

    def _places(self, at: int) -> dict[Spot, int]:
        """Return where each spot of the neighbouring layers stands."""
        near = self.layers[max(at - 1, 0) : at] + self.layers[at + 1 : at + 2]
        return {spot: number for layer in near for number, spot in enumerate(layer)}

    def _by_barycentre(self, at: int) -> None:
        """Order a layer by the mean places of its neighbours."""
        layer, place = self.layers[at], self._places(at)
        sizes = {spot: len(one) for one in self.layers for spot in one}

        def mean(spot: Spot) -> float:
            near = [(place[one] + 0.5) / sizes[one] for one in (*self.up[spot], *self.down[spot])]
            return sum(near) / len(near) if near else 0.5

        self.layers[at] = self._kept(sorted(layer, key=mean))

    def _sift(self, at: int) -> None:
        """Move each spot of a layer to the place at which fewest lines cross."""
        place = self._places(at)
        ends = {
            spot: tuple(sorted(place[one] for one in side[spot]) for side in (self.up, self.down))
            for spot in self.layers[at]
        }
        known: dict[tuple[Spot, Spot], int] = {}

        def cost(left: Spot, right: Spot) -> int:
            """Count the lines of two spots that cross where one stands left of the other."""
            pair = (left, right)
            if pair not in known:
                known[pair] = sum(
                    other < one
                    for mine, yours in zip(ends[left], ends[right], strict=True)
                    for one in mine
                    for other in yours
                )
            return known[pair]

        for spot in list(self.layers[at]):
            rest = [one for one in self.layers[at] if one != spot]
            low, high = self._reach(rest, spot)
            count = sum(cost(one, spot) for one in rest[:low]) + sum(cost(spot, one) for one in rest[low:])
            least, where = count, low
            now = self.layers[at].index(spot)
            for to in range(low + 1, high + 1):
                count += cost(rest[to - 1], spot) - cost(spot, rest[to - 1])
                if count < least or (count == least and to == now):
                    least, where = count, to
            self.layers[at] = [*rest[:where], spot, *rest[where:]]

    def _reach(self, rest: Sequence[Spot], spot: Spot) -> tuple[int, int]:
        """Return the first and last place that a spot may take among the rest."""
        own = self.rank.get(spot)
        if own is None:
            return 0, len(rest)
        ranks = [self.rank.get(one) for one in rest]
        low = max((at + 1 for at, one in enumerate(ranks) if one is not None and one < own), default=0)
        high = min((at for at, one in enumerate(ranks) if one is not None and one > own), default=len(rest))
        return low, high
