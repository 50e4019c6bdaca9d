"""What the entries of a sum, a largest or a smallest may count with, and whether the total keeps within its limit.

An entry counts with its established number. Where several are established, or none is and some are
candidates, it is in dispute and takes the value that helps the condition least, "no entry" among them where
the denial of a candidate applies undefeated (DESIGN 2.2).
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from msgspec import Struct

from rubicon.language.facts import exact_sum

Key = TypeVar("Key")
Asked_contra = TypeVar("Asked_contra", contravariant=True)


class Marked(Protocol[Asked_contra]):
    """Whether a key holds: anything that can be indexed by it."""

    def __getitem__(self, key: Asked_contra, /) -> int:
        """Return something true if the key holds."""


class Number(Struct, Generic[Key], frozen=True):
    """A number of an entry: the keys that establish it, and what makes it a candidate.

    `candidates` has, for each literal that gives the number, the keys that make it a candidate and those that
    its denial applies undefeated.
    """

    number: Decimal
    established: tuple[Key, ...]
    candidates: tuple[tuple[tuple[Key, ...], tuple[Key, ...]], ...]


EntryNumbers: TypeAlias = tuple[Number[Key], ...]
"""The numbers of an entry, in ascending order."""


class Total(Struct, Generic[Key], frozen=True):
    """The numbers of all entries, put together, keep within the limit."""

    function: str
    at_least: bool
    limit: Decimal
    entries: tuple[EntryNumbers[Key], ...]

    def keeps(self, number: Decimal) -> bool:
        """Tell whether a number keeps within the limit."""
        return number >= self.limit if self.at_least else number <= self.limit


def keys_of(test: Total[Key]) -> Iterator[Key]:
    """Yield the keys that a total reads."""
    for entry in test.entries:
        for number in entry:
            yield from number.established
            for candidate, denying in number.candidates:
                yield from candidate
                yield from denying


class EntryValue(NamedTuple):
    """What an entry counts with: of its values the number that helps least, and whether "no entry" is one too."""

    number: Decimal | None
    or_none: bool = False


ABSENT = EntryValue(None)


def outcomes(
    test: Total[Key], entry: EntryNumbers[Key], lower: Marked[Key], upper: Marked[Key]
) -> list[EntryValue]:
    """Return what an entry may count with, however the undefined keys fall, each by itself; one where none is."""
    ordered = entry if test.at_least else entry[::-1]
    found = []
    for number in ordered:
        if _holds(number.established, upper):
            found.append(EntryValue(number.number))
        if _holds(number.established, lower):
            return found
    for place, number in enumerate(ordered):
        later = [claim for some in ordered[place:] for claim in some.candidates]
        must = any(_holds(keys, lower) and _holds(denying, lower) for keys, denying in later)
        may = any(_holds(keys, upper) and _holds(denying, upper) for keys, denying in later)
        firm = any(_holds(keys, upper) and not _holds(denying, lower) for keys, denying in number.candidates)
        if firm and not must:
            found.append(EntryValue(number.number))
        if may and any(_holds(keys, upper) for keys, _ in number.candidates):
            found.append(EntryValue(number.number, or_none=True))
        if any(_holds(keys, lower) for keys, _ in number.candidates):
            return found
    return [*found, ABSENT]


def keeps_within(test: Total[Key], entries: Iterable[Sequence[EntryValue]], sure: bool) -> bool:
    """Tell whether the total surely keeps, or may keep, within the limit; entries vary independently."""
    quantified = all if sure else any
    if test.function == "sum":
        pick = min if test.at_least == sure else max
        return test.keeps(exact_sum(pick([_share(test, one) for one in some]) for some in entries))
    kept = list(entries)
    if not any(quantified([_anchors(test, one) for one in some]) for some in kept):
        return False
    if (test.function == "smallest") != test.at_least:
        return True
    return all(quantified([not _breaks(test, one) for one in some]) for some in kept)


def _share(test: Total[Key], outcome: EntryValue) -> Decimal:
    """Return what an outcome adds to a sum."""
    nothing = Decimal(0)
    if outcome.number is None:
        return nothing
    if not outcome.or_none:
        return outcome.number
    return min(outcome.number, nothing) if test.at_least else max(outcome.number, nothing)


def _anchors(test: Total[Key], outcome: EntryValue) -> bool:
    """Tell whether an outcome is a number for certain, and within the limit: of nothing none is."""
    return outcome.number is not None and not outcome.or_none and test.keeps(outcome.number)


def _breaks(test: Total[Key], outcome: EntryValue) -> bool:
    return outcome.number is not None and not test.keeps(outcome.number)


def _holds(keys: Iterable[Key], marks: Marked[Key]) -> bool:
    return any(marks[key] for key in keys)
