"""The command that renames something in every file that says it."""

from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.progress import working
from rubicon.cli.rules.about import refuse_installed
from rubicon.editing.differing import differences
from rubicon.editing.renaming import WHATS, Recalled, asked, renamed, written_in
from rubicon.problems import EXCERPT, printable, shortened
from rubicon.reading import read_case
from rubicon.reading.choosing import case_files
from rubicon.reading.writing import draft_of, save_together

SHOWN = 3
"""Lines that are shown of those that say the old name still."""


@click.command("rename")
@click.argument("what", metavar="WHAT", type=click.Choice(WHATS))
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--write", is_flag=True, help="Write the files, all of them or none.")
@click.option(
    "--case",
    "cases",
    multiple=True,
    metavar="FILE",
    help="Rename in this case, too, and what it alone has; the rulebook's own are renamed in anyway.",
)
@rules_option
def command(
    what: str, old: str, new: str, cases: tuple[str, ...], folder: str | None, *, write: bool
) -> None:
    """Rename a sentence's form, an entity, a rule, a topic or a source, wherever rules, examples and cases say it.

    WHAT is form, entity, rule, topic or source. The difference is shown, and nothing is written without --write.
    Everything is read again as it would be: what would not mean the same is refused.
    """
    with working():
        rulebook = rulebook_of(folder, examples=True)
        if write:
            refuse_installed(rulebook.folder)
        paths = [*case_files(Path(rulebook.folder), drawn=True), *map(Path, cases)]
        drafts = {path: draft_of(path) for path in dict.fromkeys(paths)}
        read = [(read_case(path, rulebook), drafts[path].text) for path in drafts]
        inside = {path: draft_of(path) for path in written_in(rulebook)}
        files = {path.relative_to(rulebook.folder).as_posix(): draft.text for path, draft in inside.items()}
        given = {Path(one).resolve() for one in cases}
        own = [one for one in read if Path(one[0].place.path).resolve() in given]
        wish = asked(rulebook, what, old, new, [case for case, _ in read], [case for case, _ in own])
        if isinstance(wish, Recalled) and wish.inside:
            read = own
        done = renamed(rulebook, wish, read, files)
        drafts |= inside
    if write:
        save_together([(drafts[one.path].with_text(one.now), one.target) for one in done.files])
        click.echo(f"{len(done.files)} file{'' if len(done.files) == 1 else 's'} written.")
    else:
        ending.give(differences([(one.path, one.was, one.target, one.now) for one in done.files]), None)
        click.echo("Nothing is written: --write does it.", err=True)
    if done.left:
        lines = "1 line says" if len(done.left) == 1 else f"{len(done.left)} lines say"
        click.echo(f'{lines} "{old}" still, in words that no rule reads:', err=True)
    for place, row in done.left[:SHOWN]:
        click.echo(f"{place.path}:{place.line}: {printable(shortened(row, EXCERPT))}", err=True)
