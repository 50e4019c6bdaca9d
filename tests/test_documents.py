"""Documents: what a word processor opens says what the page says, with headings, notes and tables of its own."""

import io
import os
import re
import shutil
import subprocess

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from books import write_book, write_case
from faults import run
from reported import bridge, explained, shipped
from rubicon.cli import running
from rubicon.judging.assessing import all_schools
from rubicon.rendering import render_assessment
from rubicon.rendering.blocks import Grid, Prose, blocks_of, text_of
from rubicon.rendering.documents import document

OFFICE = shutil.which("soffice")
MARKING = "RESTRICTED: example"


def html_of(name):
    read = bridge() if name == "bridge" else shipped(name)
    schools = {} if name == "bridge" else {"schools": all_schools(read[0])}
    return render_assessment(explained(read, **schools), "html")


@pytest.fixture(scope="module")
def pages():
    return {name: html_of(name) for name in ("bridge", "kazakhstan-2022", "donbas-2014-08")}


def opened(html):
    return Document(io.BytesIO(document(html)))


def words(text):
    return re.findall(r"[^\W_]+", text)


def said_in(made):
    """Return all that the body of a document says, in order, links and tables included."""
    return words(" ".join(node.text or "" for node in made.element.body.iter(qn("w:t"))))


def said_on(html):
    """Return all that a page says in words: its drawings are left out."""
    body = html[html.index("<main>") : html.index("</main>")]
    body = re.sub(r"<(figure|summary|svg)\b.*?</\1>", " ", body, flags=re.DOTALL)
    body = re.sub(r'<p class="marking">.*?</p>', " ", body)
    body = re.sub(r'<li id="source-(\d+)"[^>]*>', r"\1 ", body)
    text = re.sub(r"</?(strong|em|code|a)\b[^>]*>", "", body)
    text = re.sub(r"<[^>]+>", " ", text)
    for name, sign in (("&#39;", "'"), ("&#34;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(name, sign)
    return words(text)


@pytest.mark.parametrize("name", ["bridge", "kazakhstan-2022", "donbas-2014-08"])
def test_a_document_says_what_the_page_says(pages, name):
    """Word for word, in the same order."""
    html = pages[name]
    assert said_in(opened(html)) == said_on(html)


def test_headings_are_headings_and_tables_repeat_their_first_row(pages):
    """A reader can fold the outline, and a table that goes over a sheet says its headers again."""
    html = pages["kazakhstan-2022"]
    made = opened(html)
    headings = [(p.style.name, p.text) for p in made.paragraphs if p.style.name.startswith("Heading")]
    blocks = blocks_of(html).blocks
    wanted = [one for one in blocks if isinstance(one, Prose) and one.role == "heading"]
    assert headings == [(f"Heading {one.level}", text_of(one.pieces)) for one in wanted]
    assert {name for name, _ in headings} == {"Heading 1", "Heading 2", "Heading 3"}
    assert len(made.tables) == sum(isinstance(one, Grid) for one in blocks) > 1
    for table in made.tables:
        rows = [row._tr for row in table.rows]
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


@pytest.mark.parametrize("name", ["bridge", "kazakhstan-2022"])
def test_notes_are_linked_both_ways(pages, name):
    """A number in the text leads to its note, and the note's number back to where it is first cited."""
    made = opened(pages[name])
    body = made.element.body
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks))
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", mark) for mark in marks)
    links = [
        (one.get(qn("w:anchor")), "".join(t.text for t in one.iter(qn("w:t"))))
        for one in body.iter(qn("w:hyperlink"))
        if one.get(qn("w:anchor"))
    ]
    assert {anchor for anchor, _ in links} <= set(marks)
    notes = [p for p in made.paragraphs if p.style.name == "Note"]
    assert notes
    for number, note in enumerate(notes, 1):
        start = next(note._p.iter(qn("w:bookmarkStart"))).get(qn("w:name"))
        assert (start, f"[{number}]") in links
        back = next(note._p.iter(qn("w:hyperlink"))).get(qn("w:anchor"))
        assert back in marks
        assert not any(
            back == one.get(qn("w:name")) for p in notes for one in p._p.iter(qn("w:bookmarkStart"))
        )


def test_only_addresses_of_the_web_lead_out(pages):
    """A source's address is linked where it is one of http or https, and nothing else leads out."""
    made = opened(pages["kazakhstan-2022"])
    out = [one.target_ref for one in made.part.rels.values() if one.is_external]
    assert out
    assert all(re.match(r"https?://", one) for one in out)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder with the small rulebook and a marked case."""
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    case = tmp_path / "case.toml"
    case.write_text(f'marking = "{MARKING}"\n{case.read_text(encoding="utf-8")}', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["assess", "pivots", "timeline"])
def test_every_sheet_bears_the_marking_and_its_number(here, command):
    """The marking stands at the head and foot of each sheet, the number of the sheet in a field; any answer can be a document."""
    assert run(command, "case.toml", "--output", "out.docx").exit_code == 0
    made = Document(str(here / "out.docx"))
    for section in made.sections:
        assert section.header.paragraphs[0].text == MARKING
        assert section.footer.paragraphs[0].text.startswith(MARKING)
        fields = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
        assert fields == ["PAGE", "NUMPAGES"]
        assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert MARKING not in "".join(p.text for p in made.paragraphs)


def test_the_same_case_gives_the_same_bytes(here):
    """No day and no name of whoever ran it is in the file."""
    for name in ("one.docx", "two.docx"):
        assert run("assess", "case.toml", "--output", name).exit_code == 0
    assert (here / "one.docx").read_bytes() == (here / "two.docx").read_bytes()
    made = Document(str(here / "one.docx")).core_properties
    assert (made.author, made.last_modified_by, made.created) == ("Rubicon", "", None)


def test_without_the_library_a_line_says_what_to_install(here, monkeypatch):
    """The extra is named before anything is judged, and nothing is written."""
    monkeypatch.setattr(running, "find_spec", lambda _name: None)
    result = run("assess", "case.toml", "--output", "out.docx")
    assert result.exit_code == 1
    assert "rubicon[docx]" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (here / "out.docx").exists()


def test_a_word_processor_prints_all_of_it(pages, tmp_path):
    """LibreOffice makes a PDF of it that holds the bottom line on its first sheet, each heading and each source."""
    if OFFICE is None:
        assert os.environ.get("CI") != "true", "CI installs libreoffice-writer"
        pytest.skip("there is no soffice")
    html = pages["kazakhstan-2022"]
    (tmp_path / "report.docx").write_bytes(document(html))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "report.docx")], check=True, capture_output=True, timeout=180)
    sheets = PdfReader(tmp_path / "report.pdf").pages
    assert {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in sheets} == {
        (595, 842)
    }
    told = ["".join(words(one.extract_text())) for one in sheets]
    whole = "".join(told)
    blocks = blocks_of(html).blocks
    bottom = next(at for at, one in enumerate(blocks) if isinstance(one, Prose) and one.key == "bottom-line")
    assert "".join(words(text_of(blocks[bottom + 1].pieces))) in told[0]
    for one in blocks:
        if isinstance(one, Prose) and one.role in ("heading", "source"):
            # A sheet's foot may come between the lines of a note.
            first = "".join(words(text_of(one.pieces)))[:60]
            assert first in re.sub(r"(?<=\D)\d{1,2}of\d{1,2}", "", whole) or first in whole, first
