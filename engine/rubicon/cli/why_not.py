"""The command that asks what is lacking."""

import click

from rubicon.cli.options import sentence_argument
from rubicon.cli.running import Delivery, Run, giving, judging
from rubicon.explaining.lacking import why_not
from rubicon.judging.assessing import read_arguments
from rubicon.rendering.answers import render_why_not


@click.command("why-not")
@judging
@sentence_argument
@giving
def command(run: Run, sentence: str, sheet: Delivery) -> None:
    """Explain why a sentence does not stand: every rule that could have shown it, nearest first, and what it lacks."""
    assessment = run.judged()
    literal = read_arguments(assessment.language, [sentence])[0]
    sheet.give(render_why_not(why_not(assessment, literal), sheet.form))
