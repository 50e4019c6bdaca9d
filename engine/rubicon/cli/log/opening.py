"""Which log a command means, and which entries of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from rubicon.places import own_log
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.recording.filing import Filed
from rubicon.recording.store import Log

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def read_log(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path:
    """Return the log that is named, else the user's own."""
    found = value or own_log()
    if found is None:
        raise BadInput([Problem("argument", 0, "there is no home to keep a log in", "Name one: --log FILE.")])
    return found


log_option: Decorator = click.option(
    "--log",
    "path",
    callback=read_log,
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="The log. Default: log.sqlite in your own folder for data of this program.",
)


def filed_in(log: Log) -> tuple[Filed, ...]:
    """Return the entries of a log, first to last."""
    return tuple(Filed(*both) for both in log.entries())


def of_case(entries: Sequence[Filed], case: str | None) -> tuple[Filed, ...]:
    """Return the entries of a case, named as it was filed or by its file; without a name of the one last filed.

    Raises:
        BadInput: none is of that case, or none was filed at all.
    """
    names = list(dict.fromkeys(filed.entry.case for filed in entries))
    if case is None and not entries:
        raise BadInput(
            [Problem("argument", 0, "nothing was filed yet", "`rubicon log file CASE` files one.")]
        )
    wanted = entries[-1].entry.case if case is None else case if case in names else Path(case).stem
    if wanted not in names:
        remedy = did_you_mean(wanted, names) or f"Filed are: {', '.join(sorted(names)) or 'none'}."
        raise BadInput([Problem("argument", 0, f'no judgement of "{wanted}" was filed', remedy)])
    return tuple(filed for filed in entries if filed.entry.case == wanted)
