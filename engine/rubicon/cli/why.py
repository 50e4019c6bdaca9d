"""The command that gives reasons: why a sentence stands, and what it rests on."""

import click

from rubicon.cli.options import sentence_argument
from rubicon.cli.running import Delivery, Run, giving, judging
from rubicon.explaining import why
from rubicon.explaining.grounds import with_grounds
from rubicon.judging.assessing import read_arguments
from rubicon.rendering import render_why


@click.command("why")
@judging
@sentence_argument
@giving
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    metavar="N",
    help="Show N steps of reasons; beneath them, the sources they lead to.",
)
@click.option("--brief", is_flag=True, help="Show one step of reasons, and nothing that falls short.")
def command(run: Run, sentence: str, sheet: Delivery, depth: int | None, brief: bool) -> None:
    """Explain how a sentence stands in a case: every argument for it and against it, and the facts it rests on."""
    assessment = run.judged()
    literal = read_arguments(assessment.language, [sentence])[0]
    answer = with_grounds(assessment, why(assessment, literal, depth, brief=brief))
    sheet.give(render_why(answer, sheet.form))
