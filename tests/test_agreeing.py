"""What would end a difference between schools: checked by judging each reply to each open question under both."""

import pytest
from msgspec.structs import replace

from reported import shipped
from rubicon.explaining import explain
from rubicon.judging.assessing import all_schools, assess
from rubicon.language.speaking import speak
from rubicon.rendering import render_assessment
from rubicon.supposing.agreeing import endings_of
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
        assert {step.move.literal: step.answer for step in endings_of(made, other)} == expected


def test_the_report_tells_them_where_what_would_change_is_asked_for():
    """With what would change, each school of another answer has a line; without, there is none."""
    book, case = shipped("kazakhstan-2022")
    made = assess(book, case, schools=all_schools(book))
    assert "What would end the difference" not in render_assessment(explain(made), "markdown")
    full = render_assessment(explain(made, pivots=pivots_of(made)), "markdown")
    told = full.partition("What would end the difference")[2].partition("## Annex A")[0]
    assert (
        "- Saradzhyan's three conditions: if China is ready to fight Russia for Kazakhstan, both say unlikely"
        in told
    )
