"""How much a first page may tell, so that it stays within its words."""

from collections.abc import Callable

from msgspec import Struct

WORDS = 450
"""Words of the longest first page, headings included."""


class Room(Struct, frozen=True):
    """How much a first page tells.

    So many facts and steps; from what each variable is inferred; on what schools part; which single fact is not used.
    """

    facts: int
    steps: int
    whys: bool = True
    premises: bool = True
    named: bool = True


ROOMS = (
    Room(4, 3),
    Room(3, 3),
    Room(3, 3, named=False),
    Room(2, 3),
    Room(2, 3, named=False),
    Room(2, 2, named=False),
    Room(3, 2, whys=False),
    Room(2, 2, whys=False, named=False),
    Room(1, 1, whys=False, premises=False, named=False),
)
"""What a first page may tell, the most first."""


def fitting(length: Callable[[Room], int]) -> Room:
    """Return the most room with which a page is no longer than it may be, given its length by room."""
    return next((room for room in ROOMS if length(room) <= WORDS), ROOMS[-1])
