"""What is given to the definition: literals, what speaks for each, what conflicts, and what is definite."""

from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

from rubicon.firing.instances import Firings, GroundCondition, Instance
from rubicon.judging.weighing import gather, outgrades, rank_among, weigh
from rubicon.language.binding import ground
from rubicon.language.conditions import Absent, Comparison, Holds
from rubicon.language.dating import said_from
from rubicon.language.facts import Day, Literal
from rubicon.language.vocabulary import Vocabulary

Speaker: TypeAlias = int | None
"""What speaks for a literal: an instance, by its number, or what is asserted of it (None)."""


class GroundProgram:
    """The ground program of some firings. `conflict` gives the conflict set of each literal spoken of."""

    def __init__(self, vocabulary: Vocabulary, firings: Firings) -> None:
        self.vocabulary, self.instances, self.day = vocabulary, firings.instances, firings.day
        facts = gather(firings.facts)
        concluded = chain.from_iterable(instance.conclusions for instance in self.instances)
        self.literals = tuple(dict.fromkeys([*facts, *concluded]))
        spoken = [*self.literals, *_mentioned(self.instances)]
        self.conflict = {
            s: [o for o in self.literals if vocabulary.in_conflict(s, o)]
            for s in dict.fromkeys([*spoken, *(Literal(one.atom, True) for one in spoken)])
        }
        self.assertions = {
            s: weigh(s, some, [facts[o] for o in self.conflict[s] if o in facts]) for s, some in facts.items()
        }
        self.speakers: dict[Literal, list[Speaker]] = {
            s: [*[None] * (s in facts), *(n for n, one in enumerate(self.instances) if s in one.conclusions)]
            for s in self.literals
        }
        reached = self._definite(frozenset())
        self.clashing = frozenset(s for s in reached if any(o in reached for o in self.conflict[s]))
        self.definite = self._definite(self.clashing)

    def meeting(self, s: Literal) -> list[Literal]:
        """Return what meets a mention: itself, or what denies its affirmation."""
        if s.truth:
            return [s] if s in self.speakers else []
        return self.conflict[Literal(s.atom, True)]

    def supporting(self, s: Literal) -> list[Speaker]:
        """Return what speaks for a literal and is no defeater."""
        found = self.speakers.get(s, [])
        return [r for r in found if r is None or self.instances[r].rule.kind != "defeater"]

    def is_barred(self, s: Literal) -> bool:
        """Tell whether something in a literal's conflict set is definite."""
        return any(o in self.definite for o in self.conflict[s])

    def overrides(self, t: Speaker, s: Literal, a: Speaker, o: Literal) -> bool:
        """Tell whether what speaks for `s` overrides what speaks for the conflicting `o`, where both apply.

        What `a` presumes against is overridden by everything for it, and what a rule says otherwise by everything
        against it that is no presumption.
        """
        if a is None:
            return t is None and outgrades(self.assertions[s], self.assertions[o])
        if t is not None and self.instances[a].rule.id in self.instances[t].rule.overrides:
            return True
        if self.instances[a].rule.otherwise_of is not None and not self._presumes(t, s):
            return True
        absent = [one for one in self.instances[a].conditions if isinstance(one.condition, Absent)]
        presumed = [mention.literal for one in absent for mention in one.mentions]
        return any(self.vocabulary.in_conflict(one, o) and s in self.meeting(one) for one in presumed)

    def _presumes(self, t: Speaker, s: Literal) -> bool:
        """Tell whether an instance goes by the absence of something in the conflict set of what it concludes."""
        if t is None:
            return False
        patterns = [
            one.condition.pattern for one in self.instances[t].conditions if isinstance(one.condition, Absent)
        ]
        absent = [ground(pattern, dict(self.instances[t].binding)) for pattern in patterns]
        return any(one is not None and self.vocabulary.in_conflict(one, s) for one in absent)

    def first_day(self, s: Literal) -> tuple[Day | None, int]:
        """Return the earliest day among the dated assertions of the highest confidence, and that confidence."""
        facts = self.assertions[s].facts if s in self.assertions else ()
        confirmed = s in self.assertions and self.assertions[s].origins > 1
        dated = [(rank_among(fact, confirmed), said_from(fact, self.day)) for fact in facts]
        highest = max([rank for rank, on in dated if on is not None], default=0)
        return min([on for rank, on in dated if on is not None and rank == highest], default=None), highest

    def _definite(self, barred: frozenset[Literal]) -> frozenset[Literal]:
        """Return what is given, or reached from it by strict rules without `unless`; nothing that is barred."""
        found = {s for s, assertion in self.assertions.items() if assertion.given} - barred
        while True:
            fresh = {
                s
                for instance in self.instances
                if instance.rule.kind == "strict" and not instance.rule.unless
                if all(self._is_definite(one, found) for one in instance.conditions)
                for s in instance.conclusions
            }
            if fresh <= found | barred:
                return frozenset(found)
            found |= fresh - barred

    def _is_definite(self, ground: GroundCondition, found: set[Literal]) -> bool:
        """Tell whether a condition is met by what is definite; an absence, a tally and the like never is."""
        if isinstance(ground.condition, Comparison):
            return ground.holds
        said = [mention.literal for mention in ground.mentions]
        return isinstance(ground.condition, Holds) and any(o in found for s in said for o in self.meeting(s))


def _mentioned(instances: tuple[Instance, ...]) -> Iterator[Literal]:
    for instance in instances:
        for one in chain(instance.conditions, *instance.exceptions):
            for mention in one.mentions:
                yield mention.literal
