"""The command that prints the last hash."""

from pathlib import Path

import click

from rubicon.cli.log.opening import kept_rules_option, log_option
from rubicon.cli.running import Delivery, giving
from rubicon.recording.entries import FIRST
from rubicon.recording.store import opened
from rubicon.recording.telling import tell_head


@click.command("head")
@kept_rules_option
@log_option
@giving
def command(path: Path, sheet: Delivery) -> None:
    """Print the hash of the last entry, to be kept elsewhere; `log verify HASH` takes it."""
    with opened(path) as log:
        rows = log.rows()
        sheet.give(tell_head(len(rows), rows[-1].hash if rows else FIRST, sheet.form))
