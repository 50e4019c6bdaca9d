"""Which literals are in each other's conflict set, found by an index and not by comparing all with all."""

from collections.abc import Iterable

from msgspec import Struct, field

from rubicon.language.facts import Atom, Literal
from rubicon.language.vocabulary import Vocabulary


class Conflicts(Struct, frozen=True):
    """An index over some literals. `found` remembers the answers given."""

    vocabulary: Vocabulary
    literals: frozenset[Literal]
    groups: dict[tuple[object, ...], tuple[Literal, ...]]
    found: dict[Literal, tuple[Literal, ...]] = field(default_factory=dict)

    def of(self, literal: Literal) -> tuple[Literal, ...]:
        """Return those of the literals that are in a literal's conflict set: its contrary first."""
        known = self.found.get(literal)
        if known is None:
            known = self._of(literal)
            if known:  # to find nothing again is as quick as to remember it
                self.found[literal] = known
        return known

    def of_contrary(self, atom: Atom) -> tuple[Literal, ...]:
        """Return what meets `it is false that`: the members of the conflict set of an atom's affirmation."""
        return self.of(Literal(atom, True))

    def _of(self, literal: Literal) -> tuple[Literal, ...]:
        contrary = literal.contrary
        members = (contrary,) if contrary in self.literals else ()
        if not literal.truth:
            return members
        group = self.vocabulary.group(literal.atom)
        if group is None:
            return members
        return members + tuple(other for other in self.groups.get(group, ()) if other.atom != literal.atom)


def index_conflicts(vocabulary: Vocabulary, literals: Iterable[Literal]) -> Conflicts:
    """Index literals, given in canonical order, by what they may conflict with."""
    ordered = tuple(literals)
    groups: dict[tuple[object, ...], list[Literal]] = {}
    for literal in ordered:
        group = vocabulary.group(literal.atom) if literal.truth else None
        if group is not None:
            groups.setdefault(group, []).append(literal)
    return Conflicts(vocabulary, frozenset(ordered), {key: tuple(some) for key, some in groups.items()})
