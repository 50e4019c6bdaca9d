"""The command that draws the rules."""

from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import file_option, form_by, rulebook_of, rules_option
from rubicon.cli.rules.about import meant_by_file
from rubicon.editing.graphing import graph_of
from rubicon.rendering.graphs import GRAPHS, render_graph

_ENDINGS = {".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".json": "json"}


@click.command("graph")
@click.argument("about", metavar="[TOPIC|RULE|STATEMENT]", default="")
@rules_option
@click.option(
    "--format", "form", type=click.Choice(GRAPHS), help="The form. Default: that of the file, else SVG."
)
@file_option
def command(about: str, folder: str | None, form: str | None, output: Path | None) -> None:
    """Draw which topics feed which; or what stands around a topic, a rule or its file, or a statement (by its name).

    Where that would be too large to read, the rules of each topic around it are one box, with their number.
    """
    folder, about = meant_by_file(folder, about)
    asked = form_by(form, output, _ENDINGS, "svg")
    ending.give(render_graph(graph_of(rulebook_of(folder), about), asked), output)
