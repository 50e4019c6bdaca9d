"""How a firing falls into parts: what shares no conflict set bears on nothing that the rest speaks of.

Instances that speak of members of one conflict set, in whatever condition, are of one part; so are the facts that assert
such members. What follows in one part follows from nothing in another, so what was made of a part is kept by the part: a
case of which one fact has changed has most of its parts in common with the case before.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from rubicon.firing.instances import Firings, Instance
from rubicon.language.facts import Atom, Fact
from rubicon.language.sameness import Same, SameEach
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
    parts, part_of = _parts(SameEach(firings.instances), Same(vocabulary))
    facts: list[list[Fact]] = [[] for _ in range(len(parts) + 1)]
    for fact in firings.facts:
        facts[part_of.get(conflict_key(vocabulary, fact.literal.atom), len(parts))].append(fact)
    return [
        FiredPart(part.places, part.instances, tuple(own))
        for part, own in zip((*parts, FiredPart((), SameEach(()))), facts, strict=True)
    ]


def conflict_key(vocabulary: Vocabulary, atom: Atom) -> object:
    """Return what a literal shares with its conflict set."""
    return vocabulary.group(atom) or atom


@lru_cache(maxsize=PARTS)
def _parts(
    instances: SameEach[Instance], vocabulary: Same[Vocabulary]
) -> tuple[tuple[FiredPart, ...], dict[object, int]]:
    """Return the parts into which some instances fall, and of each conflict set that they speak of the part's number."""
    above: dict[object, object] = {}

    def root(one: object) -> object:
        while above.setdefault(one, one) != one:
            above[one] = one = above[above[one]]
        return one

    grounds: dict[int, object] = {}
    firsts: list[object] = []
    for instance in instances.things:
        about = [conflict_key(vocabulary.thing, literal.atom) for literal in instance.conclusions]
        for ground in chain(instance.conditions, *instance.exceptions):
            known = grounds.get(id(ground))  # instances share them
            if known is None and ground.mentions:
                spoken = [conflict_key(vocabulary.thing, mention.literal.atom) for mention in ground.mentions]
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
    parts = tuple(
        FiredPart(tuple(some), SameEach(tuple([instances.things[at] for at in some]))) for some in places
    )
    return parts, {one: numbers[root(one)] for one in above.copy()}
