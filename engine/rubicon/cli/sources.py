"""The commands for the sources of a case."""

from collections.abc import Callable
from datetime import date

import click

from rubicon.cli.completing import CASE, SOURCE
from rubicon.cli.desk import read_desk
from rubicon.cli.options import read_day, rules_option
from rubicon.exchanging.amending import with_work_amended
from rubicon.exchanging.coding import CodingSheet, with_work
from rubicon.exchanging.tables import OF_SOURCE
from rubicon.reading.works import CLASSES
from rubicon.reading.writing import WrittenTable, save


@click.group("sources")
def command() -> None:
    """Declare the sources of a case."""


def _particulars(*, title: bool) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of a source; a `title` is needed where it is a new one."""

    def given(function: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(
            (
                click.option("--title", required=title, metavar="TEXT", help="The title of the report."),
                click.option("--author", metavar="NAME"),
                click.option("--publisher", metavar="NAME"),
                click.option(
                    "--date", metavar="DATE", callback=read_day, help="The day on which it came out."
                ),
                click.option("--address", metavar="URL"),
                click.option(
                    "--class",
                    type=click.Choice(CLASSES),
                    help="W press, G government, S state outlet, N body or NGO, A academic, R reference, P partisan.",
                ),
                click.option(
                    "--origin", metavar="NAME", help="The person, body or wire from which the report came."
                ),
                click.option(
                    "--marking", metavar="TEXT", help="Who may see it; `export --redact` leaves it out."
                ),
                click.option("--note", metavar="TEXT"),
            )
        ):
            function = option(function)
        return function

    return given


def _row(told: dict[str, str | date | None]) -> WrittenTable:
    """Return what is told of a source, in the order in which a file has it."""
    return {name: told[name] for name in (*OF_SOURCE, "note")}


@command.command("add")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("key", metavar="KEY")
@_particulars(title=True)
@rules_option
def add(case: str, key: str, folder: str | None, **told: str | date | None) -> None:
    """Declare a source under a KEY, by which facts name it."""
    _saved(with_work(read_desk(case, folder), key, _row(told)), key, "declared")


@command.command("amend")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("key", metavar="KEY", shell_complete=SOURCE)
@_particulars(title=False)
@rules_option
def amend(case: str, key: str, folder: str | None, **told: str | date | None) -> None:
    """Change particulars of a source that is declared; an empty text takes one out."""
    _saved(with_work_amended(read_desk(case, folder), key, _row(told)), key, "amended")


def _saved(desk: CodingSheet, key: str, done: str) -> None:
    save(desk.draft)
    click.echo(f"{desk.draft.path}: source {key}: {done}")
