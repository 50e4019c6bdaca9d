"""A firing judged when it is asked for: whole, or as far as some statements depend on it.

What stands of a statement depends on what its arguments, and those for its conflict set, speak of, and on nothing
else (the well-founded semantics is relevant in the sense of Dix, *A classification theory of semantics of normal logic
programs*, Fundamenta Informaticae 1995). A report asks of the schools beside its own about few statements.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from rubicon.firing.confirming import fire_confirmed
from rubicon.firing.cutting import cut
from rubicon.firing.instances import Firings, Instance
from rubicon.firing.parting import PARTS, conflict_key, fewer, parts_of
from rubicon.judging import judge
from rubicon.judging.judgements import Judgement
from rubicon.language.facts import Fact
from rubicon.language.rules import Rule, School
from rubicon.language.sameness import Same, SameEach
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput

TOGETHER = 16
"""Lists of schools whose rules are kept together in one process."""


class Together(Struct, frozen=True):
    """What the rules of several schools fire together, and the parts of it on which some statements depend."""

    vocabulary: Vocabulary
    firings: Firings
    parts: dict[frozenset[str], Firings] = field(default_factory=dict)

    def about(self, names: frozenset[str] | None) -> Firings:
        """Return the part on which some statements depend; None: all of it."""
        if names is None:
            return self.firings
        if names not in self.parts:
            self.parts[names] = bearing_on(self.vocabulary, self.firings, names)
        return self.parts[names]


class FiredShare(Struct, frozen=True):
    """What some rules, by their ids, would have fired alone of what was fired together."""

    together: Together
    rules: frozenset[str]

    def whole(self) -> Firings:
        """Return all of it."""
        return cut(self.together.vocabulary, self.together.firings, self.rules)

    def about(self, names: frozenset[str]) -> Firings:
        """Return the part on which some statements depend; cut from the little that bears on them, it is the same."""
        vocabulary = self.together.vocabulary
        return bearing_on(vocabulary, cut(vocabulary, self.together.about(names), self.rules), names)


class Unjudged(Struct, frozen=True):
    """A firing, or a share of one, its parts that were asked for, and what has been judged of them; the whole under None."""

    vocabulary: Vocabulary
    fired: Firings | FiredShare
    parts: dict[frozenset[str] | None, Firings] = field(default_factory=dict)
    made: dict[frozenset[str] | None, Judgement] = field(default_factory=dict)

    @property
    def firings(self) -> Firings:
        """Return what was fired."""
        return self._part(None)

    @property
    def whole(self) -> Judgement:
        """Return what is judged of all of it."""
        return self._judged(None)

    def about(self, statements: Iterable[str]) -> Judgement:
        """Return what is judged of some statements, by name, and of all that they depend on."""
        return self.made[None] if None in self.made else self._judged(frozenset(statements))

    def take(self, other: "Unjudged", known: dict[frozenset[str] | None, bool]) -> None:
        """Take what was judged of another firing where it is the same but for the day judged.

        `known` tells of which statements that holds for all schools together: then it does for each, by the same rules.
        """
        mine, yours = self.fired, other.fired
        for names, judgement in other.made.items():
            alike = False
            if isinstance(mine, FiredShare) and isinstance(yours, FiredShare) and mine.rules == yours.rules:
                if names not in known:
                    known[names] = _are_same(mine.together.about(names), yours.together.about(names))
                alike = known[names]
            if alike or _are_same(self._part(names), judgement.firings):
                day = mine.together.firings.day if isinstance(mine, FiredShare) else mine.day
                self.made[names] = replace(judgement, day=day, firings=replace(judgement.firings, day=day))

    def _judged(self, names: frozenset[str] | None) -> Judgement:
        if names not in self.made:
            self.made[names] = judge(self.vocabulary, self._part(names))
        return self.made[names]

    def _part(self, names: frozenset[str] | None) -> Firings:
        """Return what was fired of some statements, by name, and of all that they depend on; None: all of it."""
        if names not in self.parts:
            self.parts[names] = self._fired(names)
        return self.parts[names]

    def _fired(self, names: frozenset[str] | None) -> Firings:
        if isinstance(self.fired, FiredShare):
            return self.fired.whole() if names is None else self.fired.about(names)
        return self.fired if names is None else bearing_on(self.vocabulary, self.fired, names)


def _are_same(ours: Firings, theirs: Firings) -> bool:
    """Tell whether these are the same instances over the very same facts, none of which is dated by the day judged."""
    return (
        len(ours.facts) == len(theirs.facts)
        and all(
            one is other and (one.on is not None or one.basis not in ("argument", "example"))
            for one, other in zip(ours.facts, theirs.facts, strict=True)
        )
        and ours.instances == theirs.instances
    )


class SchoolJudgement(Struct, frozen=True):
    """What one school judges, by its rules, those of the schools beside it and the common ground."""

    school: School | None
    rules: tuple[Rule, ...]
    judged: Judgement | Unjudged

    @property
    def judgement(self) -> Judgement:
        """Return what it judges, judging it now where nobody has asked yet."""
        return self.judged.whole if isinstance(self.judged, Unjudged) else self.judged

    @property
    def firings(self) -> Firings:
        """Return what its rules fired."""
        return self.judged.firings

    @property
    def fired(self) -> Firings:
        """Return what was fired for it, be it together with others."""
        fired = self.judged.fired if isinstance(self.judged, Unjudged) else self.judged.firings
        return fired.together.firings if isinstance(fired, FiredShare) else fired

    def about(self, statements: Iterable[str]) -> Judgement:
        """Return what it judges of some statements, by name; the rest may be left out."""
        return self.judged.about(statements) if isinstance(self.judged, Unjudged) else self.judged

    def among(self, vocabulary: Vocabulary, rules: tuple[Rule, ...]) -> "SchoolJudgement":
        """Return what it would judge by some of its rules alone."""
        fired = self.judged.fired if isinstance(self.judged, Unjudged) else self.judged.firings
        together = fired.together if isinstance(fired, FiredShare) else Together(vocabulary, fired)
        share = FiredShare(together, frozenset(rule.id for rule in rules))
        return SchoolJudgement(self.school, rules, Unjudged(vocabulary, share))


def fire_each(
    vocabulary: Vocabulary, schools: Sequence[tuple[Rule, ...]], facts: Sequence[Fact], day: date | None
) -> Sequence[Firings | FiredShare]:
    """Fire the rules of several schools at once, and confirm the firing; of it each has the share that it would fire alone.

    Where all together pass a limit each fires alone: limits count by school.
    """
    if len(schools) < 2:
        return [fire_confirmed(vocabulary, rules, facts, day) for rules in schools]
    rules = _all_rules(tuple(map(Same, schools)))
    try:
        together = Together(vocabulary, fire_confirmed(vocabulary, rules, facts, day))
    except BadInput:
        return [fire_confirmed(vocabulary, some, facts, day) for some in schools]
    return [FiredShare(together, frozenset(rule.id for rule in some)) for some in schools]


@lru_cache(maxsize=TOGETHER)
def _all_rules(schools: tuple[Same[tuple[Rule, ...]], ...]) -> tuple[Rule, ...]:
    """Return the rules of several schools, each once; the same ones each time."""
    return tuple({rule.id: rule for some in schools for rule in some.thing}.values())


def take_over(now: Iterable[SchoolJudgement], before: Iterable[SchoolJudgement]) -> None:
    """Take what the same schools were judged to hold on another day where that is the same on this one."""
    known: dict[frozenset[str] | None, bool] = {}
    for one, other in zip(now, before, strict=True):
        if isinstance(one.judged, Unjudged) and isinstance(other.judged, Unjudged):
            one.judged.take(other.judged, known)


def bearing_on(vocabulary: Vocabulary, firings: Firings, statements: Collection[str]) -> Firings:
    """Return the part of a firing on which some statements depend: what their arguments speak of, and so on."""
    parts, names = parts_of(vocabulary, firings), frozenset(statements)
    work = _bearing if len(parts) > 1 else _bearing_now
    met: set[object] = set()
    kept: list[list[tuple[int, Instance]]] = []
    for part in parts:
        asserted = {fact.literal.atom for fact in part.facts if fact.literal.atom.statement in names}
        about = frozenset([conflict_key(vocabulary, atom) for atom in asserted])
        found, numbers = work(Same(vocabulary), part.instances, about, names)
        met |= found
        kept.append([(number, part.instances.things[number]) for number in numbers])
    facts = tuple([fact for fact in firings.facts if conflict_key(vocabulary, fact.literal.atom) in met])
    return Firings(firings.day, facts, fewer(vocabulary, firings, parts, kept))


def _bearing_now(
    vocabulary: Same[Vocabulary],
    instances: SameEach[Instance],
    asserted: frozenset[object],
    statements: frozenset[str],
) -> tuple[frozenset[object], tuple[int, ...]]:
    """Return the conflict sets on which some statements depend, of which some are asserted, and the places of instances."""
    concluding: dict[object, list[int]] = {}
    queue = [*asserted]
    for number, instance in enumerate(instances.things):
        for literal in instance.conclusions:
            about = conflict_key(vocabulary.thing, literal.atom)
            concluding.setdefault(about, []).append(number)
            if literal.atom.statement in statements:
                queue.append(about)
    met: set[object] = set()
    kept: set[int] = set()
    while queue:
        about = queue.pop()
        if about in met:
            continue
        met.add(about)
        for number in concluding.get(about, ()):
            if number not in kept:
                kept.add(number)
                instance = instances.things[number]
                spoken = [*instance.conclusions]
                for ground in chain(instance.conditions, *instance.exceptions):
                    spoken += [mention.literal for mention in ground.mentions]
                queue += [conflict_key(vocabulary.thing, literal.atom) for literal in spoken]
    return frozenset(met), tuple(kept)


_bearing = lru_cache(maxsize=PARTS)(_bearing_now)
