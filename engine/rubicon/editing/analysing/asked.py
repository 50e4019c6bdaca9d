"""The questions that could be put in a world, and the cases that put them."""

from collections.abc import Iterable, Iterator
from itertools import chain

from rubicon.editing.analysing.answers import met_by
from rubicon.editing.analysing.fields import Field, Inquiry
from rubicon.editing.analysing.terrain import (
    ANALYSIS,
    GIVEN,
    NOWHERE,
    Terrain,
)
from rubicon.firing import fire
from rubicon.firing.instances import Instance
from rubicon.judging.assessing import assess, supposed
from rubicon.judging.questions import Candidate, Setting, candidates_of
from rubicon.judging.reaching import leading, open_questions, outlook_of
from rubicon.judging.scope import compares
from rubicon.language.binding import bound, extended, widened
from rubicon.language.conditions import Absent, Comparison, Condition, Holds, Pattern, Unsettled
from rubicon.language.facts import Atom, Case, Entity, Fact, Literal
from rubicon.language.rules import Framework
from rubicon.problems import BadInput
from rubicon.supposing.scenarios.formulas import FALSE, TRUE, Formula, every
from rubicon.supposing.solving import UnsettledError


def told_of(framework: Framework) -> tuple[Pattern, ...]:
    """Return what a report tells of: the question, and what counts for and against each section."""
    counted = (goal for one in framework.sections for goal in (*one.for_, *one.against))
    return tuple(dict.fromkeys([*framework.goals, *counted]))


class AskedWorld:
    """A world in which all is stated that may be, and the questions that then lead to the answer or a variable."""

    def __init__(self, terrain: Terrain, framework: Framework, names: Iterable[str]) -> None:
        self.terrain, vocabulary = terrain, terrain.rulebook.vocabulary
        roles, wanted = dict(terrain.roles), frozenset(names)
        goals = [widened(vocabulary, bound(goal, roles)) for goal in told_of(framework)]
        known = {one.name: one.kind for one in (*terrain.rulebook.entities, *terrain.new)}
        plain = [
            fact for fact in terrain.options if not vocabulary.statements[fact.literal.atom.statement].ask
        ]
        stated = {value for fact in terrain.options for value in fact.literal.atom.values}
        named = {*roles.values(), *framework.asks_about, *(one for one in stated if isinstance(one, str))}
        setting = Setting(
            vocabulary,
            terrain.approach.rules,
            [*terrain.fixed, *plain],
            {name: known[name] for name in sorted(named & known.keys())},
            lambda atom: atom.statement in wanted,
        )
        *_, questions = candidates_of(setting, goals)
        self.field = Field(terrain)
        self.entities = (
            *terrain.new,
            *(Entity(f"another {name}", known[name]) for name in sorted(roles.values())),
        )
        replies = [literal for one in questions for reply in one.replies for literal in reply.given]
        facts = (*terrain.fixed, *terrain.options, *supposed(replies))
        self.goals, self.fired = goals, fire(vocabulary, terrain.rules, facts, terrain.day).instances
        parts = {*roles.values(), *framework.asks_about}
        self.led: dict[str, list[Candidate]] = {}
        found = leading(vocabulary, self.fired, questions, goals)
        for question in sorted(found, key=lambda one: not parts.issuperset(one.about[0].atom.values)):
            self.led.setdefault(question.about[0].atom.statement, []).append(question)
        self.inquiry = Inquiry(terrain)
        led = [one for some in self.led.values() for one in some]
        gates = self.inquiry.lay(self.field.cells, map(self._asked_if, led))
        self._gates = {one.about[0]: sure for one, (sure, _) in zip(led, gates, strict=True)}
        self.inquiry.ready(self._gates.values())

    def _asked_if(self, question: Candidate) -> Formula:
        """Say when a question is worth asking."""
        atom, rulebook = question.about[0].atom, self.terrain.rulebook
        slots = rulebook.vocabulary.statements[atom.statement].slots
        binding = {slot.name: value for slot, value in zip(slots, atom.values, strict=True)}

        def met(line: Condition) -> Formula:
            if isinstance(line, Comparison):
                return TRUE if compares(rulebook.vocabulary, self.terrain.day, line, binding) else FALSE
            return (
                met_by(self.field.cells, bound(line.pattern, binding)) if isinstance(line, Holds) else FALSE
            )

        return every(met(line) for line in rulebook.ask_if.get(atom.statement, ()))

    def worth(self, question: Candidate) -> tuple[Fact, ...] | None:
        """Return the facts by which a question is worth asking; None: no case makes it so.

        Raises:
            UnsettledError: that is not decided.
        """
        return self.inquiry.find(self._gates[question.about[0]])

    def near(self, name: str) -> tuple[Fact, ...]:
        """Return the facts of a case in which a question is worth asking, if there is one; else nothing."""
        for question in self.led.get(name, ()):
            try:
                return self.worth(question) or ()
            except UnsettledError:
                continue
        return ()

    def cases(self, question: Candidate, facts: tuple[Fact, ...]) -> Iterator[tuple[Fact, ...]]:
        """Yield what cases state that could put a question: what makes it worth asking, and what leads from it to an end."""
        vocabulary, named = self.terrain.rulebook.vocabulary, self._naming(question)
        stated = [*question.about, *(fact.literal for fact in facts)]
        yield (*facts, *named)
        wanted = self._beside(question)
        yield (
            *facts,
            *named,
            *(
                fact
                for fact in self.terrain.options
                if fact.grade == GIVEN
                and fact.literal in wanted
                and not any(
                    fact.literal == one or vocabulary.in_conflict(fact.literal, one) for one in stated
                )
            ),
        )

    def _beside(self, question: Candidate) -> set[Literal]:
        """Return what else is asked along a way from a question to what a report tells of."""
        vocabulary = self.terrain.rulebook.vocabulary

        def key(literal: Literal) -> object:
            return vocabulary.group(literal.atom) or literal.atom

        reading: dict[object, list[Instance]] = {}
        for instance in self.fired:
            for one in _mentioned(instance, lines=False):
                reading.setdefault(key(one), []).append(instance)
        ways: dict[object, tuple[Instance, ...]] = {key(one): () for one in question.about}
        queue = [*ways]
        for at in queue:
            for instance in reading.get(at, ()):
                for head in instance.conclusions:
                    if any(extended(goal, head.atom, {}) is not None for goal in self.goals):
                        along = (*ways[at], instance)
                        return {one for each in along for one in _mentioned(each, lines=True)}
                    if key(head) not in ways:
                        ways[key(head)] = (*ways[at], instance)
                        queue.append(key(head))
        return set()

    def _naming(self, question: Candidate) -> list[Fact]:
        """Return a fact about another that names whomever a question is about, for who is named nowhere is not asked about."""
        atom, roles = question.about[0].atom, dict(self.terrain.roles).values()
        values = tuple(f"another {one}" if one in roles else one for one in atom.values)
        said = Literal(Atom(atom.statement, values), truth=True)
        return [Fact(said, "case", NOWHERE, grade=GIVEN)] if values != atom.values else []

    def put(self, facts: tuple[Fact, ...]) -> set[str]:
        """Return the statements whose questions a case that states some facts puts, as it is judged."""
        seen, rulebook = self.terrain.approach, self.terrain.rulebook
        framework, own = rulebook.framework, [one for one in self.terrain.fixed if one.basis == "case"]
        case = Case(
            ANALYSIS, ANALYSIS, NOWHERE, seen.day, self.terrain.roles, self.entities, (), (*own, *facts)
        )
        schools = None if seen.school is None else [seen.school.name]
        made = assess(rulebook, case, schools=schools, drafts=seen.drafts, tier=seen.tier)
        goals = [bound(goal, dict(self.terrain.roles)) for goal in (told_of(framework) if framework else ())]
        try:
            return {one.about[0].atom.statement for one in open_questions(outlook_of(made, goals))}
        except BadInput:  # more may be asked than is looked at
            return set()


def _mentioned(instance: Instance, *, lines: bool) -> Iterator[Literal]:
    """Yield what an instance speaks of, or only what its lines ask to be so."""
    some = instance.conditions if lines else chain(instance.conditions, *instance.exceptions)
    for ground in some:
        if not (lines and isinstance(ground.condition, Absent | Unsettled)):
            yield from (mention.literal for mention in ground.mentions)
