"""The command that lists the rules."""

import click

from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.running import Delivery, giving
from rubicon.rendering import render_rules_list


@click.command("list")
@rules_option
@giving
def command(folder: str | None, sheet: Delivery) -> None:
    """List every rule by topic."""
    sheet.give(render_rules_list(rulebook_of(folder), sheet.form))
