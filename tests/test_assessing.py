"""Assess a case through the public Python API."""

import random
from datetime import date

import pytest

from books import write_book, write_case
from rubicon import BadInput, assess, parse_case, read_case, read_rulebook

REQUEST = "Kazakhstan asks the CSTO to intervene"
SUPPORT = "local elements in Kazakhstan support intervention by Russia"
LIKELY = "the likelihood of intervention by Russia in Kazakhstan is judged: likely"
UNLIKELY = "the likelihood of intervention by Russia in Kazakhstan is judged: unlikely"


@pytest.fixture
def book(tmp_path):
    return read_rulebook(write_book(tmp_path / "rules"))


@pytest.fixture
def case(tmp_path, book):
    return read_case(write_case(tmp_path / "case.toml"), book)


def test_a_verdict_has_truth_standing_and_confidence(book, case):
    """A sentence is read in any spelling, and its verdict says how it stands."""
    verdict = assess(book, case).verdict(
        "kazakhstan asks the Collective Security Treaty Organization to intervene."
    )
    assert (verdict.truth, verdict.standing, verdict.confidence) == (True, "definite", "moderate")
    verdict = assess(book, case).verdict(SUPPORT)
    assert (verdict.truth, verdict.standing, verdict.confidence) == (True, "defeasible", "moderate")


def test_a_denied_sentence_is_judged_as_the_denial(book, case):
    """What is asked in the denied form is answered for the denial."""
    verdict = assess(book, case).verdict("Kazakhstan does not ask the CSTO to intervene")
    assert (verdict.truth, verdict.standing) == (False, "definite")


def test_another_value_established_makes_a_value_false(book, case):
    """Of a single value, those that are not established are false, even those that nothing speaks of."""
    assessment = assess(book, case)
    assert assessment.verdict(LIKELY).truth is True
    assert assessment.verdict(UNLIKELY).truth is False
    even = "the likelihood of intervention by Russia in Kazakhstan is judged: roughly even chance"
    assert assessment.verdict(even).truth is False


def test_of_what_nothing_speaks_the_verdict_is_unknown(book, case):
    """Unknown is neither true nor false, and has no confidence."""
    verdict = assess(book, case).verdict("local elements in Ukraine support intervention by Russia")
    assert (verdict.truth, verdict.standing, verdict.confidence) == (None, "unknown", None)


def test_findings_are_in_the_positive_form(book, tmp_path):
    """A finding's sentence is affirmative; its truth says whether it is so."""
    case = read_case(
        write_case(
            tmp_path / "c.toml", extra='[[fact]]\nthat = "Ukraine does not ask the CSTO to intervene"\n'
        ),
        book,
    )
    found = {finding.sentence: finding for finding in assess(book, case).findings}
    assert found["Ukraine asks the CSTO to intervene"].truth is False
    assert found[SUPPORT].derived
    assert found[SUPPORT].because[0].rule == "local-support/request"
    assert not found[REQUEST].derived


def test_without_withdraws_every_assertion(book, case):
    """Without the request nothing supports the intervention, and the answer changes."""
    assessment = assess(book, case, without=[REQUEST])
    assert assessment.verdict(SUPPORT).truth is None
    assert assessment.verdict(UNLIKELY).truth is True
    assert [fact.literal.atom.statement for fact in assessment.withdrawn] == ["asks"]


def test_withdrawing_what_is_not_asserted_is_a_problem(book, case):
    """A sentence that nothing asserts cannot be withdrawn; the message names it."""
    with pytest.raises(BadInput, match='argument: nothing asserts "Ukraine asks the CSTO to intervene"'):
        assess(book, case, without=["Ukraine asks the CSTO to intervene"])


def test_an_assumption_replaces_what_it_conflicts_with(book, case):
    """An assumed sentence is given with low confidence, and what contradicts it is withdrawn."""
    assessment = assess(book, case, assume=["Kazakhstan does not ask the CSTO to intervene"])
    verdict = assessment.verdict(REQUEST)
    assert (verdict.truth, verdict.standing, verdict.confidence) == (False, "definite", "low")
    assert len(assessment.withdrawn) == 1


def test_every_bad_argument_is_reported_at_once(book, case):
    """Two sentences that cannot be read are two problems."""
    with pytest.raises(BadInput) as caught:
        assess(book, case, assume=["Kazakstan asks the CSTO to intervene"], without=["nonsense it is"])
    assert len(caught.value.problems) == 2
    assert all(str(problem).startswith("argument: ") for problem in caught.value.problems)


def test_only_what_was_known_on_the_day_counts(book, case):
    """A day earlier the request was not known."""
    assert assess(book, case, as_of=date(2022, 1, 4)).verdict(REQUEST).truth is None


def test_schools_are_judged_apart(tmp_path, case):
    """A school is judged by its rules, those of the schools beside it and the common ground."""
    dissent = """
        title = "The second school doubts it"
        if = ["?host asks ?_guarantor to intervene", "intervention by ?intervener in ?host is considered"]
        then = "the likelihood of intervention by ?intervener in ?host is judged: roughly even chance"
        overrides = ["likelihood/supported"]
        because = "It doubts."
        school = "second"
    """
    book = read_rulebook(write_book(tmp_path / "second", likelihood__dissent=dissent))
    assert assess(book, case).verdict(LIKELY).truth is True
    both = assess(book, case, schools=["second", "first"])
    assert [one.school.name for one in both.judgements] == ["second", "first"]
    assert both.verdict(LIKELY).truth is False
    with pytest.raises(BadInput, match='unknown school "frist"'):
        assess(book, case, schools=["frist"])
    assert [one.school.name for one in assess(book, case, schools="second").judgements] == ["second"]


def test_a_rulebook_needs_only_a_vocabulary(tmp_path):
    """Without a framework a case needs no roles and no day."""
    folder = write_book(tmp_path, framework=None, likelihood__supported=None, likelihood__unsupported=None)
    book = read_rulebook(folder)
    case = parse_case('title = "Bare"\n[[fact]]\nthat = "Russia leads the CSTO"\n', book)
    assert assess(book, case).verdict("Russia leads the CSTO").truth is True


def test_the_order_of_facts_makes_no_difference(tmp_path, book):
    """Shuffled facts give the same findings."""
    facts = [
        f'[[fact]]\nthat = "{state} sends {n} troops to Kazakhstan"\ngrade = "{grade}"\n'
        for state, n, grade in [
            ("Russia", 2000, "C3"),
            ("Russia", 3000, "B3"),
            ("Ukraine", 10, "B2"),
            ("Ukraine", 20, "B2"),
        ]
    ]
    results = set()
    for seed in range(6):
        random.Random(seed).shuffle(facts)
        case = parse_case(
            'title = "S"\nas_of = 2022-01-05\nroles = { intervener = "Russia", host = "Kazakhstan" }\n'
            + "".join(facts),
            book,
        )
        results.add(assess(book, case).findings)
    assert len(results) == 1


def test_a_draft_takes_part_only_when_asked(tmp_path, case):
    """Draft rules need `drafts`; retired ones never take part."""
    draft = 'status = "draft"\ntitle = "D"\nif = ["?x leads ?_a"]\nthen = "the authority of the government of ?x is disputed"\n'
    book = read_rulebook(
        write_book(tmp_path / "d", topic__draft=draft, topic__old=draft.replace("draft", "retired"))
    )
    sentence = "the authority of the government of Russia is disputed"
    assert assess(book, case).verdict(sentence).truth is None
    assert assess(book, case, drafts=True).verdict(sentence).truth is True


def test_a_dated_rule_takes_part_within_its_span(tmp_path, case):
    """`since` is the first day of a rule, `until` the first day without it."""
    dated = (
        'since = 2022-01-05\nuntil = 2022-01-06\ntitle = "D"\nif = ["?x leads ?_a"]\n'
        'then = "the authority of the government of ?x is disputed"\n'
    )
    book = read_rulebook(write_book(tmp_path / "d", topic__dated=dated))
    sentence = "the authority of the government of Russia is disputed"
    days = [date(2022, 1, day) for day in (5, 6)]
    assert [assess(book, case, as_of=day).verdict(sentence).truth for day in days] == [True, None]


def test_standing_knowledge_is_older_than_the_work_that_records_it(tmp_path, case):
    """A background fact counts from the day it began, whatever the date of the work it cites."""
    sources = '[source.reference]\ntitle = "A work of reference"\ndate = 2026-01-01\n'
    fact = '[[fact]]\nthat = "Ukraine asks the CSTO to intervene"\non = 2020-01-01\nsource = "reference"\n'
    book = read_rulebook(write_book(tmp_path / "standing", sources=sources, background=fact))
    sentence = "Ukraine asks the CSTO to intervene"
    days = [date(2019, 12, 31), date(2020, 1, 1)]
    assert [assess(book, case, as_of=day).verdict(sentence).truth for day in days] == [None, True]
