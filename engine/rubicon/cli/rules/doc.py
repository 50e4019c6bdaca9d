"""The command that writes the handbook."""

from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.editing.handbook import left_over, pages_of
from rubicon.problems import BadInput, Problem
from rubicon.rendering.spelling import listed


@click.command("doc")
@rules_option
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="FOLDER",
    help="The folder to write to; it is made where there is none.",
)
def command(folder: str | None, target: Path) -> None:
    """Write the rulebook as a handbook: static pages that need no server and no network."""
    rulebook = rulebook_of(folder, examples=True)
    home, place = Path(rulebook.folder).resolve(), target.resolve()
    if place == home or home in place.parents:
        what = "this lies in the rulebook's own folder, whose files its pages would lie among"
        raise BadInput([Problem(str(target), 0, what, "Name a folder of its own.")])
    written: list[str] = []
    for name, text in pages_of(rulebook):
        path = target / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"the folder cannot be made: {(error.strerror or str(error)).lower()}"
            raise BadInput([Problem(str(path.parent), 0, what, "Name another.")]) from None
        ending.write(path, text)
        written.append(name)
    click.echo(f"{len(written)} pages written. Begin with {target / 'index.html'}")
    if left := left_over(target, written):
        named = left if len(left) <= 5 else [*left[:5], f"{len(left) - 5} more"]
        click.echo(
            f"rubicon: left there by an earlier handbook, and nothing leads there now: {listed(named)}",
            err=True,
        )
