"""The command that writes an assumption."""

import click

from rubicon.cli.completing import CASE, SENTENCE
from rubicon.cli.desk import read_desk, written
from rubicon.cli.options import rules_option
from rubicon.exchanging.coding import with_supposition


@click.command("assume")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("sentence", metavar="SENTENCE", shell_complete=SENTENCE)
@click.option("--why", required=True, metavar="TEXT", help="The reason for which it is assumed.")
@click.option("--conflict", is_flag=True, help="Take it although it contradicts what is on file: both stand.")
@rules_option
def command(case: str, sentence: str, folder: str | None, why: str, conflict: bool) -> None:
    """Write a key assumption into a case: yours, with its reason, and never dressed as information.

    `retract` takes it out of force again. For a single run there is `assess --assume`.
    """
    desk, assumption = with_supposition(read_desk(case, folder), sentence, why, conflict=conflict)
    written(desk, assumption)
