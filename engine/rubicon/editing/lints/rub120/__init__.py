"""RUB120: a rule that concludes what it asks."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import Holds
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules with a conclusion among their conditions."""
    for rule in look.written:
        for condition in rule.conditions:
            if isinstance(condition, Holds) and condition.pattern in rule.conclusions:
                place = look.written_at(rule, condition, "if")
                what = "this condition is what the rule concludes"
                remedy = "Ask for what it should follow from."
                yield look.told(place, "RUB120", what, remedy, text=condition.text)
