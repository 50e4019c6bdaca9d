"""The commands of an editor."""

import click

from rubicon.cli.commands import Loader


class Rules(Loader):
    """The commands about rules, a file each."""

    package = "rubicon.cli.rules"
    order = (
        "list",
        "show",
        "check",
        "test",
        "mutate",
        "impact",
        "score",
        "repair",
        "graph",
        "new",
        "rename",
        "fmt",
        "schema",
        "explain",
        "doc",
    )


@click.group("rules", cls=Rules)
def command() -> None:
    """List, show and check the rules."""
