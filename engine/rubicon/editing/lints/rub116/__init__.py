"""RUB116: an exception that is also a condition."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield exceptions that are met whenever the conditions are."""
    for rule in look.written:
        asked = {one.text for one in rule.conditions if not isinstance(one, tuple)}
        for at, together in enumerate(rule.unless):
            if asked.issuperset(one.text for one in together):
                what = "this exception is also a condition: the rule never applies"
                yield look.told(look.at(rule, "unless", at), "RUB116", what, "Drop it here or in `if`.")
