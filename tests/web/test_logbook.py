"""The log on the page: filed there, shown there, told there, and the same log that the commands read."""

import json
import re
from html import unescape

import pytest

from books import write_book, write_case
from rubicon.recording.entries import digest_of
from rubicon.recording.looking import filed_in
from rubicon.recording.store import opened
from rubicon.web.desk import Desk
from rubicon.web.library import Library
from rubicon.web.serving import application
from rubicon.web.undoing import Journal
from visiting import PORT, TOKEN, get, post

OUTCOME = """
[outcome]
happened = true
on = 2022-01-06
"""


@pytest.fixture
def cases(tmp_path):
    write_book(tmp_path / "rules")
    folder = tmp_path / "cases"
    folder.mkdir()
    write_case(folder / "one.toml", extra=OUTCOME)
    return folder


@pytest.fixture
def app(cases):
    desk = Desk(Library(cases, cases.parent / "rules"))
    return application(desk, Journal(cases.parent / "undo"), PORT, TOKEN, cases.parent / "log.sqlite")


def plain(text) -> str:
    """Return a piece of a page without its marks."""
    return unescape(re.sub(r"<[^>]*>", "", text))


def unfolded(page) -> str:
    """Return what a page shows before anything is opened."""
    return re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)


def seen(cases) -> str:
    return digest_of((cases / "one.toml").read_bytes())


def file(app, cases, **fields):
    return post(app, "/case/one/file", {"seen": seen(cases), "who": "An analyst", **fields})


def test_nothing_was_filed_and_no_log_is_begun_by_looking(app, cases):
    """Looking at the log, and at that of a case, begins none."""
    assert "None yet" in get(app, "/log").text
    assert "None yet" in get(app, "/case/one/log").text
    assert not (cases.parent / "log.sqlite").exists()
    assert get(app, "/log/1").status == 400


def test_a_judgement_is_filed_and_shown(app, cases):
    """What is filed is the judgement shown, with who and why; it is listed, shown, and given as it was filed."""
    answer = file(app, cases, why="the morning <brief>")
    assert (answer.status, answer.headers["location"]) == (303, "/case/one/log")
    with opened(cases.parent / "log.sqlite") as log:
        (filed,) = filed_in(log)
        kept = log.kept(filed.entry.answer).decode()
    assert (filed.entry.who, filed.entry.why, filed.entry.case) == (
        "An analyst",
        "the morning <brief>",
        "one",
    )
    for path in ("/log", "/case/one/log"):
        page = get(app, path).text
        assert "An analyst" in page
        assert "the morning &lt;brief&gt;" in page
        assert filed.hash[:12] in page
    shown = get(app, "/log/1").text
    assert filed.hash in shown
    assert "Likely" in shown
    assert "--format" not in shown
    given = get(app, "/log/1/json")
    assert given.text == kept
    assert json.loads(given.text)["question"]["answer"] == "likely"
    assert "1, last" in get(app, "/row/one").text


def test_what_will_be_filed_is_shown_before_it_is(app, cases):
    """The page shows the answer, the confidence, the day, the size, the schools and what it is made of; then the same in the entry."""
    to_file = plain(get(app, "/case/one/log").text.partition('<h2 id="filed">')[0])
    told = (
        "Likely (55–80%).",
        "Confidence is moderate.",
        "5 January 2022",
        "The second school: likely (55–80%)",
    )
    for said in (
        *told,
        "2 facts on file, of which 2 count on the day judged; 1 work cited",
        "Russia sends troops into Kazakhstan",
    ):
        assert said in to_file
    assert "Since entry" not in to_file
    file(app, cases, why="the morning brief")
    page = get(app, "/case/one/log").text
    assert "Since entry 1: Nothing moved" in plain(page.partition('<h2 id="filed">')[0])
    entry = plain(page.partition('<h2 id="filed">')[2])
    assert "Filed by An analyst on" in entry
    assert "“the morning brief”" in entry
    for said in told[:3]:
        assert said in entry
    assert "The second school: likely (55–80%)." in plain(get(app, "/log/1").text)


def test_entries_are_words_and_hashes_are_folded(app, cases):
    """No page of entries shows a hash, a time as programs write it, or JSON, before something is opened."""
    file(app, cases)
    for path in ("/log", "/case/one/log", "/log/1"):
        page = get(app, path).text
        assert re.search(r"<code>[0-9a-f]{64}</code>", page)
        shown = plain(unfolded(page.partition("<main")[2]))
        assert not re.search(r"[0-9a-f]{12}|\d{4}-\d{2}-\d{2}", shown)
        assert re.search(r"on \d{1,2} \w+ \d{4} at \d\d:\d\d UTC", shown)


def test_a_fact_coded_otherwise_is_told_in_the_next_entry(app, cases):
    """Another grade, another day and the same report a second time are each told between two entries; so are facts that came."""
    file(app, cases)
    path = cases / "one.toml"
    text = path.read_text()
    path.write_text(text.replace('"B2"', '"C3"').replace("as_of = 2022-01-05", "as_of = 2022-01-06"))
    file(app, cases)
    page = plain(get(app, "/case/one/log").text.partition('<h2 id="filed">')[2])
    assert "Coded otherwise: “Kazakhstan asks the CSTO to intervene” (grade was B2, is C3)." in page
    assert "The day judged goes from 5 January 2022 to 6 January 2022." in page
    assert "The answer stays the same." in page
    again = '\n[[fact]]\nthat = "Ukraine asks the CSTO to intervene"\non = 2022-01-04\n'
    path.write_text(path.read_text() + again)
    file(app, cases)
    assert "Now counts: “Ukraine asks the CSTO to intervene”." in plain(get(app, "/log/3").text)


def test_what_was_filed_is_told_to_have_moved(app, cases):
    """After a second filing it is told what moved between the two, for the case and in a line a case."""
    file(app, cases)
    post(
        app,
        "/case/one/withdraw",
        {"seen": seen(cases), "sentence": "Kazakhstan asks the CSTO to intervene", "source": "address"},
    )
    file(app, cases)
    page = get(app, "/case/one/log").text
    assert 'href="/case/one/log/moved?entry=2"' in page
    since = plain(page.partition("Since entry 1: ")[2].partition("</p>")[0])
    assert since.startswith("The answer goes from likely (55–80%) to unlikely (20–45%).")
    assert "Local support goes from met to open." in since
    assert "No longer counts: “Kazakhstan asks the CSTO to intervene” (An address)." in since
    assert "rulebook" not in since
    told = get(app, "/case/one/log/moved", query={"entry": "2"}, part=True).text
    assert "The answer is moved by codings alone" in told
    assert "unlikely" in told
    every = get(app, "/log/moved", part=True).text
    assert "<code>one</code>" in every
    assert get(app, "/case/one/log/moved", query={"entry": "1"}, part=True).status == 400
    assert get(app, "/case/one/log/moved", query={"entry": "first"}, part=True).status == 400


def test_the_log_is_verified_and_scored(app, cases):
    """The page says whether the log holds, also from a hash on, and how what was filed compares with what came."""
    file(app, cases)
    with opened(cases.parent / "log.sqlite") as log:
        (filed,) = filed_in(log)
    for query in ({}, {"every": "1"}, {"hash": filed.hash[:12]}):
        told = get(app, "/log/verify", query=query, part=True).text
        assert "The log is as it was written" in told
        assert "the same to the byte" in told
    assert "No entry has the hash" in get(app, "/log/verify", query={"hash": "0" * 12}, part=True).text
    assert get(app, "/log/verify", query={"hash": "ab"}, part=True).status == 400
    scored = get(app, "/log/score", part=True).text
    assert "afterwards" in scored
    assert "right" in scored


def test_what_is_filed_is_what_was_seen(app, cases):
    """A case that changed since the page showed it is not filed; neither is one from another site."""
    was = seen(cases)
    path = cases / "one.toml"
    path.write_bytes(path.read_bytes() + b"# an editor's line\n")
    assert post(app, "/case/one/file", {"seen": was}).status == 409
    assert post(app, "/case/one/file", {"seen": seen(cases)}, headers={"origin": "http://evil"}).status == 403
    assert not (cases.parent / "log.sqlite").exists()


def test_the_library_holds_each_answer_against_what_came(app, cases):
    """Beside the outcome it stands whether the call was right, a miss, a false alarm, or no call."""
    assert ">right</td>" in get(app, "/row/one").text
    write_case(
        cases / "missed.toml", extra=OUTCOME + "[[fact]]\n" + 'that = "Ukraine asks the CSTO to intervene"\n'
    )
    text = (cases / "missed.toml").read_text()
    told = text.replace("Kazakhstan asks", "Kazakhstan does not ask")
    (cases / "missed.toml").write_text(told)
    assert ">miss</strong>" in get(app, "/row/missed").text
    (cases / "alarm.toml").write_text(text.replace("happened = true\non = 2022-01-06", "happened = false"))
    assert ">false alarm</strong>" in get(app, "/row/alarm").text
    write_case(cases / "open.toml")
    assert 'data-label="The call was">–</td>' in get(app, "/row/open").text
