"""Whether a case lies within what its framework speaks of: DESIGN 2.3."""

from dataclasses import replace

from rubicon.firing.comparing import tester
from rubicon.judging.assessing import ARGUMENT, Assessment
from rubicon.language.binding import bound, extended, literal_of
from rubicon.language.conditions import Comparison, Condition, Holds, variables
from rubicon.language.facts import Value
from rubicon.problems import BadInput, Problem


def outside(assessment: Assessment) -> tuple[Condition, ...]:
    """Return the conditions of the framework's scope that are not definite; what is unknown is outside."""
    framework = assessment.rulebook.framework
    lines = framework.scope if framework else ()
    return tuple(line for line in lines if not _is_definite(assessment, line))


def refuse_outside(assessment: Assessment) -> None:
    """Refuse an assessment that lies outside the scope.

    Raises:
        BadInput: it does.
    """
    lines = outside(assessment)
    if lines:
        named = "; ".join(line.text for line in lines)
        remedy = f"Not definite here: {named}. Without --strict-scope it is judged, and says so."
        what = "the case lies outside the scope of the framework"
        raise BadInput([Problem(assessment.case.place.path or ARGUMENT, 0, what, remedy)])


def _is_definite(assessment: Assessment, line: Condition) -> bool:
    roles: dict[str, Value] = dict(assessment.case.roles)
    vocabulary = assessment.rulebook.vocabulary
    match line:
        case Comparison():
            names = (*variables(line.left), *variables(line.right))
            if any(name not in roles for name in names):
                return False
            where = {name: at for at, name in enumerate(roles)}
            return tester(line, where, vocabulary)(tuple(roles.values()), assessment.day)
        case Holds():
            definite = assessment.judgement.definite
            pattern = bound(line.pattern, roles)
            if not pattern.truth and not pattern.variables:
                denied = literal_of(replace(pattern, truth=True))
                return any(vocabulary.in_conflict(one, denied) for one in definite)
            return any(
                one.truth == pattern.truth and extended(pattern, one.atom, {}) is not None for one in definite
            )
        case _:
            return False
