"""The command that retracts a fact."""

import click

from rubicon.cli.completing import ASSERTED, CASE, SOURCE
from rubicon.cli.desk import read_desk, written
from rubicon.cli.options import rules_option
from rubicon.exchanging.coding import with_retraction


@click.command("retract")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("sentence", metavar="SENTENCE", shell_complete=ASSERTED)
@click.option("--why", metavar="TEXT", help="The reason, which stays on record with the fact.")
@click.option("--source", metavar="KEY", shell_complete=SOURCE, help="Retract what this source says alone.")
@rules_option
def command(case: str, sentence: str, why: str | None, source: str | None, folder: str | None) -> None:
    """Take a fact or an assumption out of force. It stays in the file with the reason, and never counts again."""
    desk, facts = with_retraction(read_desk(case, folder), sentence, why, source)
    written(desk, *facts, mark="retracted: ")
