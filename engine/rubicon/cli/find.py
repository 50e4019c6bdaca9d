"""The command that finds the sentence for an analyst's own words."""

import click

from rubicon.cli.naming import case_of
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.running import Delivery, giving
from rubicon.exchanging.searching import render_search, search


@click.command("find")
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option("--case", "case", metavar="CASE", help="Fill the examples from the roles of this case.")
@rules_option
@giving
def command(words: tuple[str, ...], case: str | None, folder: str | None, sheet: Delivery) -> None:
    """Find the sentences that say what WORDS say, best first."""
    rulebook = rulebook_of(folder, *([case] if case else []))
    read = case_of(case, rulebook) if case else None
    sheet.give(render_search(search(rulebook, " ".join(words), read), sheet.form))
