"""RUB112: a sum with a second number left open."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.firing.grounding import entry_slots
from rubicon.language.conditions import Aggregate, Variable
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield aggregates with another number left open, but not one that they are said to be taken over."""
    for rule in look.written:
        for condition, keys in look.conditions(rule):
            if not isinstance(condition, Aggregate):
                continue
            statement = look.vocabulary.statements[condition.pattern.statement]
            for at in entry_slots(look.vocabulary, condition):
                term, slot = condition.pattern.terms[at], statement.slots[at]
                is_open = isinstance(term, Variable) and term.is_wildcard and term.name != condition.member
                if slot.kind == "number" and is_open:
                    what = f"reports that differ in {{{slot.name}}} alone count as different entries here"
                    remedy = f"Give {{{slot.name}}} a statement of its own, or let a plain condition bind ?{slot.name}."
                    place = look.written_at(rule, condition, *keys)
                    yield look.told(place, "RUB112", what, remedy, text=condition.text)
