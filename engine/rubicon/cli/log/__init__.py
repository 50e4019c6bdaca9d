"""The commands of the record."""

import click

from rubicon.cli.commands import Loader


class Recording(Loader):
    """The commands about judgements that were filed, a file each."""

    package = "rubicon.cli.log"
    order = ("file", "show", "diff", "verify", "score", "head")


@click.group("log", cls=Recording)
def command() -> None:
    """File judgements, and tell what moved between them."""
