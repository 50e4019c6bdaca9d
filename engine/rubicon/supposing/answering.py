"""What is asked after, the framework's question or a sentence, and how it stands in a judgement."""

from collections.abc import Sequence

from msgspec import Struct

from rubicon.firing.instances import Firings
from rubicon.judging.assessing import ARGUMENT, Assessment, verdict_on
from rubicon.judging.judgements import Judgement, Standing
from rubicon.language.binding import as_pattern, bound, extended, ground
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Atom, Literal, sort_key
from rubicon.problems import BadInput, Problem
from rubicon.supposing.pivots import Answer, End
from rubicon.supposing.scenarios import Bounds
from rubicon.supposing.scenarios.lanes import WorkedOut

OPEN: tuple[Standing, ...] = ("undecided", "contested")
"""Why no answer is established, first that fits; else it is unknown."""


class Target(Struct, frozen=True):
    """A sentence (`literal`), or a question to which one of several `atoms` is the answer if it is established."""

    assessment: Assessment
    literal: Literal | None
    atoms: tuple[Atom, ...]

    def answer(self, judgement: Judgement) -> Answer:
        """Return how the sentence, or the question, stands in a judgement."""
        vocabulary = self.assessment.rulebook.vocabulary
        if self.literal is not None:
            verdict = verdict_on(judgement, vocabulary, self.literal)
            return Answer(self.literal, verdict.truth, verdict.standing)
        verdicts = [verdict_on(judgement, vocabulary, Literal(atom, True)) for atom in self.atoms]
        for verdict in verdicts:
            if verdict.truth:
                return Answer(Literal(verdict.atom, True), True, verdict.standing)
        standings = {verdict.standing for verdict in verdicts if verdict.truth is None}
        return Answer(None, None, next((standing for standing in OPEN if standing in standings), "unknown"))

    def gates(self, bounds: Bounds | WorkedOut) -> tuple[int, ...]:
        """Return gates, or lanes, that tell the answer: each atom's truth, or that and the falsehood of the sentence."""
        if self.literal is None:
            return tuple(bounds.true[atom] for atom in self.atoms)
        return (bounds.true[self.literal.atom], bounds.false[self.literal.atom])

    def shown(self, answer: Answer) -> tuple[bool, ...]:
        """Return what the gates show where this is the answer."""
        if self.literal is None:
            return tuple(answer.literal == Literal(atom, True) for atom in self.atoms)
        truth = answer.truth if self.literal.truth or answer.truth is None else not answer.truth
        return (truth is True, truth is False)

    def end(self, shown: Sequence[bool]) -> End:
        """Return what the answer comes to where the gates show this."""
        if self.literal is None:
            found = next((atom for atom, so in zip(self.atoms, shown, strict=True) if so), None)
            return End(None, None) if found is None else End(Literal(found, True), True)
        truth = True if shown[0] else False if shown[1] else None
        return End(self.literal, truth if self.literal.truth or truth is None else not truth)

    @property
    def literals(self) -> tuple[Literal, ...]:
        """Return the affirmed literals asked after."""
        atoms = (self.literal.atom,) if self.literal else self.atoms
        return tuple(Literal(atom, True) for atom in atoms)


def goal_of(assessment: Assessment, about: Literal | None) -> Pattern:
    """Return what is asked after, as far as its slots are filled.

    Raises:
        BadInput: the rulebook has no question, or the case does not fill its roles, and no sentence is given.
    """
    if about is not None:
        return as_pattern(about)
    framework = assessment.rulebook.framework
    if framework is None:
        raise BadInput(
            [Problem(ARGUMENT, 0, "the rulebook has no framework, and so no question", "Name a sentence.")]
        )
    return bound(framework.question, dict(assessment.case.roles))


def target(assessment: Assessment, about: Literal | None, firings: Firings) -> Target:
    """Find what is asked after among all that some scenario speaks of."""
    if about is not None:
        return Target(assessment, about, ())
    goal = goal_of(assessment, None)
    literal = ground(goal, {})
    if literal is not None:
        return Target(assessment, literal, ())
    spoken = {fact.literal for fact in firings.facts}
    spoken |= {literal for instance in firings.instances for literal in instance.conclusions}
    found = {literal.atom for literal in spoken if extended(goal, literal.atom, {}) is not None}
    atoms = tuple(sorted(found, key=lambda atom: sort_key(Literal(atom, True))))
    return Target(assessment, None, atoms)
