"""RUB141: a reason that names nothing of the case."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield reasons without a variable, of rules that have some."""
    for rule in look.written:
        if rule.because and "{" not in rule.because and any(one.variables for one in rule.conclusions):
            remedy = "Name what the rule found: {{ name_of_a_variable }}."
            place = look.at(rule, "because")
            yield look.told(place, "RUB141", "this reason names nothing of the case", remedy)
