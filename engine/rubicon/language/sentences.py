"""Read a sentence: find the form it has and the values in its slots."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import lru_cache
from itertools import islice

from rubicon.language.binding import literal_of
from rubicon.language.conditions import Pattern, Term
from rubicon.language.facts import Entity, Literal
from rubicon.language.names import Doubts, Names, Unread, bounded
from rubicon.language.sameness import Same
from rubicon.language.shapes import Shape, Spans, fits, shapes_of
from rubicon.language.tokens import UNCLOSED, fold, squeezed, tokens_of
from rubicon.language.vocabulary import Slot, Vocabulary

ENOUGH = 3
"""Readings of one sentence after which no more are sought."""

KEPT = 16
"""Vocabularies of which the forms are kept in order, from one case to the next."""

REMEMBERED = 20_000
"""Sentences whose readings a language remembers."""

_FALSE = ("it", "is", "false", "that")


class Language(Names):
    """The sentences that a vocabulary and a set of entities make possible.

    `doubts` are what the files failed to say: a sentence that is unknown because of them is not
    reported again.
    """

    def __init__(
        self, vocabulary: Vocabulary, entities: Iterable[Entity] = (), doubts: Doubts | None = None
    ) -> None:
        super().__init__(vocabulary, entities)
        self.doubts = doubts or Doubts()
        self._index = _index_of(Same(vocabulary))
        self._read: dict[str, Pattern | Unread] = {}
        self._literals: dict[str, Literal] = {}

    def with_entities(self, entities: Iterable[Entity], doubts: Doubts | None = None) -> "Language":
        """Return this language with more entities and doubts; what is known of forms and names is not looked for again."""
        wider = object.__new__(Language)
        wider.vocabulary, wider.listed, wider._index = self.vocabulary, self.listed, self._index
        wider.names, wider.entities, wider.hinted = dict(self.names), dict(self.entities), dict(self.hinted)
        wider.doubts, wider._read = self.doubts.with_more(doubts or Doubts()), {}
        wider._literals = {}
        wider.add(entities)
        return wider

    def pattern(self, text: str) -> Pattern:
        """Read a sentence that may hold variables (`?host`).

        Raises:
            Unread: it has no reading, or more than one.
        """
        found = self._read.get(text)
        if found is None:
            try:
                found = self._pattern_of(tokens_of(squeezed(bounded(text))))
            except Unread as unread:
                found = copy(unread)  # without the frames that it came through
            if len(self._read) < REMEMBERED:
                self._read[text] = found
        if isinstance(found, Unread):
            raise copy(found)
        return found

    def reads(self, text: str) -> bool:
        """Tell whether a text can be read as a sentence, in one way or in several."""
        if isinstance(self._read.get(text), Pattern):
            return True
        return self._has_reading(tokens_of(squeezed(text)))

    def _has_reading(self, tokens: list[str]) -> bool:
        folded = [fold(token) for token in tokens]
        return UNCLOSED not in tokens and next(self._readings(tokens, folded), None) is not None

    def literal(self, text: str) -> Literal:
        """Read a sentence about entities, as a fact or a question of an analyst.

        Raises:
            Unread: it has no reading, more than one, or holds a variable.
        """
        known = self._literals.get(text)
        if known is not None:
            return known
        pattern = self.pattern(text)
        if pattern.variables:
            raise Unread(
                f"?{pattern.variables[0]} is a variable, and only rules have variables",
                "Name the entity, the number or the day that is meant.",
            )
        found = literal_of(pattern)
        if len(self._literals) < REMEMBERED:
            self._literals[text] = found
        return found

    def _pattern_of(self, tokens: list[str]) -> Pattern:
        folded = [fold(token) for token in tokens]
        if tuple(folded[:4]) == _FALSE:
            if tuple(folded[4:8]) == _FALSE:
                raise Unread("the sentence is denied twice", "Leave out `it is false that` both times.")
            inner = self._pattern_of(tokens[4:])
            return Pattern(inner.statement, inner.terms, not inner.truth)
        if not tokens:
            raise Unread("the sentence is empty", "Write one of the vocabulary's sentences.")
        if UNCLOSED in tokens:
            hint = 'A text in a sentence stands in two ": "…".'
            if any(token.endswith("\\") or '\\"' in token for token in tokens):
                hint += (
                    " A backslash before a quote makes it part of the text, which cannot end in a backslash."
                )
            raise Unread('a " in the sentence is never closed', hint)
        readings: dict[Pattern, Shape] = {}
        for pattern, shape in self._readings(tokens, folded):
            readings.setdefault(pattern, shape)
            if len(readings) == ENOUGH:
                break
        if len(readings) == 1:
            return next(iter(readings))
        # Here, so that a run without mistakes loads nothing of what answers them.
        from rubicon.language.mistakes import ambiguous, unknown  # noqa: PLC0415

        if readings:
            raise ambiguous(readings)
        raise unknown(self, self.doubts, self.shapes, tokens, self._heard)

    def _heard(self, tokens: Sequence[str]) -> Pattern | None:
        """Read tokens that may be a sentence; None if they have no reading, or several."""
        folded = [fold(token) for token in tokens]
        if tuple(folded[:4]) == _FALSE:
            inner = self._heard(tokens[4:])
            return inner and Pattern(inner.statement, inner.terms, not inner.truth)
        found = {pattern for pattern, _ in islice(self._readings(tokens, folded), ENOUGH)}
        return found.pop() if len(found) == 1 and UNCLOSED not in tokens else None

    @property
    def shapes(self) -> list[Shape]:
        """Return every way to write a statement."""
        return [shape for row in self._index.values() for shape in row]

    def _readings(self, tokens: Sequence[str], folded: Sequence[str]) -> Iterator[tuple[Pattern, Shape]]:
        read: dict[tuple[str, int, int], Term | None] = {}

        def takes(slot: Slot, start: int, end: int) -> bool:
            key = (slot.kind, start, end)
            if key not in read:
                read[key] = self.term(slot.kind, tokens[start:end])
            return read[key] is not None

        words = dict.fromkeys(folded)
        for word in words:
            for shape in self._index.get(word, ()):
                if shape.words <= words.keys():
                    for spans in fits(shape.parts, folded, takes):
                        terms = _terms(shape, spans, read)
                        if terms is not None:
                            yield Pattern(shape.statement.name, terms, shape.truth), shape


@lru_cache(maxsize=KEPT)
def _index_of(vocabulary: Same[Vocabulary]) -> dict[str, list[Shape]]:
    """Return every way to write a statement by the rarest of its words."""
    shapes = [shape for one in vocabulary.thing.statements.values() for shape in shapes_of(one)]
    counts = Counter(word for shape in shapes for word in shape.words)
    index: dict[str, list[Shape]] = {}
    for shape in shapes:
        rarest = min(shape.words, key=lambda word: (counts[word], word), default="")
        index.setdefault(rarest, []).append(shape)
    return index


def _terms(
    shape: Shape, spans: Spans, read: dict[tuple[str, int, int], Term | None]
) -> tuple[Term, ...] | None:
    found: dict[str, Term] = {}
    for slot, (start, end) in zip(shape.slots, spans, strict=True):
        term = read[slot.kind, start, end]
        if term is None or found.setdefault(slot.name, term) != term:
            return None
    return tuple(found[slot.name] for slot in shape.statement.slots)


def comparable(vocabulary: Vocabulary, one: str, other: str) -> bool:
    """Tell whether something can be of both kinds, so that the two can be compared."""
    return one == other or vocabulary.is_a(one, other) or vocabulary.is_a(other, one)


def named(names: Names, tokens: Sequence[str]) -> bool:
    """Tell whether tokens are the name of an entity or a listed value."""
    kinds = [*names.listed, *(name for name, kind in names.vocabulary.kinds.items() if not kind.wider)]
    return any(names.term(kind, tokens) is not None for kind in kinds)
