"""What a conclusion rests on: minimal sets of facts."""

from dataclasses import dataclass

from rubicon.explanations.claims import Cited
from rubicon.facts import Literal


@dataclass(frozen=True, slots=True)
class Supports:
    """The minimal sets of asserted sentences that a conclusion rests on, and those that topple it if withdrawn.

    The conclusion stands as long as one of `sets` stays whole, and falls where all of one of `toppling` is
    withdrawn. An empty set supports it: it rests on no fact. `whole` is False where the search stopped at its
    limit, so that sets may be missing or too small; `all_sets` is False where there are more sets than given.
    """

    literal: Literal
    sets: tuple[tuple[Literal, ...], ...]
    toppling: tuple[tuple[Literal, ...], ...]
    whole: bool = True
    all_sets: bool = True


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact that a conclusion rests on, with its assertions."""

    literal: Literal
    evidence: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Supports as an answer tells them: what every support needs, and what each needs beside that."""

    needed: tuple[Ground, ...]
    choices: tuple[tuple[Ground, ...], ...]
    supports: Supports
