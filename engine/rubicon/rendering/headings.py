"""How every object of `--format json` begins."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rubicon.explaining.runs import Header
from rubicon.language.conditions import Condition
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook

FORMAT = 2
"""The version of the objects' shape."""


def heading(told: Header) -> dict[str, Any]:
    """Return the first keys of the object of an answer about one case."""
    return about(told.rulebook, told.version, case=told.case.name, as_of=iso(told.day))


def about(rulebook: Rulebook, version: str, **case: str | None) -> dict[str, Any]:
    """Return the first keys of an object: its shape, the case if it is about one, and by what it was made."""
    return {"format": FORMAT, **case, "rulebook": rulebook.digest, "rubicon": version}


def standing(case: Case, outside: Iterable[Condition]) -> dict[str, Any]:
    """Return the keys that say who may see an answer about a case, who made it, and what puts it outside the scope."""
    return {
        "marking": case.marking,
        "author": case.author,
        "reviewed_by": case.reviewed_by,
        "outside_scope": [line.text for line in outside],
    }


def iso(day: date | None) -> str | None:
    """Return a day as it stands in JSON."""
    return day.isoformat() if day else None
