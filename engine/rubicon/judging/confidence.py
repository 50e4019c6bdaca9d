"""How sure we may be of what is established: the best of its arguments, each as weak as its weakest link."""

from collections.abc import Iterator

from msgspec import Struct

from rubicon.judging.conditions import Count, Fixed, Open
from rubicon.judging.judgements import Dispute, Weakest
from rubicon.judging.model import Model
from rubicon.judging.program import ArgumentNode, Program
from rubicon.judging.totals import ABSENT, EntryNumbers, EntryValue, Total, keeps_within, outcomes
from rubicon.judging.weighing import HIGH, LOW, MODERATE, RANKS


class Ranks(Struct, frozen=True):
    """The confidence of every node that surely holds, as a number of RANKS, and who is attacked.

    `attacked` marks the literals against which an argument applies.
    """

    nodes: bytearray
    attacked: bytearray


def rank_nodes(program: Program, model: Model) -> Ranks:
    """Return the least confidences that fit each other, so that no circle supports itself."""
    lower, first_body = model.lower, 1 + len(program.literals)
    first_choice = first_body + len(program.bodies)
    ranks = Ranks(bytearray(program.size), bytearray(first_body))
    for node in range(1, first_body):
        attackers = [index for rival in program.rivals[node] for index in program.for_[rival]]
        ranks.attacked[node] = any(lower[program.grounds[index].node] for index in attackers)
    for component in model.order:
        if isinstance(component, int):
            node = component
            if lower[node] and node < first_choice:
                ranks.nodes[node] = _rank(program, model, ranks, node)
            continue
        left = [node for node in component if lower[node] and node < first_choice]
        changed = True
        while changed:
            changed = False
            for node in left:
                rank = _rank(program, model, ranks, node)
                if rank > ranks.nodes[node]:
                    ranks.nodes[node] = rank
                    changed = True
    return ranks


def argument_rank(ranks: Ranks, ground: ArgumentNode) -> int:
    """Return the confidence of an argument that applies and supports."""
    rank = ground.rank or ranks.nodes[ground.node]
    return MODERATE if rank > MODERATE and ranks.attacked[ground.literal] else rank


def weakest_link(program: Program, model: Model, ranks: Ranks, ground: ArgumentNode) -> Weakest | None:
    """Return what sets the confidence of an argument that applies and supports; None where all is high."""
    rank = argument_rank(ranks, ground)
    if rank == HIGH:
        return None
    if ground.assertion is not None:
        return "fact" if ground.rank == rank else "attacked"
    links = _links(program, model, ranks, ground.node)
    return next((what for found, what in links if found == rank), "attacked")


def _rank(program: Program, model: Model, ranks: Ranks, node: int) -> int:
    if node > len(program.literals):
        return _body_rank(program, model, ranks, node)
    best = 0
    for index in program.for_[node]:
        ground = program.grounds[index]
        if ground.supports and model.lower[ground.node]:
            best = max(best, argument_rank(ranks, ground))
    return best


def _body_rank(program: Program, model: Model, ranks: Ranks, node: int) -> int:
    """Return the confidence of an instance that applies: that of its lowest link."""
    number = node - 1 - len(program.literals)
    goal = program.bodies[number].goal
    if goal.tests:
        return min([rank for rank, _ in _links(program, model, ranks, node)])
    rule = RANKS[program.firings.instances[number].rule.confidence]
    return min([rule, *[ranks.nodes[need] for need in goal.needs]])


def _links(program: Program, model: Model, ranks: Ranks, node: int) -> Iterator[tuple[int, Weakest]]:
    """Yield the links of an instance that applies: its premises, the rule, the caps."""
    number = node - 1 - len(program.literals)
    body = program.bodies[number]
    capped = False
    for test in body.conditions:
        match test:
            case Count():
                if test.least:
                    yield _counted(program, model, ranks, test)
                capped = capped or test.most is not None
            case Open():
                capped = True
            case Total():
                yield from _totalled(program, model, ranks, test)
                capped = capped or not test.at_least
            case Fixed():
                if test.weakest is not None:
                    yield test.rank, test.weakest
    yield RANKS[program.firings.instances[number].rule.confidence], "rule"
    if capped:
        yield MODERATE, "absence"


def _counted(program: Program, model: Model, ranks: Ranks, test: Count[int]) -> tuple[int, Weakest]:
    """Return the last of the members that a tally needs, the best first."""
    best = []
    for member in test.members:
        found = [(-ranks.nodes[key], key) for key in member if model.lower[key]]
        if found:
            best.append(min(found))
    rank, key = sorted(best)[test.least - 1]
    return min(-rank, test.ceiling), program.literals[key - 1]


def _totalled(
    program: Program, model: Model, ranks: Ranks, test: Total[int]
) -> Iterator[tuple[int, Weakest]]:
    """Yield the confidence of an aggregate: under `at least` the best level whose entries alone suffice.

    Otherwise that of its lowest entry. One in dispute is low.
    """
    entries: list[tuple[int, Weakest, EntryValue]] = []
    for entry in test.entries:
        outcome = outcomes(test, entry, model.lower, model.lower)[0]
        if outcome != ABSENT:
            entries.append((*_entry_rank(program, model, ranks, entry), outcome))
    levels = sorted({HIGH, *(rank for rank, *_ in entries)}, reverse=test.at_least)
    for level in levels:
        some = [[outcome] for rank, _, outcome in entries if rank >= level]
        if not test.at_least or keeps_within(test, some, True):
            yield from [(rank, link) for rank, link, _ in entries if rank == level][:1]
            return


def _entry_rank(
    program: Program, model: Model, ranks: Ranks, entry: EntryNumbers[int]
) -> tuple[int, Weakest]:
    """Return the confidence of an entry that counts, and what sets it."""
    established = [some for some in ([k for k in n.established if model.lower[k]] for n in entry) if some]
    if len(established) == 1:
        key = min(established[0], key=lambda key: (-ranks.nodes[key], key))
        return ranks.nodes[key], program.literals[key - 1]
    first = program.size - len(program.asked)
    keys = [key for some in established for key in some] or [
        key for n in entry for candidate, _ in n.candidates for key in candidate if model.lower[key]
    ]
    nodes = dict.fromkeys(program.asked[key - first].literal if key >= first else key for key in keys)
    return LOW, Dispute(tuple([program.literals[node - 1] for node in nodes]))
