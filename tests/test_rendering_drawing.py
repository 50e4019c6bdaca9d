"""The layout of drawings."""

from itertools import pairwise

import pytest

from reported import TOP, explained, shipped
from rubicon.explaining.contents import Link
from rubicon.rendering.boxes import ROOM, draw
from rubicon.rendering.drawing import Box, lay_out


def test_a_link_leads_from_an_upper_layer_to_a_lower_one():
    """What supports lies below what it supports, and boxes of one layer do not overlap."""
    boxes = [Box("top", "question", "Will it be?", 200)]
    boxes += [Box(f"reason {n}", "reason", "Because it is so and so " * (n + 1), 150) for n in range(6)]
    boxes += [Box("fact", "fact", "It is so.", 150)]
    links = [Link("top", f"reason {n}", "support") for n in range(6)]
    links += [Link(f"reason {n}", "fact", "support") for n in range(0, 6, 2)] + [Link("top", "fact", "idle")]
    drawing = lay_out(boxes, links)
    placed = {shape.box.key: shape for shape in drawing.shapes}
    assert list(placed) == [box.key for box in boxes]
    for link in links:
        assert placed[link.upper].y + placed[link.upper].height < placed[link.lower].y
    row = sorted((placed[f"reason {n}"] for n in range(6)), key=lambda shape: shape.x)
    for left, right in pairwise(row):
        assert left.x + left.width < right.x
    assert lay_out(boxes, links) == drawing


def test_text_is_wrapped_into_its_box():
    """A long text becomes lines, all of its words kept, in a box that is high enough."""
    text = "A rather long reason that no box of such a width could hold in a single line of text"
    drawing = lay_out(
        [Box("top", "question", "Is it?", 200), Box("one", "reason", text, 150)],
        [Link("top", "one", "support")],
    )
    shape = drawing.shapes[1]
    assert " ".join(shape.lines) == text
    assert len(shape.lines) * 15 < shape.height


def test_a_box_on_no_link_is_refused():
    """A drawing is one piece."""
    boxes = [Box(name, "fact", name, 100) for name in ("a", "b", "c")]
    with pytest.raises(ValueError, match="hang on no link"):
        lay_out(boxes, [Link("a", "b", "support")])


@pytest.mark.parametrize("name", sorted(path.stem for path in (TOP / "cases").glob("*.toml")))
def test_every_drawing_fits_a_window(name):
    """The arguments of the shipped cases fit a window of 1,200 pixels, made smaller by a fifth at most, and no two of their boxes overlap."""
    argument = explained(shipped(name)).map
    drawing = draw(argument, ["Because of this, that and the other thing as well"] * len(argument.nodes))
    assert drawing.width <= ROOM * 5 / 4
    rows = {}
    for shape in drawing.shapes:
        rows.setdefault(shape.y, []).append(shape)
        assert shape.x >= 0
        assert shape.x + shape.width <= drawing.width
    for row in rows.values():
        for left, right in pairwise(sorted(row, key=lambda shape: shape.x)):
            assert left.x + left.width < right.x
