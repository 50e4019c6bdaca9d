"""What may be supposed of a case, as switches: values alone, so that few scenarios need no numpy."""

from typing import TypeAlias

from msgspec import Struct

Option: TypeAlias = frozenset[int]
"""The switches that a choice turns on."""


class Choice(Struct, frozen=True):
    """Something that may be chosen, and the switches it turns on.

    Of one `group` at most one is chosen. `within` is a choice, by its number, that does a part of what this
    one does. `against` are choices that contradict it.
    """

    switches: Option
    group: int
    within: int | None = None
    against: tuple[int, ...] = ()
