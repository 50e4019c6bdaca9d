"""Which entries of a log are meant, and what they answered."""

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.recording.filing import Filed
from rubicon.recording.store import Log


def filed_in(log: Log) -> tuple[Filed, ...]:
    """Return the entries of a log, first to last."""
    return tuple(Filed(*both) for both in log.entries())


def of_case(entries: Sequence[Filed], case: str | None) -> tuple[Filed, ...]:
    """Return the entries of a case, named as it was filed or by its file; without a name of the one last filed.

    Raises:
        BadInput: none is of that case, or none was filed at all.
    """
    names = list(dict.fromkeys(filed.entry.case for filed in entries))
    if case is None and not entries:
        raise BadInput(
            [Problem("argument", 0, "nothing was filed yet", "`rubicon log file CASE` files one.")]
        )
    wanted = entries[-1].entry.case if case is None else case if case in names else Path(case).stem
    if wanted not in names:
        remedy = did_you_mean(wanted, names) or f"Filed are: {', '.join(sorted(names)) or 'none'}."
        raise BadInput([Problem("argument", 0, f'no judgement of "{wanted}" was filed', remedy)])
    return tuple(filed for filed in entries if filed.entry.case == wanted)


def numbered(entries: Sequence[Filed], number: int) -> Filed:
    """Return the entry of a number.

    Raises:
        BadInput: there is none.
    """
    found = next((filed for filed in entries if filed.entry.number == number), None)
    if found is None:
        remedy = f"There are {len(entries):,} entries."
        raise BadInput([Problem("argument", 0, f"there is no entry {number}", remedy)])
    return found


def question_in(log: Log, filed: Filed) -> dict[str, Any] | None:
    """Return the question of an entry, as the JSON that was filed tells it; None where none was asked."""
    found: dict[str, Any] | None = msgspec.json.decode(log.kept(filed.entry.answer))["question"]
    return found


def answer_in(log: Log, filed: Filed) -> str | None:
    """Return the answer of an entry in a word; None where there is none."""
    question = question_in(log, filed)
    return question["answer"] if question else None


def user() -> str:
    """Return the name that whoever runs this is logged in by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a process without a user's name
        return "unknown"
