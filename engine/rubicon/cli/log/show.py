"""The command that lists what was filed, and shows an entry."""

from pathlib import Path

import click

from rubicon.cli.log.opening import kept_rules_option, log_option
from rubicon.cli.running import Delivery, giving
from rubicon.recording.looking import answer_in, filed_in, numbered, question_in
from rubicon.recording.store import opened
from rubicon.recording.telling import Shown, tell_entries, tell_entry


@click.command("show")
@click.argument("number", metavar="[ENTRY]", type=int, required=False)
@kept_rules_option
@log_option
@giving
def command(number: int | None, path: Path, sheet: Delivery) -> None:
    """List the judgements filed; or show one, by its number."""
    with opened(path) as log:
        entries = filed_in(log)
        if number is None:
            answers = [answer_in(log, filed) for filed in entries]
            sheet.give(tell_entries(entries, answers, sheet.form))
            return
        filed = numbered(entries, number)
        shown = Shown(filed, log.kept(filed.entry.answer).decode("utf-8"))
        sheet.give(tell_entry(shown, sheet.form, question_in(log, filed)))
