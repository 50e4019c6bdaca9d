"""The command that serves editors' programs."""

from importlib.util import find_spec

import click

from rubicon.cli.options import rules_option
from rubicon.problems import BadInput, Problem
from rubicon.reading.choosing import choose_rulebook


@click.command("lsp")
@rules_option
def command(folder: str | None) -> None:
    """Serve editors' programs, over standard input and output, by the Language Server Protocol.

    A rulebook's file is read with the rulebook in whose folder it lies, as it stands in the editor, unsaved.
    Cases are read by that to which they belong, or by --rules. Nothing is written.
    """
    if find_spec("pygls") is None:
        what, remedy = "the package pygls is not installed", "pip install 'rubicon[lsp]'"
        raise BadInput([Problem("rubicon lsp", 0, what, remedy)])
    choose_rulebook(folder, ())  # what is misspelled is told now, and not at the first file
    # Here, so that no other command loads the large library that speaks the protocol.
    from rubicon.lsp.serving import serve  # noqa: PLC0415

    serve(folder)
