"""What settles an answer, who carries it, and what stated odds make of it: against brute force."""

import json
import random
from fractions import Fraction
from functools import cache
from itertools import combinations, product
from math import comb, prod

import numpy as np
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

import rubicon.supposing.diagrams
import rubicon.supposing.odds
import rubicon.supposing.settling
from books import write_book, write_case
from brief import NOWHERE, fact, given, rule
from rubicon import assess
from rubicon.cli import main
from rubicon.judging.assessing import read_arguments
from rubicon.language.facts import Atom, Case, Literal, Source
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Statement, Vocabulary
from rubicon.problems import BadInput
from rubicon.supposing.finding import pivots_of
from rubicon.supposing.pivots import Leaf
from test_pivoting import SEEDS, Problem, too_large

FEW = 5
"""Open questions of a problem whose every state is judged by itself."""

OPEN = None


@pytest.fixture(scope="module", params=(*SEEDS, *(f"deep {at}" for at in range(7, 21))))
def problem(request):
    return Problem(request.param)


@pytest.fixture(scope="module")
def truth(problem):
    """Return what judges a state: the place of a reply, or None, for each question."""

    @cache
    def judged(state):
        pairs = zip(problem.pivots.questions, state, strict=True)
        return problem.truth([one for q, at in pairs if at is not None for one in q.replies[at].given])

    return judged


def options(problem, at):
    return range(len(problem.pivots.questions[at].replies))


def end_of(problem, truth, known):
    """Return the set of truths that the answer may have after some replies, whatever becomes of the others."""
    count = len(problem.pivots.questions)
    others = [[known[at]] if at in known else [OPEN, *options(problem, at)] for at in range(count)]
    return {truth(state) for state in product(*others)}


def places(problem, replies):
    """Return replies as the places of their questions, with the places of the replies."""
    questions = problem.pivots.questions
    return {
        at: question.replies.index(reply)
        for reply in replies
        for at, question in enumerate(questions)
        if reply in question.replies
    }


def test_the_smallest_settling_sets_are_those_of_brute_force(problem, truth):
    """Every smallest set of replies that settles the answer is there, with what the answer then is."""
    questions = problem.pivots.questions
    if len(questions) > FEW:
        return
    expected = {}
    for size in range(len(questions) + 1):
        for some in combinations(range(len(questions)), size):
            for replies in product(*(options(problem, at) for at in some)):
                known = dict(zip(some, replies, strict=True))
                ends = end_of(problem, truth, known)
                if len(ends) == 1 and not any(set(less) <= set(known.items()) for less in expected):
                    expected[tuple(known.items())] = ends.pop()
    settling = problem.pivots.settling
    assert settling.shortest
    found = {tuple(sorted(places(problem, one.replies).items())): one.end.truth for one in settling.sets}
    assert len(found) + settling.more == len(expected)
    assert found.items() <= expected.items()
    sizes = [len(one.replies) for one in settling.sets]
    assert sizes == sorted(sizes)
    assert sizes == sorted(len(some) for some in expected)[: len(sizes)]


def test_the_course_asks_the_fewest_in_the_worst_case(problem, truth):
    """No course asks fewer at worst, and this one ends where the answer is settled, at what it then is."""
    questions = problem.pivots.questions
    if len(questions) > FEW:
        return

    @cache
    def fewest(items):
        known = dict(items)
        if len(end_of(problem, truth, known)) == 1:
            return 0
        free = [at for at in range(len(questions)) if at not in known]
        return 1 + min(
            max(fewest(tuple(sorted({**known, at: reply}.items()))) for reply in options(problem, at))
            for at in free
        )

    assert problem.pivots.settling.worst == fewest(())
    deepest = follow(problem, truth, problem.pivots.settling.course, {})
    assert deepest == fewest(())


def follow(problem, truth, course, known):
    """Walk every branch of a course, check its ends, and return how deep it goes."""
    if isinstance(course, Leaf):
        if course.end is not None:
            assert end_of(problem, truth, known) == {course.end.truth}
        return 0
    at = [question.about for question in problem.pivots.questions].index(course.about)
    assert [reply for reply, _ in course.replies] == list(problem.pivots.questions[at].replies)
    assert at not in known
    return 1 + max(
        follow(problem, truth, after, {**known, at: reply}) for reply, (_, after) in enumerate(course.replies)
    )


def test_a_greedy_course_and_the_sets_found_without_a_table_are_sound(problem, truth, monkeypatch):
    """Where there are too many questions for a table, what is said to be settled is; the course is called greedy."""
    if len(problem.pivots.questions) > FEW:
        return
    monkeypatch.setattr(rubicon.supposing.settling, "MOST", 0)
    settling = again(problem).settling
    if not problem.pivots.questions or settling.shortest:
        return
    for one in settling.sets:
        assert end_of(problem, truth, places(problem, one.replies)) == {one.end.truth}
    follow(problem, truth, settling.course, {})


def again(problem, odds=()):
    assessment = assess(problem.rulebook, problem.case)
    return pivots_of(assessment, Literal(problem.atom, True), odds)


def threshold(count, number):
    """Make a goal that so many of some open questions decide."""
    leaves = [f"leaf{at}" for at in range(count)]
    names = (*leaves, "goal", "start")
    statements = {
        name: Statement(name, (name,), (), NOWHERE, ask=(name,) if name in leaves else None) for name in names
    }
    some = [rule(f"r/{'-'.join(one)}", *one, then="goal") for one in combinations(leaves, number)]
    rulebook = Rulebook(".", Vocabulary({}, statements), (), (), rules=tuple(some))
    case = Case("c", "c", NOWHERE, None, (), (), (), (given("start"),))
    return assess(rulebook, case), Literal(Atom("goal", ()), True)


@pytest.mark.parametrize(("count", "number"), [(4, 2), (8, 3), (12, 2), (12, 11)])
def test_so_many_of_up_to_twelve_questions(count, number):
    """So many yeses settle it, or as many noes as leave too few; at worst every question has to be asked."""
    assessment, goal = threshold(count, number)
    settling = pivots_of(assessment, goal).settling
    assert (settling.shortest, settling.worst) == (True, count)
    noes = count - number + 1
    assert len(settling.sets) + settling.more == comb(count, number) + comb(count, noes)
    for one in settling.sets:
        acts = {reply.act for reply in one.replies}
        assert (acts, len(one.replies)) == (({"yes"}, number) if one.end.truth else ({"no"}, noes))


def test_beyond_twelve_questions_the_course_is_greedy():
    """Of thirteen questions the sets of few replies are found, and the course is not called the shortest."""
    assessment, goal = threshold(13, 2)
    settling = pivots_of(assessment, goal).settling
    assert not settling.shortest
    assert len(settling.sets) + settling.more == comb(13, 2)
    assert {len(one.replies) for one in settling.sets} == {2}


# --- origins -----------------------------------------------------------------------------------------------


def test_the_fewest_origins_are_those_of_brute_force():
    """Withdrawing all that a set of origins says changes the answer, and no smaller set does."""
    seen = set()
    names = ("north", "south", "east")
    for seed in range(60):
        chance = random.Random(seed)
        leaves = [f"leaf{at}" for at in range(4)]
        statements = {name: Statement(name, (name,), (), NOWHERE) for name in (*leaves, "goal", "start")}
        rules = [
            rule("r/one", *chance.sample(leaves, 2), then="goal"),
            rule("r/two", chance.choice(leaves), then="goal", unless=[chance.choice(leaves)]),
            rule("r/not", "start", f"absent {chance.choice(leaves)}", then="not goal", overrides=["r/one"]),
        ]
        facts = [given("start")]
        for leaf in leaves:
            for name in chance.sample(names, chance.choice((0, 1, 2))):
                text = leaf if chance.random() < 0.8 else f"not {leaf}"
                made = fact(text, chance.choice(("A1", "B2", "C3", "D4")))
                facts.append(replace(made, source=Source(f"{name}-{leaf}", "A report", origin=name)))
        rulebook = Rulebook(".", Vocabulary({}, statements), (), (), rules=tuple(rules))
        case = Case("c", "c", NOWHERE, None, (), (), (), tuple(facts))
        goal = Literal(Atom("goal", ()), True)

        def told(gone, rulebook=rulebook, case=case, facts=facts):
            kept = tuple(one for one in facts if one.source is None or one.source.origin not in gone)
            return assess(rulebook, replace(case, facts=kept)).verdict("goal").truth

        margin = pivots_of(assess(rulebook, case), goal).margin
        now = told(())
        present = sorted({one.source.origin for one in facts if one.source})
        changing = [
            some
            for size in range(1, len(present) + 1)
            for some in combinations(present, size)
            if told(some) != now
        ]
        least = min(map(len, changing), default=0)
        assert set(margin.sets) == {some for some in changing if len(some) == least}, seed
        assert margin.origins == len(present)
        assert margin.exhausted or margin.sets
        seen.add(least)
    assert {0, 1, 2} <= seen


# --- odds --------------------------------------------------------------------------------------------------


def laid_on(problem, chance):
    """State odds for some of the questions: a share for one reply."""
    stated = {}
    for at, question in enumerate(problem.pivots.questions):
        if chance.random() < 0.6:
            stated[at] = (chance.randrange(len(question.replies)), Fraction(chance.randrange(0, 11), 10))
    return stated


def brute_odds(problem, truth, stated):
    """Return for each truth the least and the greatest weight, over all that is left to choose beforehand."""
    questions = problem.pivots.questions
    choices = []
    for at, question in enumerate(questions):
        count = len(question.replies)
        if at not in stated:
            choices.append([tuple(Fraction(one == reply) for one in range(count)) for reply in range(count)])
            continue
        own, share = stated[at]
        others = [reply for reply in range(count) if reply != own]
        choices.append(
            [
                tuple(
                    share if one == own else 1 - share if one == rest else Fraction(0) for one in range(count)
                )
                for rest in others
            ]
        )
    bounds = {}
    for laid in product(*choices):
        weights = dict.fromkeys((True, False, None), Fraction(0))
        for state in product(*(range(len(question.replies)) for question in questions)):
            weights[truth(state)] += prod(
                (way[at] for way, at in zip(laid, state, strict=True)), start=Fraction(1)
            )
        for end, weight in weights.items():
            low, high = bounds.get(end, (weight, weight))
            bounds[end] = (min(low, weight), max(high, weight))
    return {end: both for end, both in bounds.items() if both[1]}


def test_stated_odds_give_the_interval_of_brute_force(problem, truth, monkeypatch):
    """The least and the greatest weight of each answer are those over all ways to fix what is not stated."""
    if not 0 < len(problem.pivots.questions) <= 4:
        return
    for seed in range(3):
        stated = laid_on(problem, random.Random(seed))
        odds = [
            (problem.pivots.questions[at].replies[reply].given[0], share)
            for at, (reply, share) in stated.items()
        ]
        if not odds or any(len(r.given) > 1 for q in problem.pivots.questions for r in q.replies):
            continue
        expected = brute_odds(problem, truth, stated)
        monkeypatch.setattr(rubicon.supposing.odds, "EXACT", 22)
        found = again(problem, odds).odds
        assert found.exact
        assert {one.end.truth: (one.low, one.high) for one in found.weights if one.high} == expected
        monkeypatch.setattr(rubicon.supposing.odds, "EXACT", -1)
        drawn = again(problem, odds).odds
        assert drawn.exact
        assert {one.end.truth: (one.low, one.high) for one in drawn.weights if one.high} == expected
        with monkeypatch.context() as here:
            here.setattr(rubicon.supposing.diagrams, "diagrams_of", too_large)
            wider = again(problem, odds).odds
        assert not wider.exact
        bounds = {one.end.truth: (one.low, one.high) for one in wider.weights}
        for end, (low, high) in expected.items():
            assert bounds[end][0] <= low <= high <= bounds[end][1]


@pytest.mark.parametrize("share", [Fraction(-1, 10), Fraction(11, 10)])
def test_odds_that_are_no_probability_are_refused(share):
    """A share below 0 or above 1 is a problem."""
    assessment, goal = threshold(4, 2)
    (leaf,) = read_arguments(assessment.language, ["leaf0"])
    with pytest.raises(BadInput, match="no probability"):
        pivots_of(assessment, goal, [(leaf, share)])


def test_odds_on_what_does_not_matter_are_named():
    """Odds on a sentence that is no open question that bears on the answer are told as idle."""
    assessment, goal = threshold(4, 2)
    leaf, start = read_arguments(assessment.language, ["leaf0", "start"])
    found = pivots_of(assessment, goal, [(leaf, Fraction(1, 5)), (start, Fraction(1, 2))]).odds
    assert found.idle == (start,)
    yes = next(one for one in found.weights if one.end.truth)
    assert (yes.low, yes.high) == (Fraction(0), Fraction(1))
    assert speak(assessment.rulebook.vocabulary, leaf) == "leaf0"


def test_the_random_problems_are_not_idle():
    """Among them are some that are settled by sets of one, of two and of three replies, and courses as long."""
    settling = [
        one.settling for one in (Problem(seed).pivots for seed in SEEDS) if 0 < len(one.questions) <= FEW
    ]
    sizes = {len(some.replies) for one in settling for some in one.sets}
    assert {1, 2} <= sizes
    assert {1, 2} <= {one.worst for one in settling}


# --- as it is told -----------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in a folder with a rulebook and a case."""
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [*arguments, "--rules", "rules"], catch_exceptions=False)


REQUEST = "Ukraine asks the CSTO to intervene"


def test_pivots_tells_what_settles_it_who_carries_it_and_the_odds(desk):
    """The page has a line for each, JSON has the whole."""
    text = (desk / "case.toml").read_text(encoding="utf-8")
    (desk / "case.toml").write_text(
        text.replace("Kazakhstan", "Ukraine").replace(REQUEST, "Russia leads the CSTO"), encoding="utf-8"
    )
    said = run("pivots", "case.toml", "--odds", f"{REQUEST}=0.2").stdout
    assert f"- If it is found that {REQUEST}, the answer is likely." in said
    assert "it takes at most one question in all, and no course takes fewer at worst." in said
    assert f"By the odds stated (20% that {REQUEST}), taken as independent" in said
    assert "- The answer is likely: 20%." in said
    assert "- The answer is unlikely: 80%." in said
    found = json.loads(run("pivots", "case.toml", "--format", "json", "--odds", f"{REQUEST}=0.2").stdout)
    assert [one["given"] for one in found["settles"]["sets"]] == [
        [[REQUEST]],
        [["Ukraine does not ask the CSTO to intervene"]],
    ]
    assert (found["settles"]["worst"], found["settles"]["shortest"]) == (1, True)
    assert found["settles"]["course"]["sentence"] == REQUEST
    assert found["odds"]["exact"]
    assert {one["answer"]["answer"]: one["low"] for one in found["odds"]["weights"]} == {
        "likely": 0.2,
        "unlikely": 0.8,
    }


def test_origins_are_told(desk):
    """The answer falls with the one origin of the case."""
    said = run("pivots", "case.toml").stdout
    assert "The answer falls if this one origin is wrong in all it says: address." in said
    found = json.loads(run("pivots", "case.toml", "--format", "json").stdout)
    assert found["origins"] == {"sets": [["address"]], "exhausted": True, "of": 1}


def test_a_case_states_odds(desk):
    """`[[odds]]` of a case are those of every run, and `--odds` goes before them; assess takes them, too."""
    text = (desk / "case.toml").read_text(encoding="utf-8")
    text = text.replace("Kazakhstan", "Ukraine").replace(REQUEST, "Russia leads the CSTO")
    text += f'\n[[odds]]\nthat = "{REQUEST}"\np = 0.4\nwhy = "So the embassy."\n'
    (desk / "case.toml").write_text(text, encoding="utf-8")
    assert "- The answer is likely: 40%." in run("pivots", "case.toml").stdout
    assert "- The answer is likely: 40%." in run("assess", "case.toml", "--pivots").stdout
    assert "- The answer is likely: 25%." in run("assess", "case.toml", "--odds", f"{REQUEST}=1/4").stdout


@pytest.mark.parametrize("odds", ["Ukraine asks the CSTO to intervene", "=x", f"{REQUEST}=1/0"])
def test_odds_without_a_probability_are_wrong_usage(desk, odds):
    """What has no number after its last = is refused with status 2."""
    assert run("pivots", "case.toml", "--odds", odds).exit_code == 2


def test_odds_in_a_case_are_shares(desk):
    """A number above 1 is a problem of the case."""
    text = (desk / "case.toml").read_text(encoding="utf-8")
    (desk / "case.toml").write_text(text + f'\n[[odds]]\nthat = "{REQUEST}"\np = 1.5\n', encoding="utf-8")
    result = run("pivots", "case.toml")
    assert result.exit_code == 1
    assert '"p" must be a number from 0 to 1' in result.output


# --- up to twelve questions, by a table of our own ---------------------------------------------------------


def formula(count, seed):
    """Make a goal that random rules over some open questions decide, and the table of its truth.

    An axis a question: left open, yes, no. Truth is 1, or -1 where only rules against it apply, else 0.
    """
    chance = random.Random(seed)
    leaves = [f"leaf{at:02}" for at in range(count)]
    names = (*leaves, "goal", "start")
    statements = {
        name: Statement(name, (name,), (), NOWHERE, ask=(name,) if name in leaves else None) for name in names
    }
    shape = (3,) * count
    sides = {"goal": np.zeros(shape, bool), "not goal": np.zeros(shape, bool)}
    rules = []
    for number in range(count):
        then = "goal" if number % 3 else "not goal"
        some = chance.sample(range(count), chance.choice((2, 3, 4)))
        signs = [chance.choice((1, 1, 2)) for _ in some]
        said = [
            leaves[at] if sign == 1 else f"not {leaves[at]}" for at, sign in zip(some, signs, strict=True)
        ]
        rules.append(rule(f"r/{number}", *said, then=then))
        met = np.ones(shape, bool)
        for at, sign in zip(some, signs, strict=True):
            met &= (np.arange(3) == sign).reshape([3 if axis == at else 1 for axis in range(count)])
        sides[then] |= met
    rulebook = Rulebook(".", Vocabulary({}, statements), (), (), rules=tuple(rules))
    case = Case("c", "c", NOWHERE, None, (), (), (), (given("start"),))
    table = np.where(sides["goal"] == sides["not goal"], 0, np.where(sides["goal"], 1, -1)).astype(np.int8)
    return assess(rulebook, case), Literal(Atom("goal", ()), True), table


TRUTHS = {1: True, -1: False, 0: None}


def replied(reply):
    """Return the question and the place on its axis that a reply is."""
    return int(reply.given[0].atom.statement[4:]), 1 if reply.given[0].truth else 2


@pytest.mark.parametrize(("count", "seed"), [(6, 1), (8, 2), (10, 3), (12, 4), (12, 5)])
def test_sets_and_course_of_up_to_twelve_questions_are_those_of_every_state(count, seed):
    """Each of the 3^n states is looked at: the smallest settling sets, and the fewest questions at worst."""
    assessment, goal, table = formula(count, seed)
    settling = pivots_of(assessment, goal).settling
    low, high = table.copy(), table.copy()
    for axis in range(count):
        left = (slice(None),) * axis
        low[(*left, 0)] = low.min(axis=axis)
        high[(*left, 0)] = high.max(axis=axis)
    settled = low == high
    smallest = settled.copy()
    cost = np.where(settled, 0, 99).astype(np.int8)
    for axis in range(count):
        left = (slice(None),) * axis
        for reply in (1, 2):
            smallest[(*left, reply)] &= ~settled[(*left, 0)]
    for _ in range(count):
        for axis in range(count):
            left = (slice(None),) * axis
            asked = 1 + np.maximum(cost[(*left, 1)], cost[(*left, 2)])
            cost[(*left, 0)] = np.minimum(cost[(*left, 0)], asked)
    assert settling.shortest
    assert settling.worst == cost[(0,) * count]
    states = {tuple(int(one) for one in state) for state in np.argwhere(smallest)}
    assert len(settling.sets) + settling.more == len(states)
    for one in settling.sets:
        state = [0] * count
        for at, place in map(replied, one.replies):
            state[at] = place
        assert tuple(state) in states
        assert one.end.truth is TRUTHS[int(table[tuple(state)])]
    sizes = sorted(sum(map(bool, state)) for state in states)
    assert [len(one.replies) for one in settling.sets] == sizes[: len(settling.sets)]


@pytest.mark.parametrize(("count", "seed"), [(8, 2), (10, 3), (12, 4)])
@pytest.mark.parametrize("unstated", [0, 3])
def test_odds_of_up_to_twelve_questions_are_those_of_every_completion(count, seed, unstated):
    """The weight of each answer is summed over all 2^n completions, in each way to fix what has no odds."""
    assessment, goal, table = formula(count, seed)
    chance = random.Random(seed)
    shares = {at: Fraction(chance.randrange(1, 10), 10) for at in range(unstated, count)}
    odds = [(Literal(Atom(f"leaf{at:02}", ()), True), share) for at, share in shares.items()]
    found = pivots_of(assessment, goal, odds).odds
    bounds = {}
    for fixed in product((1, 2), repeat=unstated):
        weights = dict.fromkeys(TRUTHS.values(), Fraction(0))
        for rest in product((1, 2), repeat=count - unstated):
            share = prod(
                (shares[at] if one == 1 else 1 - shares[at] for at, one in enumerate(rest, unstated)),
                start=Fraction(1),
            )
            weights[TRUTHS[int(table[(*fixed, *rest)])]] += share
        for end, weight in weights.items():
            least, most = bounds.get(end, (weight, weight))
            bounds[end] = (min(least, weight), max(most, weight))
    assert found.exact
    assert {one.end.truth: (one.low, one.high) for one in found.weights if one.high} == {
        end: both for end, both in bounds.items() if both[1]
    }
