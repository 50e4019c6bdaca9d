"""What a run judged, and what it assumed and set aside."""

from rubicon.explaining.citing import is_framing
from rubicon.explaining.claims import Cited
from rubicon.explaining.contents import Run
from rubicon.judging.assessing import Assessment
from rubicon.judging.ledger import Ledger
from rubicon.language.dating import is_current, is_known
from rubicon.language.facts import Literal


def ledger_of(assessment: Assessment) -> Ledger:
    """Return the arguments of the judgement that the assessment uses."""
    return Ledger(assessment.judgements[0].judgement, assessment.rulebook.vocabulary)


def run_of(assessment: Assessment) -> Run:
    """Return what a run assumed, and which assertions known by the day judged it set aside."""
    day, aside = assessment.day, dict[Literal, list[Cited]]()
    for fact in assessment.withdrawn:
        counts = is_known(fact, day) and is_current(assessment.rulebook.vocabulary, fact, day)
        if counts and not is_framing(fact):
            cited = Cited(fact)
            aside.setdefault(fact.literal, []).append(cited)
    return Run(assessment.assumed, tuple((literal, tuple(cited)) for literal, cited in aside.items()))
