"""The commands for the sources of a case."""

from datetime import date

import click

from rubicon.cli.completing import CASE
from rubicon.cli.desk import read_desk
from rubicon.cli.options import read_day, rules_option
from rubicon.exchanging.coding import with_work
from rubicon.reading.works import CLASSES
from rubicon.reading.writing import save


@click.group("sources")
def command() -> None:
    """Declare the sources of a case."""


@command.command("add")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("key", metavar="KEY")
@click.option("--title", required=True, metavar="TEXT", help="The title of the report.")
@click.option("--author", metavar="NAME")
@click.option("--publisher", metavar="NAME")
@click.option("--date", "day", metavar="DATE", callback=read_day, help="The day on which it came out.")
@click.option("--address", metavar="URL")
@click.option(
    "--class",
    "kind",
    type=click.Choice(CLASSES),
    help="W press, G government, S state outlet, N body or NGO, A academic, R reference, P partisan.",
)
@click.option("--origin", metavar="NAME", help="The person, body or wire from which the report came.")
@click.option("--marking", metavar="TEXT", help="Who may see it; `export --redact` leaves it out.")
@click.option("--note", metavar="TEXT")
@rules_option
def add(
    case: str, key: str, folder: str | None, day: date | None, kind: str | None, **given: str | None
) -> None:
    """Declare a source under a KEY, by which facts name it."""
    desk = read_desk(case, folder)
    row = {
        **{name: given[name] for name in ("title", "author", "publisher")},
        "date": day,
        "address": given["address"],
        "class": kind,
        **{name: given[name] for name in ("origin", "marking")},
        "note": given["note"],
    }
    save(with_work(desk, key, row).draft)
