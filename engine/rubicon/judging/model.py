"""The well-founded model of the ground program: an alternating fixpoint, one component at a time.

Two bounds are kept: `lower` marks what surely holds, `upper` what may hold. A component is solved once all
that it depends on is. Inside it, in turn until nothing changes, `lower` grows to the least set closed under
the clauses with their negated parts read from `upper`, and `upper` shrinks to the least set closed under
the clauses with their negated parts read from `lower` (van Gelder, Ross and Schlipf, JACM 1991). What is
negated twice (an overrider of an attacker) is read from the same bound as it stood before the turn.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from rubicon.judging.conditions import meets
from rubicon.judging.program import ALWAYS, Conjunction, Program, nodes_of
from rubicon.language.circles import components
from rubicon.language.facts import Literal


class Model(Struct, frozen=True):
    """Marks for every node: what surely holds, what may hold; and the components, lowest first.

    A component of one node is given as that node: nearly all are.
    """

    lower: bytearray
    upper: bytearray
    order: list[int | list[int]]


class _Claim(NamedTuple):
    """How a literal that has rivals is established: definite, or supported and not attacked.

    `attackers` pairs the node that applies an attacker with those that apply what overrides it.
    """

    definite: bool
    barred: bool
    supports: tuple[int, ...]
    attackers: tuple[tuple[int, tuple[int, ...]], ...]


class Footing(NamedTuple):
    """How a candidate holds: one of `settled` does, or something that supports it and that nothing beats.

    `supports` pairs the node that applies an argument with those that apply what beats it.
    """

    settled: tuple[int, ...]
    supports: tuple[tuple[int, tuple[int, ...]], ...]


NodeTest = Callable[[int, bytearray, bytearray, bytearray, bool], bool]
"""Tells whether a node's clauses hold: `now`, `against`, `kept` (see above), and whether `now` is the lower."""


def clauses_of(program: Program) -> tuple[NodeTest, list[tuple[int, ...]]]:
    """Return what tells whether a node's clauses hold, and the nodes that each node goes by."""
    clashing = frozenset(literal for clash in program.clashes for literal in clash.literals)
    claims = {node: _claim(program, node, clashing) for node, some in enumerate(program.rivals) if some}
    choices = [denial(program, a.literal) if a.denied else choice(program, a.literal) for a in program.asked]
    first_body = 1 + len(program.literals)
    first_choice = first_body + len(program.bodies)

    def holds(node: int, now: bytearray, against: bytearray, kept: bytearray, sure: bool) -> bool:
        if node in claims:
            return _is_established(claims[node], now, against, kept)
        if node < first_body:
            is_given = node == ALWAYS or program.literals[node - 1] in program.definite
            return is_given or any(now[own] for own in _supports(program, node))
        if node < first_choice:
            body = program.bodies[node - first_body]
            if not is_met(body.goal, now, against, sure):
                return False
            return not any(is_met(some, against, kept, not sure) for some in body.exceptions)
        return is_candidate(choices[node - first_choice], now, against)

    return holds, _successors(program, claims, choices)


def make_model(program: Program) -> Model:
    """Return the well-founded model of a program."""
    holds, successors = clauses_of(program)
    lower, upper, before = (bytearray(program.size) for _ in range(3))
    order: list[int | list[int]] = []
    differ = False  # while the bounds agree, what does not surely hold may not hold either
    for component in components(successors):
        node = component[0]
        order.append(node if len(component) == 1 else component)
        if len(component) == 1 and node not in successors[node]:
            lower[node] = holds(node, lower, upper, lower, True)
            upper[node] = before[node] = lower[node] or (differ and holds(node, upper, lower, upper, False))
        else:
            _solve(component, successors, holds, lower, upper, before)
            differ = differ or any(upper[node] and not lower[node] for node in component)
    return Model(lower, upper, order)


def choice(program: Program, literal: int) -> Footing:
    """Return how a literal is a candidate: only arguments for another value beat what supports it."""
    name = program.literals[literal - 1]
    if any(other in program.definite for other in program.conflicts.of(name)):
        return Footing((literal,), ())
    others = [rival for rival in program.rivals[literal] if program.literals[rival - 1].atom != name.atom]
    supports = [index for index in program.for_[literal] if program.grounds[index].supports]
    return Footing((literal,), tuple([_beatable(program, index, others) for index in supports]))


def denial(program: Program, literal: int) -> Footing:
    """Return how the denial of a literal applies undefeated: by any argument for it that none for the literal beats."""
    denied = program.nodes[program.literals[literal - 1].contrary]
    return Footing((), tuple([_beatable(program, index, [literal]) for index in program.for_[denied]]))


def is_candidate(how: Footing, now: bytearray, against: bytearray) -> bool:
    """Tell whether a choice holds under two bounds."""
    return any(now[node] for node in how.settled) or any(
        now[node] and not any(against[winner] for winner in winners) for node, winners in how.supports
    )


def _beatable(program: Program, index: int, rivals: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    """Return the node that applies an argument, and those that apply what beats it for one of some literals."""
    by_rival = program.winners.get(index, {})
    winners = [winner for rival in rivals for winner in by_rival.get(rival, ())]
    return program.grounds[index].node, tuple([program.grounds[winner].node for winner in winners])


def winning(program: Program, index: int) -> list[int]:
    """Return the arguments that override an argument, if they apply."""
    by_rival = program.winners.get(index)
    return [winner for winners in by_rival.values() for winner in winners] if by_rival else []


def _claim(program: Program, node: int, clashing: frozenset[Literal]) -> _Claim:
    literal = program.literals[node - 1]
    attackers = []
    for rival in program.rivals[node]:
        for index in program.for_[rival]:
            winners = program.winners.get(index, {}).get(node, ())
            attackers.append((program.grounds[index].node, tuple([program.grounds[w].node for w in winners])))
    barred = literal in clashing or any(other in program.definite for other in program.conflicts.of(literal))
    return _Claim(literal in program.definite, barred, _supports(program, node), tuple(attackers))


def _supports(program: Program, node: int) -> tuple[int, ...]:
    """Return the nodes that apply the arguments that support a literal."""
    grounds = [program.grounds[index] for index in program.for_[node]]
    return tuple([ground.node for ground in grounds if ground.supports])


def _successors(
    program: Program, claims: Mapping[int, _Claim], choices: Sequence[Footing]
) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for literal in range(1, len(program.for_)):
        attackers = claims[literal].attackers if literal in claims else ()
        nodes = [*_supports(program, literal), *[node for node, _ in attackers]]
        found.append(tuple([node for node in dict.fromkeys(nodes) if node != ALWAYS]))
    for body in program.bodies:
        nodes = []
        for conjunction in (body.goal, *body.exceptions):
            nodes += conjunction.needs
            for test in conjunction.tests:
                nodes.extend(nodes_of(test))
        found.append(tuple(dict.fromkeys(nodes)))
    for how in choices:
        nodes = [*how.settled, *(n for node, winners in how.supports for n in (node, *winners))]
        found.append(tuple(dict.fromkeys(nodes)))
    return found


def _is_established(claim: _Claim, now: bytearray, against: bytearray, kept: bytearray) -> bool:
    if claim.definite or claim.barred:
        return claim.definite
    for node in claim.supports:
        if now[node]:
            break
    else:
        return False
    return not any(against[node] and not any(kept[w] for w in winners) for node, winners in claim.attackers)


def is_met(conjunction: Conjunction, now: bytearray, against: bytearray, sure: bool) -> bool:
    """Tell whether a conjunction is met under two bounds."""
    for node in conjunction.needs:
        if not now[node]:
            return False
    return not conjunction.tests or all(meets(test, now, against, sure) for test in conjunction.tests)


def _solve(
    component: list[int],
    successors: Sequence[Sequence[int]],
    holds: NodeTest,
    lower: bytearray,
    upper: bytearray,
    before: bytearray,
) -> None:
    """Alternate the two bounds inside one component, until neither changes; `before` is the last `upper`."""
    inside = set(component)
    dependents: defaultdict[int, list[int]] = defaultdict(list)
    for node in component:
        for other in successors[node]:
            if other in inside:
                dependents[other].append(node)

    def spread(nodes: list[int], now: bytearray, against: bytearray, kept: bytearray, sure: bool) -> None:
        """Grow `now` over some nodes to the least closed set, never beyond the last upper bound."""
        queue, queued = deque(nodes), set(nodes)
        while queue:
            node = queue.popleft()
            queued.discard(node)
            if not now[node] and before[node] and holds(node, now, against, kept, sure):
                now[node] = 1
                fresh = [d for d in dependents[node] if not now[d] and d not in queued]
                queue.extend(fresh)
                queued.update(fresh)

    for node in component:
        upper[node] = before[node] = 1
    left = component
    while left:
        spread(left, lower, upper, lower, True)
        for node in left:
            upper[node] = lower[node]
        spread([node for node in left if not lower[node]], upper, lower, before, False)
        for node in left:
            before[node] = upper[node]
        still = [node for node in left if upper[node] and not lower[node]]
        if len(still) == len(left):
            return
        left = still
