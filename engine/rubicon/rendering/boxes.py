"""Have the boxes of the argument's map laid out, their texts given."""

from collections.abc import Iterable

from rubicon.explaining.contents import Map, Node
from rubicon.rendering.drawing import Box, Drawing, lay_out

WIDE, NARROW = 340, (152, 136, 120, 108, 100)
"""Pixels of the question's box, and of every other: the first width at which all fits."""

ROOM = 1140
"""Pixels that a drawing may take: what a window of 1,200 leaves it."""

LONGEST = 120
"""Characters of a box's text; a longer one is cut at a word."""


def draw(argument: Map, texts: Iterable[str]) -> Drawing:
    """Lay out a map, with the text of each node in turn."""
    said = tuple(texts)
    for width in NARROW:
        boxes = [
            Box(
                node.key,
                _kind(node),
                _cut(text),
                {"question": WIDE, "section": NARROW[0]}.get(node.kind, width),
                bold=node.kind in ("question", "section"),
            )
            for node, text in zip(argument.nodes, said, strict=True)
        ]
        drawing = lay_out(boxes, argument.links, ROOM)
        if drawing.width <= ROOM:
            break
    return drawing


def _kind(node: Node) -> str:
    if node.kind == "section" and node.told is not None:
        return f"section {node.told.state or 'findings'}"
    return node.kind


def _cut(text: str) -> str:
    if len(text) <= LONGEST or " " not in text[:LONGEST]:
        return text
    return text[: text.rindex(" ", 0, LONGEST)].rstrip(",;") + " …"
