"""The worlds that withdrawals make: the same case without some of its sentences, judged as far as it matters."""

from collections.abc import Iterable

from rubicon.firing import fire
from rubicon.firing.instances import Firings, Instance
from rubicon.judging import judge
from rubicon.judging.assessing import Assessment, supposed
from rubicon.judging.judgements import Judgement
from rubicon.language.dating import in_force, is_current, is_known, is_later
from rubicon.language.facts import Atom, Fact, Literal, sort_key

Key = tuple[object, ...]


class Worlds:
    """One conclusion, and what becomes of it when sentences are withdrawn.

    A *unit* is an asserted sentence with all its assertions, as `--without` withdraws it; the statement
    that poses the question is none. Only instances and facts that the conclusion depends on, in whatever
    way, are judged: what depends on nothing else is judged alike with or without the rest.
    """

    def __init__(self, assessment: Assessment, literal: Literal) -> None:
        self.vocabulary = assessment.rulebook.vocabulary
        self.literal = literal
        self.day = assessment.day
        facts = [fact for fact in _kept(assessment) if self._may_count(fact)]
        current = in_force(self.vocabulary, facts, self.day)
        firings = assessment.judgement.firings
        if len(current) < len(facts):  # withdrawing what ended a report brings the report back
            firings = fire(self.vocabulary, assessment.judgements[0].rules, facts, self.day)
        self._by_key: dict[Key, list[Instance]] = {}
        for instance in firings.instances:
            for key in dict.fromkeys(self.key(conclusion.atom) for conclusion in instance.conclusions):
                self._by_key.setdefault(key, []).append(instance)
        reached = self.reach([literal])
        self.facts = tuple(fact for fact in facts if self.key(fact.literal.atom) in reached)
        self.instances = tuple(
            instance
            for instance in firings.instances
            if any(self.key(conclusion.atom) in reached for conclusion in instance.conclusions)
        )
        asserted = {fact.literal for fact in self.facts if fact.origin != "considered"}
        self.units = tuple(sorted(asserted, key=sort_key))
        self.enders = self._enders()
        self.judged = 0

    def _may_count(self, fact: Fact) -> bool:
        return is_known(fact, self.day) and is_current(self.vocabulary, fact, self.day)

    def without(self, withdrawn: Iterable[Literal]) -> Judgement:
        """Judge the case without some units."""
        gone = frozenset(withdrawn)
        self.judged += 1
        facts = in_force(self.vocabulary, (fact for fact in self.facts if fact.literal not in gone), self.day)
        return judge(self.vocabulary, Firings(self.day, facts, self.instances))

    def key(self, atom: Atom) -> Key:
        """Return what a statement shares with those it may conflict with."""
        return self.vocabulary.group(atom) or (atom,)

    def reach(self, literals: Iterable[Literal], *, strict: bool = False) -> set[Key]:
        """Return the keys of all that some literals depend on; with `strict`, through strict rules alone."""
        reached: set[Key] = set()
        pending = [self.key(literal.atom) for literal in literals]
        while pending:
            key = pending.pop()
            if key in reached:
                continue
            reached.add(key)
            for instance in self._by_key.get(key, ()):
                if not strict or instance.rule.kind == "strict":
                    pending += [self.key(literal.atom) for literal in _mentioned(instance)]
        return reached

    def units_of(self, literals: Iterable[Literal], *, strict: bool = False) -> set[Literal]:
        """Return the units among all that some literals depend on."""
        reached = self.reach(literals, strict=strict)
        return {unit for unit in self.units if self.key(unit.atom) in reached}

    def _enders(self) -> dict[Literal, tuple[Literal, ...]]:
        """Return for each unit the units whose later reports end some report of it."""
        found: dict[Literal, dict[Literal, None]] = {}
        for fact in self.facts:
            for other in self.facts:
                if (
                    fact.source is not None
                    and other.source is not None
                    and fact.source.key == other.source.key
                    and is_later(other, fact)
                    and self.vocabulary.in_conflict(fact.literal, other.literal)
                ):
                    found.setdefault(fact.literal, {})[other.literal] = None
        return {literal: tuple(others) for literal, others in found.items()}


def _kept(assessment: Assessment) -> list[Fact]:
    """Return what the run of an assessment took its facts from."""
    gone = set(assessment.withdrawn)
    own = supposed(assessment.assumed)
    return [*(fact for fact in assessment.asserted if fact not in gone), *own]


def _mentioned(instance: Instance) -> Iterable[Literal]:
    for ground in (*instance.conditions, *(g for group in instance.exceptions for g in group)):
        for mention in ground.mentions:
            yield mention.literal
