"""What would end a difference between two schools: single replies to open questions after which both say the same."""

from msgspec.structs import replace

from rubicon.judging.assessing import Assessment
from rubicon.judging.bearing import SchoolJudgement
from rubicon.supposing.steps import Step, steps_of

LOSSES = ("withdraw", "deny")
"""Acts that take a report away: no observation."""


def endings_of(assessment: Assessment, other: SchoolJudgement) -> tuple[Step, ...]:
    """Return the replies after each of which the first school and another establish one answer, with that answer.

    Raises:
        BadInput: as `steps_of` does.
    """
    mine = steps_of(assessment)
    yours = steps_of(replace(assessment, judgements=(other,)))
    ends = {(step.move.act, step.move.literal): step.answer for step in yours.steps}
    own = {(step.move.act, step.move.literal) for step in mine.steps}
    found = [
        step
        for step in mine.steps
        if step.answer == ends.get((step.move.act, step.move.literal), yours.answer)
    ]
    found += [
        step
        for step in yours.steps
        if (step.move.act, step.move.literal) not in own and step.answer == mine.answer
    ]
    return tuple(step for step in found if step.answer is not None and step.move.act not in LOSSES)
