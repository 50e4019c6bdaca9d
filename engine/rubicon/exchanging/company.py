"""Who goes with whom: of those that could stand in a slot, who does in the standing facts."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping
from itertools import permutations

from rubicon.language.facts import Entity, Value
from rubicon.language.rules import Rulebook
from rubicon.language.vocabulary import Slot


class Company:
    """The standing facts of a rulebook, by who stands in them together, and in slots of which names."""

    def __init__(self, rulebook: Rulebook, barred: Mapping[str, Container[str]]) -> None:
        self._barred = barred
        self._playing = Counter[tuple[str, Value]]()
        self._beside = Counter[tuple[str, Value, Value]]()
        self._together = Counter[tuple[Value, ...]]()
        for fact in rulebook.background:
            if fact.literal.truth:
                atom = fact.literal.atom
                slots = rulebook.vocabulary.statements[atom.statement].slots
                placed = [(slot.name, value) for slot, value in zip(slots, atom.values, strict=True)]
                self._playing.update(placed)
                self._beside.update((*one, value) for one, (_, value) in permutations(placed, 2))
                self._together.update(permutations(atom.values, 2))

    def is_role(self, slot: Slot) -> bool:
        """Tell whether the framework says who can play a slot."""
        return slot.name in self._barred

    def pick(self, slot: Slot, able: Iterable[Entity], taken: Collection[Value]) -> Entity | None:
        """Return who fits a slot best beside those who are taken: who stands so with them, or else at all, most often."""
        out = self._barred.get(slot.name, ())
        fit = [one for one in able if one.name not in out and one.name not in taken]
        return max(fit, key=lambda one: self._fit(slot, one, taken), default=None)

    def _fit(self, slot: Slot, entity: Entity, taken: Collection[Value]) -> tuple[int, int, int]:
        beside = sum(self._beside[slot.name, entity.name, value] for value in taken)
        together = sum(self._together[entity.name, value] for value in taken)
        return beside, together, self._playing[slot.name, entity.name]
