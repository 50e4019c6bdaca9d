"""RUB201: a statement that is used by nothing."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield statements that nothing names."""
    for name, statement in sorted(look.vocabulary.statements.items()) if look.rulebook.rules else ():
        if name not in look.used:
            what = f'the statement "{name}" is used by no rule, background or section'
            yield look.told(statement.place, "RUB201", what, "Use it, or remove it.")
