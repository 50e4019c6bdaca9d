"""Who cannot play a role, by the scope of the framework."""

from rubicon.firing.comparing import NoDay, tester
from rubicon.language.binding import bound, literal_of
from rubicon.language.conditions import Comparison, Condition, Holds, variables
from rubicon.language.facts import Entity, Literal
from rubicon.language.rules import Rulebook


def barred(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """Return, for each role, the names of the entities for which a line of the scope about that role alone does not hold.

    Read is standing knowledge, whatever its days.
    """
    lines = rulebook.framework.scope if rulebook.framework else ()
    known = frozenset(fact.literal for fact in rulebook.background)
    found: dict[str, set[str]] = {}
    for line in lines:
        named = _variables(line)
        if len(named) == 1:
            out = {one.name for one in rulebook.entities if not _holds(line, named[0], one, rulebook, known)}
            found.setdefault(named[0], set()).update(out)
    return {role: frozenset(out) for role, out in found.items()}


def _variables(line: Condition) -> tuple[str, ...]:
    match line:
        case Comparison():
            return tuple(dict.fromkeys((*variables(line.left), *variables(line.right))))
        case Holds():
            return line.pattern.variables
        case _:
            return ()


def _holds(line: Condition, role: str, entity: Entity, rulebook: Rulebook, known: frozenset[Literal]) -> bool:
    if isinstance(line, Comparison):
        try:
            return tester(line, {role: 0}, rulebook.vocabulary)((entity.name,), None)
        except NoDay:
            return True
    return not isinstance(line, Holds) or literal_of(bound(line.pattern, {role: entity.name})) in known
