"""Which open questions are reached: those that lead to what is asked once all that might be supposed is fired."""

from collections.abc import Iterable, Sequence
from itertools import chain

from rubicon.firing import fire
from rubicon.firing.confirming import confirm
from rubicon.firing.instances import GroundCondition, Instance
from rubicon.judging.assessing import Assessment, supposed
from rubicon.judging.questions import Candidate, Setting, candidates
from rubicon.judging.scope import is_met
from rubicon.language.binding import extended, widened
from rubicon.language.conditions import Pattern, Several, Tally
from rubicon.language.facts import Atom, Literal
from rubicon.language.vocabulary import Vocabulary


def setting_of(assessment: Assessment) -> Setting:
    """Return what the search looks at in an assessment.

    Asked about is whoever fills a role, stands in the case's own facts, or is named by the framework.
    """
    rulebook, framework = assessment.rulebook, assessment.rulebook.framework
    established = [one for one, truth in assessment.judgement.established.items() if truth]

    def is_worth(atom: Atom) -> bool:
        slots = rulebook.vocabulary.statements[atom.statement].slots
        binding = {slot.name: value for slot, value in zip(slots, atom.values, strict=True)}
        lines = rulebook.ask_if.get(atom.statement, ())
        return all(is_met(assessment, line, binding, established) for line in lines)

    facts = assessment.judgement.firings.facts
    entities = (*rulebook.entities, *assessment.case.entities)
    known = {entity.name: entity.kind for entity in entities}
    own = (fact for fact in facts if fact.basis in ("case", "assumption"))
    names = {value for fact in own for value in fact.literal.atom.values if isinstance(value, str)}
    names |= {name for _, name in assessment.case.roles} | set(framework.asks_about if framework else ())
    named = {name: known[name] for name in names if name in known}
    return Setting(rulebook.vocabulary, assessment.judgements[0].rules, facts, named, is_worth)


def open_questions(assessment: Assessment, goals: Sequence[Pattern]) -> tuple[Candidate, ...]:
    """Return the open questions that some goals, of which the first is what is asked, could depend on."""
    setting = setting_of(assessment)
    vocabulary, day = setting.vocabulary, assessment.day
    wide = [widened(vocabulary, goal) for goal in goals]
    found = candidates(setting, *wide)
    if not found:
        return ()
    reported = [one.literal.contrary for one in assessment.judgement.arguments if one.weight == "reported"]
    replies = (literal for question in found for reply in question.replies for literal in reply.given)
    facts = [*setting.facts, *supposed((*replies, *reported))]
    firings = fire(vocabulary, setting.rules, facts, day)
    confirm(vocabulary, setting.rules, facts, day, firings.instances)
    instances = [one for one in firings.instances if _may_apply(one)]
    ends = {literal for one in instances for literal in one.conclusions}
    ends |= {literal for question in found for literal in question.about}
    start = [one for one in ends if any(extended(goal, one.atom, {}) is not None for goal in wide)]
    return reached(vocabulary, instances, found, start)


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
