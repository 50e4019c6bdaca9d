"""The command that writes somebody whom the rulebook does not know."""

import click

from rubicon.cli.completing import CASE
from rubicon.cli.desk import read_desk
from rubicon.cli.options import rules_option
from rubicon.exchanging.amending import with_entity_told
from rubicon.reading.writing import save


@click.command("entity")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("name", metavar="NAME")
@click.option("--kind", metavar="KIND", help="Of what kind it is; a new one needs it.")
@click.option(
    "--also", metavar="NAME", multiple=True, help="Another name; all that are said replace all there were."
)
@click.option("--hint", "hints", metavar="WORDS", multiple=True, help="Other words for it that `find` reads.")
@click.option("--code", metavar="CODE", help="A short code.")
@click.option("--note", metavar="TEXT", help="Whatever helps the next analyst.")
@rules_option
def command(
    case: str,
    name: str,
    kind: str | None,
    also: tuple[str, ...],
    hints: tuple[str, ...],
    code: str | None,
    note: str | None,
    folder: str | None,
) -> None:
    """Write somebody or some place that the rulebook does not know, with its article: "the Kant air base".

    Of one that the case knows it changes what it names; an empty text takes a particular out.
    """
    lists = {
        key: tuple(filter(None, said)) if said else None for key, said in (("also", also), ("hints", hints))
    }
    desk = with_entity_told(
        read_desk(case, folder), name, {"kind": kind, **lists, "code": code, "note": note}
    )
    save(desk.draft)
    click.echo(f"{desk.draft.path}: {name}")
