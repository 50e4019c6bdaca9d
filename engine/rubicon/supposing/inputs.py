"""The inputs of a case: its open questions, its doubtful facts, and every fact that the answer may hang on."""

from msgspec import Struct

from rubicon.judging.assessing import Assessment
from rubicon.judging.questions import Candidate, candidates
from rubicon.judging.reaching import Outlook, setting_of
from rubicon.language.binding import extended, widened
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.supposing.pivots import Doubt, Move
from rubicon.supposing.scenarios.choices import Choice, Option
from rubicon.supposing.switches import Switches, switches

FRAMING = frozenset({"considered", "argument"})
"""Origins of what is no finding about the world: the framing of the question, and what this run assumes."""


class Inputs(Struct, frozen=True):
    """Everything that may be supposed, and a switch for each supposition.

    `asserted` are the literals that the case or the background assert on the day, with their facts.
    """

    questions: tuple[Candidate, ...]
    doubts: tuple[Doubt, ...]
    asserted: tuple[Doubt, ...]
    switches: Switches

    @property
    def own(self) -> tuple[Doubt, ...]:
        """Return what the case itself asserts, given or doubtful."""
        return tuple(one for one in self.asserted if any(fact.basis != "background" for fact in one.facts))

    def option(self, move: Move) -> Option:
        """Return the switches that make a move."""
        assumed = {self.switches.assumed[literal] for literal in move.assumed}
        return frozenset(assumed | {self.switches.without[literal] for literal in move.without})


def inputs_of(assessment: Assessment, asked: Pattern, outlook: Outlook | None = None) -> Inputs:
    """Find the inputs that could bear on what is asked after; that itself, and other values of it, are none.

    An outlook on what is asked after knows its questions already.
    """
    rulebook, judgement = assessment.rulebook, assessment.judgement
    facts = judgement.firings.facts
    own = widened(rulebook.vocabulary, asked)
    questions = candidates(setting_of(assessment), own) if outlook is None else outlook.first
    spoken: dict[Literal, list[Fact]] = {}
    for fact in facts:
        if fact.basis not in FRAMING and extended(own, fact.literal.atom, {}) is None:
            spoken.setdefault(fact.literal, []).append(fact)
    asserted = tuple(Doubt(one, tuple(spoken[one])) for one in sorted(spoken, key=sort_key))
    reported = {argument.literal for argument in judgement.arguments if argument.weight == "reported"}
    doubts = tuple(doubt for doubt in asserted if doubt.literal in reported)
    assumed = [literal for question in questions for reply in question.replies for literal in reply.given]
    assumed += [doubt.literal.contrary for doubt in doubts]
    return Inputs(questions, doubts, asserted, switches(assumed, (one.literal for one in asserted)))


def moves_of(
    inputs: Inputs, questions: tuple[Candidate, ...], facts: tuple[Doubt, ...]
) -> tuple[tuple[Move, ...], tuple[Choice, ...]]:
    """Return every move on the questions and some facts, and the choices that they are, in one order.

    A doubtful fact may be withdrawn or denied, a given one withdrawn.
    """
    moves: list[Move] = []
    groups: list[int] = []
    within: list[int | None] = []
    for group, question in enumerate(questions):
        for reply in question.replies:
            moves.append(Move(reply.act, reply.given[0], reply.given))
            groups.append(group)
            within.append(None)
    for group, fact in enumerate(facts, len(questions)):
        withdrawn = len(moves)
        moves.append(Move("withdraw", fact.literal, without=(fact.literal,)))
        groups.append(group)
        within.append(None)
        if fact in inputs.doubts:
            moves.append(Move("deny", fact.literal, (fact.literal.contrary,)))
            groups.append(group)
            within.append(withdrawn)
    assuming: dict[Literal, list[int]] = {}
    for at, move in enumerate(moves):
        for literal in dict.fromkeys(move.assumed):
            assuming.setdefault(literal, []).append(at)
    against = [
        tuple(sorted({at for one in move.assumed for at in assuming.get(one.contrary, ())})) for move in moves
    ]
    made = tuple(
        Choice(inputs.option(move), *rest)
        for move, rest in zip(moves, zip(groups, within, against, strict=True), strict=True)
    )
    return tuple(moves), made
