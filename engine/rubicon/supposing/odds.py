"""What stated odds make of the answer: its weight, as an interval over the questions of which none are stated (DESIGN 5)."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rubicon.judging.assessing import ARGUMENT
from rubicon.judging.questions import Candidate
from rubicon.language.facts import Literal
from rubicon.problems import BadInput, Problem
from rubicon.supposing.pivots import End, Odds, Weighed
from rubicon.supposing.scenarios import Circuit
from rubicon.supposing.scenarios.bits import Bits
from rubicon.supposing.scenarios.tables import Axis, bits_of
from rubicon.supposing.settling import GateValues, states_of
from rubicon.supposing.shares import EXACT
from rubicon.supposing.switches import Switches

Ways: TypeAlias = tuple[tuple[Fraction, ...], ...]
"""The ends of all ways to lay odds on the replies of a question: each gives every reply its share."""

SAFE = 1 << 62
"""Up to which whole numbers are added by machine."""


def odds_of(
    circuit: Circuit,
    gates: Sequence[int],
    questions: Sequence[Candidate],
    switches: Switches,
    end: Callable[[GateValues], End],
    stated: Sequence[tuple[Literal, Fraction]],
) -> Odds:
    """Weigh each answer by the odds stated for some replies, taken as independent from question to question.

    Raises:
        BadInput: odds are no share, are more than one on one question, or leave nothing for what is left.
    """
    bearing = circuit.switches_of(gates)
    axes: list[Axis] = []
    ways: list[Ways | None] = []
    used: set[Literal] = set()
    for question in questions:
        axis = tuple(frozenset(switches.assumed[one] for one in reply.given) for reply in question.replies)
        laid = _laid(question, stated)
        if any(option & bearing for option in axis):
            axes.append(axis)
            ways.append(laid)
            used |= {one for one, _ in stated if _speaks_of(question, one)}
    found, exact = _weights(circuit, gates, axes, ways)
    weights = [Weighed(end(shown), low, high) for shown, (low, high) in sorted(found.items(), reverse=True)]
    idle = tuple(one for one, _ in stated if one not in used)
    return Odds(tuple(stated), idle, tuple(weights), exact)


def _speaks_of(question: Candidate, literal: Literal) -> bool:
    return any(literal in (one, one.contrary) for one in question.about)


def _laid(question: Candidate, stated: Sequence[tuple[Literal, Fraction]]) -> Ways | None:
    """Return the ways to lay stated odds on the replies of a question; None where none are stated.

    What the odds of a question with values leave lies on its other values, in whatever way.
    """
    own: list[Fraction | None] = [None] * len(question.replies)
    for literal, share in stated:
        if not 0 <= share <= 1:
            _refuse(f"{float(share):g} is no probability", "Write a number between 0 and 1.")
        for at, reply in enumerate(question.replies):
            if reply.given == (literal,):
                own[at] = share
            elif reply.given == (literal.contrary,) and len(question.replies) == 2:
                own[at] = Fraction(1) - share
    known = [share for share in own if share is not None]
    if not known:
        return None
    rest = 1 - sum(known, Fraction(0))
    free = [at for at, share in enumerate(own) if share is None]
    if rest < 0 or (rest and not free):
        _refuse("the odds of one question do not come to 1", "What is left of 1 lies on its other answers.")
    if len(question.replies) == 2 and free:
        own[free[0]], free = rest, []
    return tuple(
        tuple(
            share if share is not None else rest if at == one else Fraction(0) for at, share in enumerate(own)
        )
        for one in (free or [-1])
    )


def _refuse(what: str, remedy: str) -> None:
    raise BadInput([Problem(ARGUMENT, 0, what, remedy)])


def _weights(
    circuit: Circuit, gates: Sequence[int], axes: Sequence[Axis], ways: Sequence[Ways | None]
) -> tuple[dict[GateValues, tuple[Fraction, Fraction]], bool]:
    """Return the least and the greatest weight of what the gates may show, and whether these are reached."""
    if bits_of(axes) <= EXACT:
        return _table(circuit, gates, axes, ways), True
    try:
        return _drawn(circuit, gates, axes, ways), True
    except MemoryError:
        return _bounds(circuit, gates, axes, ways), False


def _drawn(
    circuit: Circuit, gates: Sequence[int], axes: Sequence[Axis], ways: Sequence[Ways | None]
) -> dict[GateValues, tuple[Fraction, Fraction]]:
    """Weigh by diagrams, in which the unstated questions stand above the stated."""
    # Here, so that whoever asks little loads no library of diagrams.
    from rubicon.supposing.diagrams import diagrams_of  # noqa: PLC0415

    order = sorted(range(len(axes)), key=lambda at: ways[at] is not None)
    diagrams = diagrams_of(circuit, gates, [axes[at] for at in order])
    laid = list(product(*(ways[at] or (None,) for at in order)))
    found = {}
    for shown in _alternatives(len(gates)):
        if diagrams.share(shown):
            where = diagrams.where(shown)
            low, high = (best(diagrams.weighed(where, one, best) for one in laid) for best in (min, max))
            found[shown] = (low, high)
    return found


def _table(
    circuit: Circuit, gates: Sequence[int], axes: Sequence[Axis], ways: Sequence[Ways | None]
) -> dict[GateValues, tuple[Fraction, Fraction]]:
    """Weigh every completion; the least and the greatest over those of the unstated questions."""
    states = states_of(circuit, gates, axes)
    units = [lcm(*(share.denominator for way in some for share in way)) if some else 1 for some in ways]
    whole = prod(units)
    kind: Any = np.int64 if whole < SAFE else object
    found = {}
    for number in map(int, np.unique(states)):
        weight: NDArray[Any] = (states == number).astype(kind)
        for at in reversed(range(len(axes))):
            some = ways[at]
            if some is not None:
                laid = np.array([[int(share * units[at]) for share in way] for way in some], dtype=kind)
                weight = np.moveaxis(np.tensordot(weight, laid, axes=([at], [1])), -1, at)
        shown = tuple(bool(number >> place & 1) for place in range(len(gates)))
        found[shown] = (Fraction(int(weight.min()), whole), Fraction(int(weight.max()), whole))
    return found


def _bounds(
    circuit: Circuit, gates: Sequence[int], axes: Sequence[Axis], ways: Sequence[Ways | None]
) -> dict[GateValues, tuple[Fraction, Fraction]]:
    """Bound the weights with every unstated question left open in the circuit: what surely is, and what may be."""
    stated = [at for at, some in enumerate(ways) if some is not None]
    chosen = list(product(*(range(len(axes[at])) for at in stated)))
    on: dict[int, int] = {}
    open_: dict[int, int] = {}
    for at, axis in enumerate(axes):
        for number, option in enumerate(axis):
            marks = (
                sum(1 << place for place, some in enumerate(chosen) if some[stated.index(at)] == number)
                if at in stated
                else 0
            )
            for switch in option:
                on[switch] = on.get(switch, 0) | marks
                if at not in stated:
                    open_[switch] = (1 << len(chosen)) - 1
    columns = Bits(circuit, gates).run(len(chosen), on, open_)
    found: dict[GateValues, tuple[Fraction, Fraction]] = {}
    for shown in _possible(columns, len(chosen)):
        for_each = [_fits(columns, shown, place) for place in range(len(chosen))]
        low, high = (
            _extreme([ways[at] or () for at in stated], chosen, [one[kind] for one in for_each], best)
            for kind, best in ((0, min), (1, max))
        )
        found[shown] = (low, high)
    return found


def _possible(columns: Sequence[tuple[int, int]], width: int) -> list[GateValues]:
    """Return what the gates may show."""
    return [
        shown
        for shown in _alternatives(len(columns))
        if any(_fits(columns, shown, place)[1] for place in range(width))
    ]


def _alternatives(number: int) -> list[GateValues]:
    """Return what so many gates may show where one holds at most."""
    return [tuple(at == place for place in range(number)) for at in range(number + 1)]


def _fits(columns: Sequence[tuple[int, int]], shown: GateValues, place: int) -> tuple[bool, bool]:
    """Tell whether the gates surely show this in a scenario, and whether they may."""
    marks = [(bool(low >> place & 1), bool(high >> place & 1)) for low, high in columns]
    pairs = list(zip(marks, shown, strict=True))
    return all(low == high == so for (low, high), so in pairs), all(
        high if so else not low for (low, high), so in pairs
    )


def _extreme(
    ways: Sequence[Ways],
    chosen: Sequence[tuple[int, ...]],
    counted: Sequence[bool],
    best: Callable[..., Fraction],
) -> Fraction:
    return best(
        sum(
            (
                prod((way[option] for way, option in zip(laid, some, strict=True)), start=Fraction(1))
                for some, counts in zip(chosen, counted, strict=True)
                if counts
            ),
            Fraction(0),
        )
        for laid in product(*ways)
    )
