"""Find which differences carry the difference in the answer: move them, judge again, smallest sets first."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.answering import answer_in, pose
from rubicon.explaining.contents import Question
from rubicon.explaining.differences import changes
from rubicon.firing import fire
from rubicon.judging.assessing import Assessment, judgement_of
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.judgements import Judgement
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Fact, Value
from rubicon.language.rules import Framework, Rule
from rubicon.supposing.answering import target
from rubicon.supposing.parting import Swap, exchange
from rubicon.supposing.scenarios.searching import SmallestChoices
from rubicon.supposing.solving import fewest
from rubicon.surveying.comparing.contrasts import Carrier, Crossing
from rubicon.surveying.comparing.differing import Gap

SETS = 12
"""Smallest sets that are told for each case."""


class Recipient(Struct, frozen=True):
    """A case into which differences can be moved."""

    framework: Framework
    assessment: Assessment
    view: SchoolJudgement
    gaps: Sequence[Gap]
    into: int

    def facts(self, choice: Sequence[int]) -> list[Fact]:
        """Return the facts with a choice of differences moved in."""
        gone = {fact for at in choice for fact in self.gaps[at].withdraw[self.into]}
        kept = [fact for fact in self.view.judgement.firings.facts if fact not in gone]
        return kept + [fact for at in choice for fact in self.gaps[at].add[self.into]]

    def rules(self, choice: Sequence[int]) -> tuple[Rule, ...]:
        """Return the rules in force with a choice of differences moved in."""
        moved = [gap.difference for at in choice if (gap := self.gaps[at]).difference.rule]
        gone = {one.rule.id for one in moved if one.rule and one.held == self.into}
        added = [one.rule for one in moved if one.rule and one.held != self.into]
        return (*(rule for rule in self.view.rules if rule.id not in gone), *added)

    def search(self, goal: Question) -> SmallestChoices:
        """Find the smallest choices after which the question is answered as in `goal`; all together are fired once."""
        own = self.view.judgement.firings.facts
        swaps = [self._swap(gap, own, self.into) for gap in self.gaps]
        rules = {rule.id: rule for rule in (*self.view.rules, *self.rules(range(len(self.gaps))))}
        facts = (*own, *(fact for swap in swaps for fact in swap.come))
        vocabulary = self.assessment.rulebook.vocabulary
        fired = fire(vocabulary, tuple(rules.values()), facts, self.assessment.day)
        asked = target(self.assessment, None, fired)
        words = {one: answer_in(self.framework, self.roles, one) for one in asked.literals}
        if asked.literal is not None:
            shown: tuple[bool, ...] = (goal.answer == "yes", goal.answer == "no")
        else:
            shown = tuple(word == goal.answer for word in words.values())
        if goal.answer is not None and goal.answer not in (*words.values(), "no"):
            return SmallestChoices((), len(swaps), exhausted=True)
        playing = None if goal.answer else {one for one, word in words.items() if word in goal.candidates}
        made = exchange(vocabulary, fired, swaps, asked, shown, playing)
        return fewest(made.circuit, (made.reached,), (False,), made.choices, SETS)

    @staticmethod
    def _swap(gap: Gap, own: Sequence[Fact], into: int) -> Swap:
        """Return what moving a difference in does; what it adds is copied, so that each fact comes with one difference."""
        rule, here = gap.difference.rule, gap.difference.held == into
        names = (rule.id,) if rule else ()
        return Swap(
            tuple(fact for fact in own if fact in gap.withdraw[into]),
            tuple(replace(fact) for fact in gap.add[into]),
            names if here else (),
            () if here else names,
        )

    @property
    def roles(self) -> dict[str, Value]:
        """Return who plays which role."""
        return dict(self.assessment.case.roles)

    def full(self, choice: Sequence[int]) -> Judgement:
        """Judge a choice from the start, its firing confirmed."""
        vocabulary = self.assessment.rulebook.vocabulary
        return judgement_of(vocabulary, self.rules(choice), self.facts(choice), self.assessment.day)

    def question(self, judgement: Judgement) -> Question:
        """Return the question as a judgement answers it."""
        ledger = Ledger(judgement, self.assessment.rulebook.vocabulary)
        return pose(self.framework, self.assessment.case, self.assessment.day, ledger)


def cross(scene: Recipient, goal: Question) -> Crossing:
    """Find the smallest sets of differences that give a case the other's answer, each confirmed by a full judgement."""

    def reached(judgement: Judgement) -> bool:
        question = scene.question(judgement)
        return (question.answer, question.candidates) == (goal.answer, goal.candidates)

    found = scene.search(goal)
    carriers = []
    for choice in found.sets[:SETS]:
        judgement = scene.full(choice)
        if reached(judgement):
            carriers.append(_carrier(scene, choice, judgement))
    everything = range(len(scene.gaps))
    return Crossing(
        scene.into,
        tuple(carriers),
        more=len(found.sets) - len(carriers),
        up_to=None if found.exhausted else found.whole,
        whole=tuple(everything) in found.sets or reached(scene.full(everything)),
    )


def _carrier(scene: Recipient, choice: Sequence[int], judgement: Judgement) -> Carrier:
    vocabulary = scene.assessment.rulebook.vocabulary
    variables = tuple(section for section in scene.framework.sections if section.kind == "variable")
    questions = (scene.question(scene.view.judgement), scene.question(judgement))
    before, after = Ledger(scene.view.judgement, vocabulary), Ledger(judgement, vocabulary)
    made = changes(before, after, variables, scene.roles, questions)
    return Carrier(tuple(scene.gaps[at].difference for at in choice), made)
