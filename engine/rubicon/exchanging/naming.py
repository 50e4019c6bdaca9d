"""Names in an analyst's own words: who is meant, by a name, an alias, a hint or the adjective of one."""

from collections.abc import Iterator
from typing import TypeAlias

from rubicon.language.facts import Entity
from rubicon.language.names import Names
from rubicon.language.shapes import WIDEST
from rubicon.language.tokens import key_of, squeezed, tokens_of

PhraseUnit: TypeAlias = str | Entity
"""A word of a phrase, or the entity that some of its words name."""

SHORTEST = 4
"""Letters that a name and its adjective share at least."""

_LEFT = frozenset(("", "a", "e", "y", "ey", "ia", "stan", "istan"))
_ADDED = frozenset(("", "i", "n", "an", "ian", "ish", "ese", "s", "is", "ns", "ans", "ians"))


def units_in(names: Names, phrase: str, *, hints: bool = True) -> Iterator[PhraseUnit]:
    """Yield the words of a phrase in turn, names in it, and hints of them, as the entities that they name."""
    tokens = tokens_of(squeezed(phrase))
    at = 0
    while at < len(tokens):
        entity, end = _longest(names, tokens, at, hints=hints)
        yield tokens[at] if entity is None else entity
        at = end


def _longest(names: Names, tokens: list[str], at: int, *, hints: bool) -> tuple[Entity | None, int]:
    """Return the entity that the most tokens from a place on name, and where the next begins."""
    for end in range(min(at + WIDEST, len(tokens)), at, -1):
        key = key_of(tokens[at:end])
        entity = names.names.get(key) or (names.hinted.get(key) if hints else None)
        if entity is not None:
            return entity, end
    if tokens[at][:1].isupper():
        fitting = (
            one
            for one in names.entities.values()
            if any(is_adjective(tokens[at], name) for name in (one.name, *one.also))
        )
        return next(fitting, None), at + 1
    return None, at + 1


def is_adjective(word: str, name: str) -> bool:
    """Tell whether a word is the adjective of a name, or what its people are called.

    >>> is_adjective("Kazakh", "Kazakhstan"), is_adjective("Russians", "Russia"), is_adjective("Iranian", "Iraq")
    (True, True, False)
    """
    one, other = word.casefold(), name.casefold()
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    shared = min(len(one), len(other)) if shared is None else shared
    return any(one[at:] in _ADDED and other[at:] in _LEFT for at in range(SHORTEST, shared + 1))
