"""The command that tells what moved between judgements filed."""

from pathlib import Path

import click

from rubicon.cli.log.opening import kept_rules_option, log_option
from rubicon.cli.running import Delivery, giving
from rubicon.problems import BadInput, Problem
from rubicon.recording.looking import filed_in, of_case
from rubicon.recording.moving import motion
from rubicon.recording.store import opened
from rubicon.recording.telling import tell_motion, tell_motions


@click.command("diff")
@click.argument("case", metavar="[CASE]", required=False)
@click.option("--all", "every", is_flag=True, help="Tell it of every case filed, in a line each.")
@kept_rules_option
@log_option
@giving
def command(case: str | None, every: bool, path: Path, sheet: Delivery) -> None:
    """Tell what moved in a case since it was last filed: facts, codings, rules, time. Default: the case filed last."""
    if every and case is not None:
        raise click.UsageError("Name a case, or tell of all of them: not both.")
    with opened(path) as log:
        entries = filed_in(log)
        if every:
            cases = dict.fromkeys(filed.entry.case for filed in entries)
            groups = [of_case(entries, name) for name in sorted(cases)]
            motions = [motion(log, *some[-2:]) for some in groups if len(some) > 1]
            sheet.give(tell_motions(motions, [some[0] for some in groups if len(some) == 1], sheet.form))
            return
        found = of_case(entries, case)
        if len(found) < 2:
            what = f'"{found[0].entry.case}" was filed once'
            raise BadInput([Problem("argument", 0, what, "What moved is told from the second time on.")])
        sheet.give(tell_motion(motion(log, found[-2], found[-1]), sheet.form))
