"""What a run judged, and what it assumed and set aside: how every answer begins."""

from datetime import date

from msgspec import Struct

from rubicon.explaining.citing import is_framing
from rubicon.explaining.claims import Cited
from rubicon.judging.assessing import Assessment
from rubicon.judging.ledger import Ledger
from rubicon.judging.scope import outside
from rubicon.language.conditions import Condition
from rubicon.language.dating import is_current, is_known
from rubicon.language.facts import Case, Literal
from rubicon.language.rules import Rulebook


class Suppositions(Struct, frozen=True):
    """What this run added to the case, and the assertions that it took from it."""

    assumed: tuple[Literal, ...] = ()
    withdrawn: tuple[tuple[Literal, tuple[Cited, ...]], ...] = ()


class Header(Struct, frozen=True):
    """What an answer is about: the rulebook, the case and the day judged, by which version, and what the run changed.

    `outside` are the conditions of the framework's scope that are not definite here.
    """

    rulebook: Rulebook
    case: Case
    day: date | None
    version: str
    run: Suppositions
    outside: tuple[Condition, ...]


def headed(
    assessment: Assessment,
) -> tuple[Rulebook, Case, date | None, str, Suppositions, tuple[Condition, ...]]:
    """Return the parts of the header of an answer on an assessment."""
    parts = (assessment.rulebook, assessment.case, assessment.day, assessment.version)
    return (*parts, _run(assessment), outside(assessment))


def ledger_of(assessment: Assessment) -> Ledger:
    """Return the arguments of the judgement that the assessment uses."""
    return Ledger(assessment.judgements[0].judgement, assessment.rulebook.vocabulary)


def _run(assessment: Assessment) -> Suppositions:
    """Return what a run assumed, and which assertions known by the day judged it set aside."""
    day, aside = assessment.day, dict[Literal, list[Cited]]()
    for fact in assessment.withdrawn:
        counts = is_known(fact, day) and is_current(assessment.rulebook.vocabulary, fact, day)
        if counts and not is_framing(fact):
            cited = Cited(fact)
            aside.setdefault(fact.literal, []).append(cited)
    return Suppositions(
        assessment.assumed, tuple((literal, tuple(cited)) for literal, cited in aside.items())
    )
