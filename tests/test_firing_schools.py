"""One firing for several schools, or over more facts, gives each what it would have fired alone."""

import random
from collections import Counter

import pytest

from brief import given, lit, rule, words
from rubicon.firing import closing, fire
from rubicon.firing.confirming import confirm
from rubicon.firing.cutting import cut
from rubicon.judging import assessing
from rubicon.problems import BadInput
from rulebooks import TODAY, WORDS, random_problem


def compare(seed, seen):
    """Cut the firing of a random rulebook to some of its rules, and compare it with a firing of their own."""
    chance = random.Random(f"schools {seed}")
    problem = random_problem(chance)
    together = fire(WORDS, problem.rules, problem.facts, TODAY)
    for _ in range(3):
        mine = [one for one in problem.rules if chance.random() < chance.choice((0.4, 0.8))]
        alone = fire(WORDS, mine, problem.facts, TODAY)
        found = cut(WORDS, together, {one.id for one in mine})
        assert found == alone, f"seed {seed}, {[one.id for one in mine]}"
        confirm(WORDS, mine, problem.facts, TODAY, found.instances)
        kept = [one for one in together.instances if one.rule in mine]
        seen["an instance that another school fed"] += len(kept) > len(alone.instances)
        mentions = {id(one): sum(len(g.mentions) for g in one.conditions) for one in kept}
        seen["a mention that another school made possible"] += sum(mentions.values()) > sum(
            len(ground.mentions) for one in alone.instances for ground in one.conditions
        ) and len(kept) == len(alone.instances)


def test_a_school_fires_in_company_as_alone(pytestconfig):
    """Instances and mentions, cut to some rules, are those of a firing of these rules, in the same order."""
    wanted, seen = pytestconfig.getoption("rulebooks"), Counter()
    for seed in range(wanted):
        compare(seed, seen)
    assert wanted < 200 or min(seen.values()) > 10
    assert len(seen) == 2


def compare_facts(seed, seen):
    """Cut the firing of a random rulebook to some of its facts, and compare it with a firing over them alone."""
    chance = random.Random(f"facts {seed}")
    problem = random_problem(chance)
    together = fire(WORDS, problem.rules, problem.facts, TODAY)
    for _ in range(3):
        mine = tuple(fact for fact in together.facts if chance.random() < chance.choice((0.4, 0.8)))
        alone = fire(WORDS, problem.rules, mine, TODAY)
        found = cut(WORDS, together, facts=mine)
        assert found == alone, f"seed {seed}, {mine}"
        confirm(WORDS, problem.rules, mine, TODAY, found.instances)
        for one in together.instances:
            for ground in one.conditions:
                seen[type(ground.condition).__name__] += len(alone.instances) < len(together.instances)


def test_fewer_facts_fire_among_more_as_alone(pytestconfig):
    """Instances and mentions, cut to some facts, are those of a firing over these facts, in the same order."""
    wanted, seen = pytestconfig.getoption("rulebooks"), Counter()
    for seed in range(wanted):
        compare_facts(seed, seen)
    assert wanted < 200 or (min(seen.values()) > 10 and len(seen) == 9)


SMALL = words("p ?x:actor", "q ?x:actor", "s ?x:actor", "risk ?x:actor ?l:level!")


@pytest.mark.parametrize(
    "condition",
    [
        "absent q ?_y",
        "open q ?_y",
        "disputed risk ?_y ?_l",
        "absent not risk ?x low",
        "absent not risk ?x ?_l",
        "open risk ?x low",
        "at least 1 ?_y: not risk ?_y low",
        "at most 1 ?_l: not risk a ?_l",
        "not risk ?x low",
        "not risk ?x ?_l",
    ],
)
def test_what_another_school_makes_possible_is_not_mentioned(condition):
    """A condition speaks of what its own school makes possible, values that deny another included."""
    own = rule("own/r", "p ?x", condition, then="s ?x", unless=[("q ?_y", "p ?x")])
    rules = [
        own,
        rule("other/q", "p ?x", then="q b"),
        rule("other/high", "p ?x", then="risk ?x high"),
        rule("other/no", "p ?x", then="not risk ?x middle"),
    ]
    for facts in (["p a"], ["p a", "risk a middle"], ["p a", "not risk a low", "q c"]):
        asserted = [given(one) for one in facts]
        together = fire(SMALL, rules, asserted, None)
        assert cut(SMALL, together, {"own/r"}) == fire(SMALL, [own], asserted, None)


def test_limits_count_by_school(monkeypatch):
    """Schools that stay within a limit each are judged, though together they pass it; one that does not is refused."""
    rules = [
        (rule(f"{name}/r", "p ?x", then="s ?x", school=name), rule("r", "p ?x", then="q ?x"))
        for name in ("one", "two")
    ]
    facts = [given("p a"), given("p b")]
    monkeypatch.setattr(closing, "MOST_INSTANCES", 4)
    found = assessing.fire_each(SMALL, rules, facts, None)
    assert [[one.conclusions[0] for one in some.instances] for some in found] == [
        [lit("s a"), lit("s b"), lit("q a"), lit("q b")],
        [lit("q a"), lit("q b"), lit("s a"), lit("s b")],
    ]
    monkeypatch.setattr(closing, "MOST_INSTANCES", 3)
    with pytest.raises(BadInput, match="more than 3"):
        assessing.fire_each(SMALL, rules, facts, None)
