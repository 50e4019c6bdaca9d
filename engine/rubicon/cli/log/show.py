"""The command that lists what was filed, and shows an entry."""

from pathlib import Path
from typing import Any

import click
import msgspec

from rubicon.cli.log.opening import filed_in, log_option
from rubicon.cli.running import Delivery, giving
from rubicon.problems import BadInput, Problem
from rubicon.recording.filing import Filed
from rubicon.recording.store import Log, opened
from rubicon.recording.telling import Shown, tell_entries, tell_entry


@click.command("show")
@click.argument("number", metavar="[ENTRY]", type=int, required=False)
@log_option
@giving
def command(number: int | None, path: Path, sheet: Delivery) -> None:
    """List the judgements filed; or show one, by its number."""
    with opened(path) as log:
        entries = filed_in(log)
        if number is None:
            answers = [_answer(_question(log, filed)) for filed in entries]
            sheet.give(tell_entries(entries, answers, sheet.form))
            return
        filed = next((filed for filed in entries if filed.entry.number == number), None)
        if filed is None:
            remedy = f"There are {len(entries):,} entries."
            raise BadInput([Problem("argument", 0, f"there is no entry {number}", remedy)])
        shown = Shown(filed, log.kept(filed.entry.answer).decode("utf-8"))
        sheet.give(tell_entry(shown, sheet.form, _question(log, filed)))


def _question(log: Log, filed: Filed) -> dict[str, Any] | None:
    found: dict[str, Any] | None = msgspec.json.decode(log.kept(filed.entry.answer))["question"]
    return found


def _answer(question: dict[str, Any] | None) -> str | None:
    return question["answer"] if question else None
