"""The command that reports: the assessment of a case."""

from datetime import date
from pathlib import Path

import click

from rubicon.assessing import Assessment, assess
from rubicon.cli import ending
from rubicon.cli.options import (
    assume_option,
    case_argument,
    case_of,
    day_option,
    drafts_option,
    format_option,
    output_option,
    read_day,
    rulebook_of,
    rules_option,
    school_option,
    without_option,
)
from rubicon.explaining import explain
from rubicon.pivots import Pivots
from rubicon.problems import BadInput, Problem
from rubicon.rendering import render_assessment


@click.command("assess")
@case_argument
@rules_option
@day_option
@click.option("--since", callback=read_day, metavar="DATE", help="Add what changed since this day, and why.")
@assume_option
@without_option
@school_option
@drafts_option
@click.option(
    "--pivots", is_flag=True, help="Add what would change the judgement, what it hangs on, and what to watch."
)
@format_option
@output_option
def assess_command(
    case: str,
    folder: Path | None,
    day: date | None,
    since: date | None,
    assume: tuple[str, ...],
    without: tuple[str, ...],
    schools: tuple[str, ...],
    drafts: bool,
    pivots: bool,
    form: str,
    output: Path | None,
) -> None:
    """Write the assessment of a case."""
    rulebook = rulebook_of(folder)
    read = case_of(case, rulebook)

    def judged(on: date | None, *, changed: bool) -> Assessment:
        return assess(
            rulebook,
            read,
            as_of=on,
            assume=assume if changed else (),
            without=without if changed else (),
            schools=schools or None,
            drafts=drafts,
        )

    assessment = judged(day, changed=True)
    baseline = judged(day, changed=False) if assume or without else None
    earlier = judged(since, changed=True) if since else None
    ending.warn(assessment.warnings)
    found = _pivots(assessment) if pivots else None
    text = render_assessment(explain(assessment, baseline, earlier, found), form)
    ending.give(text, output, markdown=form == "markdown")


def _pivots(assessment: Assessment) -> Pivots:
    """Find what would change the answer.

    Raises:
        BadInput: the rulebook poses no question.
    """
    if assessment.rulebook.framework is None:
        remedy = "`rubicon pivots CASE --about SENTENCE` asks about a sentence."
        raise BadInput([Problem("argument", 0, "the rulebook poses no question for --pivots", remedy)])
    # Here, so that a report without it loads neither of the two large libraries that it needs.
    from rubicon.pivoting import pivots_of  # noqa: PLC0415

    return pivots_of(assessment)
