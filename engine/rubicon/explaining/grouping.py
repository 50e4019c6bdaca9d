"""Group statements that differ in who alone, so that they can be said as one."""

from collections.abc import Iterable, Sequence

from rubicon.explaining.pivotal import Alike, Watched
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Literal
from rubicon.language.vocabulary import BUILT_IN, Vocabulary
from rubicon.supposing.pivots import Share


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


def watched(vocabulary: Vocabulary, weighed: Iterable[tuple[Literal, Share | None]]) -> tuple[Watched, ...]:
    """Return open questions in their order; those of one weight that differ in the same place alone as one."""
    groups: list[tuple[list[Literal], Share | None, int | None]] = []
    for literal, weight in weighed:
        for at, (literals, other, place) in enumerate(groups):
            where = alike_of(vocabulary, [literals[0], literal]) if weight == other else None
            if where is not None and place in (None, where):
                groups[at] = ([*literals, literal], weight, where)
                break
        else:
            groups.append(([literal], weight, None))
    told = []
    for literals, weight, place in groups:
        atom = literals[0].atom
        alike = None
        if place is not None:
            alike = Alike(place, tuple(literal.atom.values[place] for literal in literals))
        one_of = vocabulary.statements[atom.statement].one_of
        terms = tuple(Variable("_any") if at == one_of else value for at, value in enumerate(atom.values))
        told.append(Watched(Pattern(atom.statement, terms, truth=True), weight, alike))
    return tuple(told)
