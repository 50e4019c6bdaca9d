"""The command that changes what a case says of itself."""

from datetime import date

import click

from rubicon.cli.completing import CASE
from rubicon.cli.desk import head_options, read_desk
from rubicon.cli.options import rules_option
from rubicon.exchanging.amending import OF_CASE, with_head
from rubicon.reading.writing import save

TOLD = (*OF_CASE, "sample", "episode", "unscored")
"""What a case tells of itself besides title and day, in the order in which a file has it."""


@click.command("amend")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@head_options
@click.option("--author", metavar="NAME", help="Who is answerable for the case.")
@click.option("--reviewed-by", metavar="NAME", help="Who has looked at it.")
@click.option("--marking", metavar="TEXT", help="Who may see it; it is printed on every page.")
@click.option("--note", metavar="TEXT", help="On how it was coded.")
@click.option(
    "--sample", type=click.Choice(["in", "out", "quiet"]), help="Whether rules were made with it in view."
)
@click.option("--episode", metavar="NAME", help="What cases of one episode share: together they count once.")
@click.option("--unscored", metavar="TEXT", help="Why it is left out of scores.")
@rules_option
def command(
    case: str,
    folder: str | None,
    day: date | None,
    roles: list[tuple[str, str]],
    entities: list[tuple[str, str]],
    title: str | None,
    **told: str | None,
) -> None:
    """Change what a case says of itself: its title, day and parts, who answers for it, who may see it.

    An empty text takes a particular out: --marking "".
    """
    row = {"title": title, "as_of": day, **{name: told[name] for name in TOLD}}
    if not (roles or entities or any(value is not None for value in row.values())):
        raise click.UsageError("Say what is to be changed, as with --title TEXT.")
    desk = with_head(read_desk(case, folder), row, dict(roles), entities)
    save(desk.draft)
    click.echo(f"{desk.draft.path}: amended")
