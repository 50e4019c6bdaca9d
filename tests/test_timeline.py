"""Follow a case day by day."""

import gc
import importlib
import json
from datetime import date

import pytest
from click.testing import CliRunner

from books import write_book, write_case
from rubicon import BadInput, assess, read_case, read_rulebook
from rubicon.cli import main
from rubicon.judging.assessing import Assessment
from rubicon.surveying.timeline import timeline

HISTORY = """
    title = "A request that ends"
    as_of = 2022-01-06
    roles = { intervener = "Russia", host = "Kazakhstan" }
    [source.news]
    title = "News"
    date = 2022-01-03
    [source.denial]
    title = "A denial"
    date = 2022-01-12
    [[fact]]
    that = "Russia leads the CSTO"
    source = "news"
    grade = "A1"
    [[fact]]
    that = "Ukraine asks the CSTO to intervene"
    on = 2022-01-04
    source = "news"
    grade = "B2"
    [[fact]]
    that = "Kazakhstan asks the CSTO to intervene"
    on = 2022-01-05
    until = 2022-01-10
    source = "news"
    grade = "B2"
    [[fact]]
    that = "Kazakhstan asks the CSTO to intervene"
    on = 2022-01-05
    known = 2022-01-06
    withdrawn = 2022-01-08
    source = "denial"
    grade = "C3"
    [[fact]]
    that = "the authority of the government of Kazakhstan is disputed"
    on = 2022-01-20
    known = 2022-01-12
    source = "denial"
    grade = "B2"
    [outcome]
    happened = true
    on = 2022-01-07
    summary = "A secret of history."
"""

TODAY = """
    title = "What lies long back is unlikely to come again"
    if = ["intervention by ?intervener in ?host is considered",
          "?host asks ?_guarantor to intervene on ?day", "?today - ?day >= 30 days"]
    then = "the likelihood of intervention by ?intervener in ?host is judged: unlikely"
    because = "It was long ago."
    school = "first"
"""


@pytest.fixture
def book(tmp_path):
    return read_rulebook(write_book(tmp_path / "rules"))


@pytest.fixture
def told(tmp_path, book):
    return timeline(book, read_case(write_case(tmp_path / "case.toml", HISTORY), book))


def day(text):
    return date.fromisoformat(text)


def test_a_stretch_begins_where_the_answer_or_a_variable_changes(told):
    """Days that change nothing are told with the change before them."""
    starts = [(stretch.day, stretch.questions[0].answer) for stretch in told.stretches]
    assert starts == [
        (day("2022-01-03"), "unlikely"),
        (day("2022-01-05"), "likely"),
        (day("2022-01-10"), "unlikely"),
    ]
    quiet = [[one.day for one in stretch.days[1:]] for stretch in told.stretches]
    assert quiet == [
        [day("2022-01-04")],
        [day("2022-01-06"), day("2022-01-08")],
        [day("2022-01-12"), day("2022-01-20")],
    ]


def test_each_day_is_judged_as_assess_judges_it(told, tmp_path, book):
    """The answer of a stretch is that of `assess --as-of` on each of its days."""
    case = read_case(tmp_path / "case.toml", book)
    for stretch in told.stretches:
        for one in stretch.days:
            verdict = assess(book, case, as_of=one.day).verdict(
                f"the likelihood of intervention by Russia in Kazakhstan is judged: {stretch.questions[0].answer}"
            )
            assert verdict.truth is True


def test_each_day_says_what_it_brought(told):
    """A fact becomes known, is reported again, is withdrawn, ends, is announced and comes into force."""
    brought = {
        (str(one.day), entry.how, entry.literal.atom.statement) for one in told.days for entry in one.entries
    }
    assert brought == {
        ("2022-01-03", "known", "leads"),
        ("2022-01-04", "known", "asks"),
        ("2022-01-05", "known", "asks"),
        ("2022-01-06", "repeated", "asks"),
        ("2022-01-08", "withdrawn", "asks"),
        ("2022-01-10", "ended", "asks"),
        ("2022-01-12", "announced", "disputed"),
        ("2022-01-20", "begun", "disputed"),
    }


def test_a_change_names_the_rules_it_came_through(told):
    """The change to `likely` is told by the rules that came to apply and those that gave way."""
    made = told.stretches[1].changes
    assert [(shift.key, shift.before, shift.after) for shift in made.shifts] == [
        ("local support", "open", "met")
    ]
    gained = {step.rule.id for step in (*made.shifts[0].gained, *made.answer.gained)}
    assert gained == {"local-support/request", "likelihood/supported"}
    assert {step.rule.id for step in made.answer.lost} == {"likelihood/unsupported"}
    assert {used.rule.id for used in told.rules} >= gained


def test_the_bands_cover_every_column_once(told):
    """Each band is an unbroken row of runs from the first day to the last, and neighbours differ."""
    for band in told.bands:
        columns = [at for run in band.runs for at in range(run.first, run.last + 1)]
        assert columns == list(range(len(told.days)))
        assert all(one.label != other.label for one, other in zip(band.runs, band.runs[1:], strict=False))


def test_the_case_s_own_day_is_marked(told):
    """The column of the day judged, and the stretch that it lies in, are known."""
    assert told.days[told.present].day == day("2022-01-06")
    assert [stretch.present for stretch in told.stretches] == [False, True, False]


def test_time_alone_can_change_the_judgement(tmp_path):
    """A rule that goes by the days passed turns the answer on a day on which nothing became known."""
    book = read_rulebook(
        write_book(
            tmp_path / "rules",
            likelihood__long_ago=TODAY,
            vocabulary=(write_book(tmp_path / "plain") / "vocabulary.toml").read_text()
            + '[statement.asked-on]\nform = "{host:country} asks {guarantor:actor} to intervene on {day:date}"\n',
            likelihood__supported=None,
            likelihood__unsupported=None,
        )
    )
    text = """
        title = "A request long ago"
        as_of = 2022-01-05
        roles = { intervener = "Russia", host = "Kazakhstan" }
        [[fact]]
        that = "Kazakhstan asks the CSTO to intervene on 2022-01-05"
        on = 2022-01-05
        known = 2022-01-05
        [[fact]]
        that = "Russia leads the CSTO"
        on = 2022-06-01
        known = 2022-06-01
    """
    told = timeline(book, read_case(write_case(tmp_path / "case.toml", text), book))
    assert [(str(s.day), s.questions[0].answer) for s in told.stretches] == [
        ("2022-01-05", None),
        ("2022-02-04", "unlikely"),
    ]
    assert told.stretches[1].days[0].entries == ()


def test_a_dated_rule_counts_from_its_day(tmp_path):
    """A rule that comes into force between the first day and the last is a day of its own."""
    rules = write_book(tmp_path / "rules")
    path = rules / "local-support" / "request.toml"
    path.write_text("since = 2022-01-07\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    book = read_rulebook(rules)
    told = timeline(book, read_case(write_case(tmp_path / "case.toml", HISTORY), book))
    begun = {str(one.day): [rule.id for rule in one.begun] for one in told.days if one.begun}
    assert begun == {"2022-01-07": ["local-support/request"]}
    assert [str(stretch.day) for stretch in told.stretches] == ["2022-01-03", "2022-01-07", "2022-01-10"]


def test_a_rulebook_without_a_question_has_no_timeline(tmp_path):
    """The message says what is missing."""
    book = read_rulebook(write_book(tmp_path / "rules", framework=None))
    case = read_case(write_case(tmp_path / "case.toml", HISTORY), book)
    with pytest.raises(BadInput, match="no framework"):
        timeline(book, case)


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def told_in(tmp_path, book):
    def tell(form, *more):
        case = tmp_path / "case.toml"
        write_case(case, HISTORY)
        return run("timeline", case, "--rules", tmp_path / "rules", "--format", form, *more)

    return tell


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_no_form_reveals_the_outcome(told_in, form):
    """What happened is for the backtest alone."""
    result = told_in(form)
    assert result.exit_code == 0
    assert "secret" not in result.output
    assert "2022-01-07" not in result.output
    assert "7 January" not in result.output


def test_markdown_tells_the_days_and_their_sources(told_in):
    """Each change has its heading, what became known with its source, and the rules."""
    text = told_in("markdown").output
    assert "### 5 January 2022: likely (55–80%)" in text
    assert "Kazakhstan asks the CSTO to intervene (since 5 January 2022" in text
    assert "A request is local support" in text
    assert "The report was withdrawn: Kazakhstan asks the CSTO to intervene" in text


def test_html_draws_a_row_for_the_answer_and_each_variable(told_in):
    """The drawing is in the page, and says in words and letters what its tones say."""
    page = told_in("html").output
    assert page.count("<svg") == 1
    assert ">Local support</text>" in page
    assert ">likely</text>" in page or ">3</text>" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_several_schools_stand_side_by_side(told_in):
    """The first school is told in full, the others' answers beside it."""
    made = json.loads(told_in("json", "--school", "second", "--school", "first").output)
    assert made["schools"] == ["second", "first"]
    assert all(len(stretch["questions"]) == 2 for stretch in made["stretches"])


def test_the_order_of_facts_does_not_matter(tmp_path, book, told_in):
    """The same facts in another order give the same bytes."""
    first = told_in("markdown").output
    head, *facts = HISTORY.split("[[fact]]")
    last, outcome = facts[-1].split("    [outcome]")
    turned = "[[fact]]".join([head, last, *facts[:-1][::-1]]) + "\n    [outcome]" + outcome
    case = write_case(tmp_path / "case.toml", turned)
    assert run("timeline", case, "--rules", tmp_path / "rules").output == first


def test_a_day_that_brings_nothing_and_changes_nothing_is_not_told(tmp_path):
    """A rule that takes no part begins on a day: nothing happened on it, and time changed nothing."""
    rules = write_book(tmp_path / "rules", likelihood__old='status = "retired"\nsince = 2022-01-07\n' + OLD)
    case = write_case(tmp_path / "case.toml", HISTORY)
    told = timeline(book := read_rulebook(rules), read_case(case, book))
    assert day("2022-01-07") not in [one.day for one in told.days]
    assert "changed the judgement" not in run("timeline", case, "--rules", rules).output


OLD = """
title = "An old one"
if = ["intervention by ?intervener in ?host is considered"]
then = "the likelihood of intervention by ?intervener in ?host is judged: likely"
because = "So."
"""


def test_a_rule_of_any_school_asked_begins_on_its_day(tmp_path):
    """What changes a second school's answer is named, and time alone is not held to have done it."""
    rules = write_book(tmp_path / "rules", likelihood__second='school = "second"\nsince = 2022-01-07\n' + OLD)
    case = write_case(tmp_path / "case.toml", HISTORY)
    book = read_rulebook(rules)
    told = timeline(book, read_case(case, book), schools=["first", "second"])
    begun = {str(one.day): [rule.id for rule in one.begun] for one in told.days if one.begun}
    assert begun == {"2022-01-07": ["likelihood/second"]}
    shown = run("timeline", case, "--rules", rules, "--school", "first", "--school", "second").output
    assert "From this day the rule “An old one” holds." in shown
    assert "changed the judgement" not in shown


def test_few_judgements_are_kept_at_one_time(tmp_path, book, monkeypatch):
    """However many days a case has, the judgements of only a few of them are held."""
    module = importlib.import_module("rubicon.surveying.timeline")
    facts = "".join(
        f'    [[fact]]\n    that = "Ukraine asks Russia to intervene"\n    known = 2021-{month:02}-{at:02}\n    grade = "C3"\n'
        for month in (10, 11)
        for at in range(1, 21)
    )
    kept = []

    def counted(*given, **options):
        made = assess(*given, **options)
        kept.append(sum(type(one) is Assessment for one in gc.get_objects()))
        return made

    case = read_case(
        write_case(tmp_path / "case.toml", HISTORY.replace("    [outcome]", facts + "    [outcome]")), book
    )
    gc.collect()
    before = sum(type(one) is Assessment for one in gc.get_objects())
    monkeypatch.setattr(module, "assess", counted)
    told = timeline(book, case)
    assert len(told.days) > 40
    assert max(kept) - before <= module.KEPT + 2
