"""Tell which files a change of the vocabulary can touch: those in which some text has all words of a form that changed."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from rubicon.language.shapes import shapes_of
from rubicon.language.tokens import cleaned, fold, tokens_of
from rubicon.language.vocabulary import Statement, Vocabulary
from rubicon.reading.files import Sheet

_APART = re.compile('["“”:]')


class Rewordings(Struct, frozen=True):
    """The words of each form that two vocabularies do not share; what has none of them all reads the same by both."""

    words: frozenset[frozenset[str]]

    def touch(self, sheet: Sheet) -> bool:
        """Tell whether a text of a file, or a part of one, may be a sentence by one vocabulary alone."""
        spelled = "\\" not in sheet.text
        words = [some for some in self.words if not spelled or _may_have(sheet.text, some)]
        return any(
            _may_have(text, some) and some <= _words_of(text)
            for text in (_texts_in(sheet.content) if words else ())
            for some in words
        )


def rewordings_between(one: Vocabulary, other: Vocabulary) -> Rewordings | None:
    """Return what two vocabularies word differently; None where their kinds differ, on which every reading rests."""
    if _kinds(one) != _kinds(other):
        return None
    differing = [
        statement
        for some, others in ((one, other), (other, one))
        for name, statement in some.statements.items()
        if name not in others.statements or _worded(statement) != _worded(others.statements[name])
    ]
    return Rewordings(frozenset(shape.words for statement in differing for shape in shapes_of(statement)))


def _kinds(vocabulary: Vocabulary) -> dict[str, tuple[object, ...]]:
    return {name: (kind.wider, kind.values) for name, kind in vocabulary.kinds.items()}


def _worded(statement: Statement) -> tuple[object, ...]:
    """Return what of a statement the reading of a sentence rests on."""
    return statement.form, statement.denied, statement.slots, statement.one_of


def _texts_in(value: Any) -> Iterator[str]:
    """Yield every text that a file gives."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(below)


def _may_have(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text has the letters of plain words: a look at all of it, before its words are told apart."""
    whole = cleaned(text).casefold()
    return all(word in whole for word in words if word.isascii() and word.isalnum())


def _words_of(text: str) -> frozenset[str]:
    """Return the folded words of a text and of all its parts, wherever it is cut into an opening, a sentence and a day."""
    tokens = tokens_of(text)
    if _APART.search(text):
        tokens += tokens_of(_APART.sub(" ", text))
    return frozenset(fold(said) for token in tokens for said in (token, token.rstrip(".")))
