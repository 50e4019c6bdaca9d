"""The shapes of sentences: the tokens and slots of a form, and the ways a sentence fits them."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rubicon.language.speaking import form_text
from rubicon.language.tokens import fold, tokens_of
from rubicon.language.vocabulary import Form, Slot, Statement

WIDEST = 16
"""Tokens of the longest name; it bounds the ways that a sentence is tried."""

FoldedForm: TypeAlias = tuple[str | Slot, ...]
"""Folded words and slots in turn."""

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""The tokens (start, end) that stand in the slots of a shape, in turn."""


class Shape(NamedTuple):
    """One way to write a statement; `truth` is what it affirms, `slots` are in the order of the sentence."""

    statement: Statement
    parts: FoldedForm
    truth: bool
    slots: tuple[Slot, ...]
    words: frozenset[str]

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
    for form, truth in ((statement.form, True), (statement.denied, False)):
        if form is not None:
            parts = parts_of(form)
            slots = tuple(part for part in parts if isinstance(part, Slot))
            yield Shape(statement, parts, truth, slots, frozenset(p for p in parts if isinstance(p, str)))


@lru_cache(maxsize=10_000)
def parts_of(form: Form) -> FoldedForm:
    """Return a form as folded word tokens and slots, without the full stop that may end it."""
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
    if parts and isinstance(parts[-1], str) and parts[-1].endswith("."):
        parts[-1:] = [parts[-1][:-1]] if len(parts[-1]) > 1 else []
    return tuple(parts)


def fits(
    parts: FoldedForm, tokens: Sequence[str], takes: Callable[[Slot, int, int], bool] | None = None
) -> Iterator[Spans]:
    """Yield every way tokens fit the parts; `takes` tells whether a slot takes the tokens of a span."""
    return _fits_from(0, 0, parts, tokens, takes)


def _fits_from(
    part: int,
    at: int,
    parts: FoldedForm,
    tokens: Sequence[str],
    takes: Callable[[Slot, int, int], bool] | None,
) -> Iterator[Spans]:
    """Yield every way the tokens from one on fit the parts from one on; a closure would be a circle each time."""
    length, last = len(tokens), len(parts)
    while part < last:
        here = parts[part]
        if not isinstance(here, str):
            break
        if at >= length or tokens[at] != here:
            return
        part, at = part + 1, at + 1
    else:
        if at == length:
            yield ()
        return
    following = parts[part + 1] if part + 1 < last else None
    ends = range(at + 1, min(at + WIDEST, length - 1) + 1) if following is not None else (length,)
    for end in ends:
        if end <= at or (isinstance(following, str) and tokens[end] != following):
            continue
        if takes is None or takes(here, at, end):
            for rest in _fits_from(part + 1, end, parts, tokens, takes):
                yield ((at, end), *rest)
