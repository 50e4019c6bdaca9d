"""RUB108: no example outside the days of the rule."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield dated rules whose days no example tries."""
    for rule in look.written:
        dated = rule.since is not None or rule.until is not None
        if dated and all(rule.in_force(example.as_of or rule.since) for example in rule.examples):
            place = look.at(rule, "since" if rule.since is not None else "until")
            remedy = "Add one with `as_of` outside them, and `refuse`."
            yield look.told(place, "RUB108", "no example lies outside the days of the rule", remedy)
