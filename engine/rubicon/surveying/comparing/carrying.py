"""Find which differences carry the difference in the answer: move them, judge again, smallest sets first."""

from collections.abc import Sequence

from msgspec import Struct, field

from rubicon.explaining.answering import pose
from rubicon.explaining.contents import Question
from rubicon.explaining.differences import changes
from rubicon.firing import fire
from rubicon.firing.instances import Firings
from rubicon.judging import judge
from rubicon.judging.assessing import Assessment, judgement_of
from rubicon.judging.bearing import SchoolJudgement, bearing_on
from rubicon.judging.judgements import Judgement
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Fact, Value
from rubicon.language.rules import Framework, Rule
from rubicon.surveying.comparing.contrasts import Carrier, Crossing
from rubicon.surveying.comparing.differing import Gap
from rubicon.surveying.comparing.searching import Choice, smallest_sets

JUDGEMENTS = 600
"""Judgements that the search for what carries an answer may take, for each case."""

SETS = 12
"""Smallest sets that are told for each case."""


class Recipient(Struct):
    """A case into which differences can be moved.

    Everything is fired once; of that the part on which the answer depends is judged, without what is not moved.
    """

    framework: Framework
    assessment: Assessment
    view: SchoolJudgement
    gaps: Sequence[Gap]
    into: int
    _firings: Firings | None = field(default=None)

    def facts(self, choice: Choice) -> list[Fact]:
        """Return the facts with a choice of differences moved in."""
        gone = {fact for at in choice for fact in self.gaps[at].withdraw[self.into]}
        kept = [fact for fact in self.view.judgement.firings.facts if fact not in gone]
        return kept + [fact for at in sorted(choice) for fact in self.gaps[at].add[self.into]]

    def rules(self, choice: Choice) -> tuple[Rule, ...]:
        """Return the rules in force with a choice of differences moved in."""
        moved = [gap.difference for at in sorted(choice) if (gap := self.gaps[at]).difference.rule]
        gone = {one.rule.id for one in moved if one.rule and one.held == self.into}
        added = [one.rule for one in moved if one.rule and one.held != self.into]
        return (*(rule for rule in self.view.rules if rule.id not in gone), *added)

    def quick(self, choice: Choice) -> Judgement:
        """Judge of the answer alone, over what all choices together fire: it has every instance that any of them has."""
        vocabulary = self.assessment.rulebook.vocabulary
        if self._firings is None:
            every = frozenset(range(len(self.gaps)))
            every_fact = dict.fromkeys((*self.view.judgement.firings.facts, *self.facts(every)))
            rules = {rule.id: rule for rule in (*self.view.rules, *self.rules(every))}
            fired = fire(vocabulary, tuple(rules.values()), tuple(every_fact), self.assessment.day)
            self._firings = bearing_on(vocabulary, fired, {self.framework.question.statement})
        held = {rule.id for rule in self.rules(choice)}
        instances = tuple([one for one in self._firings.instances if one.rule.id in held])
        bearing = frozenset(self._firings.facts)
        facts = tuple([fact for fact in self.facts(choice) if fact in bearing])
        return judge(vocabulary, Firings(self.assessment.day, facts, instances))

    def full(self, choice: Choice) -> Judgement:
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

    found = smallest_sets(len(scene.gaps), lambda choice: reached(scene.quick(choice)), JUDGEMENTS, SETS)
    carriers = []
    for choice in found.sets:
        judgement = scene.full(choice)
        if reached(judgement):
            carriers.append(_carrier(scene, choice, judgement))
    return Crossing(scene.into, tuple(carriers), found.bounded, found.tried, found.whole)


def _carrier(scene: Recipient, choice: Choice, judgement: Judgement) -> Carrier:
    vocabulary = scene.assessment.rulebook.vocabulary
    roles: dict[str, Value] = dict(scene.assessment.case.roles)
    variables = tuple(section for section in scene.framework.sections if section.kind == "variable")
    questions = (scene.question(scene.view.judgement), scene.question(judgement))
    before, after = Ledger(scene.view.judgement, vocabulary), Ledger(judgement, vocabulary)
    made = changes(before, after, variables, roles, questions)
    return Carrier(tuple(scene.gaps[at].difference for at in sorted(choice)), made)
