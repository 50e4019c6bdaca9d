"""The pages over the shipped rulebook and its cases: what a reader sees is told in words."""

import re
import shutil
from html import unescape

import pytest

from reported import explained, shipped
from rubicon.exchanging.searching import search
from rubicon.judging.assessing import all_schools
from rubicon.places import shipped as folder_of
from rubicon.recording.entries import digest_of
from rubicon.web.desk import Desk
from rubicon.web.finding import fitting
from rubicon.web.library import Library
from rubicon.web.serving import application
from rubicon.web.undoing import Journal
from rubicon.web.views import groups_of
from visiting import PORT, TOKEN, get, post

NAME = "kazakhstan-2022"
ASKS = "Kazakhstan asks the CSTO to intervene"
WORDS = "the European Union keeps to words over Kazakhstan"


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shipped") / "cases"
    folder.mkdir()
    shutil.copy(folder_of("cases") / f"{NAME}.toml", folder)
    return folder


@pytest.fixture(scope="module")
def app(cases):
    return application(Desk(Library(cases, folder_of("rules"))), Journal(None), PORT, TOKEN)


def test_facts_stand_by_what_they_bear_on():
    """The facts of a shipped case stand under the report's sections, in its order; last, folded, what does not count."""
    book, case = shipped("kazakhstan-2022")
    groups = groups_of(explained((book, case), schools=all_schools(book)))
    titles = [section.title for section in book.framework.sections]
    found = [group.title for group in groups]
    assert found[-1] == "On file, and not used"
    assert found[:-1] == [title for title in titles if title in found]
    assert "Specific trigger" in found
    assert {line.bar is None for group in groups[:-1] for line in group.lines} == {True}
    assert {line.bar is None for line in groups[-1].lines} == {False}


def bare(page: str) -> str:
    """Return the text of a page's main part."""
    body = page.partition("<main")[2] or page
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_nothing_is_shown_by_its_bare_name_or_left_blank(app):
    """On a case's pages and in its reasons no statement stands by its name in the vocabulary, and no sentence is blank."""
    names = {name for name in shipped(NAME)[0].vocabulary.statements if "-" in name} - {"far-reaching"}
    pages = [
        get(app, f"/case/{NAME}/{path}", part=True).text for path in ("", "report", "questions", "pivots")
    ]
    links = {unescape(one) for page in pages for one in re.findall(r'href="why\?([^"]*)"', page)}
    assert len(links) > 60
    for page in (*pages, *(get(app, f"/case/{NAME}/why", query=one, part=True).text for one in links)):
        assert names.isdisjoint(re.findall(r"(?<![/\w-])[a-z]+(?:-[a-z]+)+(?![/\w-])", bare(page)))
        assert not re.search(r'<(a class="say"|li|p class="sentence")[^>]*>\s*</', page)


def test_what_could_show_a_presumed_variable_is_asked_beside_it(app):
    """A question that moves no answer stands unfolded where its answer could show what is only presumed."""
    without = {"without": WORDS}
    page = get(app, f"/case/{NAME}/questions", query=without, part=True).text
    shown = page.partition("A low price expected: presumed, as nothing shows otherwise.")[2]
    lever, folded = shown.split('<details class="folded">', 1)
    assert "Has the European Union kept to words over Kazakhstan" in lever
    assert "refugees" not in lever
    assert "Are refugees fleeing from Kazakhstan to Russia?" in folded
    assert "kept to words" not in folded
    assert "presumed, as nothing shows" not in get(app, f"/case/{NAME}/questions", part=True).text


def test_readings_that_contradict_a_fact_say_their_days(app, cases):
    """Each standing figure that a figure without a day contradicts is told with the years for which it holds, the first first."""
    content = (cases / f"{NAME}.toml").read_bytes()
    fields = {"seen": digest_of(content), "sentence": "Kazakhstan has 45,000 active troops"}
    told = post(app, f"/case/{NAME}/fact", fields, part=True)
    assert told.status == 409
    days = re.findall(r"active troops – since \d+ January (\d+)", told.text)
    assert len(days) > 5
    assert days == sorted(days)
    assert "since 1 January 2013, by" in told.text
    assert (cases / f"{NAME}.toml").read_bytes() == content


@pytest.mark.parametrize(
    "words", ["crowds broke into the city hall", "asks the alliance for troops", "sanctions"]
)
def test_the_box_ranks_as_find_does(app, words):
    """The sentences that the box offers are those of the command, in its order."""
    book, case = shipped(NAME)
    offered = [one.statement for one in fitting(book, case, words).fits]
    listed = [one.statement for one in search(book, words, case).fits]
    assert len(offered) > 1
    assert offered == listed[: len(offered)]
    page = get(app, f"/case/{NAME}/find", query={"sentence": words}, part=True).text
    assert page.count("<li>") == len(offered)


def test_the_page_names_no_command(app):
    """What tells more is named as the page has it, and leads there under what is supposed; no command or option is named."""
    for query in ({}, {"without": ASKS}):
        for path in ("", "report", "pivots", "tradecraft", "questions"):
            told = bare(get(app, f"/case/{NAME}/{path}", query=query, part=True).text)
            assert not re.search(r"\brubicon [a-z]|(?<!\w)--[a-z]", told), path
    report = get(app, f"/case/{NAME}/report", query={"without": ASKS}).text
    asked = "?without=Kazakhstan+asks+the+CSTO+to+intervene"
    assert f'<a href="pivots{asked}">What would change it</a> weighs them' in report
    assert f'<a href="export{asked}">Export</a> lists them' in report


def test_an_answer_that_alone_changes_the_judgement_is_marked_as_the_first_page_has_it(app):
    """The first page asks what alone can change the answer; among the open questions the same replies say to what."""
    first = bare(get(app, f"/case/{NAME}/", part=True).text)
    asked = re.search(r"Ask first what alone can change it: ([^?]+\?)", first)
    assert asked
    page = get(app, f"/case/{NAME}/questions", part=True).text
    questions = {
        bare(item).partition("?")[0] + "?": re.findall(r"alone: ([^<]+)<", item)
        for item in page.split("<li>")[1:]
    }
    assert questions[asked[1]] == ["no established answer"]
    assert questions["Is China ready to fight Russia for Kazakhstan?"] == ["unlikely"]
    assert questions["Are refugees fleeing from Kazakhstan to Russia?"] == []
