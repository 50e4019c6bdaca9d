"""The command that ends a fact."""

import click

from rubicon.cli.completing import ASSERTED, CASE, SOURCE
from rubicon.cli.desk import read_desk, written
from rubicon.cli.options import rules_option
from rubicon.exchanging.coding import as_day, with_end


@click.command("end")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("sentence", metavar="SENTENCE", shell_complete=ASSERTED)
@click.option("--until", metavar="DAY", help="The first day on which it was no longer so.")
@click.option(
    "--withdrawn", metavar="DATE", help="The day on which its source took it back; up to then it counts."
)
@click.option("--source", metavar="KEY", shell_complete=SOURCE, help="End what this source says alone.")
@rules_option
def command(
    case: str, sentence: str, folder: str | None, until: str | None, withdrawn: str | None, source: str | None
) -> None:
    """Say that a fact on file has ended, or that its source took it back. Before that day it counts as it did."""
    if until is None and withdrawn is None:
        raise click.UsageError("Say --until DAY, or --withdrawn DATE.")
    row = {"until": as_day(until), "withdrawn": as_day(withdrawn)}
    desk, facts = with_end(read_desk(case, folder), sentence, row, source)
    written(desk, *facts, mark="ended: " if until else "withdrawn: ")
