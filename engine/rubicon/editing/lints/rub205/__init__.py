"""RUB205: a denial that has no words of its own."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield statements whose contrary a rule names without words for it."""
    denied = {p.statement for rule in look.rules for p in (*rule.conclusions, *rule.premises) if not p.truth}
    for name in sorted(denied):
        statement = look.vocabulary.statements[name]
        if statement.denied is None and statement.one_of is None:
            what = f'rules speak of the contrary of "{name}", which has no words of its own'
            yield look.told(statement.place, "RUB205", what, "Add `denied`.")
