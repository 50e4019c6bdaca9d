"""The commands that ask what is lacking, and what would change."""

from datetime import date
from functools import partial
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
from rubicon.lacking import why_not
from rubicon.rendering.answers import render_what_if, render_why_not
from rubicon.supposing import what_if


@click.command("why-not")
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
def why_not_command(
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
) -> None:
    """Explain why a sentence does not stand: every rule that could have shown it, nearest first, and what it lacks."""
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
    ending.give(render_why_not(why_not(assessment, literal), form), output, markdown=form == "markdown")


@click.command("what-if")
@case_argument
@rules_option
@day_option
@assume_option
@without_option
@school_option
@drafts_option
@format_option
@output_option
def what_if_command(
    case: str,
    folder: Path | None,
    day: date | None,
    assume: tuple[str, ...],
    without: tuple[str, ...],
    schools: tuple[str, ...],
    drafts: bool,
    form: str,
    output: Path | None,
) -> None:
    """Tell what would change if facts were assumed or withdrawn, and through which rules. Writes nothing."""
    if not assume and not without:
        raise click.UsageError("Say what to suppose: --assume SENTENCE or --without SENTENCE.")
    rulebook = rulebook_of(folder)
    read = case_of(case, rulebook)
    judged = partial(assess, rulebook, read, as_of=day, schools=schools or None, drafts=drafts)
    answer = what_if(judged(), judged(assume=assume, without=without))
    ending.give(render_what_if(answer, form), output, markdown=form == "markdown")
