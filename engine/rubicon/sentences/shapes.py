"""The shapes of sentences: the tokens and slots of a form, and the ways a sentence fits them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rubicon.sentences.speaking import form_text
from rubicon.sentences.tokens import fold, tokens_of
from rubicon.vocabulary import Form, Slot, Statement

WIDEST = 16
"""Tokens of the longest name; it bounds the ways that a sentence is tried."""


@dataclass(frozen=True)
class Shape:
    """One way to write a statement: folded words and slots in turn; `truth` is what it affirms."""

    statement: Statement
    parts: tuple[str | Slot, ...]
    truth: bool

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Return its slots in the order of the sentence, a repeated one each time."""
        return tuple(part for part in self.parts if isinstance(part, Slot))

    @cached_property
    def words(self) -> frozenset[str]:
        """Return its words."""
        return frozenset(part for part in self.parts if isinstance(part, str))

    @property
    def text(self) -> str:
        """Return the form as the vocabulary shows it."""
        return form_text(self.statement.form if self.truth else self.statement.denied or ())

    @property
    def at(self) -> str:
        """Return where the form was written, in brackets."""
        place = self.statement.place
        return f" ({place.path}:{place.line})"


def shapes_of(statement: Statement) -> Iterator[Shape]:
    """Yield the shape of a statement's form and of its denied form."""
    yield Shape(statement, parts_of(statement.form), truth=True)
    if statement.denied is not None:
        yield Shape(statement, parts_of(statement.denied), truth=False)


def parts_of(form: Form) -> tuple[str | Slot, ...]:
    """Return a form as folded word tokens and slots."""
    parts: list[str | Slot] = []
    for part in form:
        if isinstance(part, Slot):
            parts.append(part)
            continue
        text = part
        if text[:2] in ("'s", "’s") and not text[2:3].isalnum() and parts:
            parts.append("'s")
            text = text[2:]
        parts += [fold(token) for token in tokens_of(text)]
    if parts and isinstance(parts[-1], str) and parts[-1] == ".":
        parts.pop()
    return tuple(parts)


def fits(parts: tuple[str | Slot, ...], tokens: Sequence[str]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every way tokens fit the parts, as the spans (start, end) of the slots in turn."""

    def fit(part: int, at: int) -> Iterator[tuple[tuple[int, int], ...]]:
        while part < len(parts) and isinstance(parts[part], str):
            if at >= len(tokens) or tokens[at] != parts[part]:
                return
            part, at = part + 1, at + 1
        if part == len(parts):
            if at == len(tokens):
                yield ()
            return
        following = parts[part + 1] if part + 1 < len(parts) else None
        ends = (
            range(at + 1, min(at + WIDEST, len(tokens)) + 1)
            if following is not None
            else range(len(tokens), len(tokens) + 1)
        )
        for end in ends:
            if end <= at or (following is not None and (end == len(tokens) or tokens[end] != following)):
                continue
            for rest in fit(part + 1, end):
                yield ((at, end), *rest)

    yield from fit(0, 0)
