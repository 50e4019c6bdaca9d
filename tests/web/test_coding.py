"""Coding a case on the page: days as they are spelled, blanks instead of guesses, questions in the interview's order."""

import re
import shutil
from datetime import date
from html import unescape

import pytest
from msgspec.structs import replace

from books import CASE, write_case
from rubicon.exchanging.coding import desk_of
from rubicon.exchanging.interviewing import round_of
from rubicon.language.speaking import speak
from rubicon.places import shipped
from rubicon.problems import Problem
from rubicon.reading import read_case, read_kept_rulebook
from rubicon.recording.entries import digest_of
from rubicon.web.deeds import warned_of
from rubicon.web.desk import Desk
from rubicon.web.library import Library
from rubicon.web.serving import application
from rubicon.web.undoing import Journal
from visiting import PORT, TOKEN, get, library_in, page_over, post

REQUEST = "Kazakhstan asks the CSTO to intervene"
FURTHER = "Ukraine asks the CSTO to intervene"
UNASKED = CASE.replace(
    """    [[fact]]
    that = "Kazakhstan asks the CSTO to intervene"
    on = 2022-01-05
    source = "address"
    grade = "B2"
""",
    "",
)
EXTRA = f"""
[[fact]]
that = "{FURTHER}"
on = 2022-01-02
"""


@pytest.fixture
def cases(tmp_path):
    return library_in(tmp_path, extra=EXTRA)


@pytest.fixture
def app(cases):
    return page_over(cases)


def text(cases) -> str:
    return (cases / "one.toml").read_text(encoding="utf-8")


def send(app, cases, way, **fields):
    seen = digest_of((cases / "one.toml").read_bytes())
    return post(app, f"/case/one/{way}", {"seen": seen, **fields}, part=True)


def correction(app, sentence):
    """Return what the button that corrects a fact fills the form with."""
    page = get(app, "/case/one/").text
    button = next(one for one in re.findall(r"<button[^>]*data-replaces[^>]*>", page) if sentence in one)
    return {name: unescape(value) for name, value in re.findall(r'data-(\w+)="([^"]*)"', button)}


def test_the_public_day_follows_a_corrected_beginning(app, cases):
    """A public day that came from the beginning, or from the source, is none of the analyst's own; another one is."""
    given = correction(app, FURTHER)
    assert (given["on"], given["known"]) == ("2022-01-02", "")
    answer = send(app, cases, "fact", sentence=FURTHER, replaces=FURTHER, on="4 January 2022", known="")
    assert answer.status == 200
    assert "since 4 January 2022" in answer.text
    assert "public 2 January 2022" not in answer.text
    own = {"sentence": FURTHER, "replaces": FURTHER, "on": "2022-01-04", "known": "2022-01-03"}
    assert send(app, cases, "fact", **own).status == 200
    assert correction(app, FURTHER)["known"] == "2022-01-03"
    assert correction(app, REQUEST)["known"] == ""


@pytest.mark.parametrize(
    ("spelled", "written"),
    [
        ("5 January 2022", "2022-01-05"),
        ("5 Jan 2022", "2022-01-05"),
        ("January 2022", '"2022-01"'),
        ("about January 2022", '"2022-01~"'),
        ("some day between 3 January 2022 and 8 January 2022", '"2022-01-03/2022-01-08"'),
    ],
)
def test_days_are_taken_as_they_are_printed(app, cases, spelled, written):
    """What a report spells as a day may be typed as one."""
    answer = send(app, cases, "fact", sentence="Ukraine asks Russia to intervene", on=spelled)
    assert answer.status == 200
    assert f"on   = {written}\n" in text(cases)


def test_every_form_takes_a_spelled_day(app, cases):
    """The day judged, that of a source, that of an outcome and that of a new case may be spelled as in prose."""
    assert get(app, "/case/one/", query={"day": "4 January 2022"}).status == 200
    new = {
        "sentence": "Ukraine asks Russia to intervene",
        "source-title": "T",
        "source-date": "4 January 2022",
    }
    assert send(app, cases, "fact", **new).status == 200
    assert "date  = 2022-01-04" in text(cases)
    assert send(app, cases, "outcome", happened="yes", on="6 January 2022", summary="It came.").status == 303
    fields = {"name": "mine", "title": "Mine", "as_of": "1 May 2024"}
    roles = {"role-intervener": "Russia", "role-host": "Ukraine"}
    assert post(app, "/new", fields | roles).status == 303
    assert (
        send(app, cases, "fact", sentence="Ukraine asks Russia to intervene", on="31 June 2022").status == 400
    )


def test_what_nobody_said_is_left_blank(app, cases):
    """A slot that neither the words nor the case's parts fill is a blank, with what may stand in it; so it is not written."""
    found = get(app, "/case/one/find", query={"sentence": "asks for troops"}).text
    blank = "Kazakhstan asks {guarantor} to intervene"
    assert f'data-sentence="{blank}"' in found
    assert "asks Russia to intervene" not in found
    told = get(app, "/case/one/find", query={"sentence": blank}).text
    assert 'data-gap="{guarantor}"' in told
    assert "<option>the CSTO</option>" in told
    answer = send(app, cases, "fact", sentence=blank)
    assert answer.status == 400
    assert "{guarantor} says nothing yet" in answer.text
    number = get(app, "/case/one/find", query={"sentence": "Russia sends {n} troops to Kazakhstan"}).text
    assert '<input class="gap" data-gap="{n}"' in number


def test_words_that_fit_are_no_sentence_yet(app, cases):
    """Words that are sent before a sentence was chosen are answered with the way to one; a slip in a sentence with its remedy."""
    for words, told in (
        ("asks for troops", "Choose one of those that fit, below the box."),
        ("Kazakstan asks the CSTO to intervene", "Kazakhstan"),
        ("xyzzy", "The vocabulary has no sentence like it."),
    ):
        answer = send(app, cases, "fact", sentence=words)
        assert answer.status == 400
        assert told in answer.text


def test_what_becomes_public_later_says_when(app, cases):
    """A fact that became public after the day judged says on which day, and counts from then on."""
    later = {"sentence": "Ukraine asks Russia to intervene", "known": "6 January 2022"}
    page = send(app, cases, "fact", **later).text
    assert "Does not count: public only on 6 January 2022, after the day judged." in page
    assert "public only on" not in get(app, "/case/one/", query={"day": "2022-01-06"}).text


def test_what_a_sentence_means_is_told_of_the_one_chosen(app, cases):
    """The meaning and the bearing stand beside the sentence in the box as they stood beside it in the list."""
    vocabulary = cases.parent / "rules" / "vocabulary.toml"
    asks = 'ask = "Has {host} asked {guarantor} for troops?"'
    words = vocabulary.read_text(encoding="utf-8")
    vocabulary.write_text(words.replace(asks, f'{asks}\nmeans = "A formal request."'), encoding="utf-8")
    for words in ("asks the CSTO for troops", REQUEST, "Kazakhstan does not ask the CSTO to intervene"):
        found = get(app, "/case/one/find", query={"sentence": words}).text
        assert "A formal request." in found
        assert "Bears on local support" in found
    shown = get(app, "/case/one/find", query={"sentence": "asks the CSTO for troops"}).text
    assert "Kazakhstan does not ask the CSTO to intervene.</button>" in shown


def asked_on(page) -> list[str]:
    return [
        unescape(one) for one in re.findall(r'<button form="unknown" name="sentence" value="([^"]*)"', page)
    ]


def test_open_questions_come_in_the_interviews_order(tmp_path):
    """What bears on the answer is asked first, as the interview asks it, and then what does not."""
    shutil.copy(shipped("cases") / "kazakhstan-2022.toml", tmp_path)
    app = application(Desk(Library(tmp_path, shipped("rules"))), Journal(None), PORT, TOKEN)
    listed = asked_on(get(app, "/case/kazakhstan-2022/questions").text)
    now = round_of(desk_of(tmp_path / "kazakhstan-2022.toml", read_kept_rulebook(shipped("rules"))))
    first = [speak(now.desk.rulebook.vocabulary, one.question.about) for one in now.asked]
    assert len(first) > 5
    assert listed[: len(first)] == first
    assert len(listed) > len(first)


def test_each_reply_shows_what_it_asserts(app, cases):
    """Yes and no stand before their sentences; where reports conflict the one is asserted after the other."""
    write_case(cases / "one.toml", UNASKED)
    page = get(app, "/case/one/questions").text
    assert f"<b>Yes</b>: {REQUEST}</button>" in page
    assert "<b>No</b>: Kazakhstan does not ask the CSTO to intervene</button>" in page
    both = f'data-sentence="{REQUEST}" data-then="Kazakhstan does not ask the CSTO to intervene" data-conflict="1"'
    assert both in page


def test_what_is_not_known_is_remarked_and_asked_no_more(app, cases):
    """An answer "not known" stands in the file as the interview writes it, is listed as such, and can be undone."""
    write_case(cases / "one.toml", UNASKED)
    assert REQUEST in asked_on(get(app, "/case/one/questions").text)
    assert send(app, cases, "unknown", sentence=REQUEST).status == 200
    assert f"# not known: {REQUEST}\n" in text(cases)
    page = get(app, "/case/one/questions").text
    assert REQUEST not in asked_on(page)
    assert "Asked, and not known: 1" in page
    assert send(app, cases, "undo").status == 200
    assert "# not known" not in text(cases)
    assert send(app, cases, "unknown", sentence="no sentence").status == 400


def test_what_is_retracted_stays_in_view_with_its_reason(app, cases):
    """A retracted fact is listed by itself with why, and offers nothing any more."""
    assert "Retracted" not in get(app, "/case/one/").text
    page = send(app, cases, "withdraw", sentence=FURTHER, why="a hoax").text
    listed = page[page.index("Retracted, and still on record: 1") :]
    listed = listed[: listed.index("</details>")]
    assert f"{FURTHER}." in listed
    assert "retracted: a hoax" in listed
    assert "Suppose it away" not in listed


def test_a_fact_is_withdrawn_without_script(app, cases):
    """The form that withdraws a fact is a page of its own, too; an assumption, which no day ends, is asked for a reason alone."""
    link = unescape(re.search(r'href="(withdraw\?sentence=Ukraine[^"]*)"', get(app, "/case/one/").text)[1])
    where, _, query = link.partition("?")
    page = get(app, f"/case/one/{where}", query=query).text
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert form["sentence"] == FURTHER
    assert "or no longer so since" in page
    assert "or no longer so" not in get(app, f"/case/one/{where}", query=f"{query}&assumed=1").text
    assert post(app, "/case/one/withdraw", {**form, "why": "a hoax"}).status == 303
    assert 'retracted = "a hoax"' in text(cases)


def test_a_source_is_called_by_its_title(app, cases):
    """Sources to choose from, and the source of a fact, have their titles; two of one publisher are told apart."""
    for title in ("One story", "Another story"):
        source = {"source-title": title, "source-publisher": "The Wire", "source-date": "2022-01-04"}
        sentence = f"Ukraine asks {'Russia' if title == 'One story' else 'Kazakhstan'} to intervene"
        assert send(app, cases, "fact", sentence=sentence, **source).status == 200
    page = get(app, "/case/one/").text
    for title in ("One story", "Another story"):
        assert f">{title}, The Wire, 4 January 2022 (" in page
        assert f"{title}, The Wire, public 4 January 2022" in page


def test_a_judgement_is_filed_by_the_cases_author(app, cases):
    """Who files is the author of the case, where it names one."""
    case = cases / "one.toml"
    case.write_text('author = "A. N. Alyst"\n' + text(cases), encoding="utf-8")
    assert 'name="who" value="A. N. Alyst"' in get(app, "/case/one/log").text


def test_a_warning_spells_the_days_that_it_names_and_leaves_what_else_looks_like_one(cases):
    """The name of a file is a name, whatever digits it has."""
    rulebook = read_kept_rulebook(cases.parent / "rules")
    case = read_case(cases / "one.toml", rulebook)
    last = max(case.facts, key=lambda fact: fact.place.line)
    what = "2022-01-05.pdf is dated 2022-01-07"
    warned = Problem(last.place.path, last.place.line, what, lint="RUB308", days=(date(2022, 1, 7),))
    told = dict(warned_of(replace(case, warnings=(warned,)), rulebook.vocabulary))
    assert (
        told[speak(rulebook.vocabulary, last.literal, prose=True)] == "2022-01-05.pdf is dated 7 January 2022"
    )
