"""What comes into a case on the page, and what goes out of it."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from rubicon.exchanging.exporting import FORMS
from rubicon.exchanging.tables import HEADER
from rubicon.recording.entries import digest_of
from rubicon.web.bringing import PAGE
from visiting import get, library_in, page_over, post

TABLE = """sentence,on,grade,source,source_title,source_publisher
Ukraine asks the CSTO to intervene,2022-01-04,B2,wire,A wire report,Reuters
Kazakhstan asks the CSTO to intervene,2022-01-05,B2,address,,
"""
AGAINST = """sentence,on
Kazakhstan does not ask the CSTO to intervene,2022-01-05
"""
BIB = """@article{smith, title = {Of asking}, author = {A. Smith}, year = {2021}, url = {https://example.org/asking}}"""
CSL = json.dumps(
    [{"id": "jones", "type": "report", "title": "Of sending", "URL": "https://example.org/sending"}]
)
ACLED = """event_id_cnty,event_date,event_type,sub_event_type,notes,country,admin1,location,fatalities,source
KZ1,2022-01-05,Riots,Violent demonstration,Kazakhstan asks the CSTO,Kazakhstan,Almaty,Almaty,3,An agency
KZ2,2022-01-06,Protests,Peaceful protest,Ukraine asks for nothing,Ukraine,Kyiv,Kyiv,0,Another agency
"""


@pytest.fixture
def cases(tmp_path):
    return library_in(tmp_path)


@pytest.fixture
def app(cases):
    return page_over(cases)


def send(app, cases, path="import", **fields):
    seen = digest_of((cases / "one.toml").read_bytes())
    return post(app, f"/case/one/{path}", {"seen": seen, **fields}, part=True)


def stored(cases) -> str:
    return (cases / "one.toml").read_text(encoding="utf-8")


def test_a_table_of_facts_is_brought_in(app, cases):
    """New facts come with their sources, what is there already is counted, and all of it can be undone."""
    before = stored(cases)
    told = send(app, cases, text=TABLE.replace("\n", "\r\n"), filename="facts.csv")
    assert told.status == 200
    assert "1 fact and 1 source are new; 1 was there already" in told.text
    assert '"Reuters"' in stored(cases)
    assert "Ukraine asks the CSTO to intervene" in stored(cases)
    send(app, cases, "undo")
    assert stored(cases) == before


@pytest.mark.parametrize(("name", "text", "title"), [("", BIB, "Of asking"), ("w.json", CSL, "Of sending")])
def test_works_are_brought_in(app, cases, name, text, title):
    """BibTeX and CSL-JSON become sources; pasted text is known by what it looks like; a second time nothing is written."""
    assert "1 source" in send(app, cases, text=text, filename=name).text
    after = stored(cases)
    assert f'= "{title}"' in after
    again = send(app, cases, text=text, filename=name).text
    assert "0 facts and 0 sources are new; 1 was there already" in again
    assert stored(cases) == after


def test_what_contradicts_is_told_and_taken_on_the_analysts_word(app, cases):
    """A row that contradicts what is on file is shown with it, and written where both are said to be reported."""
    before = stored(cases)
    told = send(app, cases, text=AGAINST, filename="facts.csv")
    assert told.status == 409
    assert "You say: Kazakhstan does not ask" in told.text
    assert stored(cases) == before
    assert send(app, cases, text=AGAINST, filename="facts.csv", conflict="1").status == 200
    assert "Kazakhstan does not ask the CSTO to intervene" in stored(cases)


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("facts.csv", "sentence\nNobody knows this sentence\n", "facts.csv"),
        ("facts.csv", "a,b\n1,2\n", "no column"),
        ("works.json", "[{]", "no JSON"),
        ("x.toml", "title = 1", "title"),
        ("", "", "Nothing was sent"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(app, cases, name, text, what):
    """A file that cannot be brought in says what is wrong, and nothing is written."""
    before = stored(cases)
    told = send(app, cases, text=text, filename=name)
    assert told.status == 400
    assert what in told.text
    assert "Traceback" not in told.text
    assert stored(cases) == before


def test_another_coding_is_brought_in(app, cases):
    """Another analyst's file of the case adds its facts, each with its coder; contradictions are told and both stand."""
    other = stored(cases).replace("Kazakhstan asks", "Kazakhstan does not ask")
    told = send(app, cases, text=f'author = "B"\n{other}', filename="theirs.toml")
    assert told.status == 200
    assert "contradict each other" in told.text
    assert 'coder  = "B"' in stored(cases)


def test_events_are_offered_one_by_one(app, cases):
    """No event is asserted unasked; the one chosen is, as the sentence chosen, from its own source on its own day."""
    before = stored(cases)
    offer = send(app, cases, text=ACLED, filename="acled.csv")
    assert offer.status == 200
    assert "2 events of ACLED" in offer.text
    assert stored(cases) == before
    sentence = "Kazakhstan asks the CSTO to intervene"
    assert f'value="{sentence}"' in offer.text
    told = send(
        app, cases, "events", **{"text": ACLED, "filename": "acled.csv", "choice-2": sentence, "choice-3": ""}
    )
    assert "1 fact and 1 source are new" in told.text
    assert "ACLED, event KZ1" in stored(cases)
    assert "KZ2" not in stored(cases)
    assert 'id="bring"' in told.text


def test_many_events_are_offered_a_page_at_a_time(app, cases):
    """After each page comes the next, until all were offered."""
    header, row, *_ = ACLED.splitlines()
    text = "\n".join([header, *[row] * (PAGE + 1)])
    first = send(app, cases, text=text, filename="acled.csv").text
    assert first.count("<fieldset>") == PAGE
    fields = {"text": text, "filename": "acled.csv", "start": "0"}
    assert send(app, cases, "events", **fields).text.count("<fieldset>") == 1
    last = send(app, cases, "events", **{**fields, "start": str(PAGE)}).text
    assert 'id="bring"' in last


def test_events_are_no_way_round_the_files_they_came_in(app, cases):
    """What is no table of events is refused as one."""
    assert send(app, cases, "events", text=TABLE, filename="facts.csv").status == 400


@pytest.mark.parametrize("form", FORMS)
def test_a_case_is_given_to_other_programs(app, form):
    """Each form of export is listed with what it cannot carry, and given as a file."""
    listed = get(app, "/case/one/export").text
    assert f'href="export/case/{form}"' in listed
    given = get(app, f"/case/one/export/case/{form}")
    assert given.status == 200
    assert given.headers["content-disposition"].startswith("attachment")
    assert "CSTO" in given.text or form == "csl"


def test_a_report_is_certified_bound_and_held_against_standards(app, monkeypatch, tmp_path):
    """A certificate and a document come as files; what the report lacks of the standards is a page."""
    listed = get(app, "/case/one/export").text
    for form in ("certificate", "docx"):
        assert f'href="export/{form}"' in listed
    certificate = tmp_path / "certificate.json"
    certificate.write_text(get(app, "/case/one/export/certificate").text, encoding="utf-8")
    checker = Path(__file__).parents[2] / "docs" / "check_certificate.py"
    subprocess.run([sys.executable, str(checker), str(certificate)], check=True, capture_output=True)
    told = get(app, "/case/one/tradecraft", part=True).text
    assert "ICD 203" in told
    assert "<h1>Standards of tradecraft: A case</h1>" in told
    assert '(<a href="pivots">What would change it</a> tells it)' in told
    assert '(<a href="log">File, and the log</a> tells it' in told
    assert "--" not in told
    monkeypatch.setattr("rubicon.web.exchange.find_spec", lambda name: None)
    assert "python-docx, which is not installed" in get(app, "/case/one/export/docx").text


def test_the_file_itself_and_an_empty_table_are_given(app, cases):
    """The case's file comes as it is; an empty table has every column."""
    assert get(app, "/case/one/export/case/file").text == stored(cases)
    assert next(csv.reader(io.StringIO(get(app, "/table.csv").text))) == list(HEADER)
    assert get(app, "/case/one/export/case/none").status == 404
