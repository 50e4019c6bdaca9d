"""Sums, largest and smallest numbers as gates.

Each amount has two gates: one that surely makes it count, and one that may. An entry's outcomes are what it may
count with, in order until one surely counts; entries vary independently of each other.
`rubicon.judging.totals` has the same over marks.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Protocol, TypeAlias

from msgspec import Struct

from rubicon.judging.totals import EntryNumbers, Key, Total
from rubicon.language.facts import EXACT, exact_sum
from rubicon.supposing.scenarios.gates import FALSE

Bound: TypeAlias = Callable[[tuple[Key, ...]], int]
"""Gives the gate that one of some keys holds in a bound."""


class GateMaker(Protocol):
    """What puts gates together."""

    def every(self, gates: Iterable[int], /) -> int:
        """Return the conjunction of some gates."""

    def any(self, gates: Iterable[int], /) -> int:
        """Return the disjunction of some gates."""

    def negation(self, gate: int, /) -> int:
        """Return the gate that holds where the other does not."""


class Options(Struct, frozen=True):
    """What an entry may count with, each with its gate: a number, a number or nothing, or nothing (`empty`)."""

    firm: tuple[tuple[Decimal, int], ...]
    open_: tuple[tuple[Decimal, int], ...]
    empty: int


def total_gate(
    circuit: GateMaker,
    total: Total[Key],
    surely: Bound[Key],
    maybe: Bound[Key],
    sure: bool,
) -> int:
    """Return the gate that a total surely keeps (or, not `sure`, may keep) within its limit."""
    entries = [_options(circuit, total, amounts, surely, maybe) for amounts in total.entries]
    if total.function == "sum":
        return _sum(circuit, total, entries, sure)
    return _extreme(circuit, total, entries, sure)


def _options(
    circuit: GateMaker,
    total: Total[Key],
    amounts: EntryNumbers[Key],
    surely: Bound[Key],
    maybe: Bound[Key],
) -> Options:
    """Follow an entry's amounts, the established first, from the end that helps its condition least."""
    ordered = amounts if total.at_least else amounts[::-1]
    firm: list[tuple[Decimal, int]] = []
    open_: list[tuple[Decimal, int]] = []
    left = circuit.every(())
    for amount in ordered:
        firm.append((amount.number, circuit.every((left, maybe(amount.established)))))
        left = circuit.every((left, circuit.negation(surely(amount.established))))
    for place, amount in enumerate(ordered):
        later = [pair for some in ordered[place:] for pair in some.candidates]
        must = circuit.any(circuit.every((surely(one), surely(denying))) for one, denying in later)
        may = circuit.any(circuit.every((maybe(one), maybe(denying))) for one, denying in later)
        own = [maybe(one) for one, _ in amount.candidates]
        plain = [
            circuit.every((maybe(one), circuit.negation(surely(denying))))
            for one, denying in amount.candidates
        ]
        firm.append((amount.number, circuit.every((left, circuit.any(plain), circuit.negation(must)))))
        open_.append((amount.number, circuit.every((left, circuit.any(own), may))))
        settled = circuit.any(surely(one) for one, _ in amount.candidates)
        left = circuit.every((left, circuit.negation(settled)))
    return Options(_merged(circuit, firm), _merged(circuit, open_), left)


def _merged(circuit: GateMaker, options: Sequence[tuple[Decimal, int]]) -> tuple[tuple[Decimal, int], ...]:
    """Return one gate for each number, without those that never hold."""
    numbers: dict[Decimal, list[int]] = {}
    for number, gate in options:
        numbers.setdefault(number, []).append(gate)
    found = ((number, circuit.any(gates)) for number, gates in sorted(numbers.items()))
    return tuple((number, gate) for number, gate in found if gate != FALSE)


def _extreme(circuit: GateMaker, total: Total[Key], entries: Sequence[Options], sure: bool) -> int:
    """Return the gate of a limit on the largest or the smallest; of nothing, it holds for no limit."""
    all_must = (total.function == "smallest") == total.at_least
    anchored, unbroken = [], []
    for entry in entries:
        anchors = [gate for number, gate in entry.firm if total.keeps(number)]
        breaks = [gate for number, gate in (*entry.firm, *entry.open_) if not total.keeps(number)]
        idle = [entry.empty, *(gate for number, gate in entry.open_ if total.keeps(number))]
        if sure:
            anchored.append(circuit.negation(circuit.any((*breaks, *idle))))
            unbroken.append(circuit.negation(circuit.any(breaks)))
        else:
            anchored.append(circuit.any(anchors))
            unbroken.append(circuit.any((*anchors, *idle)))
    found = circuit.any(anchored)
    return circuit.every((found, *unbroken)) if all_must else found


def _sum(circuit: GateMaker, total: Total[Key], entries: Sequence[Options], sure: bool) -> int:
    """Return the gate of a limit on the sum, each entry counting with the least or greatest of its options."""
    least = total.at_least == sure
    shares = [_share(circuit, total, entry, least) for entry in entries]
    base = exact_sum(share[0][0] for share in shares if len(share) == 1)
    shares = [share for share in shares if len(share) > 1]
    lows, highs = [Decimal(0)], [Decimal(0)]
    for share in reversed(shares):
        lows.append(EXACT.add(lows[-1], min(number for number, _ in share)))
        highs.append(EXACT.add(highs[-1], max(number for number, _ in share)))
    known: dict[tuple[int, Decimal], int] = {}

    def within(place: int, so_far: Decimal) -> int:
        """Return the gate that the entries from `place` on bring the sum within the limit."""
        left = len(shares) - place
        ends = (total.keeps(EXACT.add(so_far, lows[left])), total.keeps(EXACT.add(so_far, highs[left])))
        if ends[0] == ends[1]:
            return circuit.every(()) if ends[0] else FALSE
        found = known.get((place, so_far))
        if found is None:
            found = known[place, so_far] = circuit.any(
                circuit.every((gate, within(place + 1, EXACT.add(so_far, number))))
                for number, gate in shares[place]
            )
        return found

    return within(0, base)


def _share(circuit: GateMaker, total: Total[Key], entry: Options, least: bool) -> list[tuple[Decimal, int]]:
    """Return what an entry counts with: its least or greatest option, or nothing; the gates exclude each other."""
    nothing = Decimal(0)
    helps_least = min if total.at_least else max
    doubtful = [(helps_least(number, nothing), gate) for number, gate in entry.open_]
    ways = _merged(circuit, (*entry.firm, *doubtful, (nothing, entry.empty)))
    left, found = circuit.every(()), []
    for number, way in sorted(ways, reverse=not least):
        gate = circuit.every((left, way))
        if gate != FALSE:
            found.append((number, gate))
        left = circuit.every((left, circuit.negation(way)))
    return found
