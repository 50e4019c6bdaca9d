"""Group statements that differ in who alone, so that they can be said as one."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rubicon.language.facts import Literal
from rubicon.language.vocabulary import BUILT_IN, Vocabulary

Weight = TypeVar("Weight")


def alike_of(vocabulary: Vocabulary, literals: Sequence[Literal]) -> int | None:
    """Return the one place in which some statements differ, if an entity stands there; else None."""
    first = literals[0]
    places: set[int] = set()
    for other in literals[1:]:
        if (other.truth, other.atom.statement) != (first.truth, first.atom.statement):
            return None
        pairs = zip(first.atom.values, other.atom.values, strict=True)
        places |= {at for at, (one, two) in enumerate(pairs) if one != two}
    if len(places) != 1:
        return None
    place = places.pop()
    kind = vocabulary.statements[first.atom.statement].slots[place].kind
    return None if kind in BUILT_IN or vocabulary.kinds[kind].values else place


def joined(
    vocabulary: Vocabulary, weighed: Iterable[tuple[Literal, Weight]]
) -> list[tuple[list[Literal], Weight, int | None]]:
    """Join statements of one weight that differ in the same place alone; each group with that place."""
    groups: list[tuple[list[Literal], Weight, int | None]] = []
    for literal, weight in weighed:
        for at, (literals, other, place) in enumerate(groups):
            where = alike_of(vocabulary, [literals[0], literal]) if weight == other else None
            if where is not None and place in (None, where):
                groups[at] = ([*literals, literal], weight, where)
                break
        else:
            groups.append(([literal], weight, None))
    return groups
