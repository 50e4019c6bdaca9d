"""How a firing falls into parts: what shares no conflict set bears on nothing that the rest speaks of.

Instances that speak of members of one conflict set, in whatever condition, are of one part; so are the facts that assert
such members. What follows in one part follows from nothing in another, so what was made of a part is kept by the part: a
case of which one fact has changed has most of its parts in common with the case before.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import TypeAlias

from msgspec import Struct

from rubicon.firing.instances import Firings, Instance
from rubicon.language.facts import Atom, Fact
from rubicon.language.sameness import Latest, Same, SameEach
from rubicon.language.vocabulary import Vocabulary

PARTS = 64
"""Parts of which something is kept in one process, and lists of instances of which it is kept how they fall into parts."""

LARGEST = 1_000
"""Instances and facts of the largest firing that is taken part by part: a large one is seldom met twice."""


class FiredPart(Struct, frozen=True):
    """Some instances of a firing, at these places among all, and the facts that share conflict sets with them."""

    places: tuple[int, ...]
    instances: SameEach[Instance]
    facts: tuple[Fact, ...] = ()


def parts_of(vocabulary: Vocabulary, firings: Firings) -> Sequence[FiredPart]:
    """Return the parts of a firing, or all as one where it is large; of the last no instance speaks, and it may be empty."""
    if len(firings.instances) + len(firings.facts) > LARGEST:
        return (FiredPart(tuple(range(len(firings.instances))), SameEach(firings.instances), firings.facts),)
    parts, part_of = _split(vocabulary, firings.instances)
    facts: list[list[Fact]] = [[] for _ in range(len(parts) + 1)]
    for fact in firings.facts:
        facts[part_of.get(conflict_key(vocabulary, fact.literal.atom), len(parts))].append(fact)
    return [
        FiredPart(part.places, part.instances, tuple(own))
        for part, own in zip((*parts, FiredPart((), SameEach(()))), facts, strict=True)
    ]


def fewer(
    vocabulary: Vocabulary,
    firings: Firings,
    parts: Sequence[FiredPart],
    kept: Sequence[Iterable[tuple[int, Instance]]],
) -> tuple[Instance, ...]:
    """Return some instances of each part of a firing, given with their places in it; they fall into the same parts."""
    found = sorted(
        [
            (part.places[at], number, instance)
            for number, (part, some) in enumerate(zip(parts, kept, strict=True))
            for at, instance in some
        ],
        key=itemgetter(0),
    )
    instances = tuple([instance for _, _, instance in found])
    if len(parts) > 1:
        places: list[list[int]] = [[] for _ in parts[:-1]]
        for place, (_, number, _) in enumerate(found):
            places[number].append(place)
        _, part_of = _split(vocabulary, firings.instances)
        _splits.put(
            (SameEach(instances), Same(vocabulary)),
            (tuple(_part(instances, some) for some in places), part_of),
        )
    return instances


def _part(instances: Sequence[Instance], places: Sequence[int]) -> FiredPart:
    return FiredPart(tuple(places), SameEach(tuple([instances[at] for at in places])))


def conflict_key(vocabulary: Vocabulary, atom: Atom) -> object:
    """Return what a literal shares with its conflict set."""
    return vocabulary.group(atom) or atom


Split: TypeAlias = tuple[tuple[FiredPart, ...], dict[object, int]]
"""The parts into which some instances fall, and of each conflict set that they speak of the part's number."""

_splits: Latest[tuple[SameEach[Instance], Same[Vocabulary]], Split] = Latest(PARTS)


def _split(vocabulary: Vocabulary, instances: tuple[Instance, ...]) -> Split:
    """Return how some instances fall into parts, or how it was found lately."""
    key = (SameEach(instances), Same(vocabulary))
    known = _splits.get(key)
    if known is None:
        known = _split_now(vocabulary, instances)
        _splits.put(key, known)
    return known


def _split_now(vocabulary: Vocabulary, instances: Sequence[Instance]) -> Split:
    above: dict[object, object] = {}

    def root(one: object) -> object:
        while above.setdefault(one, one) != one:
            above[one] = one = above[above[one]]
        return one

    grounds: dict[int, object] = {}
    firsts: list[object] = []
    for instance in instances:
        about = [conflict_key(vocabulary, literal.atom) for literal in instance.conclusions]
        for ground in chain(instance.conditions, *instance.exceptions):
            known = grounds.get(id(ground))  # instances share them
            if known is None and ground.mentions:
                spoken = [conflict_key(vocabulary, mention.literal.atom) for mention in ground.mentions]
                known = grounds[id(ground)] = spoken[0]
                for one in spoken[1:]:
                    above[root(one)] = root(known)
            if known is not None:
                about.append(known)
        firsts.append(about[0])
        for one in about[1:]:
            above[root(one)] = root(about[0])
    numbers: dict[object, int] = {}
    places: list[list[int]] = []
    for place, first in enumerate(firsts):
        number = numbers.setdefault(root(first), len(places))
        if number == len(places):
            places.append([])
        places[number].append(place)
    parts = tuple(_part(instances, some) for some in places)
    return parts, {one: numbers[root(one)] for one in above.copy()}
