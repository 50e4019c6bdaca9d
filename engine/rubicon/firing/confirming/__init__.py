"""The independent check of firings."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from rubicon.firing import fire
from rubicon.firing.confirming.earlier import Confirmed
from rubicon.firing.confirming.evaluating import PossibleLiterals, bindings
from rubicon.firing.confirming.founding import unfounded
from rubicon.firing.confirming.stepping import asked_of, steps_of
from rubicon.firing.instances import Firings, Instance
from rubicon.language.collecting import uncollected
from rubicon.language.conditions import Term, Variable
from rubicon.language.facts import Fact, Value
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary


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
    there = {rule.id: rule for rule in rules}
    given: dict[str, list[Instance]] = defaultdict(list)
    world = PossibleLiterals(vocabulary, day)
    world.add(fact.literal for fact in facts)
    world.add_days(facts)
    for instance in instances:
        known = there.get(instance.rule.id)
        if known is not instance.rule and known != instance.rule:
            raise _unconfirmed("gave an instance of a rule that is not there", instance)
        given[instance.rule.id].append(instance)
        if instance.rule.kind != "defeater":
            world.add(instance.conclusions)
    confirmed = Confirmed(there, world, given)
    is_unchanged = confirmed.unchanged(rules)
    for rule in rules:
        if not is_unchanged(rule):
            _confirm_rule(rule, world, given.get(rule.id, ()))
    for instance in unfounded(vocabulary, rules, facts, instances):
        raise _unconfirmed("gave an instance that only a circle supports", instance)
    confirmed.keep(rules)


def _confirm_rule(rule: Rule, world: PossibleLiterals, instances: Sequence[Instance]) -> None:
    """Raise Unconfirmed unless these are exactly the instances of a rule."""
    branches = asked_of(rule)
    given: list[dict[tuple[Value, ...], Instance]] = [{} for _ in branches]
    for instance in instances:
        if not 0 <= instance.branch < len(branches):
            raise _unconfirmed("gave an instance of a branch that is not there", instance)
        same = given[instance.branch]
        if instance.values in same:
            raise _unconfirmed("gave an instance twice", instance)
        same[instance.values] = instance
    for number, asked in enumerate(branches):
        same = given[number]
        if not same and not world.may_meet(asked):
            continue
        steps = steps_of(rule, number, world.vocabulary)
        found = bindings(steps, world)
        if found != same.keys():
            _refuse(rule, steps.names, found, same)
        if same:
            _check_heads(rule, steps.names, same)


def _refuse(
    rule: Rule,
    names: tuple[str, ...],
    found: set[tuple[Value, ...]],
    same: dict[tuple[Value, ...], Instance],
) -> NoReturn:
    """Name the first binding that firing missed, or else the first it should not have given."""
    for values in sorted(found - same.keys(), key=str):
        binding = tuple(zip(names, values, strict=True))
        raise Unconfirmed(f"firing missed an instance: {_words(rule, binding)}")
    wrong = min(same.keys() - found, key=str)
    raise _unconfirmed("gave an instance whose conditions cannot hold", same[wrong])


def _check_heads(rule: Rule, names: tuple[str, ...], same: dict[tuple[Value, ...], Instance]) -> None:
    """Raise Unconfirmed unless each instance binds these names and concludes what its rule says."""
    place = {name: number for number, name in enumerate(names)}
    heads = [(pattern, [_cell(term, place) for term in pattern.terms]) for pattern in rule.conclusions]
    for values, instance in same.items():
        right = len(heads) == len(instance.conclusions)
        for (pattern, cells), literal in zip(heads, instance.conclusions, strict=False):
            right = (
                right
                and literal.truth == pattern.truth
                and literal.atom.statement == pattern.statement
                and literal.atom.values == tuple([values[at] if at >= 0 else term for at, term in cells])
            )
        if not right or instance.names != names:
            raise _unconfirmed("gave an instance that its rule does not allow", instance)


def _cell(term: Term, place: dict[str, int]) -> tuple[int, Value]:
    return (place[term.name], "") if isinstance(term, Variable) else (-1, term)


def _unconfirmed(what: str, instance: Instance) -> Unconfirmed:
    return Unconfirmed(f"firing {what}: {_words(instance.rule, instance.binding)}")


def _words(rule: Rule, binding: tuple[tuple[str, Value], ...]) -> str:
    bound = ", ".join(f"?{name} = {value}" for name, value in binding)
    return f"{rule.id} ({bound or 'no variables'})"
