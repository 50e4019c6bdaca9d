"""The command that writes what came of a case."""

from datetime import date

import click

from rubicon.cli.completing import CASE, SOURCE
from rubicon.cli.desk import read_desk
from rubicon.cli.options import read_day, rules_option
from rubicon.exchanging.amending import with_happening
from rubicon.reading.writing import save

TOLD = ("summary", "source", "note", "unscored")
"""What is told of an outcome, in the order in which a file has it."""


@click.command("outcome")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("happened", metavar="yes|no", type=click.Choice(["yes", "no"]))
@click.option("--on", "day", metavar="DATE", callback=read_day, help="The day on which it came.")
@click.option("--summary", metavar="TEXT", help="What came, in a sentence.")
@click.option("--source", metavar="KEY", shell_complete=SOURCE, help="The source that says so, by its key.")
@click.option("--note", metavar="TEXT", help="How it was read, and what is doubtful about it.")
@click.option("--unscored", metavar="TEXT", help="Why it is too doubtful to be scored.")
@click.option("--tier", metavar="NAME", help="The size of event. Default: the one asked about first.")
@rules_option
def command(
    case: str, happened: str, folder: str | None, day: date | None, tier: str | None, **told: str | None
) -> None:
    """Write whether the event that is asked about came. No judgement reads it; `backtest` and `log score` do.

    Written again, it replaces what it names; an empty text takes one out.
    """
    row = {"happened": happened == "yes", "on": day, **{name: told[name] for name in TOLD}}
    desk = with_happening(read_desk(case, folder), tier, row)
    save(desk.draft)
    click.echo(f"{desk.draft.path}: outcome{f' of {tier}' if tier else ''}: {happened}")
