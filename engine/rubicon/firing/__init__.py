"""Firing: rules and facts in, every ground instance of a rule that could apply out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from rubicon.firing.closing import Closure, blaming, close
from rubicon.firing.grounding import World, ground
from rubicon.firing.instances import Firings, Instance
from rubicon.firing.planning import SINCE
from rubicon.firing.preparing import Grounders, Prepared, Ready, grounders, ready
from rubicon.firing.reaching import within_reach
from rubicon.firing.recalling import LARGEST, FiredRun, keep, recollection
from rubicon.firing.tables import Possible, Values
from rubicon.language.collecting import uncollected
from rubicon.language.dating import said_from
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary

_RANKS = {Decimal: 0, date: 1, str: 2}


def fire(vocabulary: Vocabulary, rules: Sequence[Rule], facts: Sequence[Fact], day: date | None) -> Firings:
    """Find every instance of the rules that could apply to the facts, which are those in force on the day.

    It over-approximates: what some strict or defeasible instance concludes is possible like a fact, and
    absences and exceptions stop nothing. Matching is durable-rules' work; nobody should use a result that
    `rubicon.confirming.confirm` has not confirmed. The order of rules and facts does not matter.

    Raises BadInput, naming the rule, when a rule brings the run past a limit (`closing.MOST_INSTANCES` and
    `MOST_PREMISES`, `joining.MOST_MATCHES` and `MOST_VALUES`), or needs the day and it is None.
    """
    with uncollected():
        return _fire(vocabulary, rules, facts, day)


def _fire(vocabulary: Vocabulary, rules: Sequence[Rule], facts: Sequence[Fact], day: date | None) -> Firings:
    spoken = (fact.literal for fact in facts)
    able = within_reach(vocabulary, rules, spoken)
    prepared = [ready(rule, vocabulary) for rule in able]
    ordered = _ordered(facts)
    possible = Possible()
    for atom, truth in dict.fromkeys(fact.literal for fact in ordered):
        possible.add((atom.statement, truth), atom.values)
    asked = {predicate for rule in prepared for predicate in rule.reads if predicate[0].endswith(SINCE)}
    for fact in ordered if asked else ():
        on, (atom, truth) = said_from(fact, day), fact.literal
        if on is not None and (atom.statement + SINCE, truth) in asked:
            possible.add((atom.statement + SINCE, truth), (*atom.values, on))
    said = {predicate: frozenset(possible.all(predicate)) for predicate in possible.predicates}
    run = FiredRun(vocabulary, ordered, day, possible, said)
    known = recollection(rules, run)
    closure = Closure(vocabulary, day, possible, known, run.found)
    close(prepared, closure)
    world = World(possible, ordered, day)
    with blaming(closure):
        for rule in prepared:
            closure.fired = rule.rule
            made = known.instances(rule)
            run.instances[rule] = tuple(_instances(rule, closure, world)) if made is None else made
    keep(rules, run)
    return Firings(day, ordered, tuple(chain.from_iterable(run.instances.values())))


def _instances(rule: Ready, closure: Closure, world: World) -> Iterator[Instance]:
    is_kept = len(world.facts) <= LARGEST  # else what is not needed any more makes room
    for branch in rule.branches:
        found = closure.found.get(branch) if is_kept else closure.found.pop(branch, None)
        if found:
            made = grounders(branch, closure.vocabulary)
            for values in _sorted(found):
                yield _instance(branch, made, values, world)


def _instance(prepared: Prepared, made: Grounders, values: Values, world: World) -> Instance:
    branch = prepared.branch
    head = values + prepared.constants
    row = values + made.constants
    return Instance(
        branch.rule,
        branch.number,
        branch.names,
        values,
        tuple([world.possible.literal(c.predicate, c.pick(head)) for c in prepared.conclusions]),
        tuple([ground(condition, row, world) for condition in made.conditions]),
        tuple([tuple([ground(condition, row, world) for condition in some]) for some in made.exceptions]),
    )


def _sorted(found: Iterable[Values]) -> list[Values]:
    """Sort bindings by their values; a name that takes values of several kinds needs their ranks as well."""
    try:
        return sorted(found)
    except TypeError:
        return sorted(found, key=lambda values: [(_RANKS[type(value)], value) for value in values])


def _ordered(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Put facts in canonical order: by what they assert and, those that assert the same, by the rest."""
    groups: dict[Literal, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.literal, []).append(fact)
    return tuple(
        [
            fact
            for literal in sorted(groups, key=sort_key)
            for fact in (
                sorted(groups[literal], key=_fact_key) if len(groups[literal]) > 1 else groups[literal]
            )
        ]
    )


def _fact_key(fact: Fact) -> tuple[object, ...]:
    source = fact.source.key if fact.source else ""
    spans = (str(fact.on), str(fact.until), str(fact.known), str(fact.withdrawn))
    return (
        fact.basis,
        fact.place,
        source,
        str(fact.grade),
        spans,
        fact.note or "",
        fact.why or "",
        fact.coder or "",
    )
