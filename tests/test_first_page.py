"""The first page: short enough to be read at once, whole enough to be signed, the same in every form."""

import json
import re

import pytest

from books import FRAMEWORK, write_book, write_case
from contract import fact
from faults import run
from reported import READ_ALOUD, TOP, explained, shipped
from rubicon.judging.assessing import all_schools
from rubicon.language.templates import render_template
from rubicon.rendering import pages, render_assessment
from rubicon.rendering.filing import ReportWords
from rubicon.rendering.fitting import ROOMS, parts_of, said_of

NAMES = sorted(path.stem for path in (TOP / "cases").glob("*.toml"))
WITH_ROOM = (  # each has enough on file for its page to differ with the room there is
    "abkhazia-1993-09",
    "azerbaijan-2016",
    "estonia-2007",
    "georgia-adjara-2004",
    "kazakhstan-2011",
    "kyrgyzstan-2020",
    "ukraine-2021",
)
ASKS = "Kazakhstan asks the CSTO to intervene"
COUNT = '[source.count]\ntitle = "Our count"\n'
LIKELY = r"almost no chance|very unlikely|unlikely|roughly even chance|likely|very likely|almost certain"


def page(name, form="text"):
    book, case = shipped(name)
    return render_assessment(explained((book, case), schools=all_schools(book)), form, brief=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_page_has_at_most_450_words(name):
    """DESIGN 3: at most 450 words in the text form, headings included, for every shipped case."""
    text = page(name)
    assert len(text.split()) <= 450
    headings = re.findall(r"^(.+)\n-{4,}$", text, re.MULTILINE)
    assert headings[:4] == ["Bottom line", "What happened", "The variables", "What would change the answer"]
    assert headings[-1] == "Against it, and not used"


@pytest.mark.parametrize("name", NAMES)
def test_likelihood_and_confidence_never_share_a_sentence(name):
    """ICD 203: a sentence of the first page that names a confidence names no likelihood."""
    told = re.split(r"(?<=[.!?:])\s+", page(name).replace("\n", " "))
    assert not [one for one in told if "confidence" in one.lower() and re.search(rf"\b({LIKELY})\b", one)]


@pytest.mark.parametrize("name", ["kazakhstan-2022", "ukraine-2021", "georgia-ossetia-2004"])
def test_every_form_of_the_first_page_says_the_same(name):
    """The words of the page are the same in text, Markdown and HTML."""

    def words(form):
        text = page(name, form)
        if form == "html":
            text = re.sub(r"<[^>]+>", " ", text[text.index("<main>") :]).replace("&#39;", "'")
        return re.findall(r"[A-Za-z0-9]+", text)

    assert words("text") == words("markdown") == words("html")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder with the small rulebook and its case."""
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    return tmp_path


def brief(*more):
    return " ".join(run("assess", "case.toml", "--brief", "--format", "text", *more).stdout.split())


def test_the_first_page_opens_the_report_and_leaves_json_as_it_is(here):
    """`--brief` prints it and nothing else; the report begins with it; JSON is the same with it and without."""
    alone = run("assess", "case.toml", "--brief").stdout
    whole = run("assess", "case.toml").stdout
    assert whole.startswith(alone.rstrip())
    assert len(whole) > 2 * len(alone)
    plain = run("assess", "case.toml", "--format", "json").stdout
    assert plain == run("assess", "case.toml", "--format", "json", "--brief").stdout
    assert json.loads(plain)["format"] == 2


def test_a_fact_that_carries_several_variables_is_named_as_such(here):
    """What hangs on what is said beside the confidence: a report without which two variables fall."""
    second = """
    [[section]]
    key = "echo"
    title = "Echo"
    kind = "variable"
    for = ["local elements in {host} support intervention by {intervener}"]
    """
    write_book(here / "rules", framework=FRAMEWORK + second)
    assert f"hang on one fact: that {ASKS}." in brief()


def test_an_answer_to_which_no_fact_is_relevant_says_so(here):
    """DESIGN 3: where nothing on file bears on the answer the page does not pretend that something does."""
    case = here / "case.toml"
    head = case.read_text(encoding="utf-8").partition("[[fact]]")[0]
    case.write_text(head, encoding="utf-8")
    assert "No fact on file is relevant to the answer." in brief()


def test_reports_that_conflict_are_told_with_both_sides(here):
    """DESIGN 3: a contested report is shown where it would have counted, with both sides, in the bottom line too."""
    case = here / "case.toml"
    text = case.read_text(encoding="utf-8").replace('"B2"', '"C3"').replace('"B1"', '"C3"')
    denial = fact(f"it is false that {ASKS}", "C3")
    if "does not ask" in (here / "rules" / "vocabulary.toml").read_text(encoding="utf-8"):
        denial = fact("Kazakhstan does not ask the CSTO to intervene", "C3")
    case.write_text(text + denial, encoding="utf-8")
    text = brief()
    bottom, rest = text.split("What happened", 1)
    assert re.search(r"Reports conflict: .*asks the CSTO to intervene \(An address C3\); .*\(C3\)", bottom)
    assert "reports conflict" in rest
    whole = run("assess", "case.toml").stdout.partition("## The reasoning")[2]
    assert "Reports conflict" in whole


def test_a_day_whose_other_end_changes_the_answer_is_told(here):
    """DESIGN 2.5: each uncertain day is tried at its other end by itself, and the report says what that changes."""
    case = here / "case.toml"
    text = case.read_text(encoding="utf-8")
    span = 'on = 2022-01-03\nuntil = "2022-01-04/2022-01-09"'
    case.write_text(text.replace("on = 2022-01-05", span, 1), encoding="utf-8")
    told = (
        "A day that is not known matters: it is on file that Kazakhstan asks the CSTO to intervene until some day "
        "between 4 January 2022 and 9 January 2022 (An address B2); were it 9 January 2022, the answer would be likely."
    )
    assert told in brief()
    case.write_text(text, encoding="utf-8")
    assert "not known matters" not in brief()


def test_a_base_rate_is_printed_and_marked_where_it_was_counted_after_the_day(here):
    """DESIGN 2.3: the base rate stands beside the word, and says where it was counted after the day judged."""
    tier = """
    [tier.open]
    title = "in the open"
    event = "troops of {intervener} enter {host}"
    base_rate = { share = 0.02, of = "windows of 60 days", until = 2022-06-30, source = "count" }
    default = true
    """
    write_book(here / "rules", framework=re.sub(r"    event *=.*\n", "", FRAMEWORK) + tier, sources=COUNT)
    text = brief()
    assert ", in the open, by " in text
    rate = "About one in 50 windows of 60 days saw it (counted up to 30 June 2022"
    assert f"{rate}, after the day judged)." in text
    assert f"{rate})." in brief("--as-of", "2022-07-01")


def test_without_a_question_the_first_page_lists_what_is_found(tmp_path, monkeypatch):
    """A rulebook of a vocabulary and rules alone has a first page too."""
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "rules", framework=None, likelihood__supported=None, likelihood__unsupported=None)
    (tmp_path / "case.toml").write_text(
        'title = "A case"\nas_of = 2022-01-05\n' + fact(ASKS), encoding="utf-8"
    )
    assert f"{ASKS}." in brief()


def test_the_record_told_is_that_of_the_back_test():
    """The shipped framework's sentence on its record gives the figures of the episodes with which no rule was made."""
    told = run("backtest", "--rules", str(TOP / "rules")).stdout
    counts = re.search(
        r"no rule was made\.\*\* (\d+) cases in (\d+) episodes\. .*?of the (\w+) in which it happened (\w+) were called "
        r"likely or more and (\w+) unlikely or less, with no call in (\w+)\. Of the (\w+) in which it did not, (\w+) "
        r"were called unlikely or less and (\w+) likely or more",
        told,
    ).groups()
    cases, episodes, came, likely, unlikely, silent, others, right, alarms = counts
    record = shipped("kazakhstan-2022")[0].framework.record
    assert record == (
        f"Of {cases} cases in {episodes} episodes with which no rule was made, it happened in {came}: {likely} were "
        f"called likely, {unlikely} unlikely, {silent} got no call; of the {others} others {right} were called unlikely and {alarms} "
        "likely. No skill in forecasting may be claimed from that."
    )
    assert "no skill in forecasting may be claimed" in told


@pytest.mark.parametrize("name", READ_ALOUD)
def test_each_variable_says_how_it_is_known(name):
    """A line a variable: by its name for how it comes out, and fact, inferred (from what), presumed, conflict or nothing on file."""
    lines = re.search(r"The variables\n-+\n\n(.*?)\n\n", page(name), re.DOTALL)[1]
    told = re.sub(r"\n  +", " ", lines).splitlines()
    assert len(told) == 5
    how = r"a fact on file|inferred(, as .+| likewise)?|from standing knowledge|presumed, as nothing shows otherwise"
    known = rf"- [A-Z][^:]+: ({how}) \((high|moderate|low) confidence\)\."
    unknown = r"- [A-Z][^:]+: (reports conflict|reasons conflict|nothing on file settles it)\."
    assert all(re.fullmatch(f"({known})|({unknown})", line) for line in told), told
    assert not re.search(r"\bmet\b", " ".join(told))


@pytest.mark.parametrize("name", WITH_ROOM)
def test_the_words_of_a_page_are_those_of_its_parts(name):
    """Whatever room there is, a page has as many words as its parts with that room, and always the same besides."""
    book, case = shipped(name)
    told = explained((book, case), schools=all_schools(book))
    words = ReportWords(book, "text")
    said = said_of(TOP / "templates", told, words, pages.FILTERS)
    values = [
        {"e": told, "room": room, "w": words, "form": "text", "marking": "", "outside": ()} for room in ROOMS
    ]
    texts = [
        render_template(
            TOP / "templates",
            "words/page.j2",
            {"answer": "report/brief.j2", **given},
            html=False,
            filters=pages.FILTERS,
        )
        for given in values
    ]
    besides = {
        len(text.split()) - sum(said(part, most) for part, most in parts_of(room))
        for room, text in zip(ROOMS, texts, strict=True)
    }
    assert len(besides) == 1
    assert len({len(text.split()) for text in texts}) > 2


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("name", ["kazakhstan-2022", "donbas-2014-04"])
def test_a_variable_is_called_by_how_it_comes_out_wherever_it_is_named(name, form):
    """In headings, lists, tables and links alike: nowhere by a title that would read as the opposite."""
    book, case = shipped(name)
    made = explained((book, case), schools=all_schools(book))
    settled = [one for one in made.sections if one.state in ("met", "not met")]
    titles = [
        one.section.title for one in settled if one.section.title not in (one.section.met, "Local support")
    ]
    assert len(titles) > 3
    told = render_assessment(made, form)
    assert [title for title in titles if title in told] == []
    assert all(one.section.outcome(one.state) in told.lower() for one in settled)


def test_what_has_long_been_so_is_no_report_on_which_anything_hangs():
    """Where a region lies carries as much in Donbas as who sides with whom, and nobody doubts it."""
    told = " ".join(page("donbas-2014-04").split())
    assert "hang on one fact: that authorities or armed groups in the Donetsk region side with Russia" in told
    assert "report that the Donetsk region lies in Ukraine" not in told
