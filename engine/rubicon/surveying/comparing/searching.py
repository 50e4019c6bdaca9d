"""Find the smallest sets of things that, done together, make something so.

The dual search of Fredman and Khachiyan (1996) as used for minimal unsatisfiable sets: each set that fails is grown
until nothing can be added without success; what it lacks is a block, and a set that succeeds must hit every block.
The smallest sets that hit all blocks are tried next. Where more cannot undo success this finds every smallest set.
Here it may (defeasible reasoning): so pairs are tried one by one besides, and each set found is cut down.
"""

from collections.abc import Callable, Iterable
from itertools import combinations

from msgspec import Struct, field

HITTING = 5_000
"""Sets that hit all blocks, kept at once; with more the search is bounded."""

Choice = frozenset[int]


class SmallestSets(Struct, frozen=True):
    """The smallest sets, by size and content; `bounded`: a limit ended the search; `whole`: everything together succeeds."""

    sets: tuple[Choice, ...]
    bounded: bool
    tried: int
    whole: bool


class _Spent(Exception):
    """The limit of tries is reached."""


class _Search(Struct):
    succeeds: Callable[[Choice], bool]
    limit: int
    known: dict[Choice, bool] = field(default_factory=dict)

    def __call__(self, choice: Choice) -> bool:
        if choice not in self.known:
            if len(self.known) >= self.limit:
                raise _Spent
            self.known[choice] = self.succeeds(choice)
        return self.known[choice]


def smallest_sets(number: int, succeeds: Callable[[Choice], bool], limit: int, most: int) -> SmallestSets:
    """Return the smallest sets of the numbers below `number` that succeed, at most `most` of them.

    `limit` bounds how often `succeeds` is asked. No set returned contains another, and taking any one element from
    it makes it fail, unless the search was bounded.
    """
    search = _Search(succeeds, limit)
    found: list[Choice] = []
    everything = frozenset(range(number))
    bounded = whole = False
    try:
        whole = search(everything)
        _pairs(search, number, found)
        if whole:
            bounded = _dual(search, everything, found, most)
    except _Spent:
        bounded = True
    kept = _minimal(found)
    return SmallestSets(tuple(kept[:most]), bounded or len(kept) > most, len(search.known), whole)


def _pairs(search: _Search, number: int, found: list[Choice]) -> None:
    """Try each alone and, where a third of the limit allows it, each pair."""
    if search(frozenset()):
        found.append(frozenset())
        return
    sizes = (1, 2) if number * (number - 1) // 2 <= search.limit // 3 else (1,)
    for size in sizes:
        for some in combinations(range(number), size):
            choice = frozenset(some)
            if not any(smaller <= choice for smaller in found) and search(choice):
                found.append(choice)


def _dual(search: _Search, everything: Choice, found: list[Choice], most: int) -> bool:
    """Go on until no untried set hits all blocks; tell whether it stopped for having enough."""
    hitting: list[Choice] = [frozenset()]
    while True:
        untried = [choice for choice in hitting if not any(one <= choice for one in found)]
        if not untried:
            return False
        if len(_minimal(found)) >= most:
            return True
        choice = min(untried, key=_rank)
        if search(choice):
            found.append(_cut(search, choice))
            continue
        grown = choice
        for extra in sorted(everything - choice):
            if not search(grown | {extra}):
                grown |= {extra}
        block = everything - grown
        missed = [one for one in hitting if not one & block]
        extended = [one | {extra} for one in missed for extra in sorted(block)]
        if len(extended) > HITTING:
            return True
        hitting = _minimal([*(one for one in hitting if one & block), *extended])


def _cut(search: _Search, choice: Choice) -> Choice:
    """Take away what success does not need."""
    for one in sorted(choice):
        if search(choice - {one}):
            return _cut(search, choice - {one})
    return choice


def _minimal(sets: Iterable[Choice]) -> list[Choice]:
    """Return those that contain no other, smallest first, each once."""
    kept: list[Choice] = []
    for one in sorted(set(sets), key=_rank):
        if not any(smaller <= one for smaller in kept):
            kept.append(one)
    return kept


def _rank(choice: Choice) -> tuple[int, list[int]]:
    return (len(choice), sorted(choice))
