"""Which log a command means."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from rubicon.places import own_log
from rubicon.problems import BadInput, Problem

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
