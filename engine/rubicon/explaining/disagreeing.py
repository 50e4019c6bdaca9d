"""Tell a difference between schools by its root, and what would end it."""

from collections.abc import Sequence

from rubicon.explaining.brief import Ended, Ending, Rooted
from rubicon.explaining.contents import SchoolView
from rubicon.explaining.pivotal import Supposed
from rubicon.explaining.turnings import estimate_of, turnings_of, value_of
from rubicon.judging.assessing import Assessment
from rubicon.judging.ledger import Ledger
from rubicon.language.rules import Framework
from rubicon.problems import BadInput
from rubicon.supposing.agreeing import Accord, schools_agree
from rubicon.supposing.parting import Root, roots_between
from rubicon.supposing.steps import Step


def endings(
    assessment: Assessment, framework: Framework, ledger: Ledger, parted: Sequence[SchoolView]
) -> tuple[Ending, ...]:
    """Return of each school of another answer than the first on what they part, and what would end the difference."""
    try:
        roots = roots_between(assessment, [view.view for view in parted])
    except BadInput:
        roots = (None,) * len(parted)
    found = []
    for view, both in zip(parted, roots, strict=True):
        mine, yours = (_rooted(both[0]), _rooted(both[1])) if both else (None, None)
        estimate = estimate_of(framework, view.question.answer if view.question else None)
        agreement = schools_agree(assessment, view.view)
        ends = ended_by(ledger, framework, agreement)
        found.append(Ending(view.school, estimate, mine, yours, ends, agreement.whole))
    return tuple(found)


def _rooted(root: Root) -> Rooted:
    return Rooted(*root.sets[0], len(root.sets), root.whole) if root.sets else Rooted()


def ended_by(ledger: Ledger, framework: Framework, agreement: Accord) -> tuple[Ended, ...]:
    """Return the sets of fewest findings as they are told."""
    if agreement.sets and len(agreement.sets[0].moves) == 1:
        steps = [Step(one.moves[0], one.answer) for one in agreement.sets]
        return tuple(Ended((one.supposed,), one.outlook) for one in turnings_of(ledger, framework, steps))
    return tuple(
        Ended(
            tuple(Supposed(move.act, move.assumed) for move in one.moves),
            estimate_of(framework, value_of(framework, ledger.vocabulary, one.answer)),
        )
        for one in agreement.sets
    )
