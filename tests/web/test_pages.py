"""The pages: what an analyst sees of a library and of a case."""

import asyncio
import re
from html import unescape
from threading import Event

import pytest

from books import CASE, write_book, write_case
from rubicon.places import shipped
from rubicon.web import desk as desk_module
from rubicon.web.desk import Desk
from rubicon.web.library import Library
from rubicon.web.serving import application
from rubicon.web.undoing import Journal
from visiting import PORT, TOKEN, ask, get

REQUEST = "Kazakhstan asks the CSTO to intervene"
SUPPORT = "local elements in Kazakhstan support intervention by Russia"


@pytest.fixture
def cases(tmp_path):
    write_book(tmp_path / "rules")
    folder = tmp_path / "cases"
    folder.mkdir()
    write_case(
        folder / "one.toml", extra='[outcome]\nhappened = true\non = 2022-01-06\nsummary = "It came."\n'
    )
    write_case(folder / "two.toml")
    return folder


@pytest.fixture
def app(cases):
    return application(
        Desk(Library(cases, cases.parent / "rules")), Journal(cases.parent / "undo"), PORT, TOKEN
    )


def test_the_library_lists_each_case(app):
    """Each case is there with its day, its answer, how sure it is, and what happened."""
    page = get(app)
    assert page.status == 200
    assert 'href="/case/one/"' in page.text
    assert 'href="/case/two/"' in page.text
    row = get(app, "/row/one").text
    for told in ("A case", "2022-01-05", "likely", "moderate", "It happened, 2022-01-06", ">right<"):
        assert told in row
    heads = re.findall(r'<th scope="col">([^<]*)</th>', page.text)
    assert heads == ["Case", "Judged on", "Answer", "Confidence", "What happened", "So the call was", "Filed"]
    assert 'role="search"' in page.text
    assert 'href="/new"' in page.text
    assert "not known" in get(app, "/row/two").text


def test_the_library_is_searched(app, cases):
    """Cases are found by name and title, then by what they mention; a part of the page is all that is sent."""
    (cases / "two.toml").write_text(
        (cases / "two.toml").read_text().replace('"A case"', '"The Élysée"') + "# Tokayev\n"
    )
    for words, called in (("TW", "two"), ("élysée", "two"), ("one case", "one")):
        found = get(app, query={"words": words}, part=True).text
        assert re.findall(r"/case/(\w+)/", found) == [called]
        assert "<html" not in found
    mentioned = get(app, query={"words": "tokayev"}, part=True).text
    assert re.findall(r"/case/(\w+)/", mentioned) == ["two"]
    assert "None is called so; these mention it" in mentioned
    assert re.findall(r"/case/(\w+)/", get(app, query={"words": "kazakhstan"}, part=True).text) == [
        "one",
        "two",
    ]
    assert "No case here is called so or mentions it" in get(app, query={"words": "atlantis"}).text


def test_a_case_that_cannot_be_read_is_told_in_its_row(app, cases):
    """A broken case stands in the library with its message, and its page says the same."""
    (cases / "bad.toml").write_text('title = "Bad\n', encoding="utf-8")
    (cases / "worse.toml").write_bytes(b'title = "\xff"')
    assert "bad:1" in get(app, "/row/bad").text
    assert "not UTF-8" in get(app, "/row/worse").text
    page = get(app, "/case/bad/")
    assert page.status == 400
    assert "bad, line 1" in page.text


def test_a_case_shows_its_facts_and_the_judgement(app):
    """The page has the facts with source and grade, the variables, and the report with sentences as links."""
    page = get(app, "/case/one/").text
    assert page.count("<h1>") == 1
    assert f"{REQUEST}." in page
    assert "Local support" in page
    assert "Likely (55–80%)" in page
    assert 'class="say" href="why?sentence=' in page
    assert " style=" not in page


def test_every_sentence_leads_to_its_reasons(app):
    """Each link of a sentence is answered; what is so by its reasons, what is not by what it lacks."""
    page = get(app, "/case/one/").text
    links = {unescape(one) for one in re.findall(r'href="why\?([^"]*)"', page)}
    assert links
    for link in links:
        answer = get(app, "/case/one/why", query=link, part=True)
        assert answer.status == 200
        assert "<html" not in answer.text
    so = get(app, "/case/one/why", query={"sentence": SUPPORT}).text
    assert "Kazakhstan asks the CSTO" in so
    lacking = get(app, "/case/one/why", query={"sentence": "Ukraine asks the CSTO to intervene"}).text
    assert "Why nothing shows that" in lacking


def test_a_supposition_is_said_to_be_one_and_writes_nothing(app, cases):
    """Supposed away, the request carries nothing; the banner says that nothing is written, and nothing is."""
    before = {path: path.read_bytes() for path in cases.iterdir()}
    page = get(app, "/case/one/", query={"without": REQUEST}).text
    assert "Nothing of it is written" in page
    assert "Likely (55–80%)" not in page
    assert "without=Kazakhstan" in re.search(r'href="why\?([^"]*)"', page)[1]
    assert {path: path.read_bytes() for path in cases.iterdir()} == before


def test_a_case_is_judged_on_another_day(app):
    """Before the request was known nothing supports the troops."""
    assert "2022-01-01" in get(app, "/case/one/", query="day=2022-01-01").text
    assert get(app, "/case/one/", query="day=yesterday").status == 400


def test_a_state_is_judged_once_whoever_asks(cases):
    """Twenty who ask for one case at once wait for one judgement; a change of the file is judged anew."""
    desk = Desk(Library(cases, cases.parent / "rules"))
    app = application(desk, Journal(None), PORT, TOKEN)

    async def all_at_once():
        return await asyncio.gather(*(ask(app, path="/case/one/") for _ in range(20)))

    answers = asyncio.run(all_at_once())
    assert {one.status for one in answers} == {200}
    assert len({one.text for one in answers}) == 1
    assert desk.once.made == 2  # the judgement, and what is told of it
    write_case(cases / "one.toml", extra="\n# a comment\n")
    get(app, "/case/one/")
    assert desk.once.made == 4


def test_a_judgement_keeps_nobody_waiting(app, monkeypatch):
    """While a case is being judged other pages are answered: the work is done off the event loop."""
    held, judge = Event(), desk_module.assess

    def slow(*given, **more):
        held.wait(20)
        return judge(*given, **more)

    monkeypatch.setattr(desk_module, "assess", slow)

    async def both():
        case = asyncio.create_task(ask(app, path="/case/one/"))
        await asyncio.sleep(0)
        other = await asyncio.wait_for(ask(app, path="/new"), 10)
        waited = not case.done()
        held.set()
        return other.status, waited, (await case).status

    assert asyncio.run(both()) == (200, True, 200)


@pytest.mark.parametrize(
    ("path", "query", "told"),
    [
        ("/case/one/timeline", "", "5 January 2022"),
        ("/case/one/pivots", "", "asks the CSTO"),
        ("/compare", "one=one&other=two", "Point by point"),
        ("/backtest", "", "A case"),
    ],
)
def test_what_takes_its_time_comes_after_its_page(app, path, query, told):
    """The page is there at once and asks for its own answer, which is a part of a page."""
    page = get(app, path, query=query)
    assert page.status == 200
    own = unescape(re.search(r'hx-get="([^"]*)"', page.text)[1])
    assert own == (f"{path}?{query}" if query else path)
    part = get(app, path, query=query, part=True)
    assert part.status == 200
    assert told in part.text
    assert "<html" not in part.text
    assert " style=" not in part.text
    assert "<style" not in part.text


def test_two_cases_are_asked_for_by_title_and_day(app, cases):
    """Until both are named the page asks which, by title and day; those that share both by their names too."""
    (cases / "two.toml").write_text((cases / "two.toml").read_text().replace('"A case"', '"Another"'))
    (cases / "bad.toml").write_text('title = "Bad\n', encoding="utf-8")
    page = get(app, "/compare", query="one=two").text
    choices = re.findall(r'<option value="(\w+)"( selected)?>([^<]*)</option>', page)
    offered = [("bad", "bad"), ("one", "A case – 5 January 2022"), ("two", "Another – 5 January 2022")]
    assert [(name, label) for name, _, label in choices] == [*offered, *offered]
    assert [name for name, chosen, _ in choices if chosen] == ["two"]
    write_case(cases / "two.toml")
    assert "A case (one) – 5 January 2022" in get(app, "/compare").text


def test_a_case_is_not_compared_with_itself(app, cases):
    """Named twice, also by its name alone and with its folder, a case is refused in plain words, and the choice is there."""
    (cases / "more").mkdir()
    write_case(cases / "more" / "three.toml")
    for pair in ("one=one&other=one", "one=three&other=more~three"):
        page = get(app, "/compare", query=pair)
        assert page.status == 400
        assert "These two are one case" in page.text
        assert page.text.count("<select") == 2


def test_a_case_not_yet_judged_is_called_by_its_title(app):
    """Before its row is judged the library calls a case by its title and its day, and says what is still to come."""
    row = get(app).text.partition('data-row="/row/one"')[2].partition("</tr>")[0]
    assert ">A case</a>" in row
    assert "2022-01-05" in row


def test_words_find_sentences(app):
    """What fits is offered with its denial; a sentence is told from words, and words that fit nothing are said to."""
    found = get(app, "/case/one/find", query={"sentence": "asks the CSTO for troops"}).text
    assert f'data-sentence="{REQUEST}"' in found
    assert 'data-sentence="Kazakhstan does not ask the CSTO to intervene"' in found
    assert found.count("on file already") == 1
    told = get(app, "/case/one/find", query={"sentence": REQUEST}).text
    assert "This is a sentence, and on file already" in told
    other = {"sentence": "Ukraine asks the CSTO to intervene"}
    assert "This is a sentence." in get(app, "/case/one/find", query=other).text
    assert "No sentence fits" in get(app, "/case/one/find", query={"sentence": "xyzzy"}).text


def test_the_rulebook_is_a_set_of_pages(app):
    """Each rule has a page, with what feeds it and what it feeds; one that is not there is said not to be."""
    index = get(app, "/rules/").text
    links = re.findall(r'href="(/rules/[^"]+)"', index)
    assert len(links) > 1
    pages = [get(app, link) for link in links]
    assert {page.status for page in pages} == {200}
    assert any("What it feeds" in page.text for page in pages)
    assert any("What feeds it" in page.text for page in pages)
    assert get(app, "/rules/none/such").status == 404


def test_a_rule_is_told_with_its_reason_its_works_and_its_examples():
    """Each rule's page has why, by which work and with which examples; the index says which school each is held by."""
    app = application(Desk(Library(shipped("cases"), shipped("rules"))), Journal(None), PORT, TOKEN)
    page = get(app, "/rules/local-support/opposition-rejects-troops").text
    for head in ("If", "Then", "Because", "Examples", "Sources", "What it feeds", "The cases it decided"):
        assert re.search(rf"<h2[^>]*>{head}</h2>", page), head
    assert "Eugene Chausovsky" in page
    assert "it concludes that local elements in Kazakhstan do not support" in page
    index = get(app, "/rules/").text
    assert '<span class="key">chausovsky</span> Chausovsky&#39;s five variables' in index
    assert "What feeds it" in get(app, "/rules/likelihood/all-five-met").text


def test_a_rule_names_the_cases_that_it_decided(app):
    """A rule's page lists the cases whose answers rest on it, and no others; rules are named as links to their pages."""
    assert 'hx-get="/decided/likelihood/supported"' in get(app, "/rules/likelihood/supported").text
    listed = get(app, "/decided/likelihood/supported").text
    assert 'href="/case/one/"' in listed
    assert "(right)" in listed
    assert "None of the 2 cases" in get(app, "/decided/likelihood/unsupported").text
    yields = get(app, "/rules/likelihood/unsupported").text
    assert '<a class="name" href="/rules/likelihood/supported">' in yields
    assert 'class="say"' not in yields


def test_each_box_of_the_drawing_leads_to_its_reasons(app):
    """Facts and reasons in the drawing lead to why they are so, variables to where they are told."""
    page = get(app, "/case/one/report").text
    drawing = page[page.index("<svg") : page.index("</svg>")]
    boxes = drawing.count("<rect")
    assert boxes > 3
    assert drawing.count("<a ") == boxes
    assert 'href="why?sentence=Kazakhstan+asks+the+CSTO+to+intervene"' in drawing
    for key in re.findall(r'href="#([^"]+)"', drawing):
        assert f'id="{key}"' in page


def test_a_sentence_of_a_comparison_is_told_of_the_cases_that_speak_of_it(app, cases):
    """Each sentence of a comparison leads to its reasons in both cases, or in the one that speaks of it."""
    further = '[[fact]]\nthat = "Ukraine asks the CSTO to intervene"\n'
    write_case(cases / "two.toml", extra=further)
    page = get(app, "/compare", query="one=one&other=two", part=True).text
    assert 'href="compare/why?one=one&amp;other=two&amp;sentence=' in page
    both = {"one": "one", "other": "two", "sentence": REQUEST}
    told = get(app, "/compare/why", query=both, part=True).text
    assert told.count("<h2>A case</h2>") == 2
    alone = get(app, "/compare/why", query={**both, "sentence": "Ukraine asks the CSTO to intervene"}).text
    assert alone.count("<h2>A case</h2>") == 1
    assert "/case/two/why?sentence=" in alone
    assert get(app, "/compare/why", query={**both, "sentence": "no sentence"}).status == 400


def test_the_back_test_leads_to_its_cases(app, cases):
    """Each case of the back-test is a link to its page, one in a folder within too."""
    (cases / "more").mkdir()
    (cases / "one.toml").rename(cases / "more" / "three.toml")
    page = get(app, "/backtest", part=True).text
    assert '<a class="name" href="/case/three/">A case</a>' in page
    assert get(app, "/case/three/").status == 200


@pytest.mark.parametrize(
    ("form", "begins"),
    [("html", "<!DOCTYPE html>"), ("markdown", "# A case"), ("text", "A case"), ("json", "{")],
)
def test_the_report_can_be_taken_away(app, form, begins):
    """Each form comes as a file of its own name, as the command line writes it."""
    taken = get(app, f"/case/one/export/{form}")
    assert taken.status == 200
    assert taken.text.startswith(begins)
    assert taken.headers["content-disposition"].startswith("attachment; filename*=UTF-8''one.")
    assert get(app, "/case/one/export/exe").status == 404


def test_a_folder_within_is_part_of_the_library(app, cases):
    """Cases in folders within are listed by both names; links that lead out, and hidden files, are not."""
    within = cases / "quiet"
    within.mkdir()
    write_case(within / "three.toml")
    write_case(cases / ".hidden.toml")
    write_case(cases.parent / "outside.toml")
    (cases / "link.toml").symlink_to(cases.parent / "outside.toml")
    page = get(app).text
    assert "quiet~three" in page
    assert "hidden" not in page
    assert "link" not in re.findall(r'/case/([^/]*)/"', page)
    assert get(app, "/case/quiet~three/").status == 200
    assert get(app, "/case/link/").status == 400


def test_a_marking_is_printed_on_every_page(app, cases):
    """A case with a marking carries it on its page and its report, to be printed at the foot of each sheet."""
    path = cases / "one.toml"
    path.write_text('marking = "LIMITED & <CLOSED>"\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    for where in ("/case/one/", "/case/one/report"):
        assert (
            '<div class="running" aria-hidden="true">LIMITED &amp; &lt;CLOSED&gt;</div>'
            in get(app, where).text
        )
        assert 'class="running"' not in get(app, where.replace("one", "two")).text


def test_a_rulebook_that_asks_no_question_has_its_pages(tmp_path):
    """Without a framework a case has its facts and findings; what needs a question says so in a line."""
    rules = write_book(tmp_path / "rules", framework=None)
    (tmp_path / "cases").mkdir()
    text = CASE.replace('roles = { intervener = "Russia", host = "Kazakhstan" }\n', "")
    write_case(tmp_path / "cases" / "one.toml", text)
    app = application(Desk(Library(tmp_path / "cases", rules)), Journal(None), PORT, TOKEN)
    for path in ("", "report", "log", "import", "export", "changed", "find", "export/html"):
        assert get(app, f"/case/one/{path}", part=True).status == 200, path
    for path in ("/", "/row/one", "/new", "/rules/", "/decided/local-support/request", "/log"):
        assert get(app, path, part=True).status == 200, path
    for path in ("/case/one/timeline", "/case/one/pivots", "/backtest", "/compare?one=one&other=one"):
        where, _, query = path.partition("?")
        refused = get(app, where, query=query, part=True)
        assert refused.status == 400, path
        assert "not your doing" not in refused.text
