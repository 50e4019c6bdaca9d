"""The commands that look over days, over the library, and over two cases."""

import sys
from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import (
    case_argument,
    case_of,
    drafts_option,
    rulebook_of,
    rules_option,
    school_option,
    shown,
)
from rubicon.cli.running import Sheet, giving
from rubicon.language.facts import Case
from rubicon.places import shipped
from rubicon.problems import BadInput
from rubicon.rendering.history import render_backtest, render_comparison, render_timeline
from rubicon.surveying.backtest import backtest
from rubicon.surveying.backtest.records import Unscored
from rubicon.surveying.comparing import compare
from rubicon.surveying.timeline import timeline


@click.command("timeline")
@case_argument
@rules_option
@school_option
@drafts_option
@giving
def timeline_command(
    case: str, folder: Path | None, schools: tuple[str, ...], drafts: bool, sheet: Sheet
) -> None:
    """Judge a case on each day on which something became known, and tell what changed it."""
    rulebook = rulebook_of(folder)
    made = timeline(rulebook, case_of(case, rulebook), schools=schools or None, drafts=drafts)
    sheet.give(render_timeline(made, sheet.form))


@click.command("backtest")
@click.argument("cases", metavar="[CASE]...", nargs=-1)
@rules_option
@school_option
@drafts_option
@giving
def backtest_command(
    cases: tuple[str, ...],
    folder: Path | None,
    schools: tuple[str, ...],
    drafts: bool,
    sheet: Sheet,
) -> None:
    """Hold what was said on the day against what happened: these cases, or the case library."""
    rulebook = rulebook_of(folder)
    names = cases or tuple(str(path) for path in sorted(shipped("cases").glob("*.toml")))
    read: list[Case] = []
    unread: list[Unscored] = []
    for name in dict.fromkeys(names):
        try:
            read.append(case_of(name if cases else str(shown(Path(name))), rulebook))
        except BadInput as bad:
            unread.append(Unscored(Path(name).stem, bad.problems))
    record = backtest(rulebook, read, schools=schools or None, drafts=drafts, unread=unread)
    sheet.give(render_backtest(record, sheet.form))
    problems = [problem for one in record.unscored for problem in one.problems]
    if problems:
        click.echo(str(BadInput(problems)), err=True)
        sys.exit(ending.PROBLEMS)


@click.command("compare")
@case_argument
@click.argument("other", metavar="CASE")
@rules_option
@click.option("--school", metavar="NAME", default=None, help="Judge both by this school.")
@drafts_option
@giving
def compare_command(
    case: str,
    other: str,
    folder: Path | None,
    school: str | None,
    drafts: bool,
    sheet: Sheet,
) -> None:
    """Say why two cases differ: point by point, and which facts carry the difference."""
    rulebook = rulebook_of(folder)
    made = compare(rulebook, case_of(case, rulebook), case_of(other, rulebook), school=school, drafts=drafts)
    sheet.give(render_comparison(made, sheet.form))
