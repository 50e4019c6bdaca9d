"""Have the boxes of the argument's map laid out, their texts given."""

from collections.abc import Iterable

from rubicon.explaining.contents import Map, Node
from rubicon.rendering.drawing import Box, Drawing, lay_out

WIDTHS = {"question": 150, "section": 150, "reason": 230, "against": 230}
"""Pixels of a box's width, by what it holds."""

OTHER = 200
"""Pixels of the width of a box of facts, or of what nothing shows."""

LONGEST = 120
"""Characters of a box's text; a longer one is cut at a word."""


def draw(argument: Map, texts: Iterable[str]) -> Drawing:
    """Lay out a map, with the text of each node in turn; its variables stand in the order of the report."""
    boxes = [
        Box(
            node.key,
            _kind(node),
            cut(text),
            WIDTHS.get(node.kind, OTHER),
            bold=node.kind in ("question", "section"),
        )
        for node, text in zip(argument.nodes, texts, strict=True)
    ]
    variables = [
        node.key for node in argument.nodes if node.kind == "section" and node.told and node.told.state
    ]
    return lay_out(boxes, argument.links, variables)


def _kind(node: Node) -> str:
    if node.kind == "section" and node.told is not None:
        return f"section {node.told.state or 'findings'}"
    return node.kind


def cut(text: str) -> str:
    """Cut a text at a word where it is too long for a box."""
    if len(text) <= LONGEST or " " not in text[:LONGEST]:
        return text
    return text[: text.rindex(" ", 0, LONGEST)].rstrip(",;") + " …"
