"""What stands in the slots of sentences: entities, listed values, numbers, days, texts, variables."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rubicon.language.conditions import Term, Variable
from rubicon.language.facts import Entity
from rubicon.language.shapes import FoldedForm, fits
from rubicon.language.tokens import LONGEST, day, key_of, name_key, number, unaccented
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import forbidden_in


class Unread(Exception):
    """A text has no reading, or more than one: what is wrong, and the remedy.

    `told`: the cause is a mistake that is reported where it was made, and need not be told again. Texts
    that share a `cause` go unread for the same reason.
    """

    def __init__(self, what: str, remedy: str = "", *, told: bool = False, cause: str = "") -> None:
        self.what, self.remedy, self.told, self.cause = what, remedy, told, cause
        super().__init__(what)


class Joined(Unread):
    """A line is two sentences, joined by a word."""


def bounded(text: str) -> str:
    """Return a text that is short enough to be a sentence, and holds no control character.

    Raises:
        Unread: it is too long, or holds one.
    """
    if len(text) > LONGEST:
        raise Unread(
            f"the sentence has {len(text):,} characters; at most {LONGEST:,} are read",
            "Say it in a shorter sentence.",
        )
    forbidden = forbidden_in(text)
    if forbidden:
        raise Unread(forbidden.what, forbidden.remedy)
    return text


class Doubts(NamedTuple):
    """What the files meant to say but said wrong; what rests on it is no mistake of its own.

    `forms` are those of faulty statements, `names` the keys of faulty entities; `all_forms` and
    `all_names` tell that a whole file of them could not be read.
    """

    forms: tuple[FoldedForm, ...] = ()
    names: frozenset[tuple[str, ...]] = frozenset()
    all_forms: bool = False
    all_names: bool = False

    def with_more(self, other: "Doubts") -> "Doubts":
        """Return these doubts and others."""
        return Doubts(
            self.forms + other.forms,
            self.names | other.names,
            self.all_forms or other.all_forms,
            self.all_names or other.all_names,
        )

    def explain(self, folded: Sequence[str]) -> bool:
        """Tell whether a sentence may be unknown for a reason that is reported elsewhere."""
        return self.all_forms or any(next(fits(form, folded), None) is not None for form in self.forms)

    def excuse(self, tokens: Sequence[str]) -> bool:
        """Tell whether a name may be unknown for a reason that is reported elsewhere."""
        return self.all_names or key_of(tokens) in self.names


class Names:
    """The entities and listed values that sentences may name."""

    def __init__(self, vocabulary: Vocabulary, entities: Iterable[Entity] = ()) -> None:
        self.vocabulary = vocabulary
        self.names: dict[tuple[str, ...], Entity] = {}
        self.entities: dict[str, Entity] = {}
        self.hinted: dict[tuple[str, ...], Entity] = {}
        self._of_kind: dict[str, tuple[str, ...]] = {}
        self.listed = {
            name: {key: value for value in kind.values for key in _keys(name_key(value))}
            for name, kind in vocabulary.kinds.items()
            if kind.values
        }
        self.add(entities)

    def add(self, entities: Iterable[Entity]) -> None:
        """Add entities while the language is made. A name with accents may be written without them."""
        self._of_kind = {}
        for entity in entities:
            self.entities[entity.name] = entity
            for name in (entity.name, *entity.also):
                self.names.update(dict.fromkeys(_keys(name_key(name)), entity))
            for name in entity.hints:
                self.hinted.update(dict.fromkeys(_keys(name_key(name)), entity))

    def entity(self, name: str) -> Entity | None:
        """Return the entity that a name or alias stands for."""
        return self.names.get(name_key(name))

    def all_names(self) -> tuple[str, ...]:
        """Return every name and alias, sorted."""
        return self.names_of("")

    def names_of(self, kind: str) -> tuple[str, ...]:
        """Return the names and aliases of the entities of a kind ("": of all), or the values of a listed kind."""
        if kind in self.listed:
            return tuple(dict.fromkeys(self.listed[kind].values()))
        if kind not in self._of_kind:
            fitting = (e for e in self.entities.values() if not kind or self.vocabulary.is_a(e.kind, kind))
            self._of_kind[kind] = tuple(sorted(n for entity in fitting for n in (entity.name, *entity.also)))
        return self._of_kind[kind]

    def term(self, kind: str, tokens: Sequence[str]) -> Term | None:
        """Read what stands in a slot: a variable, or a value of the kind; None if it is neither."""
        if len(tokens) == 1 and tokens[0].startswith("?"):
            return Variable(tokens[0][1:]) if is_variable(tokens[0]) else None
        if kind == "number":
            return number(tokens[0]) if len(tokens) == 1 else None
        if kind == "date":
            return day(tokens)
        if kind == "text":
            is_text = len(tokens) == 1 and tokens[0].startswith('"') and not tokens[0].endswith("\\")
            return tokens[0][1:] if is_text else None
        key = key_of(tokens)
        if kind in self.listed:
            return self.listed[kind].get(key)
        entity = self.names.get(key)
        return entity.name if entity and self.vocabulary.is_a(entity.kind, kind) else None


def _keys(key: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return (key, unaccented(key))


def wild(name: str) -> str:
    """Return a variable, written `?name`, as one that stands for whoever it may be.

    >>> wild("?s"), wild("?_s")
    ('?_s', '?_s')
    """
    return f"?_{name.lstrip('?_')}"


def is_variable(token: str) -> bool:
    """Tell whether a token is written as a variable: `?host`."""
    return token.startswith("?") and token[1:].isidentifier()
