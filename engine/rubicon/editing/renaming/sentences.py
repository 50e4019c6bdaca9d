"""Say a sentence in other words: another form around what stands in its slots, or another name in a slot."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rubicon.editing.renaming.asking import Recalled, Reworded
from rubicon.language.conditions import Pattern
from rubicon.language.names import Names
from rubicon.language.shapes import Shape, Spans, fits, shapes_of
from rubicon.language.speaking import put_in
from rubicon.language.tokens import fold, key_of, name_key, placed_tokens, unaccented
from rubicon.language.vocabulary import Slot

_ROLE = re.compile(r"\{(\w+)\}")


class Saying(NamedTuple):
    """A statement as it is said in a text: its shape, from where to where, and what tokens stand in its slots."""

    shape: Shape
    tokens: Sequence[tuple[str, int, int]]
    spans: Spans

    @property
    def start(self) -> int:
        """Return where it begins in the text."""
        return self.tokens[0][1]

    @property
    def end(self) -> int:
        """Return where it ends in the text."""
        return self.tokens[-1][2]


def with_roles(text: str) -> str:
    """Return a text with the roles in it as variables."""
    return _ROLE.sub(r"?\1", text)


def said_in(names: Names, text: str, pattern: Pattern) -> Saying | None:
    """Return where and how a text says a pattern; the longest piece of it that does."""
    tokens = placed_tokens(text)
    plain = [with_roles(token) for token, _, _ in tokens]
    shapes = list(shapes_of(names.vocabulary.statements[pattern.statement]))
    pieces = ((i, i + width) for width in range(len(tokens), 0, -1) for i in range(len(tokens) - width + 1))
    for start, end in pieces:
        for shape in shapes:
            for spans in _ways(names, shape, plain[start:end], pattern):
                return Saying(shape, tokens[start:end], spans)
    return None


def _ways(names: Names, shape: Shape, tokens: Sequence[str], pattern: Pattern) -> Iterator[Spans]:
    """Yield the ways in which tokens are a shape with what a pattern has in its slots."""
    folded = [fold(token) for token in tokens]
    if not shape.words <= set(folded):
        return
    terms = dict(zip(shape.statement.slots, pattern.terms, strict=True))

    def takes(slot: Slot, start: int, end: int) -> bool:
        return names.term(slot.kind, tokens[start:end]) == terms[slot]

    yield from fits(shape.parts, folded, takes)


def reworded(text: str, saying: Saying, wish: Reworded) -> str:
    """Return a text in which a sentence has the new form, around what stands in its slots."""
    if saying.shape.truth == wish.denied or saying.shape.statement != wish.statement:
        return text
    texts = {
        slot.name: text[saying.tokens[start][1] : saying.tokens[end - 1][2]]
        for slot, (start, end) in zip(saying.shape.slots, saying.spans, strict=True)
    }
    said = put_in(wish.form, texts)
    if text[saying.start].isupper() and isinstance(saying.shape.parts[0], str):
        said = said[0].upper() + said[1:]
    return text[: saying.start] + said + text[saying.end :]


def recalled(text: str, saying: Saying, pattern: Pattern, wish: Recalled) -> str:
    """Return a text in which an entity has its new name in the slots of a sentence, where it had its old one."""
    terms = dict(zip(saying.shape.statement.slots, pattern.terms, strict=True))
    pairs = sorted(zip(saying.shape.slots, saying.spans, strict=True), key=lambda one: one[1], reverse=True)
    for slot, (start, end) in pairs:
        if slot.kind != "text" and terms[slot] == wish.old:
            text = _called(text, saying.tokens, start, end, wish)
    return text


def recalled_alone(text: str, wish: Recalled) -> str:
    """Return a text, such as a comparison, in which an entity has its new name wherever its old one stands."""
    tokens = placed_tokens(text)
    at = len(tokens)
    while at > 0:
        start = next((i for i in range(at) if _is_name(tokens[i:at], wish)), None)
        if start is not None:
            text = _called(text, tokens, start, at, wish)
        at = start if start is not None else at - 1
    return text


def _is_name(tokens: Sequence[tuple[str, int, int]], wish: Recalled) -> bool:
    return unaccented(key_of([token for token, _, _ in tokens])) == unaccented(name_key(wish.old))


def _called(text: str, tokens: Sequence[tuple[str, int, int]], start: int, end: int, wish: Recalled) -> str:
    """Put the new name in the place of the old one, with the article and the possessive that it takes."""
    if not _is_name(tokens[start:end], wish):  # another name of it
        return text
    first, last = tokens[start][1], tokens[end - 1][2]
    article, name = text[first : first + 4], wish.new
    bare = re.sub("^the ", "", wish.new, flags=re.IGNORECASE)
    if re.match("the ", wish.old, re.IGNORECASE):
        has = article.casefold() == "the "
        name = bare if not has or bare == wish.new else article + bare
    if end < len(tokens) and tokens[end][0] == "'s" and tokens[end][1] == last:
        last = tokens[end][2]
        name += "'" if name.endswith("s") else "'s"
    return text[:first] + name + text[last:]
