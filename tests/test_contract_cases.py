"""Sentences of sections 2.4 and 2.5 of the contract: background, works, origins, and what a case's file says."""

from datetime import date, timedelta

import pytest

from books import FRAMEWORK, write_book, write_case
from contract import case, fact, judged, problems, rule, standing, world
from faults import flat, made, run, told
from rubicon import assess, parse_case, read_rulebook
from rubicon.editing.check import check

YES, NO = "Anna protests", "Anna stays calm"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def dated(text, **days):
    """Add bare TOML days, or quoted spans, to the text of a fact."""
    return text.rstrip() + "\n" + "".join(f"{key} = {day}\n" for key, day in days.items())


# ---- 2.4 ----


@pytest.mark.parametrize(
    ("day", "truth"), [("2009-12-31", None), ("2010-01-01", True), ("2011-12-31", True), ("2012-01-01", None)]
)
def test_a_membership_holds_in_its_days(tmp_path, day, truth):
    """DESIGN 2.4: a standing fact is given from `on` until `until`."""
    standing_fact = (
        '[[fact]]\nthat = "Anna trusts Bela"\nsource = "work"\non = 2010-01-01\nuntil = 2012-01-01\n'
    )
    book = read_rulebook(world(tmp_path, background=standing_fact))
    found = standing(assess(book, parse_case(case(head=f"as_of = {day}"), book)), "Anna trusts Bela")
    assert found[:2] == ((True, "definite") if truth else (None, "unknown"))


def test_a_standing_fact_names_its_source(tmp_path):
    """DESIGN 2.4: background is sourced: an unknown source is an error."""
    text = '[[fact]]\nthat = "Anna trusts Bela"\nsource = "nowhere"\n'
    told_ = problems(read_rulebook, world(tmp_path, background=text))
    assert "background.toml:" in told_
    assert "nowhere" in told_


def test_a_work_is_told_with_all_that_is_known_of_it(here):
    """DESIGN 2.4: author, title, publisher, date and address of what a rule, and of what a standing fact cites."""
    works = """
        [source.work]
        author = "Ann Author"
        title = "A work"
        publisher = "A house"
        date = 2001-02-03
        address = "https://example.org/work"
        [source.list]
        author = "Lou Lister"
        title = "A list"
        publisher = "An office"
        date = 2002-03-04
        address = "https://example.org/list"
    """
    background = '[[fact]]\nthat = "Anna trusts Bela"\nsource = "list"\n'
    rules = {"a/b": rule(["?x trusts ?_y"], "?x votes", cites=["work p3"])}
    world(here / "rules", rules, sources=works, background=background)
    (here / "case.toml").write_text(case(head="as_of = 2022-01-05"), encoding="utf-8")
    text = told("why", "case.toml", "Anna votes", "--format", "text")
    for said in ("Ann Author", "A work", "A house", "3 February 2001", "https://example.org/work"):
        assert said in text, said
    for said in ("Lou Lister", "A list", "An office", "4 March 2002", "https://example.org/list"):
        assert said in text, said


ORIGINS = '[source.wire]\ntitle = "W"\norigin = "Wire"\n[source.paper]\ntitle = "P"\n'


@pytest.mark.parametrize(
    ("days", "as_of", "expected"),
    [
        ({}, "2022-01-05", "high"),
        ({"known": "2022-01-06"}, "2022-01-05", "moderate"),
        ({"known": "2022-01-06"}, "2022-01-06", "high"),
        ({"withdrawn": "2022-01-05"}, "2022-01-05", "moderate"),
        ({"withdrawn": "2022-01-05"}, "2022-01-04", "high"),
        ({"retracted": '"A slip."'}, "2022-01-05", "moderate"),
    ],
)
def test_only_what_is_in_force_that_day_counts_towards_two_origins(tmp_path, days, as_of, expected):
    """DESIGN 2.4: a report that is not known yet, or taken back, is no second origin."""
    book = read_rulebook(world(tmp_path))
    second = dated(fact(YES, "B2", source="paper"), **days)
    text = case(fact(YES, "A2", source="wire"), second, head=f"as_of = {as_of}") + ORIGINS
    assert standing(assess(book, parse_case(text, book)), YES) == (True, "definite", expected)


def test_what_is_no_report_of_a_case_needs_no_second_origin(here):
    """DESIGN 2.4: background and what every case asserts from its roles are highly sure without an origin; so are examples."""
    write_book(
        here / "rules",
        background='[[fact]]\nthat = "Russia leads the CSTO"\nsource = "w"\n',
        sources='[source.w]\ntitle = "W"\n',
    )
    write_case(here / "case.toml")
    found = {one["sentence"]: one["confidence"] for one in made("assess", "case.toml")["findings"]}
    assert found["Russia leads the CSTO"] == "high"
    assert found["intervention by Russia in Kazakhstan is considered"] == "high"
    assert found["Kazakhstan asks the CSTO to intervene"] == "moderate"
    example = '[[example]]\ngiven = ["Anna marches"]\nexpect = ["Anna votes"]\n'
    book = read_rulebook(world(here / "small", {"a/b": rule(["?x marches"], "?x votes") + example}))
    assert not [one for one in check(book).problems if not one.warning]


@pytest.mark.parametrize("others", [(), ("two",)])
def test_the_gloss_of_a_grade_claims_no_confirmation(here, others):
    """DESIGN 2.4: what the digit 1 means is said of how it was graded; of one origin it counts as 2, which is said, too."""
    world(here / "rules")
    text = case(fact(YES, "A1", source="one"), *(fact(YES, "B2", source=key) for key in others))
    (here / "case.toml").write_text(text, encoding="utf-8")
    for form in ("text", "markdown", "html"):
        said = flat(run("why", "case.toml", YES, "--format", form).stdout)
        gloss = "graded as confirmed by other sources, and counted as 2 where it comes from one origin"
        assert said.count("confirmed by other sources") == said.count(gloss) == 1


# ---- 2.5 ----


def test_a_source_of_a_case_is_told_with_all_that_is_known_of_it(here):
    """DESIGN 2.5: its title, publisher, date and address stand in the report, and its title alone is required."""
    world(here / "rules")
    source = '[source.s]\ntitle = "A speech"\npublisher = "The Gazette"\ndate = 2022-01-03\naddress = "https://example.org/s"\n'
    (here / "case.toml").write_text(case(fact(YES, source="s")) + source, encoding="utf-8")
    text = told("assess", "case.toml", "--format", "text")
    for said in ("A speech", "The Gazette", "3 January 2022", "https://example.org/s"):
        assert said in text, said
    book = read_rulebook("rules")
    assert not problems(parse_case, case(fact(YES, source="s")) + '[source.s]\ntitle = "A speech"\n', book)
    assert '"title"' in problems(parse_case, case(fact(YES, source="s")) + "[source.s]\n", book)


@pytest.mark.parametrize("letter", "WGSNARP")
def test_a_source_is_of_one_of_seven_classes(tmp_path, letter):
    """DESIGN 2.5: press, government, state outlet, body or NGO, academic, reference, partisan; no other letter is one."""
    book = read_rulebook(world(tmp_path))
    text = f'[source.x]\ntitle = "X"\nclass = "{letter}"\n'
    assert not problems(parse_case, case() + text, book)
    assert "class" in problems(parse_case, case() + text.replace(f'"{letter}"', f'"{letter}{letter}"'), book)
    assert "class" in problems(parse_case, case() + text.replace(f'"{letter}"', '"Q"'), book)


@pytest.mark.parametrize("grade", ["G1", "A7", "A0", "1A", "A", "AA1"])
def test_a_grade_is_a_letter_and_a_digit(tmp_path, grade):
    """DESIGN 2.5: reliability A to F, credibility 1 to 6, and no other."""
    book = read_rulebook(world(tmp_path))
    assert grade in problems(parse_case, case(fact(YES, grade, source="one")), book)
    for letter in "ABCDEF":
        for digit in "123456":
            assert not problems(parse_case, case(fact(YES, letter + digit, source="one")), book)


@pytest.mark.parametrize(
    ("key", "reads"), [("on", True), ("until", True), ("known", False), ("withdrawn", False)]
)
def test_only_the_days_of_what_is_so_may_be_spans(tmp_path, key, reads):
    """DESIGN 2.5: `on` and `until` may be uncertain; when a report was public, or taken back, is a single day."""
    book = read_rulebook(world(tmp_path))
    text = dated(fact(YES, source="one"), **{key: '"2022-01"'})
    assert (not problems(parse_case, case(text, head="as_of = 2022-03-01"), book)) is reads


def test_the_day_judged_and_a_date_in_a_sentence_are_single_days(tmp_path):
    """DESIGN 2.5: no span stands for the day a case is judged from, nor in a date slot."""
    book = read_rulebook(world(tmp_path))
    assert "as_of" in problems(parse_case, case(YES, head='as_of = "2022-01"'), book)
    for written in ("2022-01", "2022-01~", "2022-01-03/2022-01-08"):
        assert "date" in problems(parse_case, case(fact(f"Anna meets Bela on {written}", source="one")), book)


@pytest.mark.parametrize(
    ("written", "counts_from"),
    [
        ("2022-01-05", "2022-01-05"),
        ("2022-01", "2022-01-31"),
        ("2022", "2022-12-31"),
        ("2022-01~", "2022-02-28"),
        ("2022-01-05~", "2022-01-06"),
        ("2022~", "2023-12-31"),
        ("2022-01-03/2022-01-08", "2022-01-08"),
    ],
)
def test_an_uncertain_day_counts_from_its_last_day(tmp_path, written, counts_from):
    """DESIGN 2.5: the forms of EDTF that are read, and the first day on which such a fact counts."""
    last = date.fromisoformat(counts_from)
    for day, truth in ((last - timedelta(days=1), None), (last, True)):
        text = dated(fact(YES), on=f'"{written}"' if written != "2022-01-05" else written)
        found = judged(tmp_path / str(day), {}, text, head=f"as_of = {day}")
        assert standing(found, YES)[0] is truth


@pytest.mark.parametrize(
    ("written", "ends_on"),
    [("2022-03", "2022-03-01"), ("2022-03~", "2022-02-01"), ("2022-03-03/2022-03-08", "2022-03-03")],
)
def test_an_uncertain_end_counts_from_its_first_day(tmp_path, written, ends_on):
    """DESIGN 2.5: `until` ends a fact on the first day of its span, which `~` sets one unit earlier."""
    first = date.fromisoformat(ends_on)
    for day, truth in ((first - timedelta(days=1), True), (first, None)):
        text = dated(fact(YES), on="2022-01-01", until=f'"{written}"')
        assert standing(judged(tmp_path / str(day), {}, text, head=f"as_of = {day}"), YES)[0] is truth


@pytest.mark.parametrize(
    ("source_day", "known", "counts_from"),
    [
        ("2022-01-10", None, "2022-01-10"),
        ("2021-12-10", None, "2022-01-31"),
        ("2022-02-10", None, "2022-02-10"),
        ("2022-01-10", "2022-01-12", "2022-01-12"),
        ("2021-12-10", "2022-01-12", "2022-01-12"),
        ("2022-01-10", "2022-02-12", "2022-02-12"),
    ],
)
def test_an_uncertain_day_counts_from_when_it_was_told_if_that_is_within_it(
    tmp_path, source_day, known, counts_from
):
    """DESIGN 2.5: from the source's date, or a stated `known`, where that is earlier within the span."""
    last = date.fromisoformat(counts_from)
    source = f'[source.s]\ntitle = "S"\ndate = {source_day}\n'
    days = {"on": '"2022-01"', **({"known": known} if known else {})}
    book = read_rulebook(world(tmp_path))
    for day, truth in ((last - timedelta(days=1), None), (last, True)):
        text = case(dated(fact(YES, source="s"), **days), head=f"as_of = {day}") + source
        assert standing(assess(book, parse_case(text, book)), YES)[0] is truth, day


def test_a_case_says_who_made_it(here):
    """DESIGN 2.5: `author` and `reviewed_by` are optional, and told to programs where there is one."""
    world(here / "rules")
    for head, said in (("", False), ('author = "Ann Analyst"\nreviewed_by = "Rae Reviewer"\n', True)):
        (here / "case.toml").write_text(case(YES, head=head), encoding="utf-8")
        found = made("assess", "case.toml")
        assert (found["author"], found["reviewed_by"]) == (
            ("Ann Analyst", "Rae Reviewer") if said else (None, None)
        )


def test_a_fact_keeps_its_note_and_its_coder(here):
    """DESIGN 2.5: a note and a coder are kept with the fact and go out with it; no judgement turns on them."""
    world(here / "rules")
    plain = fact(YES, source="one")
    answers = []
    for text in (plain, fact(YES, source="one", note="Mind it.", coder="Cy Coder")):
        (here / "case.toml").write_text(case(text), encoding="utf-8")
        answers.append(made("assess", "case.toml")["findings"])
    assert answers[0] == answers[1]
    assert "Mind it." in run("export", "case.toml").stdout
    assert "Cy Coder" in run("export", "case.toml").stdout


def test_an_assumption_is_never_dressed_as_information(here):
    """DESIGN 2.5: wherever an assumption is told it is called one, with its reason, and has no source or grade."""
    world(here / "rules", {"a/b": rule(["?x marches"], "?x votes")})
    text = '[[assumption]]\nthat = "Anna marches"\nwhy = "We take it so."\n'
    (here / "case.toml").write_text(case(text), encoding="utf-8")
    for command in (("why", "case.toml", "Anna votes"), ("assess", "case.toml")):
        said = told(*command, "--format", "text")
        assert "assum" in said.casefold()
        assert "We take it so." in said
    (one,) = [one for one in made("assess", "case.toml")["facts"] if one["sentence"] == "Anna marches"]
    assert (one["status"], one["source"], one["grade"]) == ("assumed", None, None)


@pytest.mark.parametrize("key", ["that", "why"])
def test_an_assumption_says_what_and_why(tmp_path, key):
    """DESIGN 2.5: an assumption without its sentence, or its reason, is an error."""
    book = read_rulebook(world(tmp_path))
    text = '[[assumption]]\nthat = "Anna marches"\nwhy = "We take it so."\n'
    lines = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(key))
    assert f'"{key}"' in problems(parse_case, case(lines), book)


def test_the_outcome_is_read_by_scoring_alone(here):
    """DESIGN 2.5: the back-test and the log's score tell what happened, with its day and its words; no judgement does."""
    write_book(here / "rules", framework=FRAMEWORK)
    write_case(
        here / "case.toml", extra='[outcome]\nhappened = true\non = 2023-05-06\nsummary = "They came late."\n'
    )
    log = ("--log", "log.sqlite")
    assert run("log", "file", "case.toml", *log).exit_code == 0
    scored = told("backtest", "case.toml", "--format", "text")
    assert "6 May 2023" in scored
    assert "horizon" in scored  # it came, and later than the question asks
    assert run("log", "score", "case.toml", *log).exit_code == 0
    for command in (
        ("assess", "case.toml"),
        ("pivots", "case.toml"),
        ("timeline", "case.toml"),
        ("log", "show", "1", *log),
    ):
        said = told(*command, "--format", "text")
        assert "May 2023" not in said
        assert "2023-05" not in said
        assert "came late" not in said


@pytest.mark.parametrize(
    ("first", "second"),
    [(YES, NO), (NO, YES), ("the mood of Anna is: low", "the mood of Anna is: high"), (YES, YES)],
)
@pytest.mark.parametrize("same", [True, False])
def test_a_later_on_ends_what_it_conflicts_with_of_one_source_alone(tmp_path, first, second, same):
    """DESIGN 2.5: of one source the later ends the earlier where they conflict; of two both stand."""
    earlier = dated(fact(first, "C3", source="one"), on="2022-01-03", known="2022-01-03")
    later = dated(fact(second, "C3", source="one" if same else "two"), on="2022-01-05", known="2022-01-05")
    found = standing(judged(tmp_path, {}, earlier, later, head="as_of = 2022-01-06"), second)
    assert found[:2] == ((True, "defeasible") if same or first == second else (None, "contested"))
