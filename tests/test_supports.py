"""The minimal sets of facts that a conclusion rests on, against every set of withdrawals."""

import random
from datetime import date
from itertools import chain, combinations

import pytest

from brief import fact, lit, rule, words
from rubicon.judging.assessing import Assessment, judgement_of, read_arguments
from rubicon.judging.bearing import SchoolJudgement
from rubicon.language.dating import in_force
from rubicon.language.facts import Case, Entity, Place, sort_key
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.supposing import supporting
from rubicon.supposing.hitting import Hitting
from rubicon.supposing.supporting import supports_of
from shipped import library

SEEDS = range(80)
VOCABULARY = words(
    "a ?x:actor",
    "b ?x:actor",
    "c ?x:actor",
    "d ?x:actor",
    "e ?x:actor",
    "f ?x:actor",
    "n ?x:actor ?n:number!",
)


def assessed(rules, facts):
    """Judge rules over facts, as `assess` does."""
    counted = in_force(VOCABULARY, facts, None)
    book = Rulebook("", VOCABULARY, (Entity("ann", "actor"), Entity("bob", "actor")), rules=tuple(rules))
    case = Case("c", "c", Place("c", 1), None, (), (), (), tuple(facts))
    judgement = judgement_of(VOCABULARY, rules, counted, None)
    return Assessment(book, case, None, "0", (SchoolJudgement(None, tuple(rules), judgement),))


def stands(rules, facts, literal):
    return assessed(rules, facts).judgement.established.get(literal) is True


def random_book(seed):
    """Return random rules, layered so that no absence runs in a circle, and random facts."""
    chance = random.Random(seed)
    rules = []
    for at in range(chance.randint(2, 7)):
        head = chance.choice("cdef")
        below = "abcdef"[: "abcdef".index(head)]
        lines = [line(chance, chance.choice(below)) for _ in range(chance.randint(1, 2))]
        if chance.random() < 0.3:
            lines.append(f"absent {line(chance, chance.choice(below))}")
        if chance.random() < 0.2:
            lines.append(f"at least {chance.choice([1, 2])} ?_x: {chance.choice(below)} ?_x")
        if chance.random() < 0.15:
            lines.append(f"sum ?_n over ?_x: n ?_x ?_n at least {chance.choice([1, 3])}")
        if chance.random() < 0.1:
            lines.append(chance.choice(["open", "disputed"]) + f" {chance.choice(below)} ann")
        unless = [line(chance, chance.choice(below))] if chance.random() < 0.2 else []
        kind = chance.choices(["defeasible", "strict", "defeater"], [6, 2, 1])[0]
        overrides = [f"r{other}" for other in range(at) if chance.random() < 0.3]
        truth = "not " if chance.random() < 0.35 else ""
        rules.append(
            rule(f"r{at}", *lines, then=f"{truth}{head} ann", unless=unless, kind=kind, overrides=overrides)
        )
    if chance.random() < 0.5:
        head = chance.choice("cdef")
        rules.append(rule("p", f"absent {head} ann", then=f"not {head} ann"))
    facts = []
    for _ in range(chance.randint(2, 7)):
        name = chance.choice(["ann", "bob"])
        said = (
            f"n {name} {chance.choice([1, 2, 3])}"
            if chance.random() < 0.2
            else f"{chance.choice('aabbcd')} {name}"
        )
        truth = "not " if chance.random() < 0.25 else ""
        source = chance.choice([None, "s", "t"])
        days = {"on": f"2022-01-0{chance.randint(1, 4)}"} if source and chance.random() < 0.6 else {}
        facts.append(fact(truth + said, chance.choice(["A1", "B2", "C3", "D4", None]), source=source, **days))
    return rules, facts


def line(chance, name):
    truth = "not " if chance.random() < 0.25 else ""
    return f"{truth}{name} {chance.choice(['ann', 'ann', 'bob'])}"


def subsets(units):
    return chain.from_iterable(combinations(units, size) for size in range(len(units) + 1))


def exactly(rules, facts, literal):
    """Return the minimal supports and the minimal toppling sets by trying every set of withdrawals."""
    units = sorted({one.literal for one in facts}, key=sort_key)
    stays = {
        frozenset(kept): stands(rules, [one for one in facts if one.literal in kept], literal)
        for kept in subsets(units)
    }
    whole = frozenset(units)
    toppling = [whole - kept for kept, stood in stays.items() if not stood]
    toppling = [one for one in toppling if not any(other < one for other in toppling)]
    supports = [kept for kept in stays if all(stood for other, stood in stays.items() if kept <= other)]
    return [one for one in supports if not any(other < one for other in supports)], toppling


@pytest.mark.parametrize("seed", SEEDS)
def test_supports_and_toppling_sets_are_exact(seed):
    """The sets found are those that trying every set of withdrawals gives."""
    rules, facts = random_book(seed)
    assessment = assessed(rules, facts)
    for literal, truth in sorted(
        assessment.judgement.established.items(), key=lambda item: sort_key(item[0])
    ):
        if truth:
            found = supports_of(assessment, literal)
            supports, toppling = exactly(rules, facts, literal)
            assert found.whole
            assert {frozenset(one) for one in found.toppling} == set(toppling)
            assert {frozenset(one) for one in found.sets} == set(supports)


@pytest.mark.parametrize("seed", range(30))
def test_withdrawing_what_matters_and_what_does_not(seed):
    """A fact outside every support changes nothing; one in all of them makes the conclusion fall."""
    rules, facts = random_book(seed)
    assessment = assessed(rules, facts)
    for literal, truth in assessment.judgement.established.items():
        if not truth:
            continue
        sets = [set(one) for one in supports_of(assessment, literal).sets]
        for unit in {one.literal for one in facts}:
            still = stands(rules, [one for one in facts if one.literal != unit], literal)
            if not any(unit in one for one in sets):
                assert still
            if all(unit in one for one in sets):
                assert not still


def test_two_ways_are_two_sets():
    """Two rules with a fact each are two supports, and only both facts together topple the conclusion."""
    rules = [rule("r", "a ann", then="c ann"), rule("s", "b ann", then="c ann")]
    found = supports_of(assessed(rules, [fact("a ann"), fact("b ann")]), lit("c ann"))
    assert found.sets == ((lit("a ann"),), (lit("b ann"),))
    assert found.toppling == ((lit("a ann"), lit("b ann")),)


def test_a_fact_that_keeps_an_objection_at_bay_belongs_to_the_support():
    """What stops the attacker is needed, though no rule for the conclusion mentions it."""
    rules = [rule("r", "a ann", then="c ann"), rule("s", "a ann", then="not c ann", unless=["b ann"])]
    found = supports_of(assessed(rules, [fact("a ann"), fact("b ann")]), lit("c ann"))
    assert found.sets == ((lit("a ann"), lit("b ann")),)


def test_a_presumption_rests_on_no_fact():
    """What is presumed in any case has the empty support, and nothing topples it."""
    rules = [rule("r", "a ann", then="c ann"), rule("p", "absent b ann", then="c ann")]
    found = supports_of(assessed(rules, [fact("a ann"), fact("d ann")]), lit("c ann"))
    assert (found.sets, found.toppling) == (((),), ())


def test_a_conclusion_that_stands_either_way():
    """A conclusion that follows with a fact and without it rests on neither."""
    rules = [rule("r", "a ann", then="c ann"), rule("p", "absent a ann", then="c ann")]
    found = supports_of(assessed(rules, [fact("a ann")]), lit("c ann"))
    assert found.sets == ((),)


def test_what_does_not_stand_has_no_supports():
    """There is nothing to support where nothing stands."""
    assert supports_of(assessed([], [fact("a ann")]), lit("c ann")) is None


def test_withdrawing_a_later_report_brings_the_earlier_one_back():
    """A report that its source has replaced comes back when the later one is withdrawn."""
    facts = [
        fact("not a ann", "B3", source="s", on="2022-01-01"),
        fact("a ann", "B3", source="s", on="2022-01-02"),
        fact("a ann", "B3", source="t", on="2022-01-01"),
    ]
    found = supports_of(assessed([], facts), lit("a ann"))
    assert found.sets == ((lit("a ann"),),)


def test_sets_that_meet_every_set():
    """Of {1, 2} and {2, 3} the sets of one member that meet both are {2}, and of two, beside that, {1, 3}."""
    sets = [frozenset({1, 2}), frozenset({2, 3})]
    assert list(Hitting(sets, (), 100).of_size(1)) == [frozenset({2})]
    assert list(Hitting(sets, [frozenset({2})], 100).of_size(2)) == [frozenset({1, 3})]
    assert Hitting([*sets, frozenset({4})], (), 100).least() == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_supports_are_the_same_without_the_table(seed, monkeypatch):
    """Where too many sentences matter for a table, what is surely found is what the table has."""
    monkeypatch.setattr(supporting, "TABLE", -1)
    rules, facts = random_book(seed)
    assessment = assessed(rules, facts)
    for literal, truth in assessment.judgement.established.items():
        if truth:
            found = supports_of(assessment, literal)
            supports, toppling = exactly(rules, facts, literal)
            if found.whole:
                assert {frozenset(one) for one in found.sets} == set(supports)
            for one in found.sets:
                assert any(known <= set(one) for known in supports)
            for one in found.toppling:
                assert any(known <= set(one) for known in toppling)


@pytest.mark.parametrize("tried", [0, 1 << 16])
def test_supports_of_many_facts(tried, monkeypatch):
    """Twenty steps with two ways each: every support holds one fact of each step, and the answer is not whole."""
    monkeypatch.setattr(supporting, "TRIED", tried)
    known = [f"n p{at} 1" for at in range(20)], [f"n p{at} 2" for at in range(20)]
    rules = [rule("r", *(f"m p{at}" for at in range(20)), then="c ann")]
    rules += [rule(f"s{way}", f"n ?x {way}", then="m ?x") for way in (1, 2)]
    book = words("c ?x:actor", "m ?x:actor", "n ?x:actor ?n:number")
    facts = [fact(one) for some in known for one in some]
    judgement = judgement_of(book, rules, in_force(book, facts, None), None)
    case = Case("c", "c", Place("c", 1), None, (), (), (), tuple(facts))
    people = tuple(Entity(f"p{at}", "actor") for at in range(20))
    assessment = Assessment(
        Rulebook("", book, people, rules=tuple(rules)),
        case,
        None,
        "0",
        (SchoolJudgement(None, tuple(rules), judgement),),
    )
    found = supports_of(assessment, lit("c ann"))
    assert len(found.sets) == supporting.SETS
    assert {len({one.atom.values[0] for one in some}) for some in found.sets} == {20}
    assert {len(some) for some in found.sets} == {20}
    assert not found.all_sets
    assert set(found.toppling) == {(lit(one), lit(other)) for one, other in zip(*known, strict=True)}


def test_nothing_can_be_left_out_of_what_topples():
    """What one sentence needs in a wide set it may not need in a lesser one: on 21 February 2022 a region did not belong to what topples."""
    assessment = library("ukraine-2022", as_of=date(2022, 2, 21))
    said = "intervention by Russia in Ukraine would be a gamble that may cost Russia dearly"
    (gamble,) = read_arguments(assessment.language, [said])
    found = supports_of(assessment, gamble)
    for one in found.toppling:
        for left in one:
            without = [speak(assessment.rulebook.vocabulary, other) for other in one if other != left]
            assert library("ukraine-2022", as_of=date(2022, 2, 21), without=without).verdict(said).truth, left
