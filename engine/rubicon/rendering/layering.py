"""Put the boxes of a drawing into layers, and each layer in the order in which fewest lines cross.

Layers by the longest way from the top; the order by barycentres, then by moving one box at a time (sifting), as in
Sugiyama's method and Matuszewski, Schönfeld and Molitor's (1999). A line that passes a layer holds a place in it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from random import Random

from msgspec import Struct

from rubicon.explaining.contents import Link

SOME = 3
"""Lines that cross, up to which another layer is tried for some boxes: a drawing of many is no clearer for it, and slower."""

STARTS, VAIN, SWEEPS = 60, 16, 24
"""Orders that are begun with, how many of them in vain, and times that all layers are ordered anew from each."""


class Bend(Struct, frozen=True):
    """The place of a line in a layer that it passes."""

    link: int
    layer: int


LayerItem = str | Bend
"""What stands in a layer: a box, by its key, or the place of a line."""


class Layered(Struct, frozen=True):
    """The layers from the top, each in order, of each link the spots that it goes by, from its upper end, and how many cross."""

    layers: tuple[tuple[LayerItem, ...], ...]
    routes: tuple[tuple[LayerItem, ...], ...]
    crossings: int


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


def layered(keys: Iterable[str], links: Sequence[Link], fixed: Sequence[str]) -> Layered:
    """Put boxes into layers and order them; where few lines cross, move a box on which several rest one layer on if fewer then do.

    Raises:
        ValueError: as `levels_of` does.
    """
    levels = levels_of(keys, links)
    best = ordered(levels, links, fixed)
    uppers, shared = {link.upper for link in links}, Counter(link.lower for link in links)
    ends = [key for key in levels if shared[key] > 1 and key not in uppers]
    deepest = max(levels.values(), default=0) + 1
    improved = 0 < best.crossings <= SOME
    while improved and best.crossings:
        improved = False
        for key in ends:
            if levels[key] < deepest:
                moved = ordered({**levels, key: levels[key] + 1}, links, fixed)
                if moved.crossings < best.crossings:
                    best, improved = moved, True
                    levels[key] += 1
                    break
    return best


def ordered(levels: Mapping[str, int], links: Sequence[Link], fixed: Iterable[str]) -> Layered:
    """Order the layers; boxes that are `fixed` keep the order in which they come in `levels`."""
    routes: list[tuple[LayerItem, ...]] = []
    layers: list[list[LayerItem]] = [[] for _ in range(max(levels.values(), default=0) + 1)]
    for key, level in levels.items():
        layers[level].append(key)
    for number, link in enumerate(links):
        bends = [Bend(number, at) for at in range(levels[link.upper] + 1, levels[link.lower])]
        for bend in bends:
            layers[bend.layer].append(bend)
        routes.append((link.upper, *bends, link.lower))
    spots = [spot for layer in layers for spot in layer]
    numbers = {spot: at for at, spot in enumerate(spots)}
    orders, crossings = _orders(
        tuple(map(len, layers)),
        tuple(tuple(numbers[spot] for spot in route) for route in routes),
        frozenset(numbers[key] for key in fixed),
    )
    return Layered(tuple(tuple(spots[one] for one in order) for order in orders), tuple(routes), crossings)


@lru_cache(maxsize=64)
def _orders(
    sizes: Sequence[int], routes: Sequence[Sequence[int]], fixed: frozenset[int]
) -> tuple[tuple[tuple[int, ...], ...], int]:
    """Order layers of so many spots, numbered through as they come, and count what crosses; once for one shape."""
    board = _Board(sizes, routes, fixed)
    board.settle()
    return tuple(map(tuple, board.layers)), board.crossings()


class _Board:
    """Layers that are being ordered; a spot is the number of its place in the layers as they come."""

    def __init__(self, sizes: Sequence[int], routes: Sequence[Sequence[int]], fixed: frozenset[int]) -> None:
        self.fixed = fixed
        self.up: list[list[int]] = [[] for _ in range(sum(sizes))]
        self.down: list[list[int]] = [[] for _ in range(sum(sizes))]
        for route in routes:
            for upper, lower in pairwise(route):
                self.down[upper].append(lower)
                self.up[lower].append(upper)
        self.place = [0] * sum(sizes)
        self.sifted: dict[tuple[tuple[int, ...], ...], list[int]] = {}
        self.layers: list[list[int]] = [[] for _ in sizes]
        ends = list(accumulate(sizes))
        self.begin([range(end - size, end) for size, end in zip(sizes, ends, strict=True)])

    def begin(self, layers: Sequence[Sequence[int]]) -> None:
        """Put the spots where they stand in some layers."""
        for at, layer in enumerate(layers):
            self._put(at, list(layer))

    def _put(self, at: int, layer: list[int]) -> None:
        self.layers[at] = layer
        for number, spot in enumerate(layer):
            self.place[spot] = number

    def settle(self) -> None:
        """Order every layer, from several starts, and keep the best."""
        start, chance = [list(layer) for layer in self.layers], Random(0)  # noqa: S311 - the same each time
        best, least, found = start, self.crossings(), 0
        for turn in range(STARTS):
            if turn:
                self.begin([self._kept(chance.sample(layer, len(layer))) for layer in start])
            count = self._swept()
            if count < least:
                best, least, found = list(self.layers), count, turn
            if not least or turn - found >= VAIN:
                break
        self.begin(best)

    def _swept(self) -> int:
        """Order each layer after its neighbours until that helps no more; return how many lines then cross."""
        best, least = list(self.layers), self.crossings()
        for turn in range(SWEEPS):
            for at in (*range(1, len(self.layers)), *range(len(self.layers) - 2, -1, -1)):
                if not turn:
                    self._by_barycentre(at)
                self._sift(at)
            count = self.crossings()
            if count >= least and turn:
                break
            if count < least:
                best, least = list(self.layers), count
        self.begin(best)
        return least

    def crossings(self) -> int:
        """Count the lines that cross."""
        found = 0
        for layer in self.layers:
            met = list[int]()
            for spot in layer:
                ends = [self.place[low] for low in self.down[spot]]
                for one in ends:
                    for other in met:
                        if other > one:
                            found += 1
                met += ends
        return found

    def _kept(self, layer: Sequence[int]) -> list[int]:
        """Return a layer with its fixed boxes in their own order, at the places of fixed ones."""
        own = iter(sorted(spot for spot in layer if spot in self.fixed))
        return [next(own) if spot in self.fixed else spot for spot in layer]

    def _by_barycentre(self, at: int) -> None:
        """Order a layer by the mean places of its neighbours."""
        sizes = {spot: len(one) for one in self.layers for spot in one}

        def mean(spot: int) -> float:
            near = [(self.place[one] + 0.5) / sizes[one] for one in (*self.up[spot], *self.down[spot])]
            return sum(near) / len(near) if near else 0.5

        self._put(at, self._kept(sorted(self.layers[at], key=mean)))

    def _sift(self, at: int) -> None:
        """Move each spot of a layer to the place at which fewest lines cross; between the same neighbours, as before."""
        near = tuple(map(tuple, self.layers[max(at - 1, 0) : at + 2]))
        if near not in self.sifted:
            self.sifted[near] = self._sift_anew(self.layers[at])
        self._put(at, self.sifted[near])

    def _sift_anew(self, layer: list[int]) -> list[int]:
        place = self.place
        ends = [
            (spot, [place[one] for one in self.up[spot]], [place[one] for one in self.down[spot]])
            for spot in layer
        ]
        gain: dict[int, dict[int, int]] = {spot: {} for spot in layer}
        for number, (one, up, down) in enumerate(ends):
            for other, ups, downs in ends[:number]:
                fewer = _gain(up, ups) + _gain(down, downs)
                gain[one][other], gain[other][one] = fewer, -fewer
        sifted = layer
        for spot in layer:
            now = sifted.index(spot)
            rest = sifted[:now] + sifted[now + 1 :]
            low, high = self._reach(rest, spot)
            count = least = 0
            where, passed = low, gain[spot]
            for to in range(low + 1, high + 1):
                count -= passed[rest[to - 1]]
                if count < least or (count == least and to == now):
                    least, where = count, to
            rest.insert(where, spot)
            sifted = rest
        return sifted

    def _reach(self, rest: Sequence[int], spot: int) -> tuple[int, int]:
        """Return the first and last place that a spot may take among the rest."""
        if spot not in self.fixed:
            return 0, len(rest)
        fixed = [(at, one) for at, one in enumerate(rest) if one in self.fixed]
        low = max((at + 1 for at, one in fixed if one < spot), default=0)
        high = min((at for at, one in fixed if one > spot), default=len(rest))
        return low, high


def _gain(left: Sequence[int], right: Sequence[int]) -> int:
    """Return how many fewer lines cross where the right one of two spots stands left of the other, by where they end."""
    found = 0
    for one in left:
        for other in right:
            if other < one:
                found += 1
            elif one < other:
                found -= 1
    return found
