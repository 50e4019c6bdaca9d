"""What differs between two judgements: every reason told for a turn is one, and half of an exception is none."""

import random

import pytest

from books import write_book, write_case
from rubicon import assess, read_case, read_rulebook
from rubicon.explaining import explain
from rubicon.explaining.what_if import what_if
from rubicon.judging.assessing import judgement_of
from rubicon.judging.differences import APPLIES, CARRIES, path, turns
from rubicon.judging.ledger import Ledger
from rubicon.language.speaking import speak
from rubicon.rendering import render_assessment
from rubicon.rendering.answers import render_what_if
from rulebooks import TODAY, WORDS, random_problem

SUPPORT = "local elements in Kazakhstan support intervention by Russia"
DISPUTED = "the authority of the government of Kazakhstan is disputed"

STAYING = """
    title = "Staying"
    if = ["the authority of the government of ?host is disputed", "intervention by ?intervener in ?host is considered"]
    then = "it is false that local elements in ?host support intervention by ?intervener"
    because = "So."
    overrides = ["local-support/request"]
"""


def both_of_two(*, staying=True):
    """Return rules of which one has an exception in two parts, and another may override it."""
    return {
        "local-support__request": """
            title = "Going"
            if = ["?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
            unless = [["the authority of the government of ?host is disputed", "?intervener sends 5 troops to ?host"]]
            then = "local elements in ?host support intervention by ?intervener"
            because = "So."
        """,
        "local-support__staying": STAYING if staying else None,
    }


@pytest.fixture
def judged(tmp_path):
    """Return a function that judges the small case as filed, and with something assumed."""

    def ask(rules, **options):
        book = read_rulebook(write_book(tmp_path / "rules", **rules))
        case = read_case(write_case(tmp_path / "case.toml"), book)
        return assess(book, case), assess(book, case, **options)

    return ask


def said(assessment, literals):
    return [speak(assessment.rulebook.vocabulary, literal) for literal in literals]


def test_half_of_an_exception_is_no_reason(judged):
    """Where one part of an exception comes and another rule overrides, the report names what that rule holds."""
    filed, now = judged(both_of_two(), assume=[DISPUTED])
    shift = next(one for one in explain(now, filed).changes.shifts if one.before)
    going = next(turn for turn in shift.lost if turn.rule.title == "Going")
    assert (going.missing, going.arrived) == ((), ())
    assert said(now, going.rivals) == [f"it is false that {SUPPORT}"]
    text = " ".join(render_assessment(explain(now, filed), "text").split())
    assert f"“Going” no longer prevails: it is now held that it is false that {SUPPORT}." in text
    assert f"“Staying” now applies: it is now established that {DISPUTED}." in text


def test_a_whole_exception_is_the_reason(judged):
    """Where both parts of an exception come, both are told as what stops the rule."""
    troops = "Russia sends 5 troops to Kazakhstan"
    filed, now = judged(both_of_two(staying=False), assume=[DISPUTED, troops])
    shift = next(one for one in explain(now, filed).changes.shifts if one.before)
    going = next(turn for turn in shift.lost if turn.rule.title == "Going")
    assert said(now, going.arrived) == [DISPUTED, troops]
    assert going.rivals == ()


def test_a_rule_out_of_force_has_no_rival_for_a_reason(judged):
    """A rule that no longer takes part is not told to be outweighed by something that is there anyhow."""
    rules = {
        "likelihood__supported": """
            title = "Supported"
            if = ["local elements in ?host support intervention by ?intervener"]
            then = "the likelihood of intervention by ?intervener in ?host is judged: likely"
            overrides = ["likelihood/anyhow"]
            because = "So."
            until = 2022-02-01
        """,
        "likelihood__unsupported": None,
        "likelihood__anyhow": """
            title = "Anyhow"
            if = ["intervention by ?intervener in ?host is considered"]
            then = "the likelihood of intervention by ?intervener in ?host is judged: unlikely"
            because = "So."
        """,
    }
    filed, later = judged(rules, as_of=TODAY.replace(year=2022, month=3, day=1))
    answer = explain(later, earlier=filed).earlier.answer
    (fell,) = answer.lost
    assert (fell.rule.title, fell.missing, fell.arrived, fell.rivals) == ("Supported", (), (), ())
    (came,) = answer.gained
    assert (came.rule.title, said(later, came.rivals)) == ("Anyhow", [said(later, [answer_before(filed)])[0]])


def answer_before(assessment):
    """Return the established likelihood of the small case."""
    return next(one for one in assessment.judgement.established if one.atom.statement == "level")


def test_one_reason_is_told_once(judged):
    """A rule that turns for a sentence by two of its alternatives, for the same reason, is told once."""
    rules = {
        "local-support__request": """
            title = "Either way"
            if = ["the authority of the government of ?host is disputed",
                  ["?host asks the CSTO to intervene", "?intervener leads the CSTO"],
                  "intervention by ?intervener in ?host is considered"]
            then = "local elements in ?host support intervention by ?intervener"
            because = "So."
        """,
    }
    filed, now = judged(rules, assume=[DISPUTED])
    assert sum(one.stands for one in now.judgement.arguments if one.instance) > 2
    text = " ".join(render_what_if(what_if(filed, now), "text").split())
    assert text.count("“Either way” now carries it") == 1


def pairs():
    """Yield ledgers of random rulebooks, with all their facts and with one of them left out."""
    for seed in range(220):
        problem = random_problem(random.Random(seed))
        whole = Ledger(judgement_of(WORDS, problem.rules, problem.facts, TODAY), WORDS)
        for at in range(min(3, len(problem.facts))):
            facts = [fact for place, fact in enumerate(problem.facts) if place != at]
            yield seed, whole, Ledger(judgement_of(WORDS, problem.rules, facts, TODAY), WORDS)


def is_shown(ledger, literal):
    """Tell whether a literal is established, or reported, which is enough for `every reported`."""
    return ledger.established(literal) or bool(ledger.asserting(literal))


def test_every_reason_told_is_one():
    """What is told as missing is established on the stronger side alone, what arrived on the weaker alone."""
    kinds = {"missing": 0, "arrived": 0, "rivals": 0}
    redated = 0
    for seed, before, after in pairs():
        literals = {a.literal for ledger in (before, after) for a in ledger.judgement.arguments}
        for turn in turns(before, after, sorted(literals, key=repr)):
            strong, weak = (after, before) if turn.came else (before, after)
            assert turn.argument in strong.for_(turn.literal), seed
            assert all(is_shown(strong, one) and not weak.established(one) for one in turn.missing), seed
            assert all(is_shown(weak, one) and not strong.established(one) for one in turn.arrived), seed
            assert all(weak.applying(one) for one in turn.rivals), seed
            assert all(one.established(said) for one in (strong, weak) for said in turn.redated), seed
            redated += bool(turn.redated)
            assert not turn.rivals or min(turn.was, turn.now) > 0, seed
            lacking = max(turn.was, turn.now) == CARRIES and min(turn.was, turn.now) == APPLIES
            if lacking and weak.verdict(turn.literal.atom).standing != "undecided":
                assert turn.rivals, (seed, turn)
                assert turn.held == all(weak.established(one) for one in turn.rivals)
            for name in kinds:
                kinds[name] += bool(getattr(turn, name))
    assert all(number > 25 for number in kinds.values()), kinds
    assert redated


def test_a_path_has_every_rule_that_turns_the_answer_and_its_premises_before():
    """A path holds what turns its end, and whatever turned a premise stands before what rests on it."""
    for seed, before, after in pairs():
        for literal in sorted(before.judgement.established, key=repr):
            if after.established(literal):
                continue
            found = path(before, after, (literal,))
            ends = [turn for turn in turns(before, after, (literal,)) if turn.rule and turn.was == CARRIES]
            assert all(turn in found for turn in ends), seed
            assert len(set(map(repr, found))) == len(found), seed
