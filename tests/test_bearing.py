"""What is judged of some statements alone is what is judged of them among all."""

import random
from collections import Counter

from rubicon.firing import fire
from rubicon.judging import judge
from rubicon.judging.bearing import Unjudged, bearing_on
from rubicon.judging.ledger import Ledger
from rulebooks import TODAY, WORDS, random_problem


def told(ledger, literal):
    """Return all that a report asks of a literal: how it stands, and its arguments without their numbers."""
    judgement = ledger.judgement
    arguments = [
        (one.weight, one.applies, one.stands, one.instance, one.facts, one.confidence, one.weakest)
        for one in ledger.for_(literal)
    ]
    return (
        ledger.verdict(literal.atom),
        ledger.in_play(literal),
        judgement.candidates.get(literal, False),
        judgement.denied.get(literal),
        literal in judgement.definite,
        ledger.rivals(literal),
        arguments,
    )


def test_a_part_stands_as_in_the_whole(pytestconfig):
    """Of random statements everything comes out as it does where all is judged, clashes and circles included."""
    wanted, seen = pytestconfig.getoption("rulebooks"), Counter()
    for seed in range(wanted):
        chance = random.Random(f"bearing {seed}")
        problem = random_problem(chance)
        firings = fire(WORDS, problem.rules, problem.facts, TODAY)
        whole = Ledger(judge(WORDS, firings), WORDS)
        names = chance.sample(sorted(WORDS.statements), 2)
        part = Ledger(judge(WORDS, bearing_on(WORDS, firings, names)), WORDS)
        seen["less"] += len(part.judgement.arguments) < len(whole.judgement.arguments)
        for name in names:
            assert part.spoken(name) == whole.spoken(name), f"seed {seed}"
        for literal in part.judgement.for_:
            assert told(part, literal) == told(whole, literal), f"seed {seed}, {literal}"
            seen["a rule"] += any(one.instance for one in part.for_(literal))
            seen[f"truth {part.verdict(literal.atom).truth}"] += 1
    assert wanted < 200 or (min(seen.values()) > 20 and len(seen) == 5)


def test_what_was_judged_is_kept():
    """A firing is judged once as a whole and once for the same statements; where the whole is there, it serves."""
    problem = random_problem(random.Random("kept"))
    one = Unjudged(WORDS, fire(WORDS, problem.rules, problem.facts, TODAY))
    assert one.about(["p"]) is one.about(("p",))
    assert one.whole is one.whole
    assert one.about(["q"]) is one.whole
