"""The command that serves tools for assistants' programs."""

from importlib.util import find_spec
from pathlib import Path

import click

from rubicon.cli.options import rules_option
from rubicon.problems import BadInput, Problem
from rubicon.reading.choosing import choose_rulebook
from rubicon.web.library import Library


@click.command("mcp")
@click.argument("cases", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--coder",
    metavar="NAME",
    default="an assistant",
    show_default=True,
    help="Who is written beside each fact that is asserted.",
)
@rules_option
def command(cases: Path, coder: str, folder: str | None) -> None:
    """Serve tools for assistants' programs, over standard input and output: they propose facts, Rubicon judges.

    FOLDER holds the cases that they may read and write into; they reach no other file.
    """
    if find_spec("mcp") is None:
        what, remedy = "the package mcp is not installed", "pip install 'rubicon[mcp]'"
        raise BadInput([Problem("rubicon mcp", 0, what, remedy)])
    if not cases.is_dir():
        raise BadInput([Problem(str(cases), 0, "there is no such folder", "Name the folder of the cases.")])
    # Here, so that no other command loads the large library that speaks the protocol.
    from rubicon.mcp.answering import Answers  # noqa: PLC0415
    from rubicon.mcp.serving import serve  # noqa: PLC0415

    chosen = choose_rulebook(folder, [cases / "any.toml"])
    if chosen.notice:
        click.echo(f"rubicon: {chosen.notice}", err=True)
    library = Library(cases, chosen.folder)
    library.shelf()  # a rulebook that cannot be read is told now, and not at the first question
    serve(Answers(library, coder))
