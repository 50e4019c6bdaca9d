"""The command that gives reasons: why a sentence stands, and what it rests on."""

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
    school_option,
    sentence_argument,
    without_option,
)
from rubicon.explaining import why
from rubicon.rendering import render_why
from rubicon.shortening import shortened
from rubicon.supporting import with_grounds


@click.command("why")
@case_argument
@sentence_argument
@rules_option
@day_option
@assume_option
@without_option
@school_option
@drafts_option
@format_option
@output_option
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show N steps of reasons; beneath them, the sources they lead to.",
)
@click.option("--brief", is_flag=True, help="Show one step of reasons, and nothing that falls short.")
def why_command(
    case: str,
    sentence: str,
    folder: Path | None,
    day: date | None,
    assume: tuple[str, ...],
    without: tuple[str, ...],
    schools: tuple[str, ...],
    drafts: bool,
    form: str,
    output: Path | None,
    depth: int | None,
    brief: bool,
) -> None:
    """Explain how a sentence stands in a case: every argument for it and against it, and the facts it rests on."""
    rulebook = rulebook_of(folder)
    assessment = assess(
        rulebook,
        case_of(case, rulebook),
        as_of=day,
        assume=assume,
        without=without,
        schools=schools or None,
        drafts=drafts,
    )
    literal = read_arguments(assessment.language, [sentence])[0]
    answer = with_grounds(assessment, why(assessment, literal))
    if depth is not None or brief:
        answer = shortened(assessment, answer, 1 if depth is None else depth, brief=brief)
    ending.give(render_why(answer, form), output, markdown=form == "markdown")
