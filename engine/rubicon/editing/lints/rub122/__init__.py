"""RUB122: a rule that asks more than another for the same."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection, shape
from rubicon.language.rules import Rule
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules whose work another does on fewer conditions."""
    shapes = {rule.id: shape(rule) for rule in look.written}
    by_heads: dict[object, list[Rule]] = {}
    for rule in look.written:
        by_heads.setdefault(shapes[rule.id][0], []).append(rule)
    for rule in look.written:
        heads, asked = shapes[rule.id]
        for other in by_heads[heads]:
            if _does_as_much(other, rule) and shapes[other.id][1] < asked:
                what = f'"{other.id}" concludes the same from fewer conditions'
                yield look.told(rule.place, "RUB122", what, "Leave this one out, or ask more of the other.")


def _does_as_much(other: Rule, rule: Rule) -> bool:
    always = other.since is None and other.until is None and other.status == "stable"
    firm = ("low", "moderate", "high")
    return (
        always
        and (other.kind, other.unless) == (rule.kind, rule.unless)
        and other.school in (None, rule.school)
        and firm.index(other.confidence) >= firm.index(rule.confidence)
        and set(rule.overrides) <= set(other.overrides)
    )
