"""The command that looks for the edits of the rules that would mend one judgement."""

import click

from rubicon.cli import ending
from rubicon.cli.completing import CASE, SENTENCE
from rubicon.cli.options import read_both, rules_option
from rubicon.cli.rules.about import jobs_of, jobs_option, progress, refuse_installed
from rubicon.cli.running import Delivery, giving
from rubicon.editing.differing import differences
from rubicon.editing.repairing import repaired, repairs
from rubicon.editing.spreading import Crew
from rubicon.editing.telling import tell_repairs
from rubicon.judging.assessing import language_of, read_arguments
from rubicon.problems import BadInput, Problem
from rubicon.reading.writing import draft_of, save


@click.command("repair")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("sentence", metavar="SENTENCE", shell_complete=SENTENCE)
@rules_option
@click.option(
    "--school",
    metavar="NAME",
    default=None,
    help="The school whose judgement is to be mended. Default: the first.",
)
@click.option(
    "--apply",
    "number",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="Write the repair of this number in the list.",
)
@jobs_option
@giving
def command(
    case: str,
    sentence: str,
    folder: str | None,
    school: str | None,
    number: int | None,
    jobs: int | None,
    sheet: Delivery,
) -> None:
    """Look for the smallest edits of the rules by which SENTENCE comes out in CASE, and no other case or example otherwise.

    SENTENCE is what the judgement should have been. A condition, an exception or an override is left out, a number or a
    day moved, another kind given, an exception or an override added: one of these, or two together where neither alone
    is enough. What is listed was tried on every example and every case of the rulebook; of a number or a day it says
    between which it may lie. One edit comes before two, and of as many a moved figure before what is left out, that
    before another kind, and an added override and exception last. Nothing is written but by --apply.
    """
    rulebook, (read,) = read_both(folder, case, examples=True)
    if number is not None:
        refuse_installed(rulebook.folder)
    (wanted,) = read_arguments(language_of(rulebook, read), [sentence])
    with progress("Trying edits") as tick:
        found = repairs(rulebook, read, wanted, school, Crew(rulebook, jobs_of(jobs)).each, tick)
    if number is None:
        sheet.give(tell_repairs(found, sheet.form))
        return
    if number > len(found.repairs):
        what = f"the list has {len(found.repairs)} repairs, and no number {number}"
        raise BadInput([Problem("argument", 0, what, "Run the command without --apply to see the list.")])
    drafts = repaired(rulebook, found.repairs[number - 1])
    was = [draft_of(draft.path).text for draft in drafts]
    for draft in drafts:
        save(draft)
    changed = [(draft.path, text, draft.path, draft.text) for draft, text in zip(drafts, was, strict=True)]
    ending.give(differences(changed), None)
