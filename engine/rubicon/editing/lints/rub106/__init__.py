"""RUB106: a refusal from nothing."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield examples that refuse and give nothing."""
    remedy = "Give facts that come close, and are not enough."
    for rule in look.written:
        for example in rule.examples:
            if example.refuse and not example.given:
                place = look.example(rule, example)
                yield look.told(place, "RUB106", "this example refuses, and gives nothing", remedy)
