"""Days of which only a span is known, facts that are retracted, and what else a case file may say: DESIGN 2.5."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import case, world
from rubicon import BadInput, assess, parse_case, read_rulebook
from rubicon.judging.spans import slides
from rubicon.language.dating import in_force, is_known
from rubicon.language.uncertain import read_uncertain, uncertain_text

SPANS = [
    ("1992", date(1992, 1, 1), date(1992, 12, 31), "1992"),
    ("1992~", date(1991, 1, 1), date(1993, 12, 31), "about 1992"),
    ("2022-01", date(2022, 1, 1), date(2022, 1, 31), "January 2022"),
    ("2022-01~", date(2021, 12, 1), date(2022, 2, 28), "about January 2022"),
    ("2021-12~", date(2021, 11, 1), date(2022, 1, 31), "about December 2021"),
    ("2022-01-05", date(2022, 1, 5), date(2022, 1, 5), "5 January 2022"),
    ("2022-01-05~", date(2022, 1, 4), date(2022, 1, 6), "about 5 January 2022"),
    (
        "2022-01-03/2022-01-08",
        date(2022, 1, 3),
        date(2022, 1, 8),
        "some day between 3 January 2022 and 8 January 2022",
    ),
    ("2021-12/2022", date(2021, 12, 1), date(2022, 12, 31), "some day between December 2021 and 2022"),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Make the small world, without rules."""
    folder = tmp_path_factory.mktemp("uncertain") / "rules"
    world(folder, {})
    return read_rulebook(folder)


@pytest.mark.parametrize(("text", "first", "last", "prose"), SPANS)
def test_a_span_is_read_and_spelled(text, first, last, prose):
    """A year, a month, a day, about one, and an interval: EDTF as DESIGN 2.5 has it."""
    found = read_uncertain(text)
    assert found is not None
    assert (found.first, found.last, found.written, uncertain_text(found)) == (first, last, text, prose)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "92",
        "2022-13",
        "2022-00",
        "2022-02-30",
        "2022-01-08/2022-01-03",
        "2022/2021/2020",
        "May 1992",
        "2022-01?",
        "0000",
        "9999~",
        "0001~",
        "2022-1",
    ],
)
def test_what_is_no_day_is_not_read(text):
    """A day that there is not, an interval that runs backwards, words, and what lies off the calendar."""
    assert read_uncertain(text) is None


@given(
    st.dates(date(2, 1, 1), date(9998, 12, 31)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]), st.booleans()
)
def test_a_span_holds_the_day_it_is_made_from(day, form, about):
    """Every day lies within its own year, month and day, and `~` only widens the span."""
    plain = f"{day.year:04}" + day.isoformat()[4 : {"%Y": 4, "%Y-%m": 7, "%Y-%m-%d": 10}[form]]
    exact, wide = read_uncertain(plain), read_uncertain(plain + "~")
    assert exact.first <= day <= exact.last
    assert wide.first < exact.first <= exact.last < wide.last
    assert (uncertain_text(wide) == f"about {uncertain_text(exact)}") or not about


@pytest.mark.parametrize(
    ("days", "source", "counted"),
    [
        ({"on": '"2022-01"'}, "", date(2022, 1, 31)),
        ({"on": '"2022-01"'}, "2022-01-10", date(2022, 1, 10)),
        ({"on": '"2022-01"'}, "2022-03-01", date(2022, 1, 31)),
        ({"on": '"2022-01"'}, "2021-03-01", date(2022, 1, 31)),
        ({"on": '"2022-01"', "known": "2022-01-07"}, "2022-01-10", date(2022, 1, 7)),
        ({"on": "2022-01-05", "known": "2022-01-03"}, "", date(2022, 1, 5)),
    ],
)
def test_an_uncertain_day_counts_from_its_end_or_from_when_it_was_told(book, days, source, counted):
    """It counts from the last day of its span, or from the source's date or `known` if that lies within it."""
    table = f'[source.a]\ntitle = "A"\n{f"date = {source}" if source else ""}\n'
    lines = "".join(f"{key} = {value}\n" for key, value in days.items())
    text = case() + table + f'[[fact]]\nthat = "Anna marches"\nsource = "a"\n{lines}'
    read = parse_case(text, book).facts[0]
    assert read.on == counted
    assert (read.on_within is None) == (not days["on"].startswith('"'))


def test_an_uncertain_end_counts_from_its_first_day(book):
    """`until` counts from the first day of its span."""
    text = case() + '[[fact]]\nthat = "Anna marches"\non = 2022-01-05\nuntil = "2022-02"\n'
    read = parse_case(text, book).facts[0]
    assert (read.until, read.until_within.written) == (date(2022, 2, 1), "2022-02")


def test_spans_that_cross_are_never_in_force_and_said_to_be(book):
    """With `until` not after `on`, so counted, a fact never counts, and a warning says so; exact days are wrong."""
    text = case() + '[[fact]]\nthat = "Anna marches"\non = "2022"\nuntil = "2022-06"\n'
    read = parse_case(text, book)
    assert any("never in force" in problem.what for problem in read.warnings)
    for month in range(1, 13):
        assert not in_force(book.vocabulary, read.facts, date(2022, month, 15))
    with pytest.raises(BadInput, match="it ends on 2022-01-02, not after it begins on 2022-01-05"):
        parse_case(case() + '[[fact]]\nthat = "Anna marches"\non = 2022-01-05\nuntil = 2022-01-02\n', book)


@pytest.mark.parametrize(
    ("later", "ends"),
    [('"2022-02"', True), ('"2022-01-20~"', False), ('"2022-01"', False), ("2022-02-01", True)],
)
def test_a_later_report_ends_an_earlier_only_where_it_lies_wholly_after(book, later, ends):
    """Of one source, a later `on` ends the earlier one only where its whole span is later."""
    text = (
        case()
        + '[source.a]\ntitle = "A"\ndate = 2022-03-01\n'
        + '[[fact]]\nthat = "the mood of Anna is: low"\nsource = "a"\non = "2022-01"\n'
        + f'[[fact]]\nthat = "the mood of Anna is: high"\nsource = "a"\non = {later}\n'
    )
    counted = in_force(book.vocabulary, parse_case(text, book).facts, date(2022, 4, 1))
    assert [one.literal.atom.values[1] for one in counted] == (["high"] if ends else ["low", "high"])


def test_a_slip_in_a_day_is_answered_with_what_may_be_written(book):
    """A text that is no day names the forms that are read."""
    with pytest.raises(BadInput) as refused:
        parse_case(case() + '[[fact]]\nthat = "Anna marches"\non = "May 1992"\n', book)
    assert '"May 1992" is no day' in str(refused.value)
    assert '"1992-05"' in str(refused.value)


@pytest.mark.parametrize("key", ["known", "withdrawn"])
def test_when_a_report_was_public_is_a_single_day(book, key):
    """`known` and `withdrawn` are single days."""
    with pytest.raises(BadInput, match=f'"{key}" must be a day'):
        parse_case(case() + f'[[fact]]\nthat = "Anna marches"\n{key} = "2022-01"\n', book)


def test_a_retracted_fact_stays_on_file_and_never_counts(book):
    """What the analyst took out keeps its reason and its coder, and is never in force."""
    text = case() + '[[fact]]\nthat = "Anna marches"\nretracted = "a namesake"\ncoder = "B. C."\n'
    read = parse_case(text, book).facts[0]
    assert (read.retracted, read.coder) == ("a namesake", "B. C.")
    assert not in_force(book.vocabulary, [read], None)
    assert not is_known(read, date(2022, 1, 5))


def test_a_case_names_its_people_its_marking_and_the_outcome_of_each_tier(book):
    """`author`, `reviewed_by` and `marking` are read; `[outcome]` is the default tier's, `[outcome.NAME]` another's."""
    text = (
        'author = "A. B."\nreviewed_by = "C. D."\nmarking = "RESTRICTED"\n'
        + case()
        + "[outcome]\nhappened = false\n[outcome.covert]\nhappened = true\non = 2022-02-01\n"
    )
    read = parse_case(text, book)
    assert (read.author, read.reviewed_by, read.marking) == ("A. B.", "C. D.", "RESTRICTED")
    assert read.outcome.happened is False
    assert [(name, one.on) for name, one in read.outcomes] == [("covert", date(2022, 2, 1))]
    only = parse_case(case() + "[outcome.covert]\nhappened = true\n", book)
    assert (only.outcome, len(only.outcomes)) == (None, 1)


@pytest.mark.parametrize(("known", "tried"), [("", True), ("known = 2022-01-31\n", False)])
def test_a_day_tried_earlier_was_public_earlier_unless_the_case_says_when(book, known, tried):
    """Where nothing states `known` it follows from `on`, so that the first day of a span is tried as known then."""
    text = case(head="as_of = 2022-01-15")
    read = parse_case(text + f'[[fact]]\nthat = "Anna marches"\non = "2022-01"\n{known}', book)
    assessment = assess(book, read)
    assert not assessment.judgement.firings.facts
    assert [slide.day for slide in slides(assessment)] == ([date(2022, 1, 1)] if tried else [])
