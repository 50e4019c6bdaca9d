"""The command that asks what would change."""

import click

from rubicon.cli.running import Delivery, Run, giving, judging
from rubicon.explaining.what_if import what_if
from rubicon.rendering.answers import render_what_if


@click.command("what-if")
@judging
@giving
def command(run: Run, sheet: Delivery) -> None:
    """Tell what would change if facts were assumed or withdrawn, and through which rules. Writes nothing."""
    if not run.supposes:
        raise click.UsageError("Say what to suppose: --assume SENTENCE or --without SENTENCE.")
    sheet.give(render_what_if(what_if(run.judged(as_filed=True), run.judged()), sheet.form))
