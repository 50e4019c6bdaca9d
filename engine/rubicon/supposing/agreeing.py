"""What would end a difference between two schools: the fewest replies to open questions after which both say the same."""

from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from rubicon.judging.assessing import Assessment
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.questions import Candidate
from rubicon.language.facts import Literal
from rubicon.supposing.answering import goal_of, target
from rubicon.supposing.inputs import inputs_of
from rubicon.supposing.pivots import Move
from rubicon.supposing.scenarios import build
from rubicon.supposing.scenarios.bits import Bits
from rubicon.supposing.scenarios.choices import Choice
from rubicon.supposing.solving import solve
from rubicon.supposing.switches import possibilities, switches

MOST = 240
"""Sets of replies of the least size that are looked for."""


class Agreeing(Struct, frozen=True):
    """Replies after which two schools establish the same, and what that is."""

    moves: tuple[Move, ...]
    answer: Literal


class Accord(Struct, frozen=True):
    """The sets of fewest replies that end a difference; `whole`: they are all of that size, or there are none of any."""

    sets: tuple[Agreeing, ...]
    whole: bool


def agreement_of(assessment: Assessment, other: SchoolJudgement) -> Accord:
    """Find the fewest replies to open questions after which the first school and another establish one answer.

    Raises:
        BadInput: the rulebook has no question, or more is open than can be searched.
    """
    sides = (assessment, replace(assessment, judgements=(other,)))
    open_: dict[tuple[Literal, ...], Candidate] = {}
    for side in sides:
        open_.update((one.about, one) for one in inputs_of(side, goal_of(side, None)).questions)
    questions = tuple(open_.values())
    own = switches((one for q in questions for reply in q.replies for one in reply.given), ())
    possible = [possibilities(side, own) for side in sides]
    asked = [target(side, None, one.firings) for side, one in zip(sides, possible, strict=True)]
    literals = tuple(dict.fromkeys(chain.from_iterable(one.literals for one in asked)))
    mine = build(possible[0], literals)
    yours = build(possible[1], literals, beside=mine.circuit)
    circuit = mine.circuit
    ends = {
        Literal(atom, truth): circuit.every((one[atom], two[atom]))
        for truth, one, two in ((True, mine.true, yours.true), (False, mine.false, yours.false))
        if truth or asked[0].literal is not None
        for atom in one
    }
    moves = [(at, reply) for at, question in enumerate(questions) for reply in question.replies]
    choices = [Choice(frozenset(own.assumed[one] for one in reply.given), group) for group, reply in moves]
    solved = solve(circuit, (circuit.any(ends.values()),), (False,), choices, MOST)
    bits = Bits(circuit, ends.values())
    on: dict[int, int] = {}
    for place, some in enumerate(solved.sets):
        for switch in chain.from_iterable(choices[at].switches for at in some):
            on[switch] = on.get(switch, 0) | 1 << place
    found = bits.run(len(solved.sets), on) if solved.sets else ()
    agreed = []
    for place, some in enumerate(solved.sets):
        answer = next(end for end, (low, _) in zip(ends, found, strict=True) if low >> place & 1)
        parts = tuple(Move(reply.act, reply.given[0], reply.given) for _, reply in (moves[at] for at in some))
        agreed.append(Agreeing(parts, answer))
    return Accord(tuple(agreed), solved.proven and len(agreed) < MOST)
