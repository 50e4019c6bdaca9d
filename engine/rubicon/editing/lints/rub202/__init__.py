"""RUB202: a statement without its meaning."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield statements that do not say when they hold."""
    for name, statement in sorted(look.vocabulary.statements.items()):
        if not statement.means:
            remedy = "Add `means`: when may an analyst assert it, and when not?"
            yield look.told(statement.place, "RUB202", f'the statement "{name}" has no meaning', remedy)
