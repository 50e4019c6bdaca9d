"""Search for what topples a conclusion, and turn it into what the conclusion rests on."""

from collections.abc import Iterable

from rubicon.assessing import Assessment
from rubicon.explanations.supports import Supports
from rubicon.facts import Literal, sort_key
from rubicon.judgements import Judgement
from rubicon.supporting.justifying import justify
from rubicon.supporting.worlds import Worlds

WORLDS = 2_000
"""Judgements made for one conclusion; beyond them the answer says that it may not be whole."""

SETS = 64
"""Minimal supports given; beyond them the answer says that there are more."""


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
