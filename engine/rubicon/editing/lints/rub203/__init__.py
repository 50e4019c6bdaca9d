"""RUB203: a question without its mark."""

import re
from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield questions that do not end with a question mark."""
    for name, statement in sorted(look.vocabulary.statements.items()):
        if statement.ask and not str(statement.ask[-1]).rstrip().endswith("?"):
            place = look.of_statement(statement, "ask")
            what = f'the question of "{name}" does not end with a question mark'
            yield look.told(place, "RUB203", what, "End it with one.")


def mend(row: str, what: str) -> str | None:
    """Put a question mark before the closing quote."""
    del what
    return re.sub(r"""[.!]?\s*(["'])(\s*)$""", r"?\1\2", row)
