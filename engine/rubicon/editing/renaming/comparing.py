"""Prove that two readings say the same up to a name."""

from typing import Any

from msgspec import Struct

from rubicon.editing.renaming.asking import Recalled, Reworded, Wish
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Atom, Entity
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Statement

PASSED = frozenset(["text", "place", "folder", "digest", "warnings"])
"""Parts of values that tell where and how something is written, and not what it says."""


class Comparer:
    """Compares values that were read before something was renamed with those that were read after it."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self._order: tuple[int, ...] = ()
        if isinstance(wish, Reworded):  # slots stand in the order of their first mention
            first = [part for part in dict.fromkeys(wish.form) if not isinstance(part, str)]
            now = wish.statement.slots if wish.denied else tuple(first)
            self._order = tuple(wish.statement.slots.index(slot) for slot in now)

    def same(self, was: Any, now: Any) -> bool:
        """Tell whether two values say the same."""
        if type(was) is not type(now):
            return False
        if isinstance(was, str):
            return bool(was == now or (isinstance(self.wish, Recalled) and self.wish.name(was) == now))
        if isinstance(was, Statement) and self._is_reworded(was.name):
            return self._same_statement(was, now)
        if isinstance(was, Pattern | Atom) and self._is_reworded(was.statement):
            return self._same_terms(was, now)
        if isinstance(was, Struct):
            names = [name for name in was.__struct_fields__ if name not in PASSED]
            return all(self.same(getattr(was, name), getattr(now, name)) for name in names)
        if isinstance(was, dict):
            keys = {key: key if key in now else self._key(key) for key in was}
            return len(was) == len(now) and all(
                keys[key] in now and self.same(value, now[keys[key]]) for key, value in was.items()
            )
        if isinstance(was, tuple):
            pairs = zip(self._in_order(was, named=False), self._in_order(now, named=True), strict=False)
            return len(was) == len(now) and all(self.same(*pair) for pair in pairs)
        return bool(was == now)

    def _is_reworded(self, name: str) -> bool:
        return isinstance(self.wish, Reworded) and name == self.wish.statement.name

    def _same_statement(self, was: Statement, now: Statement) -> bool:
        one_of = None if was.one_of is None else self._order.index(was.one_of)
        told = (was.ask, was.means, was.hints, was.name) == (now.ask, now.means, now.hints, now.name)
        return told and now.one_of == one_of and now.slots == tuple(was.slots[i] for i in self._order)

    def _same_terms(self, was: Any, now: Any) -> bool:
        name = "terms" if isinstance(was, Pattern) else "values"
        terms = getattr(was, name)
        mine = (was.statement, tuple(terms[i] for i in self._order), getattr(was, "truth", None))
        return bool(mine == (now.statement, getattr(now, name), getattr(now, "truth", None)))

    def _key(self, key: Any) -> Any:
        return self.wish.name(key) if isinstance(self.wish, Recalled) and isinstance(key, str) else key

    def _in_order(self, values: tuple[Any, ...], *, named: bool) -> tuple[Any, ...]:
        """Return values in the order of their names, once renamed, where they are kept in it."""
        if not all(isinstance(one, Entity | Rule) for one in values):
            return values
        names = {id(one): one.name if isinstance(one, Entity) else one.id for one in values}
        return tuple(sorted(values, key=lambda one: names[id(one)] if named else self._key(names[id(one)])))
