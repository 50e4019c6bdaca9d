"""Whether a case lies within what its framework speaks of: DESIGN 2.3."""

from collections.abc import Collection
from datetime import date

from rubicon.firing.comparing import tester
from rubicon.judging.assessing import ARGUMENT, Assessment
from rubicon.language.binding import Binding, bound, extended, literal_of
from rubicon.language.conditions import Comparison, Condition, Holds, variables
from rubicon.language.facts import Literal
from rubicon.language.vocabulary import Vocabulary
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
    roles = dict(assessment.case.roles)
    return is_met(assessment, line, roles, assessment.judgement.definite)


def compares(vocabulary: Vocabulary, day: date | None, line: Comparison, binding: Binding) -> bool:
    """Tell whether a comparison holds, its variables filled in; where one is not, it does not."""
    if any(name not in binding for name in (*variables(line.left), *variables(line.right))):
        return False
    where = {name: at for at, name in enumerate(binding)}
    return tester(line, where, vocabulary)(tuple(binding.values()), day)


def is_met(assessment: Assessment, line: Condition, binding: Binding, among: Collection[Literal]) -> bool:
    """Tell whether a sentence or a comparison, its variables filled in, holds by some literals alone."""
    vocabulary = assessment.rulebook.vocabulary
    match line:
        case Comparison():
            return compares(vocabulary, assessment.day, line, binding)
        case Holds():
            pattern = bound(line.pattern, binding)
            if not pattern.variables:
                literal = literal_of(pattern)
                affirmed = literal if literal.truth else literal.contrary
                return literal in among or (
                    not literal.truth and any(vocabulary.in_conflict(one, affirmed) for one in among)
                )
            return any(
                one.truth == pattern.truth and extended(pattern, one.atom, {}) is not None for one in among
            )
        case _:
            return False
