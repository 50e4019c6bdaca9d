"""The command that says what each rule did for the cases."""

from pathlib import Path

import click

from rubicon.cli.options import case_of, rulebook_of, rules_option
from rubicon.cli.running import Delivery, giving
from rubicon.editing.merits import merits_of
from rubicon.editing.telling import tell_merits
from rubicon.problems import BadInput, Problem
from rubicon.reading.choosing import library_of, shown


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
    library = library_of(Path(rulebook.folder))
    names = cases or [str(shown(path)) for path in sorted(library.rglob("*.toml") if library else ())]
    if not names:
        remedy = f"Name the case files, or put them into {Path(rulebook.folder) / 'cases'}."
        raise BadInput([Problem(rulebook.folder, 0, "this rulebook has no cases of its own", remedy)])
    read = [case_of(name, rulebook) for name in names]
    sheet.give(tell_merits(merits_of(rulebook, read, school), sheet.form))
