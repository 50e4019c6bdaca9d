"""Find the forms that come nearest to a sentence that has none."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from math import inf
from typing import NamedTuple

from rubicon.language.names import Names
from rubicon.language.shapes import WIDEST, Shape
from rubicon.language.tokens import fold, is_number, key_of
from rubicon.language.vocabulary import Slot
from rubicon.problems import nearest

LIKELY = 40
"""Forms that share the most words with a sentence, among which the nearest are sought."""

CLEAR = 0.7
"""The distance within which a form is what was meant, but for a slip."""

FAR = 0.5
"""The distance, for each word and slot of a form, beyond which it is nothing like the sentence."""

ALONE = 1.3
"""The distance within which a form may be meant though it shares no word with the sentence."""

BESIDE = 0.6
"""How much farther than the nearest form another may be to be named beside it."""

SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "to",
        "for",
        "by",
        "at",
        "with",
        "and",
        "that",
        "is",
        "are",
        "has",
        "have",
        "from",
        "its",
        "it",
    ]
)
"""Words that tell forms apart less than others do."""


class Unit(NamedTuple):
    """A word of a sentence, or a value that stands in it (`said` are its tokens)."""

    text: str
    said: Sequence[str] = ()
    is_name: bool = False


class Near(NamedTuple):
    """A form, and how far it is from a sentence: about the number of words that differ."""

    shape: Shape
    distance: float


def units_of(names: Names, tokens: Sequence[str]) -> list[Unit]:
    """Split a sentence into its words and the values that are known."""
    found: list[Unit] = []
    values = _values(names, tokens)
    at = 0
    while at < len(tokens):
        end = values.get(at)
        found.append(
            Unit("…", tokens[at:end]) if end else Unit(fold(tokens[at]), (), tokens[at][:1].isupper())
        )
        at = end or at + 1
    return found


def _values(names: Names, tokens: Sequence[str]) -> dict[int, int]:
    """Return where the longest values begin and end."""
    found = {}
    for at in range(len(tokens)):
        ends = range(min(at + WIDEST, len(tokens)), at, -1)
        end = next((end for end in ends if is_value(names, tokens[at:end])), None)
        if end is not None:
            found[at] = end
    return found


def is_value(names: Names, tokens: Sequence[str]) -> bool:
    """Tell whether tokens are a variable, a text, a number, an entity or a listed value."""
    if len(tokens) == 1 and (tokens[0].startswith(("?", '"')) or is_number(tokens[0])):
        return True
    key = key_of(tokens)
    return (
        key in names.names
        or any(key in values for values in names.listed.values())
        or names.term("date", tokens) is not None
    )


def nearest_forms(names: Names, shapes: Sequence[Shape], tokens: Sequence[str]) -> list[Near]:
    """Return the forms nearest to a sentence, nearest first: as many as may be meant."""
    sentence = _Sentence(names, tokens)
    known = tuple(sorted({word for shape in shapes for word in shape.words}))
    alike = set(sentence.folded)
    for word in sorted(alike - SMALL):
        alike.update(_spelled_like(word, known))

    def shared(shape: Shape) -> float:
        common = 2 * _weight(alike & shape.words) / (sentence.weight + _weight_of(shape.words) + 1)
        return -common - 0.2 * (len(shape.slots) == sentence.slots)

    ranks = [shared(shape) for shape in shapes]
    last = sorted(ranks)[:LIKELY][-1:]
    likely = [(rank, shape.text, shape) for rank, shape in zip(ranks, shapes, strict=True) if [rank] <= last]
    near: list[Near] = []
    least = inf
    for _, _, shape in sorted(likely, key=lambda one: one[:2])[:LIKELY]:
        bound = min(FAR * min(len(shape.parts), sentence.units), least) + BESIDE
        distance = sentence.distance(shape, bound)
        telling = distance <= ALONE or not (alike - SMALL).isdisjoint(shape.words)
        if distance <= bound and telling:
            near.append(Near(shape, distance))
            least = min(least, distance)
    near.sort(key=lambda one: (one.distance, one.shape.text))
    return [one for one in near if one.distance <= near[0].distance + BESIDE][:3]


def _weight(words: Iterable[str]) -> float:
    return sum(map(_worth, words))


@lru_cache(maxsize=10_000)
def _weight_of(words: frozenset[str]) -> float:
    return _weight(words)


def _worth(word: str) -> float:
    return 0.3 if word in SMALL else 1.0


class _Sentence:
    """A sentence that is compared with forms: its words, and where values stand in it."""

    def __init__(self, names: Names, tokens: Sequence[str]) -> None:
        self.names, self.tokens = names, tokens
        self.folded = [fold(token) for token in tokens]
        self.values = _values(names, tokens)
        self.is_name = [token[:1].isupper() for token in tokens]
        self.worths = [_worth(word) for word in self.folded]
        units = units_of(names, tokens)
        self.slots, self.units = sum(bool(unit.said) for unit in units), len(units)
        self.weight = _weight(unit.text for unit in units if not unit.said)

    def distance(self, shape: Shape, bound: float) -> float:
        """Return the least cost of turning the sentence into a form, word by word; past the bound any number beyond it."""
        row = self._skipped([0.0] + [inf] * len(self.tokens))
        for part in shape.parts:
            left_out = 1.0 if isinstance(part, Slot) else _worth(part)
            following = [cost + left_out for cost in row]
            for at, word in enumerate(self.folded):
                if row[at] > bound:
                    continue
                following[at + 1] = min(following[at + 1], row[at] + self._turned(part, at, word))
                end = self.values.get(at)
                if end is not None:
                    following[end] = min(following[end], row[at] + self._filled(part, self.tokens[at:end]))
            row = self._skipped(following)
            if min(row) > bound:
                return inf
        return row[-1]

    def _skipped(self, row: list[float]) -> list[float]:
        """Let words of the sentence, or whole values, stand where the form has nothing."""
        for at, worth in enumerate(self.worths):
            row[at + 1] = min(row[at + 1], row[at] + worth)
            end = self.values.get(at)
            if end is not None:
                row[end] = min(row[end], row[at] + 1.0)
        return row

    def _turned(self, part: str | Slot, at: int, word: str) -> float:
        if isinstance(part, Slot):
            return 0.3 if self.is_name[at] else 0.9
        return 0.0 if part == word else max(_worth(part), self.worths[at]) * _unlike(part, word)

    def _filled(self, part: str | Slot, said: Sequence[str]) -> float:
        if isinstance(part, Slot):
            return 0.0 if self.names.term(part.kind, said) is not None else 0.4
        return 1.5


@lru_cache(maxsize=1_000)
def _spelled_like(word: str, known: tuple[str, ...]) -> list[str]:
    return nearest(word, known)


@lru_cache(maxsize=50_000)
def _unlike(one: str, other: str) -> float:
    ratio = SequenceMatcher(None, one, other).ratio()
    return 1 - ratio if ratio >= 0.5 else 1.2
