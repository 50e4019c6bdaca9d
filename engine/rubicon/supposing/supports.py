"""The minimal sets of facts that a conclusion rests on.

A set of asserted sentences *supports* a conclusion if the conclusion stands however many of the others are
withdrawn. A *minimal* set has no part that supports it too. (Facts that only keep an objection at bay belong
to such a set: without them the conclusion would fall.) The sets are found exactly, by their duals: a set of
sentences *topples* the conclusion if it falls once they are all withdrawn, and the minimal supports are the
minimal sets that have something in common with every minimal toppling set. Toppling sets are searched fewest
sentences first, by Reiter's tree (A theory of diagnosis from first principles, Artificial Intelligence 1987),
guided in each world by a proof of the conclusion: whatever topples it must take something from the proof.

So withdrawing a sentence outside every minimal support changes nothing for the conclusion, and withdrawing
one that is in all of them makes it fall.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rubicon.judging.assessing import Assessment
from rubicon.judging.judgements import Judgement
from rubicon.language.facts import Literal, sort_key
from rubicon.supposing.justifying import justify
from rubicon.supposing.worlds import Worlds

WORLDS = 2_000
"""Judgements made for one conclusion; beyond them the answer says that it may not be whole."""

SETS = 64
"""Minimal supports given; beyond them the answer says that there are more."""


@dataclass(frozen=True, slots=True)
class Supports:
    """The minimal sets of asserted sentences that a conclusion rests on, and those that topple it if withdrawn.

    The conclusion stands as long as one of `sets` stays whole, and falls where all of one of `toppling` is
    withdrawn. An empty set supports it: it rests on no fact. `whole` is False where the search stopped at its
    limit, so that sets may be missing or too small; `all_sets` is False where there are more sets than given.
    """

    literal: Literal
    sets: tuple[tuple[Literal, ...], ...]
    toppling: tuple[tuple[Literal, ...], ...]
    whole: bool = True
    all_sets: bool = True


def supports_of(assessment: Assessment, literal: Literal) -> Supports | None:
    """Return the minimal supports of a literal, and what topples it; None if it is not established."""
    worlds = Worlds(assessment, literal)
    first = worlds.without(())
    if first.established.get(literal) is not True:
        return None
    toppling, whole = _toppling(worlds, first)
    sets, all_sets = transversals(toppling)
    return Supports(literal, _sorted(sets), _sorted(toppling), whole, all_sets)


def _toppling(worlds: Worlds, first: Judgement) -> tuple[list[frozenset[Literal]], bool]:
    """Return the minimal sets of units whose withdrawal makes the conclusion fall, and whether these are all."""
    found: list[frozenset[Literal]] = []
    level: dict[frozenset[Literal], Judgement] = {frozenset(): first}
    while level:
        fresh: dict[frozenset[Literal], None] = {}
        for gone, judgement in level.items():
            for unit in sorted(justify(worlds, judgement), key=sort_key):
                if unit in worlds.units:
                    fresh.setdefault(gone | {unit})
        level = {}
        for gone in fresh:
            if any(known <= gone for known in found):
                continue
            if worlds.judged >= WORLDS:
                return found, False
            judgement = worlds.without(gone)
            if judgement.established.get(worlds.literal) is True:
                level[gone] = judgement
            else:
                found.append(gone)
    return found, True


def transversals(sets: Iterable[frozenset[Literal]]) -> tuple[list[frozenset[Literal]], bool]:
    """Return the minimal sets that have something in common with each of some sets, and whether all are given.

    One set after the other is met, and what is not minimal is dropped (Berge, Hypergraphs, 1989).
    """
    found: list[frozenset[Literal]] = [frozenset()]
    whole = True
    for one in sorted(sets, key=lambda one: (len(one), [sort_key(literal) for literal in _in_order(one)])):
        met = [known for known in found if known & one]
        grown = [known | {literal} for known in found if not known & one for literal in _in_order(one)]
        grown = [new for new in dict.fromkeys(grown) if not any(known <= new for known in met)]
        grown = [new for new in grown if not any(other < new for other in grown)]
        found = sorted(
            [*met, *grown], key=lambda known: (len(known), [sort_key(x) for x in _in_order(known)])
        )
        if len(found) > SETS:
            found, whole = found[:SETS], False
    return found, whole


def _in_order(literals: Iterable[Literal]) -> list[Literal]:
    return sorted(literals, key=sort_key)


def _sorted(sets: Iterable[frozenset[Literal]]) -> tuple[tuple[Literal, ...], ...]:
    made = [tuple(_in_order(one)) for one in sets]
    return tuple(sorted(made, key=lambda one: (len(one), [sort_key(literal) for literal in one])))
