"""The command that writes what others forecast."""

from datetime import date

import click

from rubicon.cli.completing import CASE, SOURCE
from rubicon.cli.desk import read_desk
from rubicon.cli.options import read_day, read_share, rules_option
from rubicon.exchanging.amending import with_forecast_given
from rubicon.reading.writing import save


@click.command("forecast")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("p", metavar="[P]", required=False, callback=read_share)
@click.option("--by", required=True, metavar="NAME", help="Who gave it.")
@click.option("--on", "day", required=True, metavar="DATE", callback=read_day, help="The day it was given.")
@click.option("--of", required=True, metavar="TEXT", help="What it is a probability of, in their words.")
@click.option("--source", metavar="KEY", shell_complete=SOURCE, help="The source that says so, by its key.")
@click.option("--words", metavar="TEXT", help="Their words, where they gave no number.")
@click.option("--note", metavar="TEXT", help="How it was read, and what is doubtful about it.")
@click.option("--remove", is_flag=True, help="Take it out again.")
@rules_option
def command(
    case: str,
    p: float | None,
    by: str,
    day: date,
    of: str,
    remove: bool,
    folder: str | None,
    **told: str | None,
) -> None:
    """Write which probability, P from 0 to 1, others gave the event. No judgement reads it; scores do.

    Said again by the same, on the same day and of the same, it replaces what it names.
    """
    if (p is None) != remove:
        raise click.UsageError("Say a number from 0 to 1, or --remove.")
    row = None if remove else {"p": p, **{name: told[name] for name in ("source", "words", "note")}}
    desk = with_forecast_given(read_desk(case, folder), by, day, of, row)
    save(desk.draft)
    click.echo(f"{desk.draft.path}: forecast by {by}, {day}: {'taken out' if remove else p}")
