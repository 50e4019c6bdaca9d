"""The command that checks the log."""

import sys
from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.log.opening import kept_rules_option, log_option
from rubicon.cli.running import Delivery, giving
from rubicon.recording.store import opened
from rubicon.recording.telling import tell_verified
from rubicon.recording.verifying import SHORTEST, verify


@click.command("verify")
@click.argument("wanted", metavar="[HASH]", default="")
@click.option("--all", "every", is_flag=True, help="Judge every entry again, not only one.")
@kept_rules_option
@log_option
@giving
def command(wanted: str, every: bool, path: Path, sheet: Delivery) -> None:
    """Check that the log is as it was written, and judge again the entry of HASH (the last, without one)."""
    if 0 < len(wanted) < SHORTEST:
        raise click.UsageError(f"Give at least {SHORTEST} characters of the hash.")
    with opened(path) as log:
        found = verify(log, wanted, every=every)
    sheet.give(tell_verified(found, sheet.form))
    if not found.is_well:
        sys.exit(ending.PROBLEMS)
