"""Sums, largest and smallest numbers as gates.

Each amount has two gates: one that surely makes it count, and one that may. A member's options are the
amounts it may count with, in order until one surely counts; members vary independently of each other.
`rubicon.judging.conditions` has the same over marks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubicon.language.facts import EXACT, exact_sum
from rubicon.supposing.scenarios.formulas import Amount, Formula, Total
from rubicon.supposing.scenarios.gates import FALSE, TRUE, Circuit


@dataclass(frozen=True, slots=True)
class Options:
    """The numbers that a member may count with, each with its gate, and the gate that it may count with none."""

    numbers: tuple[tuple[Decimal, int], ...]
    empty: int


def total_gate(
    circuit: Circuit,
    total: Total,
    surely: Callable[[Formula], int],
    maybe: Callable[[Formula], int],
    sure: bool,
) -> int:
    """Return the gate that a total surely keeps (or, not `sure`, may keep) within its limit."""
    members = [_options(circuit, total, amounts, surely, maybe) for amounts in total.members]
    if total.function == "sum":
        return _sum(circuit, total, members, sure)
    return _extreme(circuit, total, members, sure)


def _options(
    circuit: Circuit,
    total: Total,
    amounts: Sequence[Amount],
    surely: Callable[[Formula], int],
    maybe: Callable[[Formula], int],
) -> Options:
    """Follow a member's amounts, the established first, from the end that its bound counts with."""
    ordered = amounts if total.at_least else amounts[::-1]
    numbers: dict[Decimal, list[int]] = {}
    open_ = TRUE
    for disputed in (False, True):
        for amount in ordered:
            formula = amount.candidate if disputed else amount.established
            numbers.setdefault(amount.number, []).append(circuit.every((open_, maybe(formula))))
            open_ = circuit.every((open_, circuit.negation(surely(formula))))
    found = ((number, circuit.any(gates)) for number, gates in sorted(numbers.items()))
    return Options(tuple((number, gate) for number, gate in found if gate != FALSE), open_)


def _extreme(circuit: Circuit, total: Total, members: Sequence[Options], sure: bool) -> int:
    """Return the gate of a limit on the largest or the smallest; of nothing, it holds for no limit."""
    all_must = (total.function == "smallest") == total.at_least
    witnesses, escapes = [], []
    for member in members:
        keeping = [gate for number, gate in member.numbers if total.keeps(number)]
        failing = [gate for number, gate in member.numbers if not total.keeps(number)]
        if sure:
            kept = circuit.negation(circuit.any(failing))
            witnesses.append(circuit.every((kept, circuit.negation(member.empty))))
            escapes.append(kept)
        else:
            witnesses.append(circuit.any(keeping))
            escapes.append(circuit.any((*keeping, member.empty)))
    found = circuit.any(witnesses)
    return circuit.every((found, *escapes)) if all_must else found


def _sum(circuit: Circuit, total: Total, members: Sequence[Options], sure: bool) -> int:
    """Return the gate of a limit on the sum, each member counting with the least or greatest of its options."""
    least = total.at_least == sure
    shares = [_share(circuit, member, least) for member in members]
    base = exact_sum(share[0][0] for share in shares if len(share) == 1)
    shares = [share for share in shares if len(share) > 1]
    lows, highs = [Decimal(0)], [Decimal(0)]
    for share in reversed(shares):
        lows.append(EXACT.add(lows[-1], min(number for number, _ in share)))
        highs.append(EXACT.add(highs[-1], max(number for number, _ in share)))
    known: dict[tuple[int, Decimal], int] = {}

    def within(place: int, so_far: Decimal) -> int:
        """Return the gate that the members from `place` on bring the sum within the limit."""
        left = len(shares) - place
        ends = (total.keeps(EXACT.add(so_far, lows[left])), total.keeps(EXACT.add(so_far, highs[left])))
        if ends[0] == ends[1]:
            return TRUE if ends[0] else FALSE
        found = known.get((place, so_far))
        if found is None:
            found = known[place, so_far] = circuit.any(
                circuit.every((gate, within(place + 1, EXACT.add(so_far, number))))
                for number, gate in shares[place]
            )
        return found

    return within(0, base)


def _share(circuit: Circuit, member: Options, least: bool) -> list[tuple[Decimal, int]]:
    """Return what a member counts with: its least or greatest option, or nothing; the gates exclude each other."""
    ways: dict[Decimal, list[int]] = {}
    for number, gate in member.numbers:
        ways.setdefault(number, []).append(gate)
    ways.setdefault(Decimal(0), []).append(member.empty)
    left, found = TRUE, []
    for number in sorted(ways, reverse=not least):
        gate = circuit.every((left, circuit.any(ways[number])))
        if gate != FALSE:
            found.append((number, gate))
        left = circuit.every((left, circuit.negation(circuit.any(ways[number]))))
    return found
