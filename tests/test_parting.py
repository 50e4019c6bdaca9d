"""The root of a difference: against brute force over all smaller sets, and by judging with exactly these rules."""

import json
import random
from itertools import combinations

import pytest

from brief import given
from reported import shipped
from rubicon.explaining import explain
from rubicon.firing import fire
from rubicon.firing.cutting import cut
from rubicon.judging import judge, verdict_of
from rubicon.judging.assessing import all_schools, assess, judgement_of
from rubicon.judging.bearing import bearing_on
from rubicon.language.facts import Literal
from rubicon.rendering import render_assessment
from rubicon.supposing.answering import Target, target
from rubicon.supposing.finding import pivots_of
from rubicon.supposing.parting import Swap, exchange, roots_between
from rubicon.supposing.solving import solve
from rulebooks import TODAY, WORDS, random_problem

CASES = ("kazakhstan-2022", "ukraine-2021", "donbas-2014-04", "moldova-2022")
ODD = 5
"""Rules and facts of a random problem that only one side has."""


class Sides:
    """A random problem of which one side has some rules and facts, and the other has others."""

    def __init__(self, seed):
        chance = random.Random(f"parting {seed}")
        problem = random_problem(chance)
        self.facts = [*problem.facts, given("p a")]
        self.rules = {one.id: one for one in problem.rules}
        odd = chance.sample(sorted(self.rules), min(ODD - 1, len(self.rules)))
        self.odd = [(chance.random() < 0.5, one) for one in odd]
        self.odd += [(chance.random() < 0.5, one) for one in chance.sample(self.facts, ODD - len(odd))]
        spoken = {
            Literal(one.atom, True)
            for rule in fire(WORDS, problem.rules, self.facts, TODAY).instances
            for one in rule.conclusions
        }
        self.asked = sorted(spoken, key=str)
        chance.shuffle(self.asked)
        self.known = {}

    def judged(self, exchanged):
        """Return how the first side judges with some of the odd things exchanged; with all of them it is the other."""
        if exchanged not in self.known:
            gone = [one for at, (mine, one) in enumerate(self.odd) if mine == (at in exchanged)]
            rules = [one for name, one in self.rules.items() if name not in gone]
            facts = [one for one in self.facts if not any(one is other for other in gone)]
            self.known[exchanged] = judge(WORDS, fire(WORDS, rules, facts, TODAY))
        return self.known[exchanged]

    def truth(self, literal, exchanged):
        """Return the truth of a literal with some of the odd things exchanged."""
        return verdict_of(WORDS, self.judged(exchanged), literal.atom).truth

    def swaps(self):
        """Yield the odd things as what changes hands."""
        for mine, one in self.odd:
            if isinstance(one, str):
                yield Swap(silent=(one,)) if mine else Swap(speaking=(one,))
            else:
                yield Swap(gone=(one,)) if mine else Swap(come=(one,))


def roots(sides, literal, goal):
    """Return what is found for a literal: the smallest sets of exchanges, and whether they are all of their size."""
    fired = fire(WORDS, tuple(sides.rules.values()), sides.facts, TODAY)
    asked = Target(None, literal, ())
    made = exchange(WORDS, fired, tuple(sides.swaps()), asked, (goal is True, goal is False))
    solved = solve(made.circuit, (made.reached,), (False,), made.choices, 200)
    return {frozenset(one) for one in solved.sets}, solved.proven


@pytest.mark.parametrize("seed", range(40))
def test_the_root_is_the_smallest_of_all_sets_of_rules_and_facts(seed):
    """Every set of exchanges is judged, by size: those that first bring the other's answer are told, and no others."""
    sides = Sides(seed)
    every = frozenset(range(ODD))
    told = 0
    for literal in sides.asked:
        goal = sides.truth(literal, every)
        if goal == sides.truth(literal, frozenset()):
            continue
        expected = set()
        for size in range(1, ODD + 1):
            some = map(frozenset, combinations(range(ODD), size))
            expected = {one for one in some if sides.truth(literal, one) == goal}
            if expected:
                break
        assert roots(sides, literal, goal) == (expected, True)
        told += 1
        if told == 3:
            return


def test_some_roots_are_of_several_parts():
    """The comparison above is of something: roots of one exchange, of two and of more occur."""
    sizes = set()
    for seed in range(40):
        sides = Sides(seed)
        for literal in sides.asked[:3]:
            goal = sides.truth(literal, frozenset(range(ODD)))
            if goal != sides.truth(literal, frozenset()):
                sizes |= {len(one) for one in roots(sides, literal, goal)[0]}
    assert {1, 2, 3} <= sizes


def schools(name):
    """Return an assessment by all schools, and of each parted one its place with both roots."""
    book, case = shipped(name)
    made = assess(book, case, schools=all_schools(book))
    found = roots_between(made, made.judgements[1:])
    return made, [(other, both) for other, both in zip(made.judgements[1:], found, strict=True) if both]


@pytest.mark.parametrize("name", CASES)
def test_judged_with_exactly_these_rules_a_school_gives_the_others_answer(name):
    """Of every shipped difference each set that is told is judged from the start; without any one of its rules it fails."""
    made, parted = schools(name)
    vocabulary, first = made.rulebook.vocabulary, made.judgements[0]
    assert parted
    for other, both in parted:
        answers = [target(made, None, one.firings).answer(one.judgement).literal for one in (first, other)]
        assert answers[0] != answers[1]
        for side, root, goal in ((first, both[0], answers[1]), (other, both[1], answers[0])):
            assert root.whole
            for lost, gained in root.sets[:2]:
                for left in ((), *combinations([*lost, *gained], 1)):
                    gone = {one.id for one in lost if one not in left}
                    assert gone <= {one.id for one in side.rules}
                    rules = [one for one in side.rules if one.id not in gone]
                    rules += [one for one in gained if one not in left]
                    judgement = judgement_of(vocabulary, rules, first.firings.facts, made.day)
                    now = target(made, None, judgement.firings).answer(judgement).literal
                    assert (now == goal) == (not left)


def test_no_smaller_set_of_rules_would_do():
    """By Hickey on Kazakhstan three rules are told: every single one of those that bear is judged, and pairs by lot."""
    made, parted = schools("kazakhstan-2022")
    other, (mine, _) = next(one for one in parted if one[0].school.name == "hickey")
    assert len(mine.sets[0][0]) + len(mine.sets[0][1]) == 3
    vocabulary, first = made.rulebook.vocabulary, made.judgements[0]
    sides = [{one.id: one for one in some.rules} for some in (first, other)]
    every = {**sides[0], **sides[1]}
    fired = fire(vocabulary, tuple(every.values()), first.firings.facts, made.day)
    bearing = {one.rule.id for one in fired.instances}
    odd = sorted((sides[0].keys() ^ sides[1].keys()) & bearing)
    asked = target(made, None, fired)
    goal = asked.answer(other.judgement).literal
    assert len(odd) > 30
    fired = bearing_on(vocabulary, fired, {one.atom.statement for one in asked.literals})
    pairs = list(combinations(odd, 2))
    for some in (*combinations(odd, 1), *random.Random("pairs").sample(pairs, 200)):
        held = sides[0].keys() ^ set(some)
        assert asked.answer(judge(vocabulary, cut(vocabulary, fired, held))).literal != goal


def test_both_forms_tell_the_root():
    """JSON names each rule; the text gives the titles of few and the number of many; both only where it is asked for."""
    book, case = shipped("kazakhstan-2022")
    made = assess(book, case, schools=all_schools(book))
    full = explain(made, pivots=pivots_of(made))
    told = " ".join(render_assessment(full, "text").split())
    assert "This school would say unlikely without “Serving an imperative is a strategic rationale”." in told
    assert "The other would say likely with no fewer than ten rules exchanged" in told
    by_name = {one["school"]: one for one in json.loads(render_assessment(full, "json"))["partings"]}
    assert by_name["saradzhyan"]["roots"]["first"] == {
        "without": ["imperatives/strategic-rationale"],
        "with": [],
        "sets": 1,
        "searched": "whole",
    }
    assert len(by_name["saradzhyan"]["roots"]["other"]["with"]) == 9
    assert by_name["hickey"]["ended_by"] == []
    assert "partings" not in json.loads(render_assessment(explain(made), "json"))
