"""Lay out an argument as boxes and lines, the question at the top: the only room that knows grandalf."""

import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.contents import Link

LETTER, BOLD = 6.1, 7.0
"""Width of an average letter at the drawing's type size, in pixels: SVG cannot measure its own text."""

LEADING = 15
PADDING = 9
GAP, TIGHT, RISE = 16, 10, 46
"""Pixels between boxes of a layer, also where room is short, and between layers."""


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
    """A line where it lies, as the path of an SVG, from the lower box up to the upper one."""

    link: Link
    path: str


class Drawing(Struct, frozen=True):
    """An argument laid out, in pixels."""

    width: int
    height: int
    shapes: tuple[PlacedBox, ...]
    curves: tuple[Curve, ...]


def lay_out(boxes: Sequence[Box], links: Sequence[Link], room: int | None = None) -> Drawing:
    """Lay out boxes in layers, each link from an upper layer to a lower one (Sugiyama's method).

    What is wider than `room` pixels is drawn together as far as its boxes allow.

    Raises:
        ValueError: a box that no link reaches; there must be one drawing, not several.
    """
    sized = {box.key: _sized(box) for box in boxes}
    centres, bends = _placed(sized, links)
    if len(centres) < len(boxes):
        raise ValueError("some boxes hang on no link")
    drawing = _drawn(boxes, links, bends, _layers(sized, centres))
    if room is None or drawing.width <= room:
        return drawing
    scale = room / drawing.width
    centres = {key: (x * scale, y) for key, (x, y) in centres.items()}
    bends = [[(x * scale, y) for x, y in bend] for bend in bends]
    return _drawn(boxes, links, bends, _layers(sized, centres, room - 2 * PADDING))


def _drawn(
    boxes: Sequence[Box],
    links: Sequence[Link],
    bends: Sequence[list[tuple[float, float]]],
    layers: Sequence[Sequence[PlacedBox]],
) -> Drawing:
    placed = {shape.box.key: shape for layer in layers for shape in layer}
    left = min(shape.x for shape in placed.values()) - PADDING
    top = min(shape.y for shape in placed.values()) - PADDING
    placed = {key: replace(shape, x=shape.x - left, y=shape.y - top) for key, shape in placed.items()}
    curves = tuple(
        Curve(link, _path(placed[link.upper], placed[link.lower], [(x - left, y - top) for x, y in bend]))
        for link, bend in zip(links, bends, strict=True)
    )
    return Drawing(
        max(shape.x + shape.width for shape in placed.values()) + PADDING,
        max(shape.y + shape.height for shape in placed.values()) + PADDING,
        tuple(placed[box.key] for box in boxes),
        curves,
    )


def _sized(box: Box) -> PlacedBox:
    room = int((box.width - 2 * PADDING) / (BOLD if box.bold else LETTER))
    lines = tuple(textwrap.wrap(box.text, room)) or ("",)
    return PlacedBox(box, 0, 0, box.width, len(lines) * LEADING + 2 * PADDING, lines)


def _placed(
    sized: dict[str, PlacedBox], links: Sequence[Link]
) -> tuple[dict[str, tuple[float, float]], list[list[tuple[float, float]]]]:
    """Return the centres of the boxes and the bends of the links, as grandalf lays them out."""
    # Imported here and not above: only HTML needs grandalf, and the other formats should start fast.
    from grandalf import graphs, layouts  # noqa: PLC0415

    class Route:
        """What grandalf calls the view of an edge."""

        def __init__(self) -> None:
            self.bends: list[tuple[float, float]] = []

        def setpath(self, points: list[tuple[float, float]]) -> None:
            """Take the points of an edge."""
            self.bends = points[1:-1]

    vertices: dict[str, Any] = {}
    for key, shape in sized.items():
        vertices[key] = graphs.Vertex(key)
        vertices[key].view = layouts.VertexViewer(shape.width, shape.height)
    edges = [graphs.Edge(vertices[link.upper], vertices[link.lower]) for link in links]
    for edge in edges:
        edge.view = Route()
    graph = graphs.Graph(list(vertices.values()), edges)
    core = graph.C[0]
    layout = layouts.SugiyamaLayout(core)
    layout.xspace, layout.yspace = GAP, RISE
    layout.init_all()
    layout.draw(3)
    routes = [edge.view.bends for edge in edges]
    return {vertex.data: vertex.view.xy for vertex in core.sV}, routes


def _layers(
    sized: dict[str, PlacedBox], centres: dict[str, tuple[float, float]], room: int | None = None
) -> list[list[PlacedBox]]:
    """Put boxes at their centres, hanging from the top of their layer, and push those apart that overlap.

    What would go beyond the room is pushed back; a layer with more boxes than the room holds, made smaller by
    a fifth, becomes several rows, each next box in the next row, so that their order stays.
    """
    left = min(round(x - sized[key].width / 2) for key, (x, _) in centres.items())
    layers: dict[float, list[PlacedBox]] = {}
    for key, (x, y) in sorted(centres.items(), key=lambda item: (item[1][1], item[1][0], item[0])):
        shape = sized[key]
        layers.setdefault(round(y), []).append(replace(shape, x=round(x - shape.width / 2)))
    top, found, gap = 0, [], GAP if room is None else TIGHT
    for shapes in (row for _, layer in sorted(layers.items()) for row in _rows(layer, room)):
        spread: list[PlacedBox] = []
        for shape in shapes:
            least = spread[-1].x + spread[-1].width + gap if spread else shape.x
            spread.append(replace(shape, x=max(shape.x, least), y=top))
        end = left + room if room is not None else spread[-1].x + spread[-1].width
        for at in range(len(spread) - 1, -1, -1):
            spread[at] = replace(spread[at], x=min(spread[at].x, end - spread[at].width))
            end = spread[at].x - gap
        top += max(shape.height for shape in spread) + RISE
        found.append(spread)
    return found


def _rows(layer: list[PlacedBox], room: int | None) -> list[list[PlacedBox]]:
    """Divide a layer into as many rows as it takes."""
    if room is None:
        return [layer]
    width = sum(shape.width + TIGHT for shape in layer) - TIGHT
    rows = -(-width * 4 // (room * 5))
    return [layer[start::rows] for start in range(rows)]


def _path(upper: PlacedBox, lower: PlacedBox, bends: list[tuple[float, float]]) -> str:
    """Return a smooth path from the top of the lower box to the foot of the upper one."""
    end = (upper.x + upper.width / 2, upper.y + upper.height)
    points = [(lower.x + lower.width / 2, float(lower.y)), *reversed(bends), end]
    path = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for (x1, y1), (x2, y2) in pairwise(points):
        middle = (y1 + y2) / 2
        path.append(f"C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}")
    return "".join(path)
