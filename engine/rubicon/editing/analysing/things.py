"""Who and what there is in a bounded world beside what roles and rules name."""

from rubicon.editing.analysing.cones import Cone, is_thing
from rubicon.language.rules import Rulebook
from rubicon.language.vocabulary import Vocabulary

MOST_THINGS = 3
"""So many things of a kind, at most, beside those that roles and rules name."""


class Naming:
    """Makes names for new things, as `Country A`, that nothing else has."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.taken = {name.casefold() for one in rulebook.entities for name in (one.name, *one.also)}
        self.kinds: dict[str, str] = {}

    def new(self, kind: str) -> str:
        """Return a new name for a thing of a kind."""
        words = kind.replace("-", " ").replace("_", " ")
        letters = (chr(ord("A") + number) for number in range(26))
        names = (f"{words[:1].upper()}{words[1:]} {letter}" for letter in letters)
        name = next(one for one in names if one not in self.kinds and one.casefold() not in self.taken)
        self.kinds[name] = kind
        return name


def people(vocabulary: Vocabulary, cone: Cone, things: dict[str, str], naming: Naming) -> None:
    """Add new things of each kind of which the cone leaves a slot free."""
    free = {
        slot.kind
        for statement, terms in cone.needs
        for slot, value in zip(vocabulary.statements[statement].slots, terms, strict=True)
        if value is None and is_thing(vocabulary, slot.kind)
    }
    for kind in sorted(free):
        if any(other != kind and vocabulary.is_a(other, kind) for other in free):
            continue
        there = sum(vocabulary.is_a(own, kind) for own in things.values())
        wanted = max(
            (number for other, number in cone.counts.items() if vocabulary.is_a(kind, other)), default=0
        )
        for _ in range(min(MOST_THINGS, max(1, wanted - there))):
            things[naming.new(kind)] = kind
