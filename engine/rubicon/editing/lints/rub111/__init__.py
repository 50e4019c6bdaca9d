"""RUB111: a strict rule that is not strict."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import weakens
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield strict rules that an exception or an absence weakens."""
    remedy = "An absence, a tally or an `unless` makes it weigh as a defeasible rule; call it one."
    for rule in look.written:
        if rule.kind == "strict" and (rule.unless or any(map(weakens, rule.lines))):
            yield look.told(look.at(rule, "kind"), "RUB111", "this strict rule is not strict", remedy)
