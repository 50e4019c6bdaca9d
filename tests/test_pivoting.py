"""What would change a judgement: against brute force on random cases, and on small ones worked out by hand."""

import random
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, product

import pytest
from msgspec.structs import replace

import rubicon.supposing.diagrams
import rubicon.supposing.shares
import rubicon.supposing.solving
from brief import NOWHERE, fact, given, rule
from rubicon import assess
from rubicon.judging import verdict_of
from rubicon.language.conditions import Variable
from rubicon.language.facts import Atom, Case, Entity, Literal, Source
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Statement, Vocabulary
from rubicon.supposing.finding import pivots
from rubicon.supposing.pivots import Move
from rulebooks import ENDS, TODAY, WORDS, random_problem

SEEDS = (*range(7), 41, 49, 63, 133, 146, 176, *(f"deep {seed}" for seed in range(1, 9)))
"""Random problems with every construct, and deep ones: the answer hangs on several steps of rules."""


def with_form(statement):
    """Give a statement a form that can be read, and most statements a question."""
    form = [statement.name]
    for slot in statement.slots:
        form += [" of " if len(form) == 1 else " with ", slot]
    ask = statement.form if statement.name not in ("q", "mood") else None
    return replace(statement, form=tuple(form), ask=ask)


VOCABULARY = Vocabulary(WORDS.kinds, {name: with_form(one) for name, one in WORDS.statements.items()})
ENTITIES = tuple(Entity(name, "actor") for name in ENDS["actor"])
SOURCES = tuple(Source(name, name) for name in ("x", "y"))


def wide_problem(chance):
    """Make a random rulebook with every construct; some facts of one source end others."""
    problem = random_problem(chance)
    own, background = [], []
    for one in problem.facts:
        if one.basis in ("case", "assumption"):
            source = chance.choice((*SOURCES, None)) if one.basis == "case" else None
            on = TODAY - timedelta(days=chance.randrange(3)) if source else None
            own.append(replace(one, source=source, on=on))
        elif chance.random() < 0.5:
            background.append(replace(one, basis="background"))
    pattern = chance.choice(chance.choice(problem.rules).conclusions)
    slots = VOCABULARY.statements[pattern.statement].slots
    values = [
        chance.choice(ENDS[slot.kind]) if isinstance(term, Variable) else term
        for term, slot in zip(pattern.terms, slots, strict=True)
    ]
    rulebook = Rulebook(".", VOCABULARY, ENTITIES, tuple(background), rules=problem.rules)
    case = Case("c", "c", NOWHERE, TODAY, (), (), SOURCES, tuple(own[:4]))
    return rulebook, case, Atom(pattern.statement, tuple(values))


def deep_problem(chance):
    """Make a goal that rests on middle statements, and those on open questions and doubtful facts."""
    leaves, middles = [f"leaf{at}" for at in range(7)], [f"middle{at}" for at in range(4)]
    statements = {
        name: Statement(name, (name,), (), NOWHERE, ask=(name,) if name in leaves else None)
        for name in (*leaves, *middles, "goal", "start")
    }
    rules = []
    for middle in middles:
        for at in range(chance.choice((1, 2))):
            one, two, three = chance.sample(leaves, 3)
            then = chance.choice((middle, middle, middle, f"not {middle}"))
            unless = [three] if chance.random() < 0.5 else []
            second = chance.choice((two, f"not {two}", f"absent {two}"))
            beaten = [rules[-1].id] if at else []
            rules.append(rule(f"{middle}/{at}", one, second, then=then, unless=unless, overrides=beaten))
    one, two, three, four = chance.sample(middles, 4)
    rules.append(rule("goal/for", one, two, then="goal"))
    rules.append(rule("goal/also", three, f"absent {four}", then="goal"))
    rules.append(rule("goal/against", four, chance.choice(leaves), then="not goal", overrides=["goal/for"]))
    rules.append(rule("goal/none", "start", "absent goal", then="not goal"))
    facts = [given("start")]
    doubtful = [chance.choice((leaf, f"not {leaf}")) for leaf in chance.sample(leaves, 3)]
    facts += [fact(one, chance.choice(("C3", "B2", "D4"))) for one in doubtful]
    rulebook = Rulebook(".", Vocabulary({}, statements), (), (), rules=tuple(rules))
    return rulebook, Case("c", "c", NOWHERE, TODAY, (), (), (), tuple(facts)), Atom("goal", ())


class Problem:
    """A rulebook, a case and a sentence, and what would change it."""

    def __init__(self, seed):
        chance = random.Random(f"pivots {seed}")
        make = deep_problem if str(seed).startswith("deep") else wide_problem
        self.rulebook, self.case, self.atom = make(chance)
        self.about = speak(self.rulebook.vocabulary, Literal(self.atom, True))
        self.pivots = pivots(self.rulebook, self.case, about=self.about)

    def truth(self, assumed=(), without=()):
        """Assess with some suppositions, and return the truth of the sentence."""
        assumed, without = (
            [speak(self.rulebook.vocabulary, one) for one in some] for some in (assumed, without)
        )
        assessment = assess(self.rulebook, self.case, assume=assumed, without=without)
        return verdict_of(self.rulebook.vocabulary, assessment.judgement, self.atom).truth

    def changed_by(self, moves):
        """Tell whether some moves change the truth of the sentence."""
        assumed = [one for move in moves for one in move.assumed]
        without = [one for move in moves for one in move.without]
        return self.truth(assumed, without) != self.pivots.answer.truth

    def inputs(self):
        """Return the moves on each input."""
        for question in self.pivots.questions:
            yield [Move(reply.act, reply.given[0], reply.given) for reply in question.replies]
        for doubt in self.pivots.doubts:
            withdrawn = Move("withdraw", doubt.literal, without=(doubt.literal,))
            yield [withdrawn, Move("deny", doubt.literal, (doubt.literal.contrary,))]


@pytest.fixture(scope="module", params=SEEDS)
def problem(request):
    return Problem(request.param)


def lesser(moves):
    """Yield what makes a part of some moves: without one of them, or one only withdrawn and not denied."""
    for at, move in enumerate(moves):
        yield moves[:at] + moves[at + 1 :]
        if move.act == "deny":
            yield (*moves[:at], Move("withdraw", move.literal, without=(move.literal,)), *moves[at + 1 :])


def parts(moves):
    """Return every part of some moves."""
    found, queue = set(), [moves]
    while queue:
        for fewer in lesser(queue.pop()):
            if fewer not in found:
                found.add(fewer)
                queue.append(fewer)
    return found


def test_a_smallest_change_changes_the_answer_and_no_part_of_it_does(problem):
    """Applied through `assess`, a change gives the answer it names; its parts leave the answer as it is."""
    for change in problem.pivots.changes:
        assert problem.truth(change.assumed, change.without) == change.answer.truth
        assert change.answer.truth != problem.pivots.answer.truth
        assert not any(problem.changed_by(part) for part in parts(change.moves))


def test_the_smallest_changes_of_one_or_two_moves_are_all_there(problem):
    """Brute force finds no smallest change of up to two moves that `pivots` does not."""
    found = {frozenset(change.moves) for change in problem.pivots.changes}
    assert problem.pivots.exhausted or problem.pivots.whole >= 2
    inputs = list(problem.inputs())
    expected = set()
    for size in (1, 2):
        for chosen in combinations(inputs, size):
            for moves in product(*chosen):
                contradict = any(one.contrary in b.assumed for a in moves for one in a.assumed for b in moves)
                if contradict or any(frozenset(part) in expected for part in parts(moves)):
                    continue
                if problem.changed_by(moves):
                    expected.add(frozenset(moves))
                    expected -= {
                        frozenset(one)
                        for one in expected
                        if frozenset(moves) in map(frozenset, parts(tuple(one)))
                    }
    if not problem.pivots.more:
        assert {one for one in found if len(one) <= 2} == expected
    else:
        assert found <= expected | {one for one in found if len(one) > 2}


def test_where_nothing_open_or_doubtful_matters_given_facts_are_taken_away(problem):
    """Changes beyond the inputs are looked for only where these change nothing, and change the answer too."""
    assert not (problem.pivots.beyond and (problem.pivots.changes or not problem.pivots.exhausted))
    for change in problem.pivots.beyond:
        assert problem.truth(change.assumed, change.without) == change.answer.truth
        assert not any(problem.changed_by(part) for part in parts(change.moves))


def test_shares_agree_with_judging_every_completion(problem):
    """Robustness and weights are what judging each completion by itself gives."""
    questions = [question for question in problem.pivots.questions if question.weight.value]
    if not 0 < len(questions) <= 6:
        return
    idle = [one for q in problem.pivots.questions if not q.weight.value for one in q.replies[0].given]
    replies = [range(len(question.replies)) for question in questions]
    truths = {
        chosen: problem.truth(
            [
                *idle,
                *(
                    one
                    for question, at in zip(questions, chosen, strict=True)
                    for one in question.replies[at].given
                ),
            ]
        )
        for chosen in product(*replies)
    }
    alike = sum(truth == problem.pivots.answer.truth for truth in truths.values())
    assert problem.pivots.robustness.value == Fraction(alike, len(truths))
    for place, question in enumerate(questions):
        flips = [
            truths[chosen] != truths[(*chosen[:place], other, *chosen[place + 1 :])]
            for chosen in truths
            for other in replies[place]
            if other != chosen[place]
        ]
        assert question.weight.value == Fraction(sum(flips), len(flips))


def test_a_question_without_weight_changes_no_completion(problem):
    """The questions that bear on nothing may be answered at random."""
    chance = random.Random(1)
    for _ in range(3):
        chosen = [chance.choice(question.replies) for question in problem.pivots.questions]
        idle = [q.weight.value == 0 for q in problem.pivots.questions]
        other = [
            chance.choice(question.replies) if free else reply
            for question, reply, free in zip(problem.pivots.questions, chosen, idle, strict=True)
        ]
        one, two = ([lit for reply in some for lit in reply.given] for some in (chosen, other))
        assert problem.truth(one) == problem.truth(two)


def test_without_a_linchpin_the_answer_falls_and_without_another_fact_it_stays(problem):
    """The linchpins are exactly the asserted statements whose withdrawal changes an established answer."""
    if problem.pivots.answer.truth is None:
        assert problem.pivots.linchpins == ()
        return
    asserted = {one.literal for one in assess(problem.rulebook, problem.case).judgement.firings.facts}
    asserted = {one for one in asserted if one.atom != problem.atom and not same_group(problem, one.atom)}
    falling = {one for one in asserted if problem.truth((), (one,)) != problem.pivots.answer.truth}
    assert {pin.literal for pin in problem.pivots.linchpins} == falling
    for pin in problem.pivots.linchpins:
        assert problem.truth((), (pin.literal,)) == pin.answer.truth


def test_clingo_finds_changes_as_small_as_trying_all_sets_does(problem, monkeypatch):
    """Where no set may be tried, clingo finds the smallest changes with fewest denials, or that there are none."""
    monkeypatch.setattr(rubicon.supposing.solving, "BUDGET", 0)
    monkeypatch.setattr(rubicon.supposing.solving, "PATIENCE", 0)
    solved = pivots(problem.rulebook, problem.case, about=problem.about)
    tried = problem.pivots.changes
    assert bool(solved.changes) == bool(tried)
    least = [change.moves for change in tried if len(change.moves) == len(tried[0].moves)]
    denials = min((denied(moves) for moves in least), default=0)
    expected = {frozenset(moves) for moves in least if denied(moves) == denials}
    assert {frozenset(change.moves) for change in solved.changes} == expected


def denied(moves):
    return sum(move.act == "deny" for move in moves)


def too_large(*_):
    """Say that diagrams pass their size."""
    raise MemoryError


def test_diagrams_give_the_shares_of_every_completion(problem, monkeypatch):
    """Robustness and weights are, to the last digit, those of the completions judged one by one."""
    monkeypatch.setattr(rubicon.supposing.shares, "EXACT", -1)
    drawn = pivots(problem.rulebook, problem.case, about=problem.about)
    assert drawn.sample is None
    assert drawn.robustness == problem.pivots.robustness
    assert drawn.questions == problem.pivots.questions


def test_estimates_lie_near_the_exact_shares(problem, monkeypatch):
    """A sample of completions gives robustness and weights within five standard errors."""
    monkeypatch.setattr(rubicon.supposing.shares, "EXACT", -1)
    monkeypatch.setattr(rubicon.supposing.diagrams, "diagrams_of", too_large)
    monkeypatch.setattr(rubicon.supposing.shares, "SAMPLE", 1 << 10)
    sampled = pivots(problem.rulebook, problem.case, about=problem.about)
    assert sampled.sample == 1 << 10
    exact = {question.about: question.weight.value for question in problem.pivots.questions}
    pairs = [
        (exact[question.about], question.weight) for question in sampled.questions if question.weight.error
    ]
    for value, share in [(problem.pivots.robustness.value, sampled.robustness), *pairs]:
        assert abs(value - share.value) <= 5 * share.error


def same_group(problem, atom):
    group = problem.rulebook.vocabulary.group
    return group(atom) is not None and group(atom) == group(problem.atom)


def test_the_same_input_in_another_order_gives_the_same_pivots(problem):
    """The order of facts and rules does not matter."""
    rulebook = replace(problem.rulebook, rules=problem.rulebook.rules[::-1])
    case = replace(problem.case, facts=problem.case.facts[::-1])
    again = pivots(rulebook, case, about=problem.about)
    assert again == replace(problem.pivots, changes=again.changes, beyond=again.beyond)
    changes = [(*one.changes, *one.beyond) for one in (again, problem.pivots)]
    assert len({tuple((c.moves, c.answer, c.path) for c in some) for some in changes}) == 1


def test_the_random_problems_are_not_idle():
    """Among them are some with changes of one and two moves, weights, linchpins and doubtful facts."""
    problems = [Problem(seed).pivots for seed in SEEDS]
    sizes = {len(change.moves) for one in problems for change in one.changes}
    assert {1, 2, 3} <= sizes
    assert any(0 < q.weight.value < 1 for one in problems for q in one.questions)
    assert any(one.linchpins for one in problems)
    assert any(one.beyond for one in problems)
    assert {move.act for one in problems for change in one.changes for move in change.moves} >= {
        "yes",
        "no",
        "withdraw",
        "deny",
    }
