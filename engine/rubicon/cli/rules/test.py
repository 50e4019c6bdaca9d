"""The command that runs the examples of rules and measures what they cover."""

import sys

import click

from rubicon.cli import ending
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.rules.about import (
    about_argument,
    check_about,
    falls_short,
    jobs_of,
    jobs_option,
    meant_by_file,
    progress,
    threshold_option,
)
from rubicon.cli.running import Delivery, giving
from rubicon.editing.spreading import Crew
from rubicon.editing.telling_tests import tell_tested
from rubicon.editing.testing import run_examples


@click.command("test")
@about_argument
@rules_option
@threshold_option
@jobs_option
@giving
def command(
    about: str, folder: str | None, threshold: float | None, jobs: int | None, sheet: Delivery
) -> None:
    """Run the examples of every rule, or of a topic or a rule, and say what of the rules they cover.

    A condition, an exception or an override is covered where some example fails without it.
    """
    folder, about = meant_by_file(folder, about)
    rulebook = rulebook_of(folder, examples=True)
    check_about(rulebook, about)
    with progress("Running examples") as tick:
        tested = run_examples(rulebook, about, Crew(rulebook, jobs_of(jobs)), tick)
    ending.warn(tested.problems)
    sheet.give(tell_tested(tested, sheet.form))
    if not tested.is_well or falls_short(tested.coverage, threshold):
        sys.exit(ending.PROBLEMS)
