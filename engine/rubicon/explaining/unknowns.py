"""What is not known: the open questions on which a report's answer or a variable of it could depend."""

from rubicon.explaining.grouping import watched
from rubicon.explaining.pivotal import Watched
from rubicon.judging.assessing import Assessment
from rubicon.judging.reaching import Outlook, open_questions, outlook_of
from rubicon.language.binding import bound
from rubicon.problems import BadInput


def outlook_on(assessment: Assessment) -> Outlook | None:
    """Fire over what could be supposed of the answer and the variables; None where nothing is asked, or it is too much."""
    framework = assessment.rulebook.framework
    if framework is None:
        return None
    roles = dict(assessment.case.roles)
    try:
        return outlook_of(assessment, [bound(goal, roles) for goal in framework.goals])
    except BadInput:
        return None


def asked_of(assessment: Assessment, outlook: Outlook | None) -> tuple[Watched, ...] | None:
    """Return the open questions on which the answer or a variable could depend; None where they are too many."""
    if outlook is None:
        return None if assessment.rulebook.framework else ()
    found = [(question.about[0], None) for question in open_questions(outlook)]
    return watched(assessment.rulebook.vocabulary, found)
