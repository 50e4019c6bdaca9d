"""The command that writes how likely the analyst holds an open answer."""

import click

from rubicon.cli.completing import CASE, SENTENCE
from rubicon.cli.desk import read_desk
from rubicon.cli.options import read_share, rules_option
from rubicon.exchanging.amending import with_odds_stated
from rubicon.reading.writing import save


@click.command("odds")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("sentence", metavar="SENTENCE", shell_complete=SENTENCE)
@click.argument("p", metavar="[P]", required=False, callback=read_share)
@click.option("--why", metavar="TEXT", help="The reason for the number.")
@click.option("--remove", is_flag=True, help="Take it out again.")
@rules_option
def command(
    case: str, sentence: str, p: float | None, why: str | None, remove: bool, folder: str | None
) -> None:
    """Write how likely you hold an open answer, P from 0 to 1. No judgement reads it; `pivots` weighs the answers by it.

    Written again, it replaces what it names. For a single run there is `pivots --odds`.
    """
    if (p is None) != remove:
        raise click.UsageError("Say a number from 0 to 1, or --remove.")
    desk = with_odds_stated(read_desk(case, folder), sentence, None if remove else {"p": p, "why": why})
    save(desk.draft)
    click.echo(f"{desk.draft.path}: odds of {sentence}: {'taken out' if remove else p}")
