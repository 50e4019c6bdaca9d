"""The inputs of a case: its open questions, its doubtful facts, and every fact that the answer may hang on."""

from collections.abc import Iterator
from dataclasses import dataclass

from rubicon.firing.instances import GroundCondition, Instance
from rubicon.judging.assessing import Assessment
from rubicon.judging.questions import Candidate, Setting, candidates
from rubicon.language.binding import extended, widened
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.supposing.pivots import Doubt, Move
from rubicon.supposing.scenarios import Bounds, Choice, Option, Possibilities
from rubicon.supposing.switches import Switches, switches

FRAMING = frozenset({"considered", "argument"})
"""Origins of what is no finding about the world: the framing of the question, and what this run assumes."""


@dataclass(frozen=True, slots=True)
class Inputs:
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
        return tuple(one for one in self.asserted if any(fact.origin != "background" for fact in one.facts))

    def option(self, move: Move) -> Option:
        """Return the switches that make a move."""
        assumed = {self.switches.assumed[literal] for literal in move.assumed}
        return frozenset(assumed | {self.switches.without[literal] for literal in move.without})


def inputs_of(assessment: Assessment, asked: Pattern) -> Inputs:
    """Find the inputs that could bear on what is asked after; that itself, and other values of it, are none."""
    rulebook, judgement = assessment.rulebook, assessment.judgement
    facts = judgement.firings.facts
    setting = Setting(rulebook.vocabulary, assessment.judgements[0].rules, facts, _named(assessment))
    own = widened(rulebook.vocabulary, asked)
    questions = candidates(setting, own)
    spoken: dict[Literal, list[Fact]] = {}
    for fact in facts:
        if fact.origin not in FRAMING and extended(own, fact.literal.atom, {}) is None:
            spoken.setdefault(fact.literal, []).append(fact)
    asserted = tuple(Doubt(one, tuple(spoken[one])) for one in sorted(spoken, key=sort_key))
    reported = {argument.literal for argument in judgement.arguments if argument.weight == "reported"}
    doubts = tuple(doubt for doubt in asserted if doubt.literal in reported)
    assumed = [literal for question in questions for reply in question.replies for literal in reply.given]
    assumed += [doubt.literal.contrary for doubt in doubts]
    return Inputs(questions, doubts, asserted, switches(assumed, (one.literal for one in asserted)))


def _named(assessment: Assessment) -> dict[str, str]:
    """Return the entities that fill roles or that the case's own facts in force name, with their kinds."""
    entities = (*assessment.rulebook.entities, *assessment.case.entities)
    known = {entity.name: entity.kind for entity in entities}
    own = (fact for fact in assessment.judgement.firings.facts if fact.origin in ("case", "assumption"))
    names = {value for fact in own for value in fact.literal.atom.values if isinstance(value, str)}
    names |= {name for _, name in assessment.case.roles}
    return {name: known[name] for name in names if name in known}


def reached(
    questions: tuple[Candidate, ...],
    possibilities: Possibilities,
    bounds: Bounds,
    literals: tuple[Literal, ...],
) -> tuple[Candidate, ...]:
    """Return the questions reached backwards from some literals, through instances that may apply."""
    vocabulary = possibilities.vocabulary

    def key(literal: Literal) -> object:
        """Return what a literal shares with its conflict set."""
        return vocabulary.group(literal.atom) or literal.atom

    concluding: dict[object, list[Instance]] = {}
    for number, instance in enumerate(possibilities.firings.instances):
        if bounds.applying.get(number):
            for literal in instance.conclusions:
                concluding.setdefault(key(literal), []).append(instance)
    met: set[object] = set()
    queue = [key(literal) for literal in literals]
    while queue:
        about = queue.pop()
        if about not in met:
            met.add(about)
            for instance in concluding.get(about, ()):
                queue += [key(m.literal) for ground in _grounds(instance) for m in ground.mentions]
    return tuple(question for question in questions if any(key(literal) in met for literal in question.about))


def _grounds(instance: Instance) -> Iterator[GroundCondition]:
    yield from instance.conditions
    for exception in instance.exceptions:
        yield from exception


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
    against = [
        tuple(
            at for at, other in enumerate(moves) if any(one.contrary in other.assumed for one in move.assumed)
        )
        for move in moves
    ]
    made = tuple(
        Choice(inputs.option(move), *rest)
        for move, rest in zip(moves, zip(groups, within, against, strict=True), strict=True)
    )
    return tuple(moves), made
