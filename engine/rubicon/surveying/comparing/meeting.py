"""Tell the fewest findings after which two cases would have the same answer."""

from rubicon.explaining.pivotal import Supposed
from rubicon.explaining.turnings import estimate_of, turnings_of, value_of
from rubicon.judging.ledger import Ledger
from rubicon.language.rules import Framework
from rubicon.supposing.agreeing import Accord
from rubicon.supposing.steps import Step
from rubicon.surveying.comparing.contrasts import Meeting


def meetings_of(framework: Framework, ledgers: tuple[Ledger, Ledger], accord: Accord) -> tuple[Meeting, ...]:
    """Return each set of findings; single ones that differ in who alone, in one case, as one."""
    if accord.sets and len(accord.sets[0].moves) == 1:
        found = []
        for case, ledger in enumerate(ledgers):
            steps = [Step(one.moves[0], one.answers[case]) for one in accord.sets if one.cases == (case,)]
            told = turnings_of(ledger, framework, steps)
            found += [Meeting((one.supposed,), (case,), one.outlook) for one in told]
        return tuple(found)
    vocabulary = ledgers[0].vocabulary
    return tuple(
        Meeting(
            tuple(Supposed(move.act, move.assumed) for move in one.moves),
            one.cases,
            estimate_of(framework, value_of(framework, vocabulary, one.answer)),
        )
        for one in accord.sets
    )
