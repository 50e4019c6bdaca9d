"""Which open questions are reached: those that lead to what is asked once all that might be supposed is fired."""

from collections.abc import Iterable, Sequence
from itertools import chain

from msgspec import Struct

from rubicon.firing.confirming import fire_confirmed
from rubicon.firing.cutting import cut
from rubicon.firing.instances import Firings, GroundCondition, Instance
from rubicon.judging.assessing import Assessment, supposed
from rubicon.judging.questions import Candidate, Setting, candidates_of
from rubicon.judging.scope import is_met
from rubicon.language.binding import extended, widened
from rubicon.language.conditions import Pattern, Several, Tally, patterns
from rubicon.language.dating import in_force, is_current, is_known
from rubicon.language.facts import Atom, Fact, Literal
from rubicon.language.vocabulary import Vocabulary


def setting_of(assessment: Assessment) -> Setting:
    """Return what the search looks at in an assessment.

    Asked about is whoever fills a role, stands in the case's own facts, or is named by the framework.
    """
    rulebook, framework = assessment.rulebook, assessment.rulebook.framework
    view = assessment.judgements[0]
    asked = {p.statement for lines in rulebook.ask_if.values() for line in lines for p in patterns(line)}
    established = [one for one, truth in view.about(asked).established.items() if truth]

    def is_worth(atom: Atom) -> bool:
        slots = rulebook.vocabulary.statements[atom.statement].slots
        binding = {slot.name: value for slot, value in zip(slots, atom.values, strict=True)}
        lines = rulebook.ask_if.get(atom.statement, ())
        return all(is_met(assessment, line, binding, established) for line in lines)

    facts = view.firings.facts
    entities = (*rulebook.entities, *assessment.case.entities)
    known = {entity.name: entity.kind for entity in entities}
    own = (fact for fact in facts if fact.basis in ("case", "assumption"))
    names = {value for fact in own for value in fact.literal.atom.values if isinstance(value, str)}
    names |= {name for _, name in assessment.case.roles} | set(framework.asks_about if framework else ())
    named = {name: known[name] for name in names if name in known}
    return Setting(rulebook.vocabulary, view.rules, facts, named, is_worth)


class Outlook(Struct, frozen=True):
    """What is fired once over all that could be supposed of a case: each reply, and the contrary of each report.

    `goals` are what is asked after, the first of all, and more; `first` the questions on which that could depend,
    `questions` those on which any of them could. `current` are the facts (see `current_of`), `supposed` the suppositions.
    """

    assessment: Assessment
    goals: tuple[Pattern, ...]
    first: tuple[Candidate, ...]
    questions: tuple[Candidate, ...]
    current: tuple[Fact, ...]
    supposed: dict[Literal, Fact]
    firings: Firings

    def over(self, some: Iterable[Fact]) -> Firings:
        """Return what would be fired over some of the facts and suppositions alone."""
        kept = set(map(id, some))
        facts = tuple([fact for fact in self.firings.facts if id(fact) in kept])
        if len(facts) == len(self.firings.facts):
            return self.firings
        return cut(self.assessment.rulebook.vocabulary, self.firings, facts=facts)


def outlook_of(assessment: Assessment, goals: Sequence[Pattern]) -> Outlook:
    """Fire over all that could be supposed where some goals, of which the first is what is asked, depend on it.

    Raises:
        BadInput: there is too much of it.
    """
    setting = setting_of(assessment)
    vocabulary, day = setting.vocabulary, assessment.day
    wide = tuple([widened(vocabulary, goal) for goal in goals])
    first, every = candidates_of(setting, wide)
    reported = [one.literal.contrary for one in assessment.judgement.arguments if one.weight == "reported"]
    replies = (literal for question in every for reply in question.replies for literal in reply.given)
    own = supposed((*replies, *reported))
    current = tuple(current_of(assessment))
    facts = [*current, *own]
    firings = fire_confirmed(vocabulary, setting.rules, facts, day)
    return Outlook(assessment, wide, first, every, current, {fact.literal: fact for fact in own}, firings)


def current_of(assessment: Assessment) -> list[Fact]:
    """Return what counts on the day judged, and what would if no later report had ended it."""
    vocabulary, day = assessment.rulebook.vocabulary, assessment.day
    return [
        fact
        for fact in assertions_of(assessment)
        if is_known(fact, day) and is_current(vocabulary, fact, day)
    ]


def assertions_of(assessment: Assessment) -> list[Fact]:
    """Return what is asserted in an assessment, whatever the day: its suppositions are made already."""
    gone = {fact.literal for fact in assessment.withdrawn}
    return [
        *(fact for fact in assessment.asserted if fact.literal not in gone),
        *supposed(assessment.assumed),
    ]


def open_questions(outlook: Outlook) -> tuple[Candidate, ...]:
    """Return the open questions that the goals of an outlook could depend on."""
    assessment = outlook.assessment
    vocabulary = assessment.rulebook.vocabulary
    if not outlook.questions:
        return ()
    force = in_force(vocabulary, outlook.current, assessment.day)
    firings = outlook.over((*force, *outlook.supposed.values()))
    return leading(vocabulary, firings.instances, outlook.questions, outlook.goals)


def leading(
    vocabulary: Vocabulary,
    fired: Iterable[Instance],
    questions: Sequence[Candidate],
    goals: Iterable[Pattern],
) -> tuple[Candidate, ...]:
    """Return the questions that lead to some goals through what was fired."""
    instances = [one for one in fired if _may_apply(one)]
    ends = {literal for one in instances for literal in one.conclusions}
    ends |= {literal for question in questions for literal in question.about}
    start = [one for one in ends if any(extended(goal, one.atom, {}) is not None for goal in goals)]
    return reached(vocabulary, instances, questions, start)


def _may_apply(instance: Instance) -> bool:
    """Tell whether nothing that could be supposed is too little for a tally of an instance."""
    return all(
        not isinstance(ground.condition, Tally | Several)
        or ground.condition.bound == "at most"
        or _most(ground) >= ground.condition.number
        for ground in instance.conditions
    )


def _most(ground: GroundCondition) -> int:
    """Return how many members could count, or lines hold."""
    if isinstance(ground.condition, Several):
        return sum(bool(part.mentions) or (part.is_comparison and part.holds) for part in ground.parts)
    return len({mention.member for mention in ground.mentions})


def reached(
    vocabulary: Vocabulary,
    instances: Iterable[Instance],
    questions: Iterable[Candidate],
    start: Iterable[Literal],
) -> tuple[Candidate, ...]:
    """Return the questions reached backwards from some literals through instances."""

    def key(literal: Literal) -> object:
        """Return what a literal shares with its conflict set."""
        return vocabulary.group(literal.atom) or literal.atom

    concluding: dict[object, list[Instance]] = {}
    for instance in instances:
        for literal in instance.conclusions:
            concluding.setdefault(key(literal), []).append(instance)
    met: set[object] = set()
    queue = [key(literal) for literal in start]
    while queue:
        about = queue.pop()
        if about not in met:
            met.add(about)
            for instance in concluding.get(about, ()):
                grounds = chain(instance.conditions, *instance.exceptions)
                queue += [key(mention.literal) for ground in grounds for mention in ground.mentions]
    return tuple(question for question in questions if any(key(literal) in met for literal in question.about))
