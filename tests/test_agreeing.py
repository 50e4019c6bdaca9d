"""What would end a difference between schools: checked by judging each reply to each open question under both."""

import random
from itertools import combinations

import pytest
from msgspec.structs import replace

from reported import shipped
from rubicon.explaining import explain
from rubicon.judging.assessing import all_schools, assess
from rubicon.language.speaking import speak
from rubicon.rendering import render_assessment
from rubicon.supposing.agreeing import schools_agree
from rubicon.supposing.answering import goal_of, target
from rubicon.supposing.finding import pivots_of
from rubicon.supposing.inputs import inputs_of


def answers(book, case, schools, assume=()):
    """Return the answer of each school, None where it gives none."""
    made = assess(book, case, schools=schools, assume=assume)
    return [
        target(made, None, one.judgement.firings).answer(one.judgement).literal for one in made.judgements
    ]


@pytest.mark.parametrize("name", ["kazakhstan-2022", "donbas-2014-04"])
def test_the_findings_that_end_a_difference_are_those_of_brute_force(name):
    """Each reply to each question that could be asked is assumed in turn; where both schools then agree, it is told."""
    book, case = shipped(name)
    made = assess(book, case, schools=all_schools(book))
    vocabulary, first = book.vocabulary, made.judgements[0]
    now = answers(book, case, all_schools(book))
    parted = [at for at in range(1, len(now)) if now[at] != now[0]][: 1 if name.startswith("kaz") else 2]
    assert parted
    for at in parted:
        other = made.judgements[at]
        names = (first.school.name, other.school.name)
        expected = {}
        sides = (made, replace(made, judgements=(other,)))
        questions = [one for side in sides for one in inputs_of(side, goal_of(side, None)).questions]
        for question in questions:
            for reply in question.replies:
                one, two = answers(book, case, names, [speak(vocabulary, given) for given in reply.given])
                if one == two and one is not None:
                    expected[reply.given[0]] = one
        found = schools_agree(made, other)
        assert found.whole
        assert {one.moves[0].literal: one.answer for one in found.sets} == expected


def test_where_no_single_finding_ends_a_difference_the_fewest_that_do_are_told():
    """Of Armenia in 2018 no reply makes RAND's school and the first agree; each pair told does, and others do not."""
    book, case = shipped("armenia-2018")
    made = assess(book, case, schools=all_schools(book))
    first = made.judgements[0].school.name
    other = next(one for one in made.judgements if one.school.name == "rand")
    found = schools_agree(made, other)
    assert found.whole
    assert {len(one.moves) for one in found.sets} == {2}
    sides = (made, replace(made, judgements=(other,)))
    questions = {one.about: one for side in sides for one in inputs_of(side, goal_of(side, None)).questions}
    replies = [reply.given for question in questions.values() for reply in question.replies]

    def agree(*given):
        said = [speak(book.vocabulary, literal) for some in given for literal in some]
        one, two = answers(book, case, (first, "rand"), said)
        return one if one == two else None

    assert not [given for given in replies if agree(given)]
    pairs = {frozenset(move.assumed for move in one.moves): one.answer for one in found.sets}
    assert {pair: agree(*pair) for pair in pairs} == pairs
    others = [frozenset(some) for some in combinations(replies, 2) if some[0][0].atom != some[1][0].atom]
    for pair in random.Random(1).sample(others, 40):
        assert (agree(*pair) is not None) == (pair in pairs)


def test_the_report_tells_them_where_what_would_change_is_asked_for():
    """With what would change, each school of another answer has a line; without, there is none."""
    book, case = shipped("kazakhstan-2022")
    made = assess(book, case, schools=all_schools(book))
    assert "What each difference comes down to" not in render_assessment(explain(made), "markdown")
    full = render_assessment(explain(made, pivots=pivots_of(made)), "markdown")
    told = full.partition("What each difference comes down to")[2].partition("## Annex A")[0]
    assert "- Saradzhyan's three conditions:\n" in told
    assert "If China is ready to fight Russia for Kazakhstan, both say unlikely" in told
