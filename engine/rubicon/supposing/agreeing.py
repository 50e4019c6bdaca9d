"""What would end a difference: the fewest replies to open questions after which two schools, or two cases, say the same."""

from collections.abc import Iterable, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from rubicon.judging.assessing import Assessment
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.questions import Candidate, Reply
from rubicon.language.conditions import Variable
from rubicon.language.facts import Atom, Literal, Value
from rubicon.supposing.answering import Target, goal_of, target
from rubicon.supposing.inputs import inputs_of
from rubicon.supposing.pivots import Move
from rubicon.supposing.scenarios import Circuit, build
from rubicon.supposing.scenarios.bits import Bits
from rubicon.supposing.scenarios.choices import Choice
from rubicon.supposing.solving import COUNTED, solve
from rubicon.supposing.switches import Switches, possibilities, switches


class Agreeing(Struct, frozen=True):
    """Replies after which both sides establish the same: what each then does. `cases` tells of which case each reply is."""

    moves: tuple[Move, ...]
    cases: tuple[int, ...]
    answers: tuple[Literal, Literal]

    @property
    def answer(self) -> Literal:
        """Return what the first side then establishes."""
        return self.answers[0]


class Accord(Struct, frozen=True):
    """The sets of fewest replies that end a difference; `whole`: they are all of that size, or there are none of any."""

    sets: tuple[Agreeing, ...]
    whole: bool


class _OpenSide(Struct, frozen=True):
    """One side: its questions, and a switch for each literal that a reply to one gives."""

    assessment: Assessment
    questions: tuple[Candidate, ...]
    switches: Switches

    def option(self, reply: Reply) -> frozenset[int]:
        """Return the switches that give a reply."""
        return frozenset(self.switches.assumed[one] for one in reply.given)


def schools_agree(assessment: Assessment, other: SchoolJudgement) -> Accord:
    """Find the fewest replies to open questions after which the first school and another establish one answer.

    Raises:
        BadInput: the rulebook has no question, or more is open than can be searched.
    """
    sides = (assessment, replace(assessment, judgements=(other,)))
    questions = _questions(sides)
    own = switches(_given(questions), ())
    return _accord([_OpenSide(side, questions, own) for side in sides], [(0, one) for one in questions])


def cases_agree(one: Assessment, other: Assessment) -> Accord:
    """Find the fewest replies to open questions of two cases after which both establish the same answer.

    Raises:
        BadInput: as `schools_agree` does.
    """
    asked = (_questions([one]), _questions([other]))
    first = switches(_given(asked[0]), ())
    beyond = len(first.all)
    second = {literal: beyond + at for literal, at in switches(_given(asked[1]), ()).assumed.items()}
    sides = [_OpenSide(one, asked[0], first), _OpenSide(other, asked[1], Switches(second, {}))]
    return _accord(sides, [(case, question) for case in (0, 1) for question in asked[case]])


def _questions(sides: Iterable[Assessment]) -> tuple[Candidate, ...]:
    """Return every question that is open on some side, each once."""
    found = (one for side in sides for one in inputs_of(side, goal_of(side, None)).questions)
    return tuple({one.about: one for one in found}.values())


def _given(questions: Iterable[Candidate]) -> Iterable[Literal]:
    return (literal for question in questions for reply in question.replies for literal in reply.given)


def _accord(sides: Sequence[_OpenSide], questions: Sequence[tuple[int, Candidate]]) -> Accord:
    """Find the fewest replies after which both sides say the same, each question being of one case."""
    circuit = Circuit()
    said = [_said(side, circuit) for side in sides]
    ends = {
        (one, said[1][word][0]): circuit.every((gate, said[1][word][1]))
        for word, (one, gate) in said[0].items()
        if word in said[1]
    }
    moves = [
        (group, case, reply) for group, (case, question) in enumerate(questions) for reply in question.replies
    ]
    choices = [Choice(sides[case].option(reply), group) for group, case, reply in moves]
    solved = solve(circuit, (circuit.any(ends.values()),), (False,), choices, COUNTED)
    on: dict[int, int] = {}
    for place, some in enumerate(solved.sets):
        for switch in chain.from_iterable(choices[at].switches for at in some):
            on[switch] = on.get(switch, 0) | 1 << place
    shown = Bits(circuit, ends.values()).run(len(solved.sets), on)
    agreed = []
    for place, some in enumerate(solved.sets):
        answers = next(end for end, (low, _) in zip(ends, shown, strict=True) if low >> place & 1)
        chosen = [moves[at] for at in some]
        parts = tuple(Move(reply.act, reply.given[0], reply.given) for _, _, reply in chosen)
        agreed.append(Agreeing(parts, tuple(case for _, case, _ in chosen), answers))
    return Accord(tuple(agreed), solved.proven and len(agreed) < COUNTED)


def _said(side: _OpenSide, circuit: Circuit) -> dict[tuple[Value | bool, ...], tuple[Literal, int]]:
    """Return by the answer, as both sides would word it, what a side then establishes, and the gate that it does."""
    possible = possibilities(side.assessment, side.switches)
    asked = target(side.assessment, None, possible.firings)
    bounds = build(possible, asked.literals, beside=circuit)
    found: dict[tuple[Value | bool, ...], tuple[Literal, int]] = {
        _word(asked, atom): (Literal(atom, True), gate) for atom, gate in bounds.true.items()
    }
    if asked.literal is not None:
        literal = Literal(asked.literal.atom, False)
        found[(False,)] = (literal, bounds.false[literal.atom])
    return found


def _word(asked: Target, atom: Atom) -> tuple[Value, ...]:
    """Return the values of an atom that no role fills: the answer, whoever it is about."""
    framework, roles = asked.assessment.rulebook.framework, dict(asked.assessment.case.roles)
    terms = framework.question.terms if framework else ()
    free = (isinstance(term, Variable) and term.name not in roles for term in terms)
    return tuple(value for value, is_free in zip(atom.values, free, strict=True) if is_free)
