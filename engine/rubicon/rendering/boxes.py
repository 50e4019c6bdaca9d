"""Have the boxes of the argument's map laid out, their texts given."""

from collections.abc import Iterable

from rubicon.drawing import Box, Drawing, lay_out
from rubicon.explanations import Map, Node

WIDE, NARROW = 340, 152
"""Pixels of the question's box, and of every other."""

LONGEST = 120
"""Characters of a box's text; a longer one is cut at a word."""


def draw(argument: Map, texts: Iterable[str]) -> Drawing:
    """Lay out a map, with the text of each node in turn."""
    boxes = [
        Box(
            node.key,
            _kind(node),
            _cut(text),
            WIDE if node.kind == "question" else NARROW,
            bold=node.kind in ("question", "section"),
        )
        for node, text in zip(argument.nodes, texts, strict=True)
    ]
    return lay_out(boxes, argument.links)


def _kind(node: Node) -> str:
    if node.kind == "section" and node.told is not None:
        return f"section {node.told.state or 'findings'}"
    return node.kind


def _cut(text: str) -> str:
    if len(text) <= LONGEST or " " not in text[:LONGEST]:
        return text
    return text[: text.rindex(" ", 0, LONGEST)].rstrip(",;") + " …"
