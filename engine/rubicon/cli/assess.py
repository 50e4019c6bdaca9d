"""The command that reports: the assessment of a case."""

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import laid, odds_option, read_day
from rubicon.cli.running import Delivery, Run, giving, judging
from rubicon.explaining import explain
from rubicon.explaining.contents import Explanation
from rubicon.judging.assessing import Assessment
from rubicon.problems import BadInput, Problem
from rubicon.rendering import as_json, render_assessment
from rubicon.supposing.matrix import matrix_of
from rubicon.supposing.pivots import Pivots


@click.command("assess")
@judging
@click.option("--since", callback=read_day, metavar="DATE", help="Add what changed since this day, and why.")
@click.option(
    "--pivots", is_flag=True, help="Add what would change the judgement, what it hangs on, and what to watch."
)
@odds_option
@click.option("--brief", is_flag=True, help="Write the first page alone.")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a certificate, too, that check_certificate.py checks without this program.",
)
@click.option(
    "--check-tradecraft",
    is_flag=True,
    help="Instead of the report, list what it lacks of the standards ICD 203 and ICD 206.",
)
@giving
def command(
    run: Run,
    since: date | None,
    pivots: bool,
    odds: tuple[tuple[str, Fraction], ...],
    brief: bool,
    certificate: Path | None,
    check_tradecraft: bool,
    sheet: Delivery,
) -> None:
    """Write the assessment of a case."""
    assessment = run.judged(rivals=True)
    baseline = run.judged(as_filed=True) if run.supposes else None
    earlier = run.judged(on=since) if since else None
    ending.warn(assessment.warnings)
    found = _pivots(assessment, odds) if pivots or odds else None
    if certificate is not None:
        # Here, so that a report without one loads nothing that makes it.
        from rubicon.recording.certifying import certificate_of  # noqa: PLC0415

        ending.write(certificate, as_json(certificate_of(assessment)))
    held = matrix_of(assessment) if found and sheet.form == "html" else None
    explanation = explain(assessment, baseline, earlier, found, held)
    if check_tradecraft:
        _check(explanation, sheet)
    else:
        sheet.give(render_assessment(explanation, sheet.form, brief=brief))


def _check(explanation: Explanation, sheet: Delivery) -> None:
    """List what the object of a report lacks of the standards of tradecraft; end with status 1 if anything."""
    from rubicon.recording.telling import tell_points  # noqa: PLC0415 - as above
    from rubicon.recording.tradecraft import points_of  # noqa: PLC0415
    from rubicon.rendering.objects import assessment_object  # noqa: PLC0415

    points = points_of(assessment_object(explanation), (used.rule for used in explanation.rules))
    sheet.give(tell_points(points, explanation.case.name, sheet.form))
    if any(point.missing for point in points):
        sys.exit(ending.PROBLEMS)


def _pivots(assessment: Assessment, odds: tuple[tuple[str, Fraction], ...]) -> Pivots:
    """Find what would change the answer.

    Raises:
        BadInput: the rulebook poses no question.
    """
    if assessment.rulebook.framework is None:
        remedy = "`rubicon pivots CASE --about SENTENCE` asks about a sentence."
        raise BadInput([Problem("argument", 0, "the rulebook poses no question for --pivots", remedy)])
    # Here, so that a report without it loads neither of the two large libraries that it needs.
    from rubicon.supposing.finding import pivots_of  # noqa: PLC0415

    return pivots_of(assessment, odds=laid(assessment, odds))
