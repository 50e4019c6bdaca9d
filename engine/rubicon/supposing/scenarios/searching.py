"""The smallest sets of choices that change what some gates show, fewest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rubicon.supposing.scenarios.choices import Choice
from rubicon.supposing.scenarios.gates import Circuit
from rubicon.supposing.scenarios.machine import BitWords, Machine

Sets: TypeAlias = NDArray[np.int16]
"""One set of choices a row, their numbers in ascending order."""

Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SmallestChoices:
    """The smallest sets of choices, by size; all there are of up to `whole` choices.

    `exhausted` tells that there are no others of any size.
    """

    sets: tuple[tuple[int, ...], ...]
    whole: int
    exhausted: bool


def smallest(
    circuit: Circuit,
    gates: Sequence[int],
    choices: Sequence[Choice],
    *,
    budget: int,
    patience: int = 0,
    most: int | None = None,
) -> SmallestChoices:
    """Find every set of choices that changes some gate while no part of it does.

    Sets are tried by size, of `most` choices at most, until more than `budget` would be tried; where nothing
    has been found yet, `patience` more.
    """
    search = _ChoiceSearch(Machine(circuit, gates), choices)
    found: list[tuple[int, ...]] = []
    sets, size, tried = np.zeros((1, 0), dtype=np.int16), 0, 0
    while len(sets) and size != most:
        tried += search.successors(sets)
        if tried > budget + (0 if found else patience):
            return SmallestChoices(tuple(found), size, False)
        sets, size = search.extended(sets), size + 1
        held = _Held(sets, choices)
        sets = _where(sets, ~held.any_contained(found))
        changing = search.changing(sets)
        new = sorted(tuple(map(int, row)) for row in sets[changing])
        found += _least(new, choices)
        sets = _where(sets, ~changing)
    return SmallestChoices(tuple(found), size, not len(sets))


def _where(sets: Sets, flags: Flags) -> Sets:
    """Return the sets that are flagged; each place stays together in memory."""
    return np.asfortranarray(sets[flags])


@dataclass(slots=True)
class _ChoiceSearch:
    machine: Machine
    choices: Sequence[Choice]
    useful: NDArray[np.int16] = field(init=False)
    before: list[bool] = field(init=False)

    def __post_init__(self) -> None:
        known = self.machine.switches.keys()
        self.useful = np.array(
            [at for at, choice in enumerate(self.choices) if choice.switches & known], dtype=np.int16
        )
        none = self.machine.columns(1, lambda _start, _stop: {})
        self.before = [bool(int(column[0]) & 1) for column in none]

    def successors(self, sets: Sets) -> int:
        """Return how many sets have one choice more, the greatest."""
        return int(self._after(sets).sum())

    def _after(self, sets: Sets) -> NDArray[np.int64]:
        """Return for each set how many choices come after its greatest."""
        if not sets.shape[1]:
            return np.full(len(sets), len(self.useful))
        return len(self.useful) - np.searchsorted(self.useful, sets[:, -1], side="right")

    def extended(self, sets: Sets) -> Sets:
        """Return the sets with one choice more that neither doubles nor contradicts another."""
        after = self._after(sets)
        rows = np.repeat(np.arange(len(sets)), after)
        ends = np.cumsum(after)
        places = (
            np.arange(len(rows)) - np.repeat(ends - after, after) + np.repeat(len(self.useful) - after, after)
        )
        added = self.useful[places]
        groups = np.array([choice.group for choice in self.choices], dtype=np.int64)
        kept = np.ones(len(rows), dtype=np.bool_)
        for place in range(sets.shape[1]):
            earlier = sets[rows, place]
            kept &= groups[earlier] != groups[added]
            for number, choice in enumerate(self.choices):
                beyond = [one for one in choice.against if self.choices[one].group != choice.group]
                if beyond:
                    kept &= ~((added == number) & np.isin(earlier, beyond))
        columns = [sets[:, place][rows[kept]] for place in range(sets.shape[1])]
        return np.asfortranarray(np.array([*columns, added[kept]]).T)

    def changing(self, sets: Sets) -> Flags:
        """Tell which sets change some gate."""
        total = -(-len(sets) // 64)
        held = _Held(sets, self.choices)
        rows: dict[int, BitWords] = {}
        for number in map(int, self.useful):
            words = _packed(held.chosen(number), total)
            for switch in self.choices[number].switches:
                rows[switch] = rows[switch] | words if switch in rows else words

        def fill(start: int, stop: int) -> Mapping[int, BitWords]:
            return {switch: words[start:stop] for switch, words in rows.items()}

        changed = np.zeros(total, dtype=np.uint64)
        for column, value in zip(self.machine.columns(total, fill), self.before, strict=True):
            changed |= ~column if value else column
        return np.unpackbits(changed.view(np.uint8), bitorder="little")[: len(sets)].astype(np.bool_)


@dataclass(slots=True)
class _Held:
    """Which sets hold a choice, or one that includes it."""

    sets: Sets
    choices: Sequence[Choice]
    known: dict[int, Flags] = field(default_factory=dict)

    def chosen(self, number: int) -> Flags:
        """Tell which sets hold a choice itself."""
        return self._holding((number,))

    def included(self, number: int) -> Flags:
        """Tell which sets hold a choice or one that includes it."""
        if number not in self.known:
            wider = [at for at, choice in enumerate(self.choices) if choice.within == number]
            self.known[number] = self._holding((number, *wider))
        return self.known[number]

    def _holding(self, numbers: Sequence[int]) -> Flags:
        """Tell which sets hold one of some choices; place by place, for numpy is slow along short rows."""
        held = np.zeros(len(self.sets), dtype=np.bool_)
        for place in range(self.sets.shape[1]):
            for number in numbers:
                held |= self.sets[:, place] == number
        return held

    def any_contained(self, found: Sequence[tuple[int, ...]]) -> Flags:
        """Tell which sets contain one that was found."""
        result = np.zeros(len(self.sets), dtype=np.bool_)
        for some in found:
            inside = np.ones(len(self.sets), dtype=np.bool_)
            for number in some:
                inside &= self.included(number)
            result |= inside
        return result


def _packed(flags: Flags, total: int) -> BitWords:
    words = np.zeros(total, dtype=np.uint64)
    packed = np.packbits(flags, bitorder="little")
    words.view(np.uint8)[: len(packed)] = packed
    return words


def _least(sets: Sequence[tuple[int, ...]], choices: Sequence[Choice]) -> list[tuple[int, ...]]:
    """Leave out sets of one size that hold another one with a lesser choice in the place of one of theirs."""
    known = set(sets)

    def is_least(some: tuple[int, ...]) -> bool:
        lesser = (
            tuple(sorted((*some[:place], within, *some[place + 1 :])))
            for place, number in enumerate(some)
            if (within := choices[number].within) is not None
        )
        return not any(other in known for other in lesser)

    return [some for some in sets if is_least(some)]
