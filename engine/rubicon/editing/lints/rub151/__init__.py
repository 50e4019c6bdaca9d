"""RUB151: a conclusion that leads nowhere."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules of whose conclusions none is read by a rule or shown by a report."""
    for rule in look.written:
        if look.rulebook.framework is None:
            return
        if not any(p.statement in look.asked for p in rule.conclusions):
            remedy = "Ask about it in a rule, or show it in a [[section]] of the framework."
            yield look.told(look.at(rule, "then"), "RUB151", "this conclusion leads nowhere", remedy)
