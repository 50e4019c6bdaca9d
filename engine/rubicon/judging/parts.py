"""A firing judged part by part: what shares no conflict set is judged by itself, and what was judged lately not again.

Instances that speak of members of one conflict set, in whatever condition, are of one part; so are the facts that assert
such members. Nothing that stands, applies or is sure in one part depends on another. A case of which one fact has changed
has most of its parts in common with the case before.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from rubicon.firing.instances import Firings, Instance
from rubicon.judging.conflicts import Conflicts
from rubicon.judging.judgements import Argument, Judgement, Verdict
from rubicon.judging.weighing import gather
from rubicon.language.facts import Atom, Day, Fact, Literal, as_written, sort_key
from rubicon.language.sameness import Same, SameEach
from rubicon.language.vocabulary import Vocabulary

Key = TypeVar("Key")
Of = TypeVar("Of")

Judge: TypeAlias = Callable[[Vocabulary, Firings], Judgement]

PARTS = 64
"""Judged parts that are kept in one process, and lists of instances of which it is kept how they fall into parts."""

LARGEST = 1_000
"""Instances and facts of the largest firing that is judged by parts: a large one is seldom judged twice."""


class WeighedFacts(Struct, frozen=True, eq=False):
    """Some facts as the key of what is judged of them: by all that judging reads of each, which is not where it stands."""

    facts: tuple[Fact, ...]
    key: tuple[object, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WeighedFacts) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


class JudgedPart(Struct, frozen=True):
    """A part with what is judged of it, and its literals as they are ordered among those of other parts."""

    facts: tuple[Fact, ...]
    judgement: Judgement
    order: tuple[tuple[Any, ...], ...]


def by_parts(vocabulary: Vocabulary, firings: Firings, judge: Judge) -> Judgement:
    """Judge a firing part by part, each by `judge`, and put together what is found."""
    if len(firings.instances) + len(firings.facts) > LARGEST:
        return judge(vocabulary, firings)
    parts, part_of = _parts(SameEach(firings.instances), Same(vocabulary))
    facts: list[list[Fact]] = [[] for _ in range(len(parts) + 1)]
    for fact in firings.facts:
        facts[part_of.get(_key(vocabulary, fact.literal.atom), len(parts))].append(fact)
    judged = [
        _taken(_judged(judge, Same(vocabulary), instances, _weighed(own), _day(firings.day, own)), own)
        for instances, own in zip((*parts, SameEach(())), map(tuple, facts), strict=True)
    ]
    return _together(vocabulary, firings, judged)


def _key(vocabulary: Vocabulary, atom: Atom) -> object:
    """Return what a literal shares with its conflict set."""
    return vocabulary.group(atom) or atom


@lru_cache(maxsize=PARTS)
def _parts(
    instances: SameEach[Instance], vocabulary: Same[Vocabulary]
) -> tuple[tuple[SameEach[Instance], ...], dict[object, int]]:
    """Return the parts into which some instances fall, and of each conflict set that they speak of the part's number."""
    above: dict[object, object] = {}

    def root(one: object) -> object:
        while above.setdefault(one, one) != one:
            above[one] = one = above[above[one]]
        return one

    grounds: dict[int, object] = {}
    firsts: list[object] = []
    for instance in instances.things:
        about = [_key(vocabulary.thing, literal.atom) for literal in instance.conclusions]
        for ground in chain(instance.conditions, *instance.exceptions):
            known = grounds.get(id(ground))  # instances share them
            if known is None and ground.mentions:
                spoken = [_key(vocabulary.thing, mention.literal.atom) for mention in ground.mentions]
                known = grounds[id(ground)] = root(spoken[0])
                for one in spoken[1:]:
                    above[root(one)] = root(known)
            if known is not None:
                about.append(known)
        firsts.append(about[0])
        for one in about[1:]:
            above[root(one)] = root(about[0])
    numbers: dict[object, int] = {}
    parts: list[list[Instance]] = []
    for instance, first in zip(instances.things, firsts, strict=True):
        number = numbers.setdefault(root(first), len(parts))
        if number == len(parts):
            parts.append([])
        parts[number].append(instance)
    return tuple(SameEach(tuple(some)) for some in parts), {one: numbers[root(one)] for one in list(above)}


def _weighed(facts: tuple[Fact, ...]) -> WeighedFacts:
    return WeighedFacts(
        facts,
        tuple(
            [
                (
                    one.literal,
                    as_written(one.literal.atom.values),
                    one.basis,
                    one.on,
                    one.grade,
                    one.source.comes_from if one.source else None,
                )
                for one in facts
            ]
        ),
    )


def _day(day: Day | None, facts: Iterable[Fact]) -> Day | None:
    """Return the day judged where a fact is dated by it."""
    return day if any(one.on is None and one.basis in ("argument", "example") for one in facts) else None


@lru_cache(maxsize=PARTS)
def _judged(
    judge: Judge,
    vocabulary: Same[Vocabulary],
    instances: SameEach[Instance],
    facts: WeighedFacts,
    day: Day | None,
) -> JudgedPart:
    judgement = judge(vocabulary.thing, Firings(day, facts.facts, instances.things))
    return JudgedPart(facts.facts, judgement, tuple([sort_key(one) for one in judgement.for_]))


def _taken(part: JudgedPart, facts: tuple[Fact, ...]) -> JudgedPart:
    """Return what was judged of a part with its facts as they are asserted now: they weigh the same."""
    if all(one is other for one, other in zip(part.facts, facts, strict=True)):
        return part
    now, judgement = gather(facts), part.judgement
    arguments = [replace(one, facts=now[one.literal]) if one.facts else one for one in judgement.arguments]
    clashes = [
        replace(
            clash,
            facts=tuple(fact for one in dict.fromkeys(f.literal for f in clash.facts) for fact in now[one]),
        )
        for clash in judgement.clashes
    ]
    return replace(part, judgement=replace(judgement, arguments=tuple(arguments), clashes=tuple(clashes)))


def _together(vocabulary: Vocabulary, firings: Firings, parts: Sequence[JudgedPart]) -> Judgement:
    """Put together what was judged of the parts of a firing, in canonical order."""
    made = [part.judgement for part in parts]
    ordered = sorted(
        [
            (key, literal, at)
            for at, part in enumerate(parts)
            for key, literal in zip(part.order, part.judgement.for_, strict=True)
        ]
    )
    places: list[list[int]] = [[] for _ in parts]
    for_: dict[Literal, tuple[int, ...]] = {}
    verdicts: dict[Atom, Verdict] = {}
    owners: list[int] = []
    for _, literal, at in ordered:
        first = len(owners)
        owners += [at] * len(made[at].for_[literal])
        for_[literal] = own = tuple(range(first, len(owners)))
        places[at] += own
        verdict = made[at].verdicts.get(literal.atom)
        if verdict is not None:
            verdicts[literal.atom] = verdict
    rest = [iter(one.arguments) for one in made]
    clashes = [clash for one in made for clash in one.clashes]
    return Judgement(
        day=firings.day,
        firings=firings,
        arguments=tuple([_placed(next(rest[at]), places[at]) for at in owners]),
        for_=for_,
        established=_joined([one.established for one in made]),
        definite=frozenset().union(*[one.definite for one in made]),
        verdicts=verdicts,
        conflicts=Conflicts(vocabulary, frozenset(for_), _joined([one.conflicts.groups for one in made])),
        clashes=tuple(sorted(clashes, key=lambda clash: sort_key(clash.literals[0]))),
        confidence=_joined([one.confidence for one in made]),
        candidates=_joined([one.candidates for one in made]),
        denied=_joined([one.denied for one in made]),
    )


def _placed(argument: Argument, places: Sequence[int]) -> Argument:
    """Return an argument of a part with the numbers that others have among those of all parts."""
    beaten_by = tuple([places[number] for number in argument.beaten_by])
    attacked_by = tuple([places[number] for number in argument.attacked_by])
    if beaten_by == argument.beaten_by and attacked_by == argument.attacked_by:
        return argument
    return replace(argument, beaten_by=beaten_by, attacked_by=attacked_by)


def _joined(some: Iterable[dict[Key, Of]]) -> dict[Key, Of]:
    return {key: of for one in some for key, of in one.items()}
