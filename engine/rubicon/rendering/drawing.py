"""Lay out an argument as boxes and lines: the question at the left, what it rests on in columns to the right of it."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.contents import Link
from rubicon.rendering.layering import Layered, LayerItem, layered

LETTER, BOLD = 6.6, 7.4
"""Width of an average letter at the drawing's type size, in pixels: SVG cannot measure its own text."""

LEADING = 15
PADDING = 9
GAP, LANE, AISLE = 12, 10, 64
"""Pixels between boxes of a column, the breadth of a line that passes one, and pixels between columns."""

ROOM = 1_000
"""Pixels that a drawing is wide at most, unless its words need more."""

ROUNDS = 60
"""Times that each column is drawn towards its neighbours."""

STRAIGHT = 3.0
"""How much more a line that passes a column is drawn towards its neighbours than a box is."""


class Box(Struct, frozen=True):
    """A box to be laid out: its text, and the width it shall have."""

    key: str
    kind: str
    text: str
    width: int
    bold: bool = False


class PlacedBox(Struct, frozen=True):
    """A box where it lies: the corner at the upper left, and the lines of its text."""

    box: Box
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]


class Curve(Struct, frozen=True):
    """A line where it lies, as the path of an SVG, from the box that bears to the one that it bears on."""

    link: Link
    path: str


class Drawing(Struct, frozen=True):
    """An argument laid out, in pixels."""

    width: int
    height: int
    shapes: tuple[PlacedBox, ...]
    curves: tuple[Curve, ...]


def lay_out(boxes: Sequence[Box], links: Sequence[Link], fixed: Iterable[str] = ()) -> Drawing:
    """Lay out boxes in columns, each link from one further left to one further right, with few lines that cross.

    Boxes that are `fixed` stand from top to bottom as they come. No line runs through a box.

    Raises:
        ValueError: a box that no link reaches; there must be one drawing, not several.
    """
    own = {box.key: box for box in boxes}
    columns = layered(own, links, tuple(fixed))
    sized = {key: _sized(box) for key, box in _narrowed(own, columns).items()}
    middles = _middles(columns, sized)
    placed: dict[str, PlacedBox] = {}
    bands: dict[LayerItem, tuple[int, int]] = {}
    halves: dict[LayerItem, float] = {key: shape.height / 2 for key, shape in sized.items()}
    left, shift = PADDING, PADDING - min(middle - halves.get(spot, 0) for spot, middle in middles.items())
    for layer in columns.layers:
        shapes = [sized[spot] for spot in layer if isinstance(spot, str)]
        right = left + max((shape.width for shape in shapes), default=0)
        for shape in shapes:
            y = round(middles[shape.box.key] + shift - shape.height / 2)
            placed[shape.box.key] = PlacedBox(shape.box, left, y, shape.width, shape.height, shape.lines)
        bands.update(dict.fromkeys(layer, (left, right)))
        left = right + AISLE
    down = {spot: middle + shift for spot, middle in middles.items()}
    curves = tuple(
        Curve(link, _path(route, placed, bands, down))
        for link, route in zip(links, columns.routes, strict=True)
    )
    return Drawing(
        max(shape.x + shape.width for shape in placed.values()) + PADDING,
        round(max(middle + halves.get(spot, 0) for spot, middle in down.items())) + PADDING,
        tuple(placed[box.key] for box in boxes),
        curves,
    )


def _narrowed(boxes: Mapping[str, Box], columns: Layered) -> dict[str, Box]:
    """Return the boxes, all narrower alike where their columns would be too wide together, but no word broken."""
    layers = [[spot for spot in layer if isinstance(spot, str)] for layer in columns.layers]
    widest = [max((boxes[key].width for key in layer), default=0) for layer in layers]
    share = Fraction(ROOM - 2 * PADDING - AISLE * (len(widest) - 1), sum(widest))
    if share >= 1:
        return dict(boxes)
    least = {key: max(map(_least, map(boxes.__getitem__, layer))) for layer in layers for key in layer}
    return {
        key: replace(box, width=min(box.width, max(int(box.width * share), least[key])))
        for key, box in boxes.items()
    }


def _least(box: Box) -> int:
    """Return the width that the longest word of a box needs, as far as it has it."""
    parts = (part for word in box.text.split() for part in re.split(r"(?<=\w-)(?=\w)", word))
    longest = max(map(len, parts), default=0)
    return min(box.width, ceil(longest * _letter(box)) + 2 * PADDING)


def _letter(box: Box) -> float:
    return BOLD if box.bold else LETTER


@lru_cache(maxsize=512)
def _sized(box: Box) -> PlacedBox:
    room = int((box.width - 2 * PADDING) / _letter(box))
    lines = tuple(line.rstrip() for line in textwrap.wrap(box.text, room)) or ("",)
    return PlacedBox(box, 0, 0, box.width, len(lines) * LEADING + 2 * PADDING, lines)


def _breadth(spot: LayerItem, sized: Mapping[str, PlacedBox]) -> int:
    """Return how much of a column a spot takes."""
    return sized[spot].height + GAP if isinstance(spot, str) else LANE


def _middles(laid: Layered, sized: Mapping[str, PlacedBox]) -> dict[LayerItem, float]:
    """Return how far down each spot's middle lies: near to what it is linked with, no two in one place."""
    spots = [spot for layer in laid.layers for spot in layer]
    numbers = {spot: at for at, spot in enumerate(spots)}
    found = _settled(
        tuple(map(len, laid.layers)),
        tuple(_breadth(spot, sized) for spot in spots),
        tuple(1.0 if isinstance(spot, str) else STRAIGHT for spot in spots),
        tuple(tuple(numbers[spot] for spot in route) for route in laid.routes),
    )
    return dict(zip(spots, found, strict=True))


@lru_cache(maxsize=64)
def _settled(
    sizes: Sequence[int],
    breadths: Sequence[int],
    weights: Sequence[float],
    routes: Sequence[Sequence[int]],
) -> tuple[float, ...]:
    """Return the middles of columns of so many spots, numbered through as they come; once for one shape."""
    near: list[list[int]] = [[] for _ in breadths]
    for route in routes:
        for one, other in pairwise(route):
            near[one].append(other)
            near[other].append(one)
    columns = [
        _Column(range(end - size, end), breadths, weights)
        for size, end in zip(sizes, accumulate(sizes), strict=True)
    ]
    most = max(column.total for column in columns)
    found = [0.0] * len(breadths)
    for column in columns:
        column.settle(found, [most / 2] * len(column.spots), most)
    for turn in range(ROUNDS):
        before = found.copy()
        for column in columns if turn % 2 else columns[::-1]:
            wished = [
                sum([found[one] for one in near[spot]]) / (len(near[spot]) or 1) for spot in column.spots
            ]
            column.settle(found, wished, most)
        if found == before:
            break
    return tuple(found)


class _Column:
    """The spots of a column, how far below its top the middle of each would lie if they stood close, and their weights."""

    def __init__(self, spots: range, breadths: Sequence[int], weights: Sequence[float]) -> None:
        self.spots, self.offsets, self.total = spots, list[float](), 0.0
        self.weights = weights[spots.start : spots.stop]
        for spot in spots:
            self.offsets.append(self.total + breadths[spot] / 2)
            self.total += breadths[spot]

    def settle(self, found: list[float], wished: Sequence[float], most: float) -> None:
        """Put the spots at the places nearest to those wished at which no two overlap and none leaves the column.

        By pooling neighbours that are too near each other (isotonic regression by pool-adjacent-violators).
        """
        pools: list[tuple[float, float, int]] = []
        for wish, offset, own in zip(wished, self.offsets, self.weights, strict=True):
            value, weight, number = (wish - offset) * own, own, 1
            while pools and pools[-1][0] / pools[-1][1] >= value / weight:
                above, heavy, many = pools.pop()
                value, weight, number = above + value, heavy + weight, many + number
            pools.append((value, weight, number))
        starts = [value / weight for value, weight, number in pools for _ in range(number)]
        for spot, start, offset in zip(self.spots, starts, self.offsets, strict=True):
            found[spot] = min(max(start, 0.0), most - self.total) + offset


def _path(
    route: Sequence[LayerItem],
    placed: Mapping[str, PlacedBox],
    bands: Mapping[LayerItem, tuple[int, int]],
    down: Mapping[LayerItem, float],
) -> str:
    """Return a path from the left of the box that bears to the right of the other, straight where it passes a column."""
    x, y = bands[route[-1]][0], down[route[-1]]
    said = [f"M{x} {y:.0f}"]
    for spot in route[-2::-1]:
        there, (left, right) = down[spot], bands[spot]
        middle = (x + right) / 2
        said.append(f"C{middle:.0f} {y:.0f} {middle:.0f} {there:.0f} {right} {there:.0f}")
        x, y = placed[spot].x + placed[spot].width if isinstance(spot, str) else left, there
        if x != right:
            said.append(f"L{x} {y:.0f}")
    return "".join(said)
