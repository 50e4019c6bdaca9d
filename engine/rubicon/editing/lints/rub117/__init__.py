"""RUB117: an exception that the conditions rule out."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import Holds, Pattern
from rubicon.language.rules import Lines
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield exceptions that ask for the contrary of a condition."""
    for rule in look.written:
        asked = {(p.statement, p.terms, p.truth) for p in _plain(rule.conditions)}
        for at, together in enumerate(rule.unless):
            if any((p.statement, p.terms, not p.truth) in asked for p in _plain(together)):
                what = "this exception cannot hold where the conditions do"
                yield look.told(
                    look.at(rule, "unless", at), "RUB117", what, "Leave it out: it never matters."
                )


def _plain(items: Lines) -> Iterator[Pattern]:
    for item in items:
        if isinstance(item, Holds) and not any(name.startswith("_") for name in item.pattern.variables):
            yield item.pattern
