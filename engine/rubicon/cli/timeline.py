"""The command that looks over the days of a case."""

import click

from rubicon.cli.options import (
    case_argument,
    drafts_option,
    read_both,
    rules_option,
    school_option,
    tier_option,
)
from rubicon.cli.running import Delivery, giving
from rubicon.rendering.history import render_timeline
from rubicon.surveying.timeline import timeline


@click.command("timeline")
@case_argument
@rules_option
@school_option
@tier_option
@drafts_option
@giving
def command(
    case: str, folder: str | None, schools: tuple[str, ...], tier: str | None, drafts: bool, sheet: Delivery
) -> None:
    """Judge a case on each day on which something became known, and tell what changed it."""
    rulebook, read = read_both(folder, case, tier=tier)
    sheet.give(
        render_timeline(timeline(rulebook, read[0], schools=schools or None, drafts=drafts), sheet.form)
    )
