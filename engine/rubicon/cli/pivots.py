"""The command that says what would change the judgement. It alone, and `assess --pivots`, load the solvers."""

from fractions import Fraction

import click

from rubicon.cli.options import laid, odds_option
from rubicon.cli.running import Delivery, Run, giving, judging
from rubicon.explaining.pivots import tell_pivots
from rubicon.judging.assessing import read_arguments
from rubicon.rendering.pivots import render_pivots
from rubicon.supposing.elsewhere import elsewhere_of
from rubicon.supposing.finding import pivots_of
from rubicon.supposing.matrix import matrix_of


@click.command("pivots")
@judging
@click.option(
    "--about", metavar="SENTENCE", help="Ask about this sentence instead of the framework's question."
)
@odds_option
@click.option(
    "--matrix", is_flag=True, help="Hold the evidence on file against each answer, too; HTML always does."
)
@giving
def command(
    run: Run, about: str | None, odds: tuple[tuple[str, Fraction], ...], matrix: bool, sheet: Delivery
) -> None:
    """Say what would change the judgement, what it hangs on, and what to find out first."""
    if len(run.schools) > 1:
        raise click.UsageError("Name one school at a time: what would change differs from one to the next.")
    assessment = run.judged(rivals=about is None)
    literal = None if about is None else read_arguments(assessment.language, [about])[0]
    found = pivots_of(assessment, literal, laid(assessment, odds))
    held = matrix_of(assessment, literal) if matrix or sheet.form == "html" else None
    others = elsewhere_of(assessment, found) if literal is None else ()
    sheet.give(render_pivots(tell_pivots(assessment, found, held, others), sheet.form))
