"""Find what lies in one player alone, such as a country's regions, and pair it with what lies in the other's."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from rubicon.language.facts import Case, Fact
from rubicon.language.rules import Framework
from rubicon.language.vocabulary import BUILT_IN, Vocabulary


class Part(Struct, frozen=True):
    """An entity that facts tie to one player and to nobody else, and that is of a kind that plays no role.

    `ties` are the statements that do so.
    """

    name: str
    kind: str
    player: str
    ties: tuple[str, ...]


def parts_of(
    vocabulary: Vocabulary,
    framework: Framework,
    facts: tuple[Iterable[Fact], Iterable[Fact]],
    players: Iterable[str],
) -> tuple[Part, ...]:
    """Return the parts of some players, by name; what is tied to several of them is a part of none.

    `facts` are standing ones and a case's. A tie is a statement of two, the part first, that standing knowledge makes.
    """
    standing = tuple(facts[0])
    forms = {fact.literal.atom.statement for fact in standing}
    roles = {role.kind for role in framework.roles}
    tied: dict[tuple[str, str, str], set[str]] = {}
    for fact in (*standing, *facts[1]):
        statement = vocabulary.statements[fact.literal.atom.statement]
        if not fact.literal.truth or len(statement.slots) != 2 or statement.name not in forms:
            continue
        (kind, other_kind), (name, other) = (slot.kind for slot in statement.slots), fact.literal.atom.values
        if not (isinstance(name, str) and isinstance(other, str)) or other_kind in BUILT_IN:
            continue
        if _is_part(vocabulary, kind, roles):
            tied.setdefault((name, kind, statement.name), set()).add(other)
    some = frozenset(players)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for (name, kind, form), others in sorted(tied.items(), key=lambda item: item[0]):
        if len(others) == 1 and others <= some and name not in some:
            found.setdefault(name, []).append((kind, next(iter(others)), form))
    return tuple(
        Part(name, ties[0][0], ties[0][1], tuple(dict.fromkeys(form for _, _, form in ties)))
        for name, ties in found.items()
        if len({player for _, player, _ in ties}) == 1
    )


def _is_part(vocabulary: Vocabulary, kind: str, roles: set[str]) -> bool:
    known = vocabulary.kinds.get(kind)
    if kind in BUILT_IN or known is None or known.values:
        return False
    return not any(vocabulary.is_a(kind, role) or vocabulary.is_a(role, kind) for role in roles)


def pair_parts(
    parts: tuple[tuple[Part, ...], tuple[Part, ...]], cases: tuple[Case, Case], swaps: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Pair a part of each player with one of the player it changes places with: those of which each case says most.

    Of several of which as much is said none is paired.
    """
    pairs = []
    for player, kind in sorted({(part.player, part.kind) for part in parts[0]}):
        other = swaps.get(player, player)
        if other == player:
            continue
        one = _chief(parts[0], (player, kind), cases[0])
        two = _chief(parts[1], (other, kind), cases[1])
        if one and two and one != two:
            pairs.append((one, two))
    return tuple(pairs)


def _chief(parts: Iterable[Part], of: tuple[str, str], case: Case) -> str | None:
    """Return the part of a player of which a case says most, beside that it lies there."""
    player, kind = of
    said = {
        part.name: len(
            {
                fact.literal.atom.statement
                for fact in case.facts
                if part.name in fact.literal.atom.values and player not in fact.literal.atom.values
            }
        )
        for part in parts
        if (part.player, part.kind) == (player, kind)
    }
    most = max(said.values(), default=0)
    chief = [name for name, number in said.items() if number == most]
    return chief[0] if len(chief) == 1 else None
