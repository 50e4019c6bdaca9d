"""The minimal sets of facts that a conclusion rests on."""

from msgspec import Struct

from rubicon.language.facts import Literal


class Supports(Struct, frozen=True):
    """The minimal sets of asserted sentences that a conclusion rests on, and those that topple it if withdrawn.

    The conclusion stands as long as one of `sets` stays whole, and falls where all of one of `toppling` is
    withdrawn. An empty set supports it: it rests on no fact. Where not `whole`, the search stopped at its stated
    work: of the sets of up to `upto` sentences none is missing, larger ones may be; and where not `sure`, a set may
    hold more than it needs. Not `all_sets`: there are more sets than are given.
    """

    literal: Literal
    sets: tuple[tuple[Literal, ...], ...]
    toppling: tuple[tuple[Literal, ...], ...]
    whole: bool = True
    all_sets: bool = True
    upto: int = 0
    sure: bool = True
