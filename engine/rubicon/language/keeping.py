"""What is kept of a rule or a vocabulary from one run to the next."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

KEPT = 4_096
"""Rules of which something is kept in one process; those used longest ago go first."""


@dataclass(frozen=True, slots=True, eq=False)
class Same(Generic[Thing]):
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
