"""The command that checks a rulebook."""

import sys

import click

from rubicon.cli import ending
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.editing.check import check
from rubicon.rendering import render_check


@click.command("check")
@rules_option
def command(folder: str | None) -> None:
    """Read everything, run the examples of every rule, and report what is wrong."""
    checked = check(rulebook_of(folder, examples=True))
    ending.warn(checked.problems)
    if not checked.is_well:
        sys.exit(ending.PROBLEMS)
    ending.give(render_check(checked), None)
