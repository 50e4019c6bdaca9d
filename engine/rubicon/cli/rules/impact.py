"""The command that says which judgements an edit moves."""

from contextlib import ExitStack
from pathlib import Path

import click

from rubicon.cli.log.opening import log_option
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.running import Delivery, giving
from rubicon.editing.impact import files_in, impact
from rubicon.editing.telling import tell_impact
from rubicon.editing.versions import files_at
from rubicon.reading import read_rulebook
from rubicon.reading.choosing import case_files
from rubicon.recording.filing import read_files
from rubicon.recording.store import opened


@click.command("impact")
@click.argument("before", metavar="[REV|FOLDER]", default="HEAD")
@rules_option
@log_option
@giving
def command(before: str, folder: str | None, path: Path, sheet: Delivery) -> None:
    """Say which cases' judgements, and which filed ones, move between an earlier state of the rulebook and this one.

    The earlier state is a revision that git knows (default: HEAD, the last commit) or a folder.
    """
    after = rulebook_of(folder)
    if before and Path(before).is_dir():
        old = read_rulebook(before)
        earlier = files_in(old)
    else:
        earlier = files_at(before, Path(after.folder))
        old = read_files(earlier.items())
    cases = case_files(Path(after.folder), drawn=True)
    with ExitStack() as stack:
        log = stack.enter_context(opened(path)) if path.exists() else None
        found = impact(old, after, (earlier, files_in(after)), before, cases, log)
    sheet.give(tell_impact(found, sheet.form))
