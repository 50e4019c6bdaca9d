"""What settles an answer: the smallest sets of replies after which nothing open can change it, and a course to get there.

Of few questions every state is judged at once: each question left open, or answered in one of its ways. Of many the
circuit is computed with what is unanswered left open, which shows some of what is settled and never what is not; the
course is then greedy, and the sets are the small ones among the weightiest questions.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import combinations, product
from operator import or_
from typing import TypeAlias

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from rubicon.judging.questions import Candidate, Reply
from rubicon.supposing.pivots import Course, End, Leaf, Settled, Settling
from rubicon.supposing.scenarios import Circuit
from rubicon.supposing.scenarios.bits import Bits
from rubicon.supposing.scenarios.searching import Flags
from rubicon.supposing.scenarios.tables import Axis, bits_of, tabulate
from rubicon.supposing.switches import Switches

MOST = 12
"""Questions that can matter, up to which the course with the fewest in the worst case is found."""

WIDEST = 24
"""Bits of the largest table of states."""

SETS = 24
"""Sets of replies that are told."""

WEIGHTIEST = 16
"""Questions of which sets of replies are tried where there are too many for a table."""

LARGEST = 3
"""Replies of the largest set that is tried there."""

NODES = 400
"""Questions and ends of the longest greedy course."""

AHEAD = 3
"""Questions of it that are answered in every way at once."""

States: TypeAlias = NDArray[np.int32]
GateValues: TypeAlias = tuple[bool, ...]
"""What the gates of the answer show."""


class _Asked(Struct, frozen=True):
    """The questions that bear on some gates, the weightiest first, and the options that their replies are."""

    circuit: Circuit
    gates: tuple[int, ...]
    questions: tuple[Candidate, ...]
    axes: tuple[Axis, ...]
    end: Callable[[GateValues], End]

    def told(self, number: int) -> End:
        """Return what the answer comes to where the gates show the bits of a number."""
        return self.end(tuple(bool(number >> place & 1) for place in range(len(self.gates))))


def settling_of(
    circuit: Circuit,
    gates: Sequence[int],
    questions: Sequence[Candidate],
    switches: Switches,
    end: Callable[[GateValues], End],
) -> Settling:
    """Find what settles what the gates show; `questions` stand in falling order of weight.

    `end` tells what the answer is where the gates show this or that.
    """
    bearing = circuit.switches_of(gates)
    axes = [
        tuple(frozenset(switches.assumed[one] for one in reply.given) for reply in question.replies)
        for question in questions
    ]
    both = [
        (question, axis)
        for question, axis in zip(questions, axes, strict=True)
        if any(option & bearing for option in axis)
    ]
    asked = _Asked(
        circuit, tuple(gates), tuple(question for question, _ in both), tuple(axis for _, axis in both), end
    )
    with_open = [(frozenset[int](), *axis) for axis in asked.axes]
    if len(both) <= MOST and bits_of(with_open) <= WIDEST:
        return _exact(asked, with_open)
    return _greedy(asked)


# --- few questions: every state ----------------------------------------------------------------------------


def _exact(asked: _Asked, axes: Sequence[Axis]) -> Settling:
    """Judge every state, and find all smallest sets and a shortest course."""
    states = states_of(asked.circuit, asked.gates, axes)
    low, high = states, states
    for at in range(len(axes)):
        low, high = (_with_star(some, at, least) for some, least in ((low, True), (high, False)))
    settled: Flags = low == high
    smallest = settled.copy()
    for at in range(len(axes)):
        answered = _slice(len(axes), at, slice(1, None))
        smallest[answered] &= ~settled[_slice(len(axes), at, slice(0, 1))]
    rows = [tuple(map(int, row)) for row in np.argwhere(smallest)]
    rows.sort(key=lambda row: (sum(map(bool, row)), [at for at, reply in enumerate(row) if reply], row))
    sets = tuple(
        Settled(
            tuple(asked.questions[at].replies[reply - 1] for at, reply in enumerate(row) if reply),
            asked.told(int(low[row])),
        )
        for row in rows[:SETS]
    )
    cost = _costs(settled)
    root = (0,) * len(axes)
    course = _course(asked, cost, low, root)
    return Settling(sets, len(rows) - len(sets), course, int(cost[root]), shortest=True)


def states_of(circuit: Circuit, gates: Sequence[int], axes: Sequence[Axis]) -> States:
    """Return what the gates show in each state, as the number whose bits they are; an index a question."""
    table = tabulate(circuit, gates, axes)
    widths = [1 << (len(axis) - 1).bit_length() for axis in axes]
    size = int(np.prod(widths, dtype=np.int64)) if widths else 1
    shown = np.zeros(size, dtype=np.int32)
    for place, column in enumerate(table.columns):
        bits = np.unpackbits(column.view(np.uint8), bitorder="little")[:size]
        shown |= bits.astype(np.int32) << np.int32(place)
    by_question = shown.reshape(widths[::-1]).transpose(range(len(widths))[::-1])
    return by_question[tuple(slice(len(axis)) for axis in axes)]


def _with_star(states: States, at: int, least: bool) -> States:
    """Replace "left open" by "whatever becomes of it": the least, or the greatest, over all."""
    star = states.min(axis=at, keepdims=True) if least else states.max(axis=at, keepdims=True)
    return np.concatenate([star, states[_slice(states.ndim, at, slice(1, None))]], axis=at)


def _costs(settled: Flags) -> NDArray[np.int8]:
    """Return how many questions it takes at worst from each set of replies."""
    never = np.int8(100)
    cost = np.where(settled, np.int8(0), never)
    changed = True
    while changed:
        before = cost.copy()
        for at in range(settled.ndim):
            here = _slice(settled.ndim, at, slice(0, 1))
            worst = cost[_slice(settled.ndim, at, slice(1, None))].max(axis=at, keepdims=True)
            cost[here] = np.minimum(cost[here], np.minimum(worst, never - 1) + 1)
        changed = bool((cost != before).any())
    return cost


def _course(asked: _Asked, cost: NDArray[np.int8], shown: States, row: tuple[int, ...]) -> Course | Leaf:
    """Return a course from a set of replies that takes the fewest questions at worst."""
    if cost[row] == 0:
        return Leaf(asked.told(int(shown[row])))
    for at in (at for at, reply in enumerate(row) if not reply):
        after = [(*row[:at], reply, *row[at + 1 :]) for reply in range(1, cost.shape[at])]
        if max(int(cost[one]) for one in after) + 1 == cost[row]:
            question = asked.questions[at]
            return Course(
                question.about[0],
                tuple(
                    (reply, _course(asked, cost, shown, one))
                    for reply, one in zip(question.replies, after, strict=True)
                ),
            )
    raise RuntimeError("a course that no question begins")


def _slice(dimensions: int, at: int, part: slice) -> tuple[slice, ...]:
    return tuple(part if place == at else slice(None) for place in range(dimensions))


# --- many: what is unanswered is left open in the circuit ----------------------------------------------------


class _Left(Struct, frozen=True):
    """Computes gates with the switches of unanswered questions left open; `known` is what was computed of the course."""

    asked: _Asked
    bits: Bits
    known: dict[tuple[int, ...], GateValues | None] = field(default_factory=dict)

    def shown(self, sets: Sequence[dict[int, int]]) -> Iterator[GateValues | None]:
        """Yield what the gates show after each set of replies, by the places of the questions; None if it is not settled."""
        answered: dict[int, int] = {}
        chosen: dict[tuple[int, int], int] = {}
        for at, some in enumerate(sets):
            for reply in some.items():
                answered[reply[0]] = answered.get(reply[0], 0) | 1 << at
                chosen[reply] = chosen.get(reply, 0) | 1 << at
        on: dict[int, int] = {}
        open_: dict[int, int] = {}
        every = (1 << len(sets)) - 1
        for place, axis in enumerate(self.asked.axes):
            left = every ^ answered.get(place, 0)
            for number, option in enumerate(axis):
                for switch in option:
                    on[switch] = on.get(switch, 0) | chosen.get((place, number), 0)
                    open_[switch] = open_.get(switch, 0) | left
        found = self.bits.run(len(sets), on, open_)
        unsettled = reduce(or_, (low ^ high for low, high in found), 0)
        for at in range(len(sets)):
            yield None if unsettled >> at & 1 else tuple([bool(low >> at & 1) for low, _ in found])

    def after(self, replies: tuple[int, ...]) -> GateValues | None:
        """Return what the gates show after replies to the first questions; those to the next few are computed with it."""
        if replies not in self.known:
            rows, last = [replies], [replies]
            for axis in self.asked.axes[len(replies) :][:AHEAD]:
                last = [(*row, number) for row in last for number in range(len(axis))]
                rows += last
            self.known.update(zip(rows, self.shown([dict(enumerate(row)) for row in rows]), strict=True))
        return self.known[replies]


def _greedy(asked: _Asked) -> Settling:
    """Try small sets of the weightiest replies, and ask the weightiest question first."""
    left = _Left(asked, Bits(asked.circuit, asked.gates))
    sets = _small_sets(asked, left)
    room = [NODES]
    course = _ask(asked, left, (), room)
    told = tuple(sets[:SETS])
    return Settling(told, len(sets) - len(told), course, _depth(course), shortest=False)


def _small_sets(asked: _Asked, left: _Left) -> list[Settled]:
    found: list[tuple[dict[int, int], GateValues]] = []
    places = range(min(WEIGHTIEST, len(asked.axes)))
    for size in range(LARGEST + 1):
        tried = [
            dict(zip(some, replies, strict=True))
            for some in combinations(places, size)
            for replies in product(*(range(len(asked.axes[at])) for at in some))
        ]
        tried = [some for some in tried if not any(known.items() <= some.items() for known, _ in found)]
        found += [
            (some, shown) for some, shown in zip(tried, left.shown(tried), strict=True) if shown is not None
        ]
    return [Settled(_replies(asked, some), asked.end(shown)) for some, shown in found]


def _replies(asked: _Asked, some: dict[int, int]) -> tuple[Reply, ...]:
    return tuple(asked.questions[at].replies[reply] for at, reply in some.items())


def _ask(asked: _Asked, left: _Left, replies: tuple[int, ...], room: list[int]) -> Course | Leaf:
    """Ask the weightiest question not asked yet, and go on from each of its replies while there is room."""
    shown = left.after(replies)
    room[0] -= 1
    if shown is not None or len(replies) >= min(MOST, len(asked.axes)) or room[0] <= 0:
        return Leaf(None if shown is None else asked.end(shown))
    question = asked.questions[len(replies)]
    return Course(
        question.about[0],
        tuple(
            (reply, _ask(asked, left, (*replies, number), room))
            for number, reply in enumerate(question.replies)
        ),
    )


def _depth(course: Course | Leaf) -> int | None:
    """Return how many questions a course asks at worst; None where it ends unsettled somewhere."""
    if isinstance(course, Leaf):
        return None if course.end is None else 0
    below = [_depth(after) for _, after in course.replies]
    known = [depth for depth in below if depth is not None]
    return None if len(known) < len(below) else 1 + max(known)
