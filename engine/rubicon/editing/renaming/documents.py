"""Find where a file says what is to be renamed, and say it there otherwise."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from rubicon.editing.renaming.asking import Recalled, Reworded, Wish
from rubicon.editing.renaming.sentences import recalled, recalled_alone, reworded, said_in, with_roles
from rubicon.language.conditions import Condition, Pattern, Several, patterns
from rubicon.language.facts import Entity
from rubicon.language.names import Unread
from rubicon.language.openings import read_condition, split_since
from rubicon.language.rules import Rulebook
from rubicon.language.sentences import Language
from rubicon.language.tokens import name_key, unaccented
from rubicon.language.vocabulary import Form, Slot
from rubicon.reading.lines import Path
from rubicon.reading.respelling import plain_values, respelt

SENTENCES = frozenset(
    [
        *("if", "unless", "where", "of", "then", "otherwise", "ask_if", "scope", "question", "considered"),
        *("given", "reported", "expect", "refuse", "false", "because_of", "that", "for", "against"),
    ]
)
"""Keys that hold sentences and conditions."""

RULES = frozenset(["overrides", "contests", "with", "by"])
"""Keys that hold the ids of rules."""

PROSE = frozenset(["title", "note", "because", "otherwise_because", "why", "means"])
"""Keys that hold prose wherever they stand."""

_KIND_TOLD = re.compile(r"\{\s*(\w+)\s*:")


class Renamer:
    """Says what is to be renamed otherwise in the documents of a rulebook and of its cases."""

    def __init__(self, rulebook: Rulebook, wish: Wish) -> None:
        self.rulebook, self.wish = rulebook, wish
        self.language = Language(rulebook.vocabulary, rulebook.entities)
        self._conditions = dict(_spoken((rulebook.rules, rulebook.ask_if, rulebook.framework)))

    def renamed(self, text: str, part: str, entities: Mapping[Path, tuple[Entity, ...]]) -> str:
        """Return a document with what is to be renamed said otherwise.

        `part` says what it holds: the name of a part of the rulebook, "rule", "case" or "properties". `entities`
        are those that hold below a path of it alone.
        """
        texts: dict[Path, str] = {}
        keys: dict[Path, str] = {}
        own = {path: self.language.with_entities(some) for path, some in entities.items() if some}
        for path, value in plain_values(text):
            if isinstance(value, str):
                near = next((own[path[:n]] for n in (2, 0) if path[:n] in own), self.language)
                said = self._said(path, value, part, near)
                texts |= {path: said} if said != value else {}
            keys |= self._keys(path, part)
        return respelt(text, texts, keys) if texts or keys else text

    def _said(self, path: Path, value: str, part: str, language: Language) -> str:
        names = [step for step in path if isinstance(step, str)]
        if isinstance(self.wish, Reworded):
            key = (self.wish.statement.name, self.wish.key)
            if part == "vocabulary" and path == ("statement", *key):
                return _kinds_told(self.wish.form, value) + "." * value.rstrip().endswith(".")
            return self._sentence(path, value, part, language)
        if self.wish.what == "entity":
            called = part in ("entities", "case") and names[0] == "entity" and names[-1] == "name"
            if called or names[-2:-1] == ["roles"] or names == ["asks_about"]:
                is_it = unaccented(name_key(value)) == unaccented(name_key(self.wish.old))
                return recalled_alone(value, self.wish) if is_it else value  # it may begin another name
            return self._sentence(path, value, part, language)
        if self.wish.what == "source":
            cited = names[-1] == "cites" and value.split(" ", 1)[0] == self.wish.old
            if cited or (names[-1] == "source" and value == self.wish.old):
                return self.wish.new + value[len(self.wish.old) :]
            return value
        told = names[-1] in RULES and part == "rule"
        return self.wish.name(value) if told or part == "properties" else value

    def _sentence(self, path: Path, value: str, part: str, language: Language) -> str:
        names = [step for step in path if isinstance(step, str)]
        if names[-1] in PROSE or (part != "properties" and names[-1] not in SENTENCES):
            return value
        said = value
        for pattern in self._patterns(value, language):
            saying = said_in(language, said, pattern)
            if saying is None:
                continue
            if isinstance(self.wish, Reworded):
                said = reworded(said, saying, self.wish)
            else:
                said = recalled(said, saying, pattern, self.wish)
        known = self._conditions.get(value)
        if isinstance(self.wish, Recalled) and known == ():  # a comparison
            said = recalled_alone(said, self.wish)
        return said

    def _patterns(self, value: str, language: Language) -> tuple[Pattern, ...]:
        """Return what a text speaks of."""
        if value in self._conditions:
            return self._conditions[value]
        said = with_roles(value)
        try:
            dated = split_since(language, said)
            return (language.pattern(dated[0] if dated else said),)
        except Unread:
            pass
        try:
            return patterns(read_condition(language, said, {}))
        except Unread:
            return ()

    def _keys(self, path: Path, part: str) -> dict[Path, str]:
        """Return the key that has another name, where a source is declared."""
        if isinstance(self.wish, Reworded) or self.wish.what != "source":
            return {}
        if part != ("case" if self.wish.inside else "sources"):
            return {}
        return {("source", self.wish.old): self.wish.new} if path[:2] == ("source", self.wish.old) else {}


def _kinds_told(form: Form, was: str) -> str:
    """Spell a form with the kind of a slot at its first mention, where it was told before."""
    untold = set(_KIND_TOLD.findall(was))
    said = ""
    for part in form:
        if isinstance(part, Slot):
            said += f"{{{part.name}:{part.kind}}}" if part.name in untold else f"{{{part.name}}}"
            untold.discard(part.name)
        else:
            said += part
    return said


def _spoken(value: Any) -> Iterator[tuple[str, tuple[Pattern, ...]]]:
    """Yield the text of every condition in some values, with what it speaks of."""
    if isinstance(value, Condition) and not isinstance(value, Several):
        yield value.text, patterns(value)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _spoken(getattr(value, name))
    elif isinstance(value, dict):
        yield from _spoken(tuple(value.values()))
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for inner in value:
            yield from _spoken(inner)
