"""Explanations as values: how sections come out, what carries what, what is not known."""

from datetime import date
from decimal import Decimal
from textwrap import dedent

import pytest
from msgspec.structs import replace

from books import VOCABULARY, write_book, write_case
from reported import REPORTS, REQUEST, bridge, explained, shipped
from rubicon.explaining import explain
from rubicon.judging.assessing import assess
from rubicon.judging.reaching import open_questions, outlook_of
from rubicon.language.binding import bound
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Atom, Literal
from rubicon.language.speaking import speak
from rubicon.reading import parse_case, read_case, read_rulebook
from rubicon.rendering import render_assessment
from rubicon.supposing.finding import pivots


def states(explanation):
    return {told.key: told.state for told in explanation.sections if told.state}


def said(explanation, literals):
    return [speak(explanation.rulebook.vocabulary, literal) for literal in literals]


def test_a_variable_is_met_not_met_contested_or_open():
    """The state of a variable follows from what is established for it, against it, or applies for both."""
    assert states(REPORTS["bridge"]()) == {"damage": "met", "acceptance": "contested", "traffic": "met"}
    assert states(REPORTS["kazakhstan-2022-without-the-request"]())["local-support"] == "not met"
    assert states(REPORTS["kazakhstan-2022-without-the-request"]())["feasibility"] == "open"


def test_the_answers_range_is_that_of_icd_203():
    """The answer carries its range in per cent, and the day by which its event would have to happen."""
    question = REPORTS["kazakhstan-2022"]().question
    assert (question.answer, question.range) == ("likely", (Decimal(55), Decimal(80)))
    assert question.deadline == date(2022, 3, 6)


def test_what_decides_a_variable_by_absence_alone_is_presumed():
    """Without the request nothing but a presumption speaks against local support, and the report says so."""
    told = {told.key: told for told in REPORTS["kazakhstan-2022-without-the-request"]().sections}
    assert (told["local-support"].presumed, told["local-support"].standing) == (True, False)
    assert not told["trigger"].presumed


def test_standing_knowledge_is_no_presumption_alone():
    """Where standing knowledge carries a variable the report says so, and does not say that no fact does."""
    book, case = shipped("georgia-2008-08-08")
    partners = [fact for fact in case.facts if fact.literal.atom.statement == "region-sides"]
    own = tuple(fact for fact in case.facts if fact.literal.atom.statement not in ("region-sides", "weaker"))
    standing = tuple(replace(fact, basis="background") for fact in partners)
    assert standing
    book = replace(book, background=(*book.background, *standing))
    explanation = explained((book, replace(case, facts=own)))
    told = {told.key: told for told in explanation.sections}["military-reaction"]
    assert (told.presumed, told.standing) == (True, True)
    text = " ".join(render_assessment(explanation, "text").split())
    assert (
        "It is presumed from standing knowledge: no fact of this case shows it, and nothing shows otherwise."
        in text
    )


def test_an_empty_section_names_the_rules_that_could_speak():
    """Of scale and timing nothing is concluded without the request; the report names what rules there are."""
    explanation = REPORTS["kazakhstan-2022-without-the-request"]()
    told = {told.key: told for told in explanation.sections}["scale-and-timing"]
    assert not told.claims
    assert told.silent
    text = " ".join(render_assessment(explanation, "text").split())
    assert f"ask for more than is known: “{told.silent[0].title}”" in text


def test_a_fact_that_carries_several_variables_is_a_shared_foundation():
    """The request carries three variables, and is named once with all of them."""
    explanation = REPORTS["kazakhstan-2022"]()
    shared = {
        speak(explanation.rulebook.vocabulary, found.literal): [ref.key for ref in found.sections]
        for found in explanation.foundations
    }
    assert shared[REQUEST] == ["local-support", "military-reaction", "feasibility"]


def test_the_weakest_link_is_a_report_where_one_is_weak():
    """Confidence in heavy traffic hangs on the best count whose number alone suffices."""
    told = {told.key: told for told in REPORTS["bridge"]().sections}
    link = told["traffic"].weakest
    assert link.kind == "fact"
    assert link.evidence


def test_unknowns_are_asked_once_and_only_if_unsettled():
    """A question is open while nothing settles it; one that is settled is not asked."""
    text = render_assessment(REPORTS["bridge"](), "text").partition("What is not known")[2]
    assert text.count("Is a detour round the Old Bridge open?") == 1
    assert "Do cracks run through the Old Bridge?" not in text


def test_a_run_without_the_request_tells_what_fell_and_why():
    """What a run changes is told against the case as filed: the answer, the variables, the reasons."""
    explanation = REPORTS["kazakhstan-2022-without-the-request"]()
    was, now = explanation.changes.question
    assert (was.answer, now.answer) == ("likely", "unlikely")
    fell = {shift.key: (shift.before, shift.after) for shift in explanation.changes.shifts if shift.before}
    assert fell["local-support"] == ("met", "not met")
    assert fell["feasibility"] == ("met", "open")
    local = next(shift for shift in explanation.changes.shifts if shift.key == "local-support")
    assert local.lost[0].rule.id == "local-support/government-request"
    assert REQUEST in said(explanation, [found for lost in local.lost for found in lost.missing])
    assert said(explanation, explanation.changes.fallen) == [REQUEST]


def test_what_was_not_public_by_the_day_is_not_shown_as_set_aside():
    """A report that became known later is no part of what a run withdrew."""
    [(_, evidence)] = REPORTS["kazakhstan-2022-without-the-request"]().run.withdrawn
    assert all(cited.fact.known <= date(2022, 1, 5) for cited in evidence)


def test_an_assumption_settles_the_answer_and_is_shown_as_one():
    """What a run assumes is told as assumed wherever the report uses it."""
    explanation = REPORTS["bridge-accepted"]()
    assert explanation.question.answer == "likely"
    text = render_assessment(explanation, "text")
    assert "It is assumed for this run that the Hauliers does not oppose closing the Old Bridge." in text


def test_schools_are_set_side_by_side_where_they_differ():
    """Each school's outcome stands with its rules; where they agree the report says so in a line."""
    explanation = REPORTS["bridge"]()
    assert [[holding.state for holding in view.holdings] for view in explanation.schools] == [
        [None, "met", "contested", "met"],
        [None, "met", "contested", "not met"],
    ]
    text = render_assessment(explanation, "text")
    assert "The schools agree on the answer, damage and acceptance." in text


def test_contested_values_leave_a_range(tmp_path):
    """Where two answers apply and neither prevails, the report gives the range between them."""
    more = """
        title = "A request alone is no likelihood"
        if = ["local elements in ?host support intervention by ?intervener"]
        then = "the likelihood of intervention by ?intervener in ?host is judged: unlikely"
        because = "Support alone moves nobody."
        school = "first"
    """
    book = read_rulebook(write_book(tmp_path / "rules", likelihood__doubt=more))
    explanation = explain(assess(book, read_case(write_case(tmp_path / "case.toml"), book)))
    assert explanation.question.candidates == ("unlikely", "likely")
    assert explanation.question.candidate_range == (Decimal(20), Decimal(80))
    text = render_assessment(explanation, "markdown")
    assert "No answer is established." in text
    assert "leave a range between unlikely and likely (20–80%)" in text


def test_without_a_framework_the_findings_are_listed_with_reasons(tmp_path):
    """A rulebook without a question gives a list of findings, each with its reasons and sources."""
    rules = write_book(tmp_path / "rules", framework=None)
    book = read_rulebook(rules)
    case = read_case(write_case(tmp_path / "case.toml"), book)
    explanation = explain(assess(book, replace(case, as_of=None)))
    assert explanation.question is None
    text = render_assessment(explanation, "markdown")
    assert "Local elements in Kazakhstan support intervention by Russia." in text
    assert "Kazakhstan's own government asked for the troops." in text
    assert "## Findings" in text
    assert "[1]" in text
    assert "<svg" not in render_assessment(explanation, "html")


def test_a_question_of_yes_or_no_is_answered_so(tmp_path):
    """A question whose statement has no slot for the answer is answered yes or no."""
    question = """
        title = "Support"
        ask = "Does anybody in {host} support {intervener}?"
        question = "local elements in {host} support intervention by {intervener}"
        event = "support is voiced in {host}"
        horizon = 10
        considered = "intervention by {intervener} in {host} is considered"
        [role.intervener]
        kind = "country"
        [role.host]
        kind = "country"
        [[section]]
        title = "Request"
        kind = "variable"
        for = ["{host} asks ?guarantor to intervene"]
    """
    rules = {
        "framework": question,
        "likelihood__supported": None,
        "likelihood__unsupported": None,
    }
    book = read_rulebook(write_book(tmp_path / "rules", **rules))
    explanation = explain(assess(book, read_case(write_case(tmp_path / "case.toml"), book)))
    assert (explanation.question.answer, explanation.question.truth) == ("yes", True)
    assert "Does anybody in Kazakhstan support Russia by 15 January 2022? Yes." in render_assessment(
        explanation, "markdown"
    )


def test_statements_that_clash_are_named(tmp_path):
    """Definite statements that conflict are told as such, and none of them is used."""
    book, _ = bridge()
    text = """
        title = "A clash"
        as_of = 2020-05-10
        roles = { bridge = "the Old Bridge" }
        [source.one]
        title = "One"
        date = 2020-05-01
        [source.two]
        title = "Two"
        date = 2020-05-01
        [[fact]]
        that = "the town counts 300 lorries a day on the Old Bridge"
        source = "one"
        grade = "B2"
        [[fact]]
        that = "the town counts 400 lorries a day on the Old Bridge"
        source = "two"
        grade = "B2"
    """
    text = render_assessment(explain(assess(book, parse_case(text, book))), "markdown")
    assert "Reports conflict: the town counts 300 lorries a day on the Old Bridge" in text
    assert "the matter stays open" in text


@pytest.mark.parametrize("day", [date(2022, 1, 6), date(2022, 1, 10), date(2022, 1, 20)])
def test_later_days_are_explained_too(day):
    """The judgement of any day can be told, and what changed since an earlier one with it."""
    book, case = shipped("kazakhstan-2022")
    now, before = assess(book, case, as_of=day), assess(book, case)
    explanation = explain(now, earlier=before)
    assert explanation.earlier.since == case.as_of
    text = render_assessment(explanation, "markdown")
    assert "## What changed since 5 January 2022" in text
    later = explained((book, case), as_of=day)
    assert later.question.answer == explanation.question.answer


@pytest.mark.parametrize("name", ["ukraine-2021", "donbas-2014-08", "kyrgyzstan-2020", "kazakhstan-2022"])
def test_what_is_not_known_is_what_pivots_ask(name):
    """Of the question a report asks exactly what `pivots` asks; of the variables it may ask more."""
    book, case = shipped(name)
    assessment = assess(book, case)
    asked = {question.about for question in pivots(book, case).questions}
    goal = bound(book.framework.question, dict(case.roles))
    assert asked
    assert {one.about[0] for one in open_questions(outlook_of(assessment, [goal]))} == asked
    told = {Literal(Atom(one.statement, one.terms), truth=True) for one in explain(assessment).unknowns}
    assert asked <= told


def test_a_report_with_an_open_variable_does_not_say_that_all_is_settled(tmp_path):
    """Where no question can be asked of whom the case names, what is open is named all the same."""
    book = read_rulebook(
        write_book(tmp_path / "rules", vocabulary=VOCABULARY.replace("    ask = ", "    means = "))
    )
    case = parse_case(dedent(NOBODY), book)
    explanation = explain(assess(book, case))
    assert (explanation.asked, states(explanation)) == ((), {"local support": "open"})
    text = " ".join(render_assessment(explanation, "text").split())
    assert "is settled" not in text
    assert (
        "What is contested or open (local support) waits on no question that the rules would have asked"
        in text
    )
    settled = explain(
        assess(book, case, assume=["local elements in Kazakhstan support intervention by Russia"])
    )
    assert "Every question that the rules ask about this case is settled." in render_assessment(
        settled, "markdown"
    )


def test_more_questions_than_can_be_searched_keep_no_report_from_being_written(monkeypatch):
    """The report says that it lists none, and does not say that everything is settled."""
    monkeypatch.setattr("rubicon.judging.questions.MOST_CANDIDATES", 0)
    explanation = explained(bridge())
    assert explanation.asked is None
    text = render_assessment(explanation, "text")
    assert "More questions are open than can be searched, and none is listed." in " ".join(text.split())


NOBODY = """
    title = "A case"
    as_of = 2022-01-05
    roles = { intervener = "Russia", host = "Kazakhstan" }
"""


def test_what_is_not_known_is_asked_where_wildcards_of_one_name_stand_in_two_lines(tmp_path):
    """`?_x` in two lines is whoever it may be in each: the report asks what `pivots` asks (DESIGN 2.2)."""
    vocabulary = """
        [statement.borders]
        form = "{state:country} borders {host:country}"
        [statement.arms]
        form = "{state:country} arms {host:country}"
    """
    request = """
        title = "A request of a crowded host is local support"
        if = ["?_x borders ?host", "?_x arms ?host",
              "?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
        then = "local elements in ?host support intervention by ?intervener"
        because = "{{ host }}'s own government asked for the troops."
    """
    case = """
        title = "A case"
        as_of = 2022-01-05
        roles = { intervener = "Russia", host = "Kazakhstan" }
        [[fact]]
        that = "Ukraine borders Kazakhstan"
        grade = "A1"
        [[fact]]
        that = "Russia arms Kazakhstan"
        grade = "A1"
        [[fact]]
        that = "Russia leads the CSTO"
        grade = "A1"
    """
    words = dedent(VOCABULARY) + dedent(vocabulary)
    book = read_rulebook(write_book(tmp_path, vocabulary=words, **{"local-support/request": request}))
    assessment = assess(book, parse_case(dedent(case), book))
    asks = Pattern("asks", ("Kazakhstan", "the CSTO"))
    asked = [question.about for question in pivots(book, assessment.case).questions]
    assert asked == [Literal(Atom(asks.statement, asks.terms), truth=True)]
    assert explain(assessment).unknowns == (asks,)


def test_a_wildcard_of_an_absence_is_not_whom_another_line_found(tmp_path):
    """`nothing shows that ?_x arms ?host` speaks of anybody, whoever `?_x` is in another line (DESIGN 2.2)."""
    vocabulary = """
        [statement.borders]
        form = "{state:country} borders {host:country}"
        [statement.arms]
        form = "{state:country} arms {host:country}"
    """
    request = """
        title = "A host that nobody arms welcomes anybody"
        if = ["intervention by ?intervener in ?host is considered", "?_x borders ?host",
              "nothing shows that ?_x arms ?host"]
        then = "local elements in ?host support intervention by ?intervener"
        because = "Nobody arms {{ host }}."
    """
    words = dedent(VOCABULARY) + dedent(vocabulary)
    book = read_rulebook(write_book(tmp_path, vocabulary=words, **{"local-support/request": request}))
    case = """
        title = "A case"
        as_of = 2022-01-05
        roles = { intervener = "Russia", host = "Kazakhstan" }
        [[fact]]
        that = "Ukraine borders Kazakhstan"
        grade = "A1"
    """
    assessment = assess(book, parse_case(dedent(case), book))
    support = "local elements in Kazakhstan support intervention by Russia"
    found = next(finding for finding in assessment.findings if finding.sentence == support)
    assert found.because[0].premises[1:] == (
        "Ukraine borders Kazakhstan",
        "nothing shows that ?_x arms Kazakhstan",
    )
    text = render_assessment(explain(assessment), "markdown")
    assert "Nothing shows that any country arms Kazakhstan." in text
    assert "Ukraine arms" not in text
