"""Whether instances rest on facts, or only on each other."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias, cast

from rubicon.firing.confirming.stepping import steps_of
from rubicon.firing.instances import Instance
from rubicon.language.conditions import Holds
from rubicon.language.facts import Atom, Fact, Literal, Value
from rubicon.language.rules import Rule
from rubicon.language.sameness import Same
from rubicon.language.vocabulary import Vocabulary

SETS = 64
"""Lists of rules of which it is kept in one process which lie on circles."""

Reads: TypeAlias = set[tuple[str, bool]]


def unfounded(
    vocabulary: Vocabulary, rules: Sequence[Rule], facts: Sequence[Fact], instances: Sequence[Instance]
) -> list[Instance]:
    """Return the instances that cannot be reached from the facts, given that each one's premises exist.

    Only rules on a circle, or fed by one, can have such instances.
    """
    able = _circular_of(Same(tuple(rules)))
    fired = {instance.rule.id: instance.rule for instance in instances if instance.rule.id in able}
    circular = _circular(list(fired.values()))
    if not circular:
        return []
    supported = {fact.literal for fact in facts}
    pending = []
    for instance in instances:
        if instance.rule.id in circular:
            pending.append(instance)
        elif instance.rule.kind != "defeater":
            supported.update(instance.conclusions)
    return _unreached(vocabulary, supported, pending)


@lru_cache(maxsize=SETS)
def _circular_of(rules: Same[tuple[Rule, ...]]) -> frozenset[str]:
    """Return the ids of the rules that remain of all, whichever fire: fewer leave no more."""
    return _circular(rules.thing)


def _circular(rules: Sequence[Rule]) -> frozenset[str]:
    """Return the ids of the rules that remain when rules fed by no remaining rule are taken away in turn."""
    reads = {rule.id: _reads(rule) for rule in rules}
    writes: dict[str, Reads] = {
        rule.id: set()
        if rule.kind == "defeater"
        else {(pattern.statement, pattern.truth) for pattern in rule.conclusions}
        for rule in rules
    }
    writers: dict[tuple[str, bool], int] = defaultdict(int)
    readers: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for rule in rules:
        for predicate in writes[rule.id]:
            writers[predicate] += 1
        for predicate in reads[rule.id]:
            readers[predicate].append(rule.id)
    fed = {name: sum(writers[predicate] > 0 for predicate in some) for name, some in reads.items()}
    free = [name for name, number in fed.items() if not number]
    while free:
        name = free.pop()
        del fed[name]
        for predicate in writes[name]:
            writers[predicate] -= 1
            if not writers[predicate]:
                for reader in readers[predicate]:
                    fed[reader] -= 1
                    if not fed[reader]:
                        free.append(reader)
    return frozenset(fed)


def _reads(rule: Rule) -> Reads:
    """Return the predicates whose literals may meet a positive condition of the rule."""
    found: Reads = set()
    for item in rule.conditions:
        for line in item if isinstance(item, tuple) else (item,):
            if isinstance(line, Holds):
                found |= {(line.pattern.statement, truth) for truth in (True, line.pattern.truth)}
    return found


def _unreached(
    vocabulary: Vocabulary, supported: Iterable[Literal], pending: list[Instance]
) -> list[Instance]:
    """Reach instances from what is supported; return those left over."""
    reached: set[Literal] = set()
    groups: dict[tuple[object, ...], set[Value]] = defaultdict(set)
    waiting: dict[object, list[tuple[int, list[Literal]]]] = defaultdict(list)
    missing = dict(enumerate(pending))
    fresh = list(supported)

    def is_met(literal: Literal, group: tuple[object, ...] | None) -> bool:
        if literal in reached:
            return True
        return group is not None and bool(groups[group] - {_shown(vocabulary, literal)})

    def settle(number: int, premises: list[Literal]) -> None:
        while premises:
            literal = premises[-1]
            group = None if literal.truth else vocabulary.group(literal.atom)
            if not is_met(literal, group):
                waiting[literal].append((number, premises))
                if group is not None:
                    waiting[group].append((number, premises))
                return
            premises.pop()
        instance = missing.pop(number, None)
        if instance is not None and instance.rule.kind != "defeater":
            fresh.extend(instance.conclusions)

    for number, instance in enumerate(pending):
        settle(number, _premises(vocabulary, instance))
    while fresh:
        literal = fresh.pop()
        if literal in reached:
            continue
        reached.add(literal)
        woken = waiting.pop(literal, [])
        group = vocabulary.group(literal.atom) if literal.truth else None
        if group is not None:
            groups[group].add(_shown(vocabulary, literal))
            woken += waiting.pop(group, [])
        for number, premises in woken:
            settle(number, premises)
    return list(missing.values())


def _shown(vocabulary: Vocabulary, literal: Literal) -> Value:
    return literal.atom.values[cast(int, vocabulary.statements[literal.atom.statement].one_of)]


def _premises(vocabulary: Vocabulary, instance: Instance) -> list[Literal]:
    binding = dict(instance.binding)
    lines = steps_of(instance.rule, instance.branch, vocabulary).lines
    return [
        Literal(
            Atom(
                line.pattern.statement,
                tuple(
                    cast(Value, term) if name is None else binding[name]
                    for term, name in zip(line.pattern.terms, line.names, strict=True)
                ),
            ),
            line.pattern.truth,
        )
        for line in lines
        if not line.dated
    ]
