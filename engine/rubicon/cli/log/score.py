"""The command that holds what was filed against what came."""

from pathlib import Path

import click

from rubicon.cli.log.opening import log_option
from rubicon.cli.options import rules_option
from rubicon.cli.running import Delivery, giving
from rubicon.problems import BadInput, Problem
from rubicon.reading.choosing import case_files, choose_rulebook
from rubicon.recording.scoring import score
from rubicon.recording.store import opened
from rubicon.recording.telling import tell_scored


@click.command("score")
@click.argument("cases", metavar="[CASE]...", nargs=-1, type=click.Path(path_type=Path))
@rules_option
@log_option
@giving
def command(cases: tuple[Path, ...], folder: str | None, path: Path, sheet: Delivery) -> None:
    """Hold filed judgements against outcomes: those in these case files, else in the rulebook's own cases."""
    with opened(path) as log:
        if not cases:
            cases = tuple(case_files(choose_rulebook(folder, ()).folder))
        sheet.give(tell_scored(score(log, {one.stem: _bytes(one) for one in cases}), sheet.form))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read: {(error.strerror or str(error)).lower()}"
        raise BadInput([Problem(str(path), 0, what, "Check its name and its rights.")]) from None
