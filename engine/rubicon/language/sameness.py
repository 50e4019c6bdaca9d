"""What is kept of a rule or a vocabulary from one run to the next."""

from operator import is_
from typing import Generic, TypeVar

from msgspec import Struct

Key = TypeVar("Key")
Thing = TypeVar("Thing")

KEPT = 4_096
"""Rules of which something is kept in one process; those used longest ago go first."""


class Same(Struct, Generic[Thing], frozen=True, eq=False, gc=False):
    """A thing as the key of what is kept for it: itself, not its equals, so that no comparison looks inside.

    >>> Same([]) == Same([])
    False
    >>> one = [1]
    >>> Same(one) == Same(one)
    True
    """

    thing: Thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


class Latest(Generic[Key, Thing]):
    """The last thing of each of a few keys; the keys put longest ago go first.

    >>> last = Latest(2)
    >>> for name in "abca":
    ...     last.put(name, name.upper())
    >>> [last.get(name) for name in "abc"], last.last
    (['A', None, 'C'], 'A')
    """

    __slots__ = ("_kept", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Key, Thing] = {}

    def get(self, key: Key) -> Thing | None:
        """Return the last thing of a key, if it is kept."""
        return self._kept.get(key)

    @property
    def last(self) -> Thing | None:
        """Return what was put last of all."""
        return next(reversed(self._kept.values()), None)

    def put(self, key: Key, thing: Thing) -> None:
        """Keep a thing in place of the last of its key."""
        self._kept.pop(key, None)
        self._kept[key] = thing
        while len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)), None)

    def cache_clear(self) -> None:
        """Forget all, as what `lru_cache` keeps is forgotten."""
        self._kept.clear()


class SameEach(Struct, Generic[Thing], frozen=True, eq=False, gc=False):
    """Several things as one key: each of them itself, in their order."""

    things: tuple[Thing, ...]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SameEach)
            and len(self.things) == len(other.things)
            and all(map(is_, self.things, other.things))
        )

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.things)))
