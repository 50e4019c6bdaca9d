"""Which log a command means."""

from pathlib import Path

import click

from rubicon.cli.options import Decorator, unread_rules_option
from rubicon.places import own_log
from rubicon.problems import BadInput, Problem


def read_log(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path:
    """Return the log that is named, else the user's own."""
    found = value or own_log()
    if found is None:
        raise BadInput([Problem("argument", 0, "there is no home to keep a log in", "Name one: --log FILE.")])
    return found


kept_rules_option: Decorator = unread_rules_option(
    "this goes by the rulebook that was kept with each judgement"
)
log_option: Decorator = click.option(
    "--log",
    "path",
    callback=read_log,
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="The log. Default: log.sqlite in your own folder for data of this program.",
)
