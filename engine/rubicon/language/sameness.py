"""What is kept of a rule or a vocabulary from one run to the next."""

from operator import is_
from typing import Generic, TypeVar

from msgspec import Struct

Thing = TypeVar("Thing")

KEPT = 4_096
"""Rules of which something is kept in one process; those used longest ago go first."""


class Same(Struct, Generic[Thing], frozen=True, eq=False):
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


class SameEach(Struct, Generic[Thing], frozen=True, eq=False):
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
