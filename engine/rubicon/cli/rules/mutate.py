"""The command that changes rules one thing at a time, to see what notices."""

import sys

import click

from rubicon.cli import ending
from rubicon.cli.options import UNKEPT, rulebook_of, rules_option
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
from rubicon.editing.mutating import mutate
from rubicon.editing.spreading import Crew
from rubicon.editing.telling_tests import tell_mutation


@click.command("mutate")
@about_argument
@rules_option
@threshold_option
@jobs_option
@giving
def command(
    about: str, folder: str | None, threshold: float | None, jobs: int | None, sheet: Delivery
) -> None:
    """Change every rule, or a topic's, or one, by one thing at a time, and say what no example and no case notices.

    A condition is left out or turned into its opposite, a number moved, variables swapped, an exception or an
    override left out, another kind given. What is found is kept: an interrupted run goes on where it ended.
    """
    folder, about = meant_by_file(folder, about)
    rulebook = rulebook_of(folder, examples=True)
    check_about(rulebook, about)
    keep = not click.get_current_context().meta.get(UNKEPT)
    try:
        with progress("Trying mutants") as tick:
            found = mutate(rulebook, about, Crew(rulebook, jobs_of(jobs)), tick, keep=keep)
    except KeyboardInterrupt:
        if keep:
            click.echo("rubicon: what was found is kept; the same command goes on from there", err=True)
        raise
    sheet.give(tell_mutation(found, sheet.form))
    if falls_short(found.whole.score, threshold):
        sys.exit(ending.PROBLEMS)
