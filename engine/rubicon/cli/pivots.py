"""The command that says what would change the judgement. It alone, and `assess --pivots`, load the solvers."""

from datetime import date
from pathlib import Path

import click

from rubicon.assessing import assess, read_arguments
from rubicon.cli import ending
from rubicon.cli.options import (
    assume_option,
    case_argument,
    case_of,
    day_option,
    drafts_option,
    format_option,
    output_option,
    rulebook_of,
    rules_option,
    without_option,
)
from rubicon.explaining.pivots import tell_pivots
from rubicon.pivoting import pivots_of
from rubicon.rendering.pivots import render_pivots


@click.command("pivots")
@case_argument
@click.option(
    "--about", metavar="SENTENCE", help="Ask about this sentence instead of the framework's question."
)
@rules_option
@day_option
@assume_option
@without_option
@click.option("--school", metavar="NAME", help="Judge by this school.")
@drafts_option
@format_option
@output_option
def pivots_command(
    case: str,
    about: str | None,
    folder: Path | None,
    day: date | None,
    assume: tuple[str, ...],
    without: tuple[str, ...],
    school: str | None,
    drafts: bool,
    form: str,
    output: Path | None,
) -> None:
    """Say what would change the judgement, what it hangs on, and what to find out first."""
    rulebook = rulebook_of(folder)
    assessment = assess(
        rulebook,
        case_of(case, rulebook),
        as_of=day,
        assume=assume,
        without=without,
        schools=None if school is None else (school,),
        drafts=drafts,
    )
    literal = None if about is None else read_arguments(assessment.language, [about])[0]
    page = tell_pivots(assessment, pivots_of(assessment, literal))
    ending.give(render_pivots(page, form), output, markdown=form == "markdown")
