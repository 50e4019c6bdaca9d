"""The command that files a judgement."""

from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.log.opening import log_option
from rubicon.cli.naming import bytes_of
from rubicon.cli.running import Delivery, Run, giving, judging
from rubicon.recording.entries import Terms
from rubicon.recording.filing import file
from rubicon.recording.looking import user
from rubicon.recording.store import opened
from rubicon.recording.telling import tell_filed


@click.command("file")
@judging
@click.option("--why", metavar="TEXT", help="Say why it is filed.")
@click.option("--who", metavar="NAME", help="Who files it. Default: the name you are logged in by.")
@log_option
@giving
def command(run: Run, why: str | None, who: str | None, path: Path, sheet: Delivery) -> None:
    """Judge a case, and file the judgement with all that it was made of."""
    assessment = run.judged(rivals=True)
    ending.warn(assessment.warnings)
    raw = bytes_of(run.case)
    framework = run.rulebook.framework
    tier = framework.tiers[0].name if framework and framework.tiers else None
    asked = Terms(run.day, run.schools, tier, run.drafts, run.assume, run.without)
    with opened(path, make=True) as log:
        filed = file(log, assessment, raw, asked, who=who or user(), why=why)
    sheet.give(tell_filed(filed, sheet.form))
