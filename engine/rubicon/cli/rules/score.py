"""The command that says what each rule did for the cases."""

from pathlib import Path

import click

from rubicon.cli.naming import case_of, library_names
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.running import Delivery, giving
from rubicon.editing.merits import merits_of
from rubicon.editing.telling import tell_merits


@click.command("score")
@click.argument("cases", metavar="[CASE]...", nargs=-1)
@rules_option
@click.option(
    "--school", metavar="NAME", default=None, help="The school whose rules are scored. Default: the first."
)
@giving
def command(cases: tuple[str, ...], folder: str | None, school: str | None, sheet: Delivery) -> None:
    """Say of each rule which cases it decided, and the right and wrong calls that it carried: keep, tune, retire."""
    rulebook = rulebook_of(folder)
    names = cases or library_names(Path(rulebook.folder))
    read = [case_of(name, rulebook) for name in names]
    sheet.give(tell_merits(merits_of(rulebook, read, school), sheet.form))
