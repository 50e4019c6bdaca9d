"""Spell a graph of rules: SVG, DOT (Graphviz), Mermaid, JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rubicon.explaining.contents import Link
from rubicon.language.templates import render_template
from rubicon.places import shipped
from rubicon.rendering.boxes import cut
from rubicon.rendering.drawing import Box, lay_out
from rubicon.rendering.headings import FORMAT
from rubicon.rendering.pages import FILTERS, as_json

GRAPHS = ("svg", "dot", "mermaid", "json")
"""The forms of a graph of rules."""

WIDE = 210
"""Pixels of the width of a box."""

_SHAPES = {"topic": ("folder", "[[", "]]"), "rule": ("box", "(", ")"), "statement": ("plaintext", "[", "]")}


class OneStation(Protocol):
    """A node."""

    @property
    def key(self) -> str:
        """Return what tells it from others."""

    @property
    def kind(self) -> str:
        """Return what it is: a topic, a rule, a statement."""

    @property
    def text(self) -> str:
        """Return what is written in it."""

    @property
    def centre(self) -> bool:
        """Tell whether the graph is about it."""


class OneFeed(Protocol):
    """A line between two nodes."""

    @property
    def lower(self) -> str:
        """Return the key of the node that feeds."""

    @property
    def upper(self) -> str:
        """Return the key of the node that is fed."""

    @property
    def kind(self) -> str:
        """Return whether it speaks for or against."""

    @property
    def times(self) -> int:
        """Return how often."""


class GraphOfRules(Protocol):
    """A graph without circles."""

    @property
    def title(self) -> str:
        """Return what it is about."""

    @property
    def stations(self) -> Sequence[OneStation]:
        """Return its nodes."""

    @property
    def feeds(self) -> Sequence[OneFeed]:
        """Return its lines."""


def render_graph(graph: GraphOfRules, form: str, folder: Path | None = None) -> str:
    """Render a graph of rules in one of `GRAPHS`."""
    if form == "json":
        return as_json(_object(graph))
    if form == "svg":
        return _svg(graph, folder or shipped("templates"))
    numbers = {station.key: f"n{at}" for at, station in enumerate(graph.stations)}
    return _dot(graph, numbers) if form == "dot" else _mermaid(graph, numbers)


def _object(graph: GraphOfRules) -> dict[str, object]:
    return {
        "format": FORMAT,
        "title": graph.title,
        "nodes": [
            {"id": one.key, "kind": one.kind, "text": one.text, "centre": one.centre}
            for one in graph.stations
        ],
        "links": [
            {"from": one.lower, "to": one.upper, "kind": one.kind, "times": one.times} for one in graph.feeds
        ],
    }


def _dot(graph: GraphOfRules, numbers: dict[str, str]) -> str:
    rows = ["digraph rules {", "  rankdir = RL;", '  node [fontname = "sans-serif"];']
    for one in graph.stations:
        bold = ', style = "bold"' if one.centre else ""
        rows.append(
            f"  {numbers[one.key]} [label = {json.dumps(one.text, ensure_ascii=False)}, "
            f"shape = {_SHAPES[one.kind][0]}{bold}];"
        )
    for feed in graph.feeds:
        style = ' [style = "dashed"]' if feed.kind == "against" else ""
        rows.append(f"  {numbers[feed.lower]} -> {numbers[feed.upper]}{style};")
    return "\n".join([*rows, "}"]) + "\n"


def _mermaid(graph: GraphOfRules, numbers: dict[str, str]) -> str:
    rows = ["flowchart RL"]
    for one in graph.stations:
        text = one.text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        before, after = _SHAPES[one.kind][1:]
        rows.append(f'  {numbers[one.key]}{before}"{text}"{after}')
    arrows = {"for": "-->", "against": "-.->"}
    rows += [f"  {numbers[one.lower]} {arrows[one.kind]} {numbers[one.upper]}" for one in graph.feeds]
    return "\n".join(rows) + "\n"


def _svg(graph: GraphOfRules, folder: Path) -> str:
    """Draw it, with what nothing is linked to in a line below."""
    linked = {key for feed in graph.feeds for key in (feed.lower, feed.upper)}
    boxes = [
        Box(one.key, one.kind, cut(one.text), WIDE, bold=one.centre or one.kind == "topic")
        for one in graph.stations
        if one.key in linked or len(graph.stations) == 1
    ]
    links = [Link(one.upper, one.lower, "support" if one.kind == "for" else "attack") for one in graph.feeds]
    alone = [one.text for one in graph.stations if one.key not in linked] if linked else []
    given = {"drawing": lay_out(boxes, links), "title": graph.title, "alone": alone}
    return render_template(folder, "rules/graph.svg.j2", given, html=True, filters=FILTERS).strip() + "\n"
