"""The commands that ask what is lacking, and what would change."""

import click

from rubicon.cli.options import sentence_argument
from rubicon.cli.running import Run, Sheet, giving, judging
from rubicon.explaining.lacking import why_not
from rubicon.explaining.what_if import what_if
from rubicon.judging.assessing import read_arguments
from rubicon.rendering.answers import render_what_if, render_why_not


@click.command("why-not")
@judging
@sentence_argument
@giving
def why_not_command(run: Run, sentence: str, sheet: Sheet) -> None:
    """Explain why a sentence does not stand: every rule that could have shown it, nearest first, and what it lacks."""
    assessment = run.judged()
    literal = read_arguments(assessment.language, [sentence])[0]
    sheet.give(render_why_not(why_not(assessment, literal), sheet.form))


@click.command("what-if")
@judging
@giving
def what_if_command(run: Run, sheet: Sheet) -> None:
    """Tell what would change if facts were assumed or withdrawn, and through which rules. Writes nothing."""
    if not run.supposes:
        raise click.UsageError("Say what to suppose: --assume SENTENCE or --without SENTENCE.")
    sheet.give(render_what_if(what_if(run.judged(as_filed=True), run.judged()), sheet.form))
