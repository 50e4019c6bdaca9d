"""The command that reports: the assessment of a case."""

from datetime import date
from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import read_day
from rubicon.cli.running import Run, Sheet, giving, judging
from rubicon.explaining import explain
from rubicon.judging.assessing import Assessment
from rubicon.problems import BadInput, Problem
from rubicon.rendering import as_json, render_assessment
from rubicon.supposing.pivots import Pivots


@click.command("assess")
@judging
@click.option("--since", callback=read_day, metavar="DATE", help="Add what changed since this day, and why.")
@click.option(
    "--pivots", is_flag=True, help="Add what would change the judgement, what it hangs on, and what to watch."
)
@click.option("--brief", is_flag=True, help="Write the first page alone.")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a certificate, too, that check_certificate.py checks without this program.",
)
@giving
def command(
    run: Run, since: date | None, pivots: bool, brief: bool, certificate: Path | None, sheet: Sheet
) -> None:
    """Write the assessment of a case."""
    assessment = run.judged(rivals=True)
    baseline = run.judged(as_filed=True) if run.supposes else None
    earlier = run.judged(on=since) if since else None
    ending.warn(assessment.warnings)
    found = _pivots(assessment) if pivots else None
    if certificate is not None:
        # Here, so that a report without one loads nothing that makes it.
        from rubicon.recording.certifying import certificate_of  # noqa: PLC0415

        ending.write(certificate, as_json(certificate_of(assessment)))
    sheet.give(render_assessment(explain(assessment, baseline, earlier, found), sheet.form, brief=brief))


def _pivots(assessment: Assessment) -> Pivots:
    """Find what would change the answer.

    Raises:
        BadInput: the rulebook poses no question.
    """
    if assessment.rulebook.framework is None:
        remedy = "`rubicon pivots CASE --about SENTENCE` asks about a sentence."
        raise BadInput([Problem("argument", 0, "the rulebook poses no question for --pivots", remedy)])
    # Here, so that a report without it loads neither of the two large libraries that it needs.
    from rubicon.supposing.finding import pivots_of  # noqa: PLC0415

    return pivots_of(assessment)
