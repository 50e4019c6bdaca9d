"""What is definite: given, or reached from definite premises by strict rules; and where that clashes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from rubicon.firing.instances import Instance
from rubicon.judging.conflicts import Conflicts
from rubicon.judging.judgements import Clash
from rubicon.judging.weighing import Assertion
from rubicon.language.conditions import Holds, weakens
from rubicon.language.facts import Literal, sort_key

StrictStep = tuple[Instance, tuple[tuple[Literal, ...], ...]]
"""A strict instance that can make its conclusions definite, and for each premise the literals that meet it."""


def find_definite(
    conflicts: Conflicts, assertions: Iterable[Assertion], instances: Sequence[Instance]
) -> tuple[frozenset[Literal], tuple[Clash, ...]]:
    """Return the definite literals, and the clashes among those that would have been."""
    given = [assertion for assertion in assertions if assertion.given]
    steps = [(instance, _premises(conflicts, instance)) for instance in instances if is_strict(instance)]
    start = {assertion.literal for assertion in given}
    reached = _close(start, steps, frozenset())
    clashing = frozenset(literal for literal in reached if any(o in reached for o in conflicts.of(literal)))
    if not clashing:
        return frozenset(reached), ()
    clashes = _clashes(conflicts, clashing, reached, given, steps)
    return frozenset(_close(start - clashing, steps, clashing)), clashes


def is_definite_step(conflicts: Conflicts, instance: Instance, definite: AbstractSet[Literal]) -> bool:
    """Tell whether an instance makes its conclusions definite."""
    if not is_strict(instance):
        return False
    return all(any(met in definite for met in premise) for premise in _premises(conflicts, instance))


def is_strict(instance: Instance) -> bool:
    """Tell whether an instance can make something definite: a strict rule without absence, tally or `unless`."""
    rule = instance.rule
    if rule.kind != "strict" or rule.unless:
        return False
    return not any(weakens(ground.condition) for ground in instance.conditions)


def _premises(conflicts: Conflicts, instance: Instance) -> tuple[tuple[Literal, ...], ...]:
    premises = []
    for ground in instance.conditions:
        if isinstance(ground.condition, Holds):
            premises.append(tuple(m for said in ground.mentions for m in meeting(conflicts, said.literal)))
        elif not ground.holds:
            premises.append(())
    return tuple(premises)


def meeting(conflicts: Conflicts, literal: Literal) -> tuple[Literal, ...]:
    """Return the literals of which any one meets a mention: itself, or the conflict set that denies it."""
    if literal.truth:
        return (literal,) if literal in conflicts.literals else ()
    return conflicts.of_contrary(literal.atom)


def _close(start: set[Literal], steps: Sequence[StrictStep], barred: AbstractSet[Literal]) -> set[Literal]:
    """Return the least set that holds `start` and is closed under the steps, without what is barred."""
    reached = set(start)
    waiting: defaultdict[Literal, list[tuple[int, int]]] = defaultdict(list)
    missing = [len(premises) for _, premises in steps]
    met: set[tuple[int, int]] = set()
    for index, (_, premises) in enumerate(steps):
        for place, premise in enumerate(premises):
            for literal in premise:
                waiting[literal].append((index, place))
    queue = list(reached)

    def conclude(instance: Instance) -> None:
        fresh = [
            literal for literal in instance.conclusions if literal not in reached and literal not in barred
        ]
        reached.update(fresh)
        queue.extend(fresh)

    for index, (instance, _) in enumerate(steps):
        if not missing[index]:
            conclude(instance)
    while queue:
        for index, place in waiting.get(queue.pop(), ()):
            if (index, place) not in met:
                met.add((index, place))
                missing[index] -= 1
                if not missing[index]:
                    conclude(steps[index][0])
    return reached


def _clashes(
    conflicts: Conflicts,
    clashing: AbstractSet[Literal],
    reached: AbstractSet[Literal],
    given: Sequence[Assertion],
    steps: Sequence[StrictStep],
) -> tuple[Clash, ...]:
    """Return one clash for each set of literals joined by conflict, with all that they rest on."""
    facts = {assertion.literal: assertion.facts for assertion in given}
    reasons: defaultdict[Literal, list[StrictStep]] = defaultdict(list)
    for instance, premises in steps:
        if all(any(literal in reached for literal in premise) for premise in premises):
            for literal in instance.conclusions:
                reasons[literal].append((instance, premises))
    found, left = [], sorted(clashing, key=sort_key)
    while left:
        joined = _spread([left[0]], lambda one: (o for o in conflicts.of(one) if o in clashing))
        left = [literal for literal in left if literal not in joined]
        basis = _spread(
            joined,
            lambda one: (m for _, premises in reasons[one] for p in premises for m in p if m in reached),
        )
        rules = {instance.rule.id for literal in basis for instance, _ in reasons[literal]}
        ordered = sorted(basis, key=sort_key)
        resting = tuple(fact for literal in ordered for fact in facts.get(literal, ()))
        found.append(Clash(tuple(sorted(joined, key=sort_key)), resting, tuple(sorted(rules))))
    return tuple(found)


def _spread(start: Iterable[Literal], near: Callable[[Literal], Iterable[Literal]]) -> set[Literal]:
    """Return everything that can be reached from some literals."""
    reached = set(start)
    queue = list(reached)
    while queue:
        fresh = [literal for literal in near(queue.pop()) if literal not in reached]
        reached.update(fresh)
        queue.extend(fresh)
    return reached
