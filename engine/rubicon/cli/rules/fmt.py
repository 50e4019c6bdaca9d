"""The command that lays out rules as they are laid out everywhere."""

import sys

import click

from rubicon.cli import ending
from rubicon.cli.naming import found_at
from rubicon.cli.options import rules_option
from rubicon.cli.progress import working
from rubicon.cli.rules.about import refuse_installed
from rubicon.editing.formatting import files_about, laid_out_anew
from rubicon.reading.choosing import choose_rulebook
from rubicon.reading.writing import save_together


@click.command("fmt")
@click.argument("about", metavar="[TOPIC|RULE|FILE]", default="")
@click.option(
    "--check", is_flag=True, help="Write nothing; list the files that are laid out otherwise, with status 1."
)
@rules_option
def command(about: str, folder: str | None, *, check: bool) -> None:
    """Lay out the files of a rulebook and of its cases alike: keys aligned, lists indented, one empty line between tables.

    Remarks stay, and nothing is read otherwise. The order of keys and the breaks between lines of a list are the
    writer's.
    """
    path = found_at(about) if about else None
    with working():
        chosen = choose_rulebook(folder, [path] if path is not None else [])
        if not check:
            refuse_installed(chosen.folder)
        found = laid_out_anew([path] if path is not None else files_about(chosen.folder, about))
    if check:
        ending.give("".join(f"{draft.path}\n" for draft in found), None)
    else:
        save_together([(draft, draft.path) for draft in found])
    files = "1 file" if len(found) == 1 else f"{len(found)} files"
    click.echo(f"{files} {'would be ' * check}laid out anew.", err=check)
    if check and found:
        sys.exit(ending.PROBLEMS)
