"""The single steps that change the answer: one reply to an open question, or one report withdrawn or denied.

The sets of several steps, weights and shares are `pivots` (see `rubicon.supposing.finding`); one step at a time is
a bit of a whole number, so that a report needs neither numpy, nor clingo, nor a circuit for it.
"""

from collections.abc import Sequence

from msgspec import Struct

from rubicon.judging.assessing import Assessment
from rubicon.judging.reaching import Outlook, reached
from rubicon.language.facts import Literal
from rubicon.supposing.answering import Target, goal_of, target
from rubicon.supposing.inputs import inputs_of, moves_of
from rubicon.supposing.pivots import Move
from rubicon.supposing.scenarios.lanes import work_out
from rubicon.supposing.switches import possibilities


class Step(Struct, frozen=True):
    """A move that by itself changes the answer, and the value that is then established (None: none)."""

    move: Move
    answer: Literal | None


class Steps(Struct, frozen=True):
    """The single steps, questions first, and how many open questions bear on the answer.

    `answer` is what is established now. `carried` gives for each fact of the case which of the statements asked after are no longer established when all
    its assertions are withdrawn.
    """

    steps: tuple[Step, ...]
    questions: int
    carried: dict[Literal, tuple[Literal, ...]]
    answer: Literal | None = None


def steps_of(assessment: Assessment, heads: Sequence[Literal] = (), outlook: Outlook | None = None) -> Steps:
    """Find the single steps that change the answer to the framework's question in the first judgement.

    `heads` are established statements; of each fact is told which of them it carries. An `outlook` on the question
    has fired what is needed already.

    Raises:
        BadInput: the rulebook has no question, or more is open than can be searched.
    """
    inputs = inputs_of(assessment, goal_of(assessment, None), outlook)
    possible = possibilities(assessment, inputs.switches, outlook)
    asked = target(assessment, None, possible.firings)
    moves, choices = moves_of(inputs, inputs.questions, inputs.own)
    lanes = {choice.switches: at for at, choice in enumerate(choices)}
    on: dict[int, int] = {}
    for switches, at in lanes.items():
        for switch in switches:
            on[switch] = on.get(switch, 0) | 1 << at
    found = work_out(possible, (*asked.literals, *heads), len(choices), on)
    instances = (one for at, one in enumerate(possible.firings.instances) if at in found.applying)
    questions = reached(possible.vocabulary, instances, inputs.questions, asked.literals)
    if len(questions) < len(inputs.questions):
        moves, choices = moves_of(inputs, questions, inputs.own)
    places = [lanes[choice.switches] for choice in choices]
    shown = asked.gates(found)
    before = asked.shown(asked.answer(assessment.judgement))
    turning = 0
    for column, held in zip(shown, before, strict=True):
        turning |= ~column if held else column
    steps = [
        Step(move, _answer(asked, shown, at))
        for move, choice, at in zip(moves, choices, places, strict=True)
        if turning >> at & 1 and not (choice.within is not None and turning >> places[choice.within] & 1)
    ]
    carried = {
        move.literal: tuple(head for head in heads if not found.surely[head] >> at & 1)
        for move, at in zip(moves, places, strict=True)
        if move.act == "withdraw"
    }
    return Steps(tuple(steps), len(questions), carried, _answer(asked, [int(one) for one in before], 0))


def _answer(asked: Target, shown: Sequence[int], at: int) -> Literal | None:
    """Return what is established of a question of values, or of one of yes and no, in one scenario."""
    if asked.literal is not None:
        true, false = (bool(column >> at & 1) for column in shown)
        return asked.literal if true else asked.literal.contrary if false else None
    found = (atom for atom, column in zip(asked.atoms, shown, strict=True) if column >> at & 1)
    return next((Literal(atom, True) for atom in found), None)
