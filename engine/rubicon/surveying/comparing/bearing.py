"""Tell which sections a difference bears on, followed back through the rules as they apply to each case."""

from collections.abc import Iterable

from rubicon.judging.assessing import Assessment
from rubicon.judging.bearing import SchoolJudgement
from rubicon.language.binding import extended
from rubicon.language.facts import Atom, Literal, Value
from rubicon.language.rules import Framework, Rule, Section
from rubicon.language.vocabulary import Vocabulary
from rubicon.surveying.comparing.contrasts import Difference

Topic = tuple[object, ...]
"""A ground statement, whatever its truth and its value of a `one_of` slot."""


class Relevance:
    """Which statements the answer hangs on, and which sections on its way what is said can bear on.

    What the rules ask about at all is followed by statement; what bears on a section is followed by the rules'
    instances, so that a standing fact which no rule reaches in the case bears on nothing.
    """

    def __init__(
        self,
        framework: Framework,
        assessments: tuple[Assessment, Assessment],
        views: tuple[SchoolJudgement, SchoolJudgement],
    ) -> None:
        self._vocabulary = assessments[0].rulebook.vocabulary
        self._concluding: dict[str, list[Rule]] = {}
        for rule in (*views[0].rules, *views[1].rules):
            for pattern in rule.conclusions:
                self._concluding.setdefault(pattern.statement, []).append(rule)
        self.asked = self._back([framework.question.statement])
        self._sections = [
            section
            for section in framework.sections
            if section.kind == "variable" or any(one.statement in self.asked for one in section.for_)
        ]
        self._reached = tuple(
            _reached(self._vocabulary, assessment, view, self._sections)
            for assessment, view in zip(assessments, views, strict=True)
        )

    def titles(self, at: int, literals: Iterable[Literal]) -> tuple[str, ...]:
        """Return the titles of the sections that some literals of a case bear on there."""
        topics = {_topic(self._vocabulary, literal.atom) for literal in literals}
        return tuple(
            section.title
            for section, (reached, _) in zip(self._sections, self._reached[at], strict=True)
            if topics & reached
        )

    def titles_of_rule(self, at: int, rule: Rule) -> tuple[str, ...]:
        """Return the titles of the sections that a rule in force in a case bears on there."""
        return tuple(
            section.title
            for section, (_, rules) in zip(self._sections, self._reached[at], strict=True)
            if rule.id in rules
        )

    def ordered(self, titles: Iterable[str]) -> tuple[str, ...]:
        """Return titles in the framework's order, each once."""
        some = set(titles)
        return tuple(section.title for section in self._sections if section.title in some)

    def rank(self, difference: Difference) -> int:
        """Return the place of the first section that a difference bears on."""
        titles = [section.title for section in self._sections]
        return titles.index(difference.bears[0]) if difference.bears else len(titles)

    def _back(self, statements: list[str]) -> frozenset[str]:
        reached, pending = set[str](), statements[::-1]
        while pending:
            statement = pending.pop()
            if statement in reached:
                continue
            reached.add(statement)
            for rule in self._concluding.get(statement, ()):
                pending += [pattern.statement for pattern in rule.premises]
        return frozenset(reached)


def _topic(vocabulary: Vocabulary, atom: Atom) -> Topic:
    return vocabulary.group(atom) or (atom.statement, *atom.values)


def _reached(
    vocabulary: Vocabulary, assessment: Assessment, view: SchoolJudgement, sections: Iterable[Section]
) -> tuple[tuple[frozenset[Topic], frozenset[str]], ...]:
    """Return for each section the topics and rules from which instances lead to it."""
    roles: dict[str, Value] = dict(assessment.case.roles)
    steps: dict[Topic, list[tuple[str, tuple[Topic, ...]]]] = {}
    concluded: dict[Literal, None] = {}
    for instance in view.judgement.firings.instances:
        grounds = (*instance.conditions, *(ground for group in instance.exceptions for ground in group))
        below = tuple(
            _topic(vocabulary, mention.literal.atom) for ground in grounds for mention in ground.mentions
        )
        for literal in instance.conclusions:
            concluded.setdefault(literal)
            steps.setdefault(_topic(vocabulary, literal.atom), []).append((instance.rule.id, below))
    found = []
    for section in sections:
        pending = [
            _topic(vocabulary, literal.atom)
            for literal in concluded
            if any(
                extended(pattern, literal.atom, roles) is not None
                for pattern in (*section.for_, *section.against)
            )
        ]
        reached, rules = set[Topic](), set[str]()
        while pending:
            topic = pending.pop()
            if topic in reached:
                continue
            reached.add(topic)
            for rule, below in steps.get(topic, ()):
                rules.add(rule)
                pending += below
        found.append((frozenset(reached), frozenset(rules)))
    return tuple(found)
