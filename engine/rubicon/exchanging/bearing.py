"""Which sections of the report a statement bears on, by the rules that lead from it to them."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeVar

from rubicon.language.conditions import Absent, Pattern, Unsettled, patterns
from rubicon.language.rules import Rule, Rulebook, Section

T = TypeVar("T")

Affirmed: TypeAlias = tuple[str, bool]
"""A statement and whether it is affirmed."""


def bearing(rulebook: Rulebook) -> dict[str, tuple[Section, ...]]:
    """Return, for each statement, the variables of the framework that it can bear on, in the report's order."""
    below: dict[str, set[str]] = {}
    for rule in rulebook.rules:
        if rule.status == "stable":
            spoken = {one.statement for one in rule.premises}
            for pattern in rule.conclusions:
                below.setdefault(pattern.statement, set()).update(spoken)
    found: dict[str, tuple[Section, ...]] = {}
    for section in rulebook.framework.sections if rulebook.framework else ():
        if section.kind == "variable":
            for name in _reached(below, (one.statement for one in (*section.for_, *section.against))):
                found[name] = (*found.get(name, ()), section)
    return found


def showing(rules: Iterable[Rule], start: Iterable[Affirmed]) -> set[Affirmed]:
    """Return the statements, each with its truth, that lead to some by rules that rest on no absence.

    What is presumed for want of reports would be shown by these.
    """
    below: dict[Affirmed, set[Affirmed]] = {}
    for rule in rules:
        if rule.kind != "defeater" and not any(isinstance(one, Absent | Unsettled) for one in rule.lines):
            spoken = {affirmed_in(pattern) for condition in rule.lines for pattern in patterns(condition)}
            for pattern in rule.conclusions:
                below.setdefault(affirmed_in(pattern), set()).update(spoken)
    return _reached(below, start)


def affirmed_in(pattern: Pattern) -> Affirmed:
    """Return the statement of a pattern with its truth."""
    return pattern.statement, pattern.truth


def _reached(below: Mapping[T, Iterable[T]], start: Iterable[T]) -> set[T]:
    met: set[T] = set()
    waiting = [*start]
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            waiting += below.get(name, ())
    return met
