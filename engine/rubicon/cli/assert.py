"""The command that asserts a fact."""

import click

from rubicon.cli.completing import CASE, SENTENCE, SOURCE
from rubicon.cli.desk import read_desk, written
from rubicon.cli.options import rules_option
from rubicon.exchanging.coding import Coding, with_assertion


@click.command("assert")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("sentence", metavar="SENTENCE", shell_complete=SENTENCE)
@click.option("--on", metavar="DAY", help="When it became true: 2022-01-05, 2022-01, 1992, 2022-01~ (about).")
@click.option("--until", metavar="DAY", help="The first day on which it was no longer so.")
@click.option(
    "--known", metavar="DATE", help="When it was public. Default: the later of --on and the source's date."
)
@click.option("--source", metavar="KEY", shell_complete=SOURCE, help="The source that says so, by its key.")
@click.option(
    "--grade", metavar="GRADE", help="The Admiralty grade: A-F for the source, 1-6 for the report, as in B2."
)
@click.option("--note", metavar="TEXT", help="How it was read, and what is doubtful about it.")
@click.option("--coder", metavar="NAME", help="Who codes it.")
@click.option("--conflict", is_flag=True, help="Take it although it contradicts what is on file: both stand.")
@rules_option
def command(case: str, sentence: str, folder: str | None, conflict: bool, **known: str | None) -> None:
    """Write a fact into a case. What contradicts it is named, and it is taken beside that with --conflict alone."""
    desk, fact = with_assertion(read_desk(case, folder), Coding(sentence, **known), conflict=conflict)
    written(desk, fact)
