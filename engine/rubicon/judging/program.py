"""The ground program of DESIGN 4 as nodes: literals, instances and candidates, and what each depends on.

Nodes are numbered: 0 is what always holds (facts apply), then the literals that have an argument, in
canonical order, then the instances, then what some aggregate asks after: that a literal is a candidate, or
that its denial applies undefeated.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct, field

from rubicon.firing.instances import Firings, GroundCondition, Instance
from rubicon.judging.conditions import Count, Fixed, Keys, Open, Test, as_test
from rubicon.judging.conflicts import Conflicts, index_conflicts
from rubicon.judging.definite import find_definite
from rubicon.judging.judgements import Clash
from rubicon.judging.presuming import NOTHING, goes_by_absence, is_presumption, presumed_against
from rubicon.judging.totals import Total, keys_of
from rubicon.judging.weighing import HIGH, LOW, Assertion, first_day, gather, is_considered, outgrades, weigh
from rubicon.language.conditions import Holds
from rubicon.language.facts import Day, Literal, sort_key
from rubicon.language.vocabulary import Vocabulary

ALWAYS = 0
"""The node that always holds."""


class Conjunction(Struct, frozen=True, gc=False):
    """Tests that must all be met: `needs` are single nodes, `tests` the rest but what holds anyhow."""

    needs: tuple[int, ...]
    tests: tuple[Test[int], ...]


class Body(Struct, frozen=True, gc=False):
    """What an instance asks: its conditions in order, and as a conjunction, and its exceptions."""

    conditions: tuple[Test[int], ...]
    goal: Conjunction
    exceptions: tuple[Conjunction, ...]


class ArgumentNode(Struct, frozen=True, gc=False):
    """One argument while judging: `node` applies it; `instance` is None for an assertion, `rank` its confidence.

    One that is `presumed` has `nothing shows` among its conditions of what it concludes something against; it
    `presumes` against what that speaks of.
    """

    literal: int
    node: int
    supports: bool
    instance: Instance | None = None
    assertion: Assertion | None = None
    presumes: frozenset[Literal] = NOTHING
    rank: int = 0
    presumed: bool = False


class Candidacy(NamedTuple):
    """What an aggregate asks of a literal: that it is a candidate or, `denied`, that its denial applies undefeated."""

    literal: int
    denied: bool


class Program(Struct, frozen=True):
    """Everything that the model is made of. Indices of `grounds` are those of the judgement's arguments.

    `for_` gives a literal's arguments by its node, `rivals` the nodes in its conflict set. `winners` gives,
    for an argument, the arguments for each rival of its literal that override it if they apply.
    """

    firings: Firings
    conflicts: Conflicts
    literals: tuple[Literal, ...]
    nodes: dict[Literal, int]
    grounds: tuple[ArgumentNode, ...]
    for_: tuple[tuple[int, ...], ...]
    rivals: tuple[tuple[int, ...], ...]
    winners: dict[int, dict[int, tuple[int, ...]]]
    definite: frozenset[Literal]
    clashes: tuple[Clash, ...]
    bodies: tuple[Body, ...]
    asked: tuple[Candidacy, ...]

    @property
    def size(self) -> int:
        """Return how many nodes there are."""
        return 1 + len(self.literals) + len(self.bodies) + len(self.asked)


class _Asking(Struct):
    """The nodes of what was asked after so far."""

    first: int
    nodes: dict[Candidacy, int] = field(default_factory=dict)

    def node(self, literal: int, denied: bool) -> int:
        return self.nodes.setdefault(Candidacy(literal, denied), self.first + len(self.nodes))


def make_program(vocabulary: Vocabulary, firings: Firings) -> Program:
    """Lay out the ground program of some firings."""
    facts = gather(firings.facts)
    concluded = {literal for instance in firings.instances for literal in instance.conclusions}
    literals = tuple(sorted(concluded.union(facts), key=sort_key))
    conflicts = index_conflicts(vocabulary, literals)
    assertions = {
        literal: weigh(literal, some, (facts.get(other, ()) for other in conflicts.of(literal)))
        for literal, some in facts.items()
    }
    definite, clashes = find_definite(conflicts, assertions.values(), firings.instances)
    nodes = {literal: number for number, literal in enumerate(literals, 1)}
    grounds, for_ = _grounds(conflicts, nodes, assertions, firings.instances)
    rivals = ((), *(tuple([nodes[other] for other in conflicts.of(literal)]) for literal in literals))
    bodies, asked = _bodies(conflicts, nodes, assertions, grounds, for_, firings)
    return Program(
        firings=firings,
        conflicts=conflicts,
        literals=literals,
        nodes=nodes,
        grounds=grounds,
        for_=for_,
        rivals=rivals,
        winners=_winners(literals, grounds, for_, rivals),
        definite=definite,
        clashes=clashes,
        bodies=bodies,
        asked=asked,
    )


def _winners(
    literals: tuple[Literal, ...],
    grounds: tuple[ArgumentNode, ...],
    for_: tuple[tuple[int, ...], ...],
    rivals: tuple[tuple[int, ...], ...],
) -> dict[int, dict[int, tuple[int, ...]]]:
    """Find who overrides whom, by rule and not by comparing all with all."""
    found: dict[int, dict[int, tuple[int, ...]]] = {}
    by_rule: dict[int, dict[str, list[int]]] = {}
    for node, others in enumerate(rivals):
        if others:
            over = by_rule[node] = {}
            for index in for_[node]:
                ground = grounds[index]
                if ground.supports and ground.instance is not None:
                    for name in ground.instance.rule.overrides:
                        over.setdefault(name, []).append(index)
    for node, others in enumerate(rivals):
        for index in for_[node] if others else ():
            loser = grounds[index]
            for rival in others:
                winners = _over(literals[rival - 1], loser, for_[rival], grounds, by_rule[rival])
                if winners:
                    found.setdefault(index, {})[rival] = tuple(winners)
    return found


def _over(
    literal: Literal,
    loser: ArgumentNode,
    indices: tuple[int, ...],
    grounds: tuple[ArgumentNode, ...],
    by_rule: dict[str, list[int]],
) -> list[int]:
    """Return those arguments for a literal that override one for a conflicting literal, if they apply."""
    if literal in loser.presumes:
        return [index for index in indices if grounds[index].supports]
    if loser.instance is not None:
        named = by_rule.get(loser.instance.rule.id, [])
        if loser.instance.rule.otherwise_of is None:
            return named
        return [i for i in indices if (grounds[i].supports and not grounds[i].presumed) or i in named]
    one, other = grounds[indices[0]].assertion, loser.assertion
    return [indices[0]] if one is not None and other is not None and outgrades(one, other) else []


def _grounds(
    conflicts: Conflicts,
    nodes: dict[Literal, int],
    assertions: dict[Literal, Assertion],
    instances: tuple[Instance, ...],
) -> tuple[tuple[ArgumentNode, ...], tuple[tuple[int, ...], ...]]:
    by_literal: defaultdict[Literal, list[int]] = defaultdict(list)
    for number, instance in enumerate(instances):
        for literal in dict.fromkeys(instance.conclusions):
            by_literal[literal].append(number)
    first = 1 + len(nodes)
    grounds: list[ArgumentNode] = []
    for_: list[tuple[int, ...]] = [()]
    for literal, node in nodes.items():
        start = len(grounds)
        if literal in assertions:
            assertion = assertions[literal]
            grounds.append(ArgumentNode(node, ALWAYS, True, None, assertion, NOTHING, assertion.rank))
        for number in by_literal.get(literal, ()):
            instance = instances[number]
            absent = goes_by_absence(instance)
            presumes = presumed_against(conflicts, instance, literal) if absent else NOTHING
            supports = instance.rule.kind != "defeater"
            presumed = absent and is_presumption(conflicts.vocabulary, instance, literal)
            grounds.append(
                ArgumentNode(node, first + number, supports, instance, None, presumes, 0, presumed)
            )
        for_.append(tuple(range(start, len(grounds))))
    return tuple(grounds), tuple(for_)


def _bodies(
    conflicts: Conflicts,
    nodes: dict[Literal, int],
    assertions: dict[Literal, Assertion],
    grounds: tuple[ArgumentNode, ...],
    for_: tuple[tuple[int, ...], ...],
    firings: Firings,
) -> tuple[tuple[Body, ...], tuple[Candidacy, ...]]:
    instances, day = firings.instances, firings.day
    asking = _Asking(1 + len(nodes) + len(instances))

    def met(literal: Literal) -> tuple[int, ...]:
        if literal.truth:
            node = nodes.get(literal)
            return () if node is None else (node,)
        return tuple([nodes[one] for one in conflicts.of_contrary(literal.atom)])

    def supporting(literal: Literal) -> tuple[int, ...]:
        node = nodes.get(literal, ALWAYS)
        return tuple(grounds[index].node for index in for_[node] if grounds[index].supports)

    def candidate(literal: Literal) -> tuple[int, ...]:
        return (asking.node(nodes[literal], denied=False),) if literal in nodes else met(literal)

    def denying(literal: Literal) -> tuple[int, ...]:
        is_denied = literal in nodes and literal.contrary in nodes
        return (asking.node(nodes[literal], denied=True),) if is_denied else ()

    def reported(literal: Literal) -> int | None:
        assertion = assertions.get(literal)
        if assertion is None:
            return None
        rivals = (assertions[other] for other in conflicts.of(literal) if other in assertions)
        return assertion.rank if is_considered(assertion, rivals) else None

    def dated(literal: Literal, on: Day) -> tuple[tuple[int, ...], int]:
        assertion = assertions.get(literal)
        first = None if assertion is None else first_day(assertion.facts, day)
        return ((nodes[literal],), first[1]) if first is not None and first[0] == on else ((), LOW)

    keys = Keys(met, supporting, candidate, denying, reported, dated)
    known: dict[int, Test[int]] = {}

    def test(ground: GroundCondition) -> Test[int]:
        """Make a test once: instances share ground conditions, and those that affirm one literal are alike."""
        said = ground.mentions if isinstance(ground.condition, Holds) else ()
        alike = len(said) == 1 and said[0].literal.truth
        key = -nodes.get(said[0].literal, ALWAYS) if alike else id(ground)
        made = known.get(key)
        if made is None:
            made = known[key] = as_test(ground, keys)
        return made

    bodies = []
    for instance in instances:
        conditions = tuple([test(ground) for ground in instance.conditions])
        exceptions = tuple([_conjunction([test(ground) for ground in some]) for some in instance.exceptions])
        bodies.append(Body(conditions, _conjunction(conditions), exceptions))
    return tuple(bodies), tuple(asking.nodes)


def _conjunction(tests: Iterable[Test[int]]) -> Conjunction:
    needs, rest = [], []
    for test in tests:
        match test:
            case Count(((node,),), 1, None, ceiling) if ceiling == HIGH:
                needs.append(node)
            case Fixed(True, _, None):
                pass
            case _:
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
            yield from keys_of(test)
        case Fixed():
            return
