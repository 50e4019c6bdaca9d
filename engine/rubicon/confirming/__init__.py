"""The independent check of firings."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rubicon.confirming.evaluating import World, bindings, can_hold
from rubicon.confirming.founding import unfounded
from rubicon.facts import Atom, Fact, Literal, Value
from rubicon.firing import fire
from rubicon.firing.collecting import uncollected
from rubicon.firings import Firings, Instance
from rubicon.rulebook import Rule, Term, Variable
from rubicon.vocabulary import Vocabulary


class Unconfirmed(Exception):
    """Firing and the independent evaluator differ: the fault is in the program, not in the input."""


def fire_confirmed(
    vocabulary: Vocabulary, rules: Sequence[Rule], facts: Sequence[Fact], day: date | None
) -> Firings:
    """Fire, and confirm the result; raises what `fire` and `confirm` raise."""
    firings = fire(vocabulary, rules, facts, day)
    confirm(vocabulary, rules, facts, day, firings.instances)
    return firings


def confirm(
    vocabulary: Vocabulary,
    rules: Sequence[Rule],
    facts: Sequence[Fact],
    day: date | None,
    instances: Sequence[Instance],
) -> None:
    """Raise Unconfirmed, naming rule and binding, unless these are exactly the rules' instances.

    Over the facts and all that the instances conclude, every match must be an instance and every instance
    a match; and each instance must be reached from the facts without circle. Then they are the least
    closure. It reads bindings and conclusions, and trusts the ground conditions.
    """
    with uncollected():
        _confirm(vocabulary, rules, facts, day, instances)


def _confirm(
    vocabulary: Vocabulary,
    rules: Sequence[Rule],
    facts: Sequence[Fact],
    day: date | None,
    instances: Sequence[Instance],
) -> None:
    given: dict[tuple[str, int], dict[tuple[Value, ...], Instance]] = defaultdict(dict)
    possible = {fact.literal for fact in facts}
    there = {rule.id: rule for rule in rules}
    for instance in instances:
        known = there.get(instance.rule.id)
        if known is not instance.rule and known != instance.rule:
            words = _words(instance.rule, instance.binding)
            raise Unconfirmed(f"firing gave an instance of a rule that is not there: {words}")
        values = tuple([value for _, value in instance.binding])
        same = given[instance.rule.id, instance.branch]
        if values in same:
            raise Unconfirmed(f"firing gave an instance twice: {_words(instance.rule, instance.binding)}")
        same[values] = instance
        if instance.rule.kind != "defeater":
            possible.update(instance.conclusions)
    world = World(vocabulary, possible)
    for rule in rules:
        for number, branch in enumerate(rule.branches if can_hold(rule.conditions, world) else ()):
            names, found = bindings(branch, world, day)
            same = given.pop((rule.id, number), {})
            for values in sorted(found - same.keys(), key=str):
                binding = tuple(zip(names, values, strict=True))
                raise Unconfirmed(f"firing missed an instance: {_words(rule, binding)}")
            for values in sorted(same.keys() - found, key=str):
                words = _words(rule, same[values].binding)
                raise Unconfirmed(f"firing gave an instance whose conditions cannot hold: {words}")
            if same:
                _check_heads(rule, names, same)
    for same in given.values():
        for instance in same.values():
            words = _words(instance.rule, instance.binding)
            raise Unconfirmed(f"firing gave an instance whose conditions cannot hold: {words}")
    for instance in unfounded(vocabulary, facts, instances):
        words = _words(instance.rule, instance.binding)
        raise Unconfirmed(f"firing gave an instance that only a circle supports: {words}")


def _check_heads(rule: Rule, names: tuple[str, ...], same: dict[tuple[Value, ...], Instance]) -> None:
    """Raise Unconfirmed unless each instance binds these names and concludes what its rule says."""
    place = {name: number for number, name in enumerate(names)}
    heads = [(pattern, [_cell(term, place) for term in pattern.terms]) for pattern in rule.conclusions]
    for values, instance in same.items():
        conclusions = tuple(
            [
                Literal(
                    Atom(pattern.statement, tuple([values[at] if at >= 0 else given for at, given in cells])),
                    pattern.truth,
                )
                for pattern, cells in heads
            ]
        )
        if conclusions != instance.conclusions or tuple([name for name, _ in instance.binding]) != names:
            words = _words(rule, instance.binding)
            raise Unconfirmed(f"firing gave an instance that its rule does not allow: {words}")


def _cell(term: Term, place: dict[str, int]) -> tuple[int, Value]:
    return (place[term.name], "") if isinstance(term, Variable) else (-1, term)


def _words(rule: Rule, binding: tuple[tuple[str, Value], ...]) -> str:
    bound = ", ".join(f"?{name} = {value}" for name, value in binding)
    return f"{rule.id} ({bound or 'no variables'})"
