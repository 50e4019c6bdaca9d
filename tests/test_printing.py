"""A report printed from a browser: clean sheets of A4, the answer on the first, the marking on each, no row cut in two.

Debian's chromium prints; where it is missing the tests are skipped, but not in CI.
"""

import os
import re
import shutil
from importlib.util import find_spec

import pytest
from pypdf import PdfReader

from faults import run
from reported import TOP
from rubicon.rendering.blocks import Grid, Prose, blocks_of, text_of

CHROMIUM = shutil.which("chromium")
if (CHROMIUM is None or find_spec("playwright") is None) and os.environ.get("CI") != "true":
    pytest.skip("there is no chromium, or nothing to drive it", allow_module_level=True)

from playwright.sync_api import sync_playwright  # noqa: E402 - not every environment has it

MARKING = "RESTRICTED: desk (1) only"
ACROSS, NARROW = 720, 400
"""Pixels of a line on a sheet of A4, less its margins; and of a telephone's screen."""

LOOKED = """() => {
  const svg = document.querySelector("figure.argument svg")
  return [document.documentElement.scrollWidth, 12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width]
}"""
"""How wide the page lies, and how large the letters of its drawing are."""


def flat(text):
    return "".join(re.findall(r"[^\W_]+", text))


@pytest.fixture(scope="module", params=["kazakhstan-2022", "donbas-2014-08"])
def printed(request, tmp_path_factory):
    """Return the HTML of a marked report with all that may be asked for, its sheets, and how wide it lies."""
    assert CHROMIUM is not None, "CI installs chromium"
    top = tmp_path_factory.mktemp("printed")
    text = (TOP / "cases" / f"{request.param}.toml").read_text(encoding="utf-8")
    (top / "case.toml").write_text(f'marking = "{MARKING}"\n{text}', encoding="utf-8")
    made = run("assess", top / "case.toml", "--pivots", "--rules", TOP / "rules", "--format", "html")
    assert made.exit_code == 0, made.stderr
    (top / "case.html").write_text(made.stdout, encoding="utf-8")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser,
    ):
        page = browser.new_page(viewport={"width": ACROSS, "height": 1000})
        page.goto(f"file://{top}/case.html")
        page.pdf(path=top / "case.pdf", prefer_css_page_size=True)
        page.emulate_media(media="print")
        width = page.evaluate("document.documentElement.scrollWidth")
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": NARROW, "height": 800})
        narrow = page.evaluate(LOOKED)
    return made.stdout, list(PdfReader(top / "case.pdf").pages), (width, *narrow)


def test_every_sheet_is_a4_with_marking_and_number(printed):
    """Sheets are A4; each says who may see it and which it is."""
    _, sheets, _ = printed
    sizes = [tuple(round(float(one)) for one in sheet.mediabox[2:]) for sheet in sheets]
    assert set(sizes) == {(595, 842)}
    for number, sheet in enumerate(sheets, 1):
        said = sheet.extract_text()
        assert said.count(MARKING) >= 2
        assert f"{MARKING} · {number} of {len(sheets)}" in said


def test_the_first_page_is_the_first_sheet(printed):
    """The bottom line and the whole first page fit on it, and the reasoning begins on the next."""
    html, sheets, _ = printed
    first = flat(sheets[0].extract_text())
    blocks = blocks_of(html).blocks
    end = next(at for at, one in enumerate(blocks) if isinstance(one, Prose) and one.key == "reasoning")
    for one in blocks[:end]:
        assert flat(text_of(one.pieces)) in first
    assert flat(text_of(blocks[end].pieces)) not in first


def test_no_row_is_cut_and_each_sheet_of_a_table_has_its_headers(printed):
    """Each row stands whole on one sheet, under the headers of its table."""
    html, sheets, _ = printed
    told = [flat(sheet.extract_text()) for sheet in sheets]
    tables = [one for one in blocks_of(html).blocks if isinstance(one, Grid)]
    assert len(tables) > 2
    spread = set()
    for table in tables:
        heads = [flat(text_of(cell)) for cell in table.rows[0]]
        for row in table.rows[1:]:
            cells = [flat(text_of(cell)) for cell in row]
            on = [at for at, sheet in enumerate(told) if "".join(cells) in sheet]
            assert on, cells
            assert any(all(head in told[at] for head in heads) for at in on), cells
            spread |= set(on)
    assert len(spread) > len(tables) - 1


def test_nothing_is_wider_than_the_sheet(printed):
    """Laid out for print at the breadth of a sheet, nothing sticks out."""
    _, _, (width, _, _) = printed
    assert width <= ACROSS


def test_the_drawing_can_be_read_on_a_narrow_screen(printed):
    """At 400 pixels the page is no wider than the screen, and the drawing, which scrolls by itself, keeps its letters legible."""
    _, _, (_, wide, letters) = printed
    assert wide <= NARROW
    assert letters >= 9
