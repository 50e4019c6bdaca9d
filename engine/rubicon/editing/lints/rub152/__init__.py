"""RUB152: a condition that nobody is asked about."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import patterns
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield conditions that only a chance fact could meet."""
    known = {*look.heads, *look.given, *look.reported}
    for rule in look.written:
        for condition, keys in look.conditions(rule):
            for pattern in patterns(condition):
                if (
                    pattern.statement not in known
                    and look.vocabulary.statements[pattern.statement].ask is None
                ):
                    what = "nothing concludes this, and nobody is asked about it"
                    remedy = f"Give [statement.{pattern.statement}] an `ask`."
                    cause = f"{pattern.statement} is never asked"
                    place = look.written_at(rule, condition, *keys)
                    yield look.told(place, "RUB152", what, remedy, cause=cause, text=condition.text)
