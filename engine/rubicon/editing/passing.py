"""Whether the examples of a rule all come out well: those of a day are judged together, one bit an example.

What is wrong with one, `rubicon.editing.examples` says, which judges each by itself.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.examples import Examples, facts_of, named
from rubicon.firing.confirming import fire_confirmed
from rubicon.language.facts import Fact, Literal, Place
from rubicon.language.rules import Example, Rule
from rubicon.problems import BadInput
from rubicon.supposing.scenarios import Possibilities, Presence
from rubicon.supposing.scenarios.building import verdict
from rubicon.supposing.scenarios.cells import speakers_over
from rubicon.supposing.scenarios.lanes import Lanes, Winding, scenarios

_NOWHERE = Place("", 0)


class _Lane(Struct, frozen=True):
    """An example, and the rules that take part; `doubted`: the defeater that it is about does not."""

    example: Example
    rules: frozenset[str]
    facts: tuple[Fact, ...]
    doubted: bool = False


def come_out_well(runner: Examples, rule: Rule) -> bool:
    """Tell whether nothing is wrong with the examples of a rule; where that is not sure, it is denied."""
    days: dict[date | None, list[_Lane]] = {}
    for example in rule.examples:
        if any(name not in runner.rules for name in (*named(example), *example.by)):
            return False
        day, facts = facts_of(runner.rulebook, rule, example)
        rules = frozenset(name for name in runner.beside(rule, example) if runner.rules[name].in_force(day))
        lanes = days.setdefault(day, [])
        lanes.append(_Lane(example, rules, facts))
        if rule.kind == "defeater":
            lanes.append(_Lane(example, rules - {rule.id}, facts, doubted=True))
    concluded = set[str]()
    for day, lanes in days.items():
        try:
            found = _worked_out(runner, rule, day, lanes)
        except (BadInput, Winding):
            return False
        if found is None:
            return False
        concluded |= found
    wanted = {rule.id, *runner.otherwise.get(rule.id, ())} if rule.examples else set[str]()
    return concluded >= wanted and all(
        runner.passes(one, runner.judged(rule, one).judgement)
        for one in rule.examples
        if one.by or one.because_of or one.standing
    )


def _worked_out(runner: Examples, rule: Rule, day: date | None, lanes: Sequence[_Lane]) -> set[str] | None:
    """Return which of the rule and its `otherwise` the examples of a day show at work; None: one does not come out so."""
    on: dict[int, int] = {}
    held: dict[str, Presence] = {}
    for name in sorted(frozenset().union(*(lane.rules for lane in lanes))):
        held[name] = Presence(on=(len(on),))
        on[len(on)] = sum(1 << at for at, lane in enumerate(lanes) if name in lane.rules)
    given: dict[Fact, int] = {}
    for at, lane in enumerate(lanes):
        for fact in lane.facts:
            switch = given.setdefault(replace(fact, place=_NOWHERE), len(on))
            on[switch] = on.get(switch, 0) | 1 << at
    vocabulary = runner.rulebook.vocabulary
    firings = fire_confirmed(vocabulary, [runner.rules[name] for name in held], tuple(given), day)
    presences = tuple([Presence(on=(given[fact],)) for fact in firings.facts])
    cells = Lanes(*speakers_over(Possibilities(vocabulary, firings, presences, held)), on)
    told: dict[Literal, int] = {}

    def so(literal: Literal) -> int:
        """Return the lanes in which a sentence is true."""
        if literal not in told:
            true, false = verdict(cells, literal.atom)
            told.update({Literal(literal.atom, True): true, Literal(literal.atom, False): false})
        return scenarios(told[literal], len(lanes))

    concluded = set[str]()
    for at, lane in enumerate(lanes):
        refused = any(so(one) >> at & 1 for one in lane.example.refuse)
        if lane.doubted:
            concluded |= {rule.id} if refused else set()
        elif refused or not all(so(one) >> at & 1 for one in _wanted(lane.example)):
            return None
    asking = sum(1 << at for at, lane in enumerate(lanes) if _wanted(lane.example) and not lane.doubted)
    if rule.kind != "defeater":
        own = {rule.id, *runner.otherwise.get(rule.id, ())}
        for number, instance in enumerate(firings.instances):
            if instance.rule.id in own:
                applied = cells.holds("applies", number) & cells.holds("matched", number)
                concluded |= {instance.rule.id} if scenarios(applied, len(lanes)) & asking else set()
    return concluded


def _wanted(example: Example) -> tuple[Literal, ...]:
    """Return the sentences that an example wants to be true."""
    return (*example.expect, *(one.contrary for one in example.false))
