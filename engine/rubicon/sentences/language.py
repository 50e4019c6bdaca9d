"""Read a sentence: find the form it has and the values in its slots."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from rubicon.facts import Atom, Entity, Literal
from rubicon.problems import did_you_mean, nearest
from rubicon.rulebook import Pattern, Term, Variable
from rubicon.sentences.shapes import Shape, fits, shapes_of
from rubicon.sentences.tokens import (
    LONGEST,
    day,
    fold,
    key_of,
    name_key,
    number,
    sentence_tokens,
    tokens_of,
    value_text,
)
from rubicon.vocabulary import Slot, Vocabulary

Spans: TypeAlias = tuple[tuple[int, int], ...]

LINE = 120
"""Characters of a faulty sentence that a message quotes."""

_FALSE = ("it", "is", "false", "that")


class Unread(Exception):
    """A text has no reading, or more than one: what is wrong, and the remedy."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


class Language:
    """The sentences that a vocabulary and a set of entities make possible."""

    def __init__(self, vocabulary: Vocabulary, entities: Iterable[Entity] = ()) -> None:
        self.vocabulary = vocabulary
        self.names: dict[tuple[str, ...], Entity] = {}
        self.entities: dict[str, Entity] = {}
        self.listed = {
            name: {name_key(value): value for value in kind.values}
            for name, kind in vocabulary.kinds.items()
            if kind.values
        }
        shapes = [shape for statement in vocabulary.statements.values() for shape in shapes_of(statement)]
        counts = Counter(word for shape in shapes for word in shape.words)
        self._index: dict[str, list[Shape]] = {}
        for shape in shapes:
            rarest = min(shape.words, key=lambda word: (counts[word], word))
            self._index.setdefault(rarest, []).append(shape)
        self._add(entities)

    def _add(self, entities: Iterable[Entity]) -> None:
        for entity in entities:
            self.entities[entity.name] = entity
            for name in (entity.name, *entity.also):
                self.names[name_key(name)] = entity

    def with_entities(self, entities: Iterable[Entity]) -> "Language":
        """Return this language with more entities; the forms are not indexed again."""
        wider = object.__new__(Language)
        wider.vocabulary, wider.listed, wider._index = self.vocabulary, self.listed, self._index
        wider.names, wider.entities = dict(self.names), dict(self.entities)
        wider._add(entities)
        return wider

    def entity(self, name: str) -> Entity | None:
        """Return the entity that a name or alias stands for."""
        return self.names.get(name_key(name))

    def all_names(self) -> list[str]:
        """Return every name and alias, sorted."""
        return sorted(n for entity in self.entities.values() for n in (entity.name, *entity.also))

    def pattern(self, text: str) -> Pattern:
        """Read a sentence that may hold variables (`?host`).

        Raises:
            Unread: it has no reading, or more than one.
        """
        return self.pattern_of(sentence_tokens(_bounded(text)))

    def literal(self, text: str) -> Literal:
        """Read a sentence about entities, as a fact or a question of an analyst.

        Raises:
            Unread: it has no reading, more than one, or holds a variable.
        """
        pattern = self.pattern(text)
        if pattern.variables:
            raise Unread(
                f"?{pattern.variables[0]} is a variable, and only rules have variables",
                "Name the entity, number or day that is meant.",
            )
        return literal_of(pattern)

    def pattern_of(self, tokens: list[str]) -> Pattern:
        """Read tokens as a sentence; see `pattern`."""
        folded = [fold(token) for token in tokens]
        if tuple(folded[:4]) == _FALSE:
            inner = self.pattern_of(tokens[4:])
            return Pattern(inner.statement, inner.terms, not inner.truth)
        if not tokens:
            raise Unread("the sentence is empty", "Write one of the vocabulary's sentences.")
        readings: dict[Pattern, Shape] = {}
        for shape in self._candidates(folded):
            for spans in fits(shape.parts, folded):
                terms = self._terms(shape, tokens, spans)
                if terms is not None:
                    readings[Pattern(shape.statement.name, terms, shape.truth)] = shape
        if len(readings) == 1:
            return next(iter(readings))
        if readings:
            raise self._ambiguous(readings)
        raise self._unknown(tokens, folded)

    def _candidates(self, folded: list[str]) -> Iterator[Shape]:
        for word in dict.fromkeys(folded):
            yield from self._index.get(word, ())

    def _terms(self, shape: Shape, tokens: list[str], spans: Spans) -> tuple[Term, ...] | None:
        found: dict[str, Term] = {}
        for slot, (start, end) in zip(shape.slots, spans, strict=True):
            term = self.term(slot.kind, tokens[start:end])
            if term is None or (slot.name in found and found[slot.name] != term):
                return None
            found[slot.name] = term
        return tuple(found[slot.name] for slot in shape.statement.slots)

    def term(self, kind: str, tokens: list[str]) -> Term | None:
        """Read what stands in a slot: a variable, or a value of the kind; None if it is neither."""
        if len(tokens) == 1 and tokens[0].startswith("?"):
            return Variable(tokens[0][1:]) if tokens[0][1:].isidentifier() else None
        if kind == "number":
            return number(tokens[0]) if len(tokens) == 1 else None
        if kind == "date":
            return day(tokens)
        if kind == "text":
            return tokens[0][1:] if len(tokens) == 1 and tokens[0].startswith('"') else None
        key = key_of(tokens)
        if kind in self.listed:
            return self.listed[kind].get(key)
        entity = self.names.get(key)
        return entity.name if entity and self.vocabulary.is_a(entity.kind, kind) else None

    def _ambiguous(self, readings: dict[Pattern, Shape]) -> Unread:
        ways = []
        for pattern in sorted(readings, key=lambda p: (p.statement, str(p.terms), p.truth)):
            values = dict(zip(readings[pattern].statement.slots, pattern.terms, strict=True))
            said = ", ".join(f"{slot.name} = {_shown(term)}" for slot, term in values.items())
            ways.append(f'"{readings[pattern].text}" ({said})')
        return Unread(
            f"the sentence has {len(readings)} readings",
            "It can be read as " + " or as ".join(ways) + ".\nWord one of the forms so that they differ.",
        )

    def _unknown(self, tokens: list[str], folded: list[str]) -> Unread:
        for shape in self._candidates(folded):
            for spans in fits(shape.parts, folded):
                for slot, (start, end) in zip(shape.slots, spans, strict=True):
                    if self.term(slot.kind, tokens[start:end]) is None:
                        return self._misfit(shape, slot, tokens[start:end])
        text = " ".join(token.strip('"') for token in tokens).replace(" 's", "'s")
        forms = {shape.text: shape for shapes in self._index.values() for shape in shapes}
        bare = {_bare(form): form for form in forms}
        close = [bare[name] for name in nearest(text, bare)] or _sharing(folded, forms)
        if not close:
            return Unread(f'unknown sentence "{_cut(text)}"', "The vocabulary has no statement like it.")
        listed = "\n".join(f'  "{form}"{forms[form].at}' for form in close[:3])
        return Unread(
            f'unknown sentence "{_cut(text)}"', f"The nearest forms of the vocabulary are:\n{listed}"
        )

    def _misfit(self, shape: Shape, slot: Slot, tokens: list[str]) -> Unread:
        text = " ".join(f'{token}"' if token.startswith('"') else token for token in tokens).replace(
            " 's", "'s"
        )
        form = f'in "{shape.text}"{shape.at}'
        if slot.kind in ("number", "date", "text"):
            wanted = {
                "number": "a number such as 2500 or 100,000",
                "date": "a day such as 2022-01-05",
                "text": "a text in double quotes",
            }[slot.kind]
            return Unread(f'"{_cut(text)}" is not {wanted}', f"It stands for {{{slot.name}}} {form}.")
        if slot.kind in self.listed:
            values = self.vocabulary.kinds[slot.kind].values
            hint = did_you_mean(text, values) or f"The values of {slot.kind} are: {', '.join(values)}."
            return Unread(f'"{_cut(text)}" is no value of {slot.kind}', f"{hint} It stands {form}.")
        entity = self.names.get(key_of(tokens))
        if entity:
            return Unread(
                f"wrong kind: {entity.name} is of kind {entity.kind}, and {{{slot.name}}} takes a {slot.kind}",
                f"It stands {form}.",
            )
        fitting = [
            name for name, known in self.entities.items() if self.vocabulary.is_a(known.kind, slot.kind)
        ]
        fitting += [a for known in self.entities.values() for a in known.also]
        hint = did_you_mean(text, fitting) or "Add it to the entities of the rulebook or of the case."
        return Unread(f'unknown entity "{_cut(text)}"', f"{hint} It stands for {{{slot.name}}} {form}.")


def literal_of(pattern: Pattern) -> Literal:
    """Return the literal of a pattern without variables."""
    values = tuple(term for term in pattern.terms if not isinstance(term, Variable))
    return Literal(Atom(pattern.statement, values), pattern.truth)


def _bounded(text: str) -> str:
    if len(text) > LONGEST:
        raise Unread(
            f"the sentence has {len(text):,} characters; at most {LONGEST:,} are read",
            "Say it in a shorter sentence.",
        )
    return text


def _shown(term: Term) -> str:
    return f"?{term.name}" if isinstance(term, Variable) else value_text(term)


def _bare(form: str) -> str:
    return re.sub(r"[{}]", "", form)


def _cut(text: str) -> str:
    return text if len(text) <= LINE else text[: LINE - 1] + "…"


def _sharing(folded: list[str], forms: Iterable[str]) -> list[str]:
    """Return the forms that share most words with a sentence, for when no spelling is near."""
    words = {word for word in folded if len(word) > len("the")}
    shared = {form: len(words & {fold(token) for token in tokens_of(form)}) for form in forms}
    return sorted((form for form in shared if shared[form] > 0), key=lambda form: (-shared[form], form))
