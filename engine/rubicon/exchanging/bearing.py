"""Which sections of the report a statement bears on, by the rules that lead from it to them."""

from collections.abc import Iterable

from rubicon.language.rules import Rulebook, Section


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


def _reached(below: dict[str, set[str]], start: Iterable[str]) -> set[str]:
    met: set[str] = set()
    waiting = [*start]
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            waiting += below.get(name, ())
    return met
