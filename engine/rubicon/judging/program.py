"""The ground program of DESIGN 4 as nodes: literals, instances and candidates, and what each depends on.

Nodes are numbered: 0 is what always holds (facts apply), then the literals that have an argument, in
canonical order, then the instances, then the candidates that some aggregate asks after.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rubicon.facts import Literal, sort_key
from rubicon.firings import Firings, Instance
from rubicon.judgements import Clash
from rubicon.judging.conditions import Count, Fixed, Keys, Open, Test, Total, as_test
from rubicon.judging.conflicts import Conflicts, index_conflicts
from rubicon.judging.definite import find_definite, meeting
from rubicon.judging.weighing import Assertion, gather, is_considered, outgrades, weigh
from rubicon.rulebook import Absent
from rubicon.vocabulary import Vocabulary

ALWAYS = 0
"""The node that always holds."""


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Tests that must all be met: `needs` are single nodes, `tests` the rest."""

    needs: tuple[int, ...]
    tests: tuple[Test[int], ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What an instance asks: its conditions in order, and as a conjunction, and its exceptions."""

    conditions: tuple[Test[int], ...]
    goal: Conjunction
    exceptions: tuple[Conjunction, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """One argument while judging: `node` applies it; `instance` is None for an assertion."""

    literal: int
    node: int
    supports: bool
    instance: Instance | None = None
    assertion: Assertion | None = None
    presumes: frozenset[Literal] = frozenset()


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that the model is made of. Indices of `grounds` are those of the judgement's arguments.

    `for_` gives a literal's arguments by its node. `rivals` gives the nodes in its conflict set.
    """

    firings: Firings
    conflicts: Conflicts
    literals: tuple[Literal, ...]
    nodes: dict[Literal, int]
    grounds: tuple[Ground, ...]
    for_: tuple[tuple[int, ...], ...]
    rivals: tuple[tuple[int, ...], ...]
    definite: frozenset[Literal]
    clashes: tuple[Clash, ...]
    bodies: tuple[Body, ...]
    candidates: tuple[int, ...]

    @property
    def size(self) -> int:
        """Return how many nodes there are."""
        return 1 + len(self.literals) + len(self.bodies) + len(self.candidates)


@dataclass(slots=True)
class _Candidates:
    """The candidate nodes asked after so far."""

    first: int
    nodes: dict[int, int] = field(default_factory=dict)

    def node(self, literal: int) -> int:
        return self.nodes.setdefault(literal, self.first + len(self.nodes))


def make_program(vocabulary: Vocabulary, firings: Firings) -> Program:
    """Lay out the ground program of some firings."""
    facts = gather(firings.facts)
    by_literal: defaultdict[Literal, list[int]] = defaultdict(list)
    for number, instance in enumerate(firings.instances):
        for literal in dict.fromkeys(instance.conclusions):
            by_literal[literal].append(number)
    literals = tuple(sorted({*facts, *by_literal}, key=sort_key))
    conflicts = index_conflicts(vocabulary, literals)
    assertions = {
        literal: weigh(literal, some, (facts.get(other, ()) for other in conflicts.of(literal)))
        for literal, some in facts.items()
    }
    definite, clashes = find_definite(conflicts, assertions.values(), firings.instances)
    nodes = {literal: number for number, literal in enumerate(literals, 1)}
    grounds, for_ = _grounds(conflicts, nodes, assertions, by_literal, firings.instances)
    bodies, candidates = _bodies(conflicts, nodes, assertions, grounds, for_, firings.instances)
    return Program(
        firings=firings,
        conflicts=conflicts,
        literals=literals,
        nodes=nodes,
        grounds=grounds,
        for_=for_,
        rivals=((), *(tuple(nodes[other] for other in conflicts.of(literal)) for literal in literals)),
        definite=definite,
        clashes=clashes,
        bodies=bodies,
        candidates=candidates,
    )


def overriding(program: Program, loser: Ground, literal: int) -> Iterator[int]:
    """Yield the arguments for a literal that override an argument for a conflicting one, if they apply."""
    for index in program.for_[literal]:
        if overrides(program.grounds[index], loser, program.literals[literal - 1]):
            yield index


def overrides(winner: Ground, loser: Ground, literal: Literal) -> bool:
    """Tell whether an argument for `literal` overrides one for a conflicting literal, if it applies."""
    if not winner.supports:
        return False
    if literal in loser.presumes:
        return True
    if winner.instance is not None and loser.instance is not None:
        return loser.instance.rule.id in winner.instance.rule.overrides
    if winner.assertion is not None and loser.assertion is not None:
        return outgrades(winner.assertion, loser.assertion)
    return False


def _grounds(
    conflicts: Conflicts,
    nodes: dict[Literal, int],
    assertions: dict[Literal, Assertion],
    by_literal: dict[Literal, list[int]],
    instances: tuple[Instance, ...],
) -> tuple[tuple[Ground, ...], tuple[tuple[int, ...], ...]]:
    first = 1 + len(nodes)
    grounds: list[Ground] = []
    for_: list[tuple[int, ...]] = [()]
    for literal, node in nodes.items():
        start = len(grounds)
        if literal in assertions:
            grounds.append(Ground(node, ALWAYS, True, assertion=assertions[literal]))
        for number in by_literal.get(literal, ()):
            instance = instances[number]
            presumes = _presumes(conflicts, instance, literal)
            supports = instance.rule.kind != "defeater"
            grounds.append(Ground(node, first + number, supports, instance, presumes=presumes))
        for_.append(tuple(range(start, len(grounds))))
    return tuple(grounds), tuple(for_)


def _presumes(conflicts: Conflicts, instance: Instance, conclusion: Literal) -> frozenset[Literal]:
    """Return the literals whose absence an instance presumes: those it concludes something against."""
    absences = [ground for ground in instance.conditions if isinstance(ground.condition, Absent)]
    if not absences:
        return frozenset()
    mentioned = (mention.literal for ground in absences for mention in ground.mentions)
    presumed = [s for s in mentioned if conflicts.vocabulary.in_conflict(s, conclusion)]
    return frozenset(literal for s in presumed for literal in meeting(conflicts, s))


def _bodies(
    conflicts: Conflicts,
    nodes: dict[Literal, int],
    assertions: dict[Literal, Assertion],
    grounds: tuple[Ground, ...],
    for_: tuple[tuple[int, ...], ...],
    instances: tuple[Instance, ...],
) -> tuple[tuple[Body, ...], tuple[int, ...]]:
    candidates = _Candidates(1 + len(nodes) + len(instances))

    def met(literal: Literal) -> tuple[int, ...]:
        return tuple(nodes[one] for one in meeting(conflicts, literal))

    def supporting(literal: Literal) -> tuple[int, ...]:
        node = nodes.get(literal, ALWAYS)
        return tuple(grounds[index].node for index in for_[node] if grounds[index].supports)

    def candidate(literal: Literal) -> tuple[int, ...]:
        return (candidates.node(nodes[literal]),) if literal in nodes else met(literal)

    def reported(literal: Literal) -> int | None:
        assertion = assertions.get(literal)
        if assertion is None:
            return None
        rivals = (assertions[other] for other in conflicts.of(literal) if other in assertions)
        return assertion.rank if is_considered(assertion, rivals) else None

    keys = Keys(met, supporting, candidate, reported)
    bodies = []
    for instance in instances:
        conditions = tuple(as_test(ground, keys) for ground in instance.conditions)
        exceptions = tuple(_conjunction([as_test(g, keys) for g in some]) for some in instance.exceptions)
        bodies.append(Body(conditions, _conjunction(conditions), exceptions))
    return tuple(bodies), tuple(candidates.nodes)


def _conjunction(tests: Iterable[Test[int]]) -> Conjunction:
    needs, rest = [], []
    for test in tests:
        if isinstance(test, Count) and (test.least, test.most, len(test.members)) == (1, None, 1):
            if len(test.members[0]) == 1:
                needs.append(test.members[0][0])
                continue
        elif isinstance(test, Fixed) and test.holds:
            continue
        rest.append(test)
    return Conjunction(tuple(needs), tuple(rest))


def nodes_of(test: Test[int]) -> Iterator[int]:
    """Yield the nodes that a test reads."""
    match test:
        case Count():
            for member in test.members:
                yield from member
        case Open():
            for applying, settling in test.pairs:
                yield from settling
                yield from applying
        case Total():
            for _, numbers in test.members:
                for number in numbers:
                    yield from number.established
                    yield from number.candidate
        case Fixed():
            return
