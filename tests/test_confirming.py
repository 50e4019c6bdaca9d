"""Confirming: whatever is wrong with a set of instances is named."""

from datetime import date

import pytest
from msgspec.structs import replace

from rubicon.firing import fire
from rubicon.firing.confirming import Unconfirmed, confirm, fire_confirmed
from rubicon.language.conditions import Comparison, Holds, Operation, Pattern, Variable
from rubicon.language.facts import Atom, Fact, Literal, Place
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Kind, Slot, Statement, Vocabulary

PLACE = Place("rules/t/r.toml", 1)
DAY = date(2022, 1, 5)
SLOTS = (Slot("a", "actor"), Slot("b", "actor"))
VOCABULARY = Vocabulary(
    {"actor": Kind("actor")},
    {
        name: Statement(name, (name, *SLOTS), SLOTS, PLACE, one_of=one_of)
        for name, one_of in (("edge", None), ("path", None), ("best", 1))
    },
)


def rule(name, *conditions, then, kind="defeasible"):
    lines = tuple(line if isinstance(line, Comparison) else Holds("", line) for line in conditions)
    return Rule(name, name, PLACE, lines, (), (then,), kind)


def pattern(name, one, other, truth=True):
    return Pattern(name, (Variable(one), Variable(other)), truth)


EDGES = rule("t/edges", pattern("edge", "x", "y"), then=pattern("path", "x", "y"))
STEPS = rule("t/steps", pattern("path", "x", "y"), pattern("edge", "y", "z"), then=pattern("path", "x", "z"))
RULES = [EDGES, STEPS]
FACTS = [
    Fact(Literal(Atom("edge", values), True), "case", PLACE)
    for values in (("a", "b"), ("b", "c"), ("c", "a"))
]


def instances(rules=RULES, facts=FACTS):
    return list(fire(VOCABULARY, rules, facts, DAY).instances)


def refused(given, words, rules=RULES, facts=FACTS):
    with pytest.raises(Unconfirmed, match=words):
        confirm(VOCABULARY, rules, facts, DAY, given)


def test_what_firing_finds_is_confirmed():
    """Nothing is raised over a circle of rules and facts."""
    assert len(fire_confirmed(VOCABULARY, RULES, FACTS, DAY).instances) == 12


def test_each_missing_instance_is_named():
    """Whichever instance is left out, the message names its rule and binding."""
    found = instances()
    for number, instance in enumerate(found):
        bound = ", ".join(rf"\?{name} = {value}" for name, value in instance.binding)
        refused(found[:number] + found[number + 1 :], rf"missed an instance: {instance.rule.id} \({bound}\)")


def test_an_instance_that_matches_nothing_is_named():
    """A binding that no possible literal meets is refused."""
    found = instances()
    wrong = replace(
        found[0], names=("x", "y"), values=("a", "z"), conclusions=(Literal(Atom("path", ("a", "z")), True),)
    )
    refused([*found, wrong], r"conditions cannot hold: t/edges \(\?x = a, \?y = z\)")


def test_an_instance_given_twice_is_named():
    """Each rule, branch and binding may be there once."""
    found = instances()
    refused([*found, found[3]], "gave an instance twice")


def test_another_conclusion_is_named():
    """An instance concludes what its rule says under its binding, nothing else."""
    found = instances()
    swapped = replace(found[0], conclusions=found[1].conclusions)
    refused([swapped, *found[1:]], "that its rule does not allow|missed an instance")


def test_a_rule_that_was_not_given_is_named():
    """Instances of other rules are refused."""
    refused(instances(), "of a rule that is not there", rules=[EDGES])


def test_instances_that_only_support_each_other_are_named():
    """A circle of instances that no fact leads into is refused, though each of its premises is concluded."""
    one = rule("t/one", pattern("path", "x", "y"), then=pattern("path", "y", "x"))
    edge = Fact(Literal(Atom("path", ("a", "b")), True), "case", PLACE)
    circle = instances([one], [edge])
    assert len(circle) == 2
    refused(circle, r"only a circle supports: t/one", rules=[one], facts=[])


def test_a_circle_through_another_value_is_named():
    """Support by another value of a `one_of` slot counts only if that value is reached."""
    one = rule(
        "t/one", Pattern("best", (Variable("x"), "up"), False), then=Pattern("best", (Variable("x"), "down"))
    )
    down = Fact(Literal(Atom("best", ("a", "down")), True), "case", PLACE)
    circle = instances([one], [down])
    assert len(circle) == 1
    confirm(VOCABULARY, [one], [down], DAY, circle)
    refused(circle, r"only a circle supports: t/one \(\?x = a\)", rules=[one], facts=[])


def test_a_defeater_supports_nothing():
    """An instance may not rest on what only a defeater concludes."""
    doubt = rule("t/edges", pattern("edge", "x", "y"), then=pattern("path", "x", "y"), kind="defeater")
    given = [replace(i, rule=doubt) if i.rule == EDGES else i for i in instances()]
    refused(given, "conditions cannot hold|only a circle supports: t/steps", rules=[doubt, STEPS])


def test_comparisons_are_computed_again():
    """An instance that a comparison excludes is refused, and one that it allows is missed."""
    plain = rule("t/edges", pattern("edge", "x", "y"), then=pattern("path", "x", "y"))
    later = Comparison("", Operation("-", Variable("today"), DAY), ">", 0, "number")
    never = rule("t/edges", pattern("edge", "x", "y"), later, then=pattern("path", "x", "y"))
    given = [replace(i, rule=never) for i in instances([plain])]
    refused(given, "conditions cannot hold", rules=[never])
    refused([], "missed an instance", rules=[plain])
    confirm(VOCABULARY, [never], FACTS, DAY, [])
