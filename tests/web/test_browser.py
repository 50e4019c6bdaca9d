"""The page in a real browser: an analyst with a mouse, one with a keyboard, one with a screen reader."""

import re
import shutil
from pathlib import Path

import pytest

from driving import Page, Served, Watched, expect
from rubicon.places import shipped

AXE = Path(__file__).parent / "axe" / "axe.min.js"
STATED = "Kazakhstan asks the CSTO to intervene, by An address"
FURTHER = "Ukraine asks the CSTO to intervene"
WIDTHS = (400, 1600)
EVENTS = """event_id_cnty,event_date,event_type,notes,country
KZ1,2022-01-05,Riots,Crowds stormed the city administration,Kazakhstan
"""


def found(page):
    """Type into the box, so that sentences are offered."""
    page.locator("#sentence").press_sequentially("asks for troops", delay=5)
    expect(page.locator("#found .take").first).to_be_visible()


def contradicted(page):
    """Say the contrary of what is on file."""
    page.locator("button.fill[data-sentence='Kazakhstan does not ask the CSTO to intervene']").first.click()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("It would contradict what is on file")).to_be_visible()


def reasoned(page):
    """Open the reasons of a sentence."""
    page.locator("#report a.say").first.click()
    expect(page.locator("#reasons h2").first).to_be_visible()


def drawn(page):
    """Open what follows on the first page, with the drawing."""
    page.get_by_text("The reasoning, and the annexes").click()
    expect(page.locator("svg a").first).to_be_visible()


def offered_events(page):
    """Bring in a table of events."""
    page.get_by_role("link", name="Import").click()
    page.get_by_label("or its text").fill(EVENTS)
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#events")).to_be_visible()


def questioned(page):
    """Come to what is open, and open a form that withdraws a fact."""
    page.locator("details.withdraw summary").first.click()
    expect(page.get_by_label("Wrong, because")).to_be_visible()
    page.locator("#open").scroll_into_view_if_needed()
    expect(page.locator(".questions li").first).to_be_visible()


STATES = {
    "what is open": questioned,
    "sentences found": found,
    "a contradiction": contradicted,
    "reasons": reasoned,
    "the drawing": drawn,
    "events offered": offered_events,
}
"""What a page is brought to before it is looked at."""


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory):
    """Serve the shipped rulebook and two shipped cases, for those who only look."""
    top = tmp_path_factory.mktemp("looked-at")
    (top / "cases").mkdir()
    for name in ("kazakhstan-2022", "armenia-2021-05"):
        shutil.copy(shipped("cases") / f"{name}.toml", top / "cases")
    made = Served(top, shipped("rules"))
    for _ in range(2):
        made.run("log", "file", str(top / "cases" / "kazakhstan-2022.toml"), "--why", "the morning brief")
    yield made
    made.stop()


def answer(page: Page) -> str:
    return page.locator("#report").inner_text()


def test_an_analyst_asserts_denies_and_undoes(watched, served):
    """A fact found in own words and added with its source changes the judgement; denied it changes back; undone too."""
    page = watched.page
    was = served.case.read_bytes()
    assert "Likely (55–80%)" in answer(page)
    page.get_by_role("button", name=f"Deny: {STATED}").click()
    form = page.locator("#add")
    assert form.locator("#sentence").input_value() == "Kazakhstan does not ask the CSTO to intervene"
    form.get_by_text("A new source").click()
    form.get_by_label("Publisher").fill("Reuters")
    form.get_by_label("Published on").fill("2022-01-05")
    form.get_by_label("Grade of the source").select_option("A – completely reliable source")
    form.get_by_label("Grade of the report").select_option("1 – confirmed by other sources")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("It would contradict what is on file")).to_be_visible()
    assert served.case.read_bytes() == was
    page.get_by_role("button", name="Both are reported: add it").click()
    expect(page.get_by_label("What changed")).to_be_visible()
    assert "Likely (55–80%)" not in answer(page)
    assert 'publisher = "Reuters"' in served.case.read_text(encoding="utf-8")
    assert form.locator("#sentence").input_value() == ""
    page.get_by_role("button", name="Undo: ").click()
    expect(page.locator("#report")).to_contain_text("Likely (55–80%)")
    assert served.case.read_bytes() == was


def test_words_are_turned_into_a_sentence(watched, served):
    """As one types, sentences that fit are offered; the one taken stands in the box and is asserted."""
    page = watched.page
    page.locator("#sentence").press_sequentially("asks for troops", delay=10)
    offered = page.locator("#found .take").first
    expect(offered).to_contain_text("asks")
    offered.click()
    expect(page.locator("#found")).to_contain_text("Say what stands in the sentence where it has a blank")
    expect(page.locator("#found")).to_contain_text("Bears on")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#add")).to_contain_text("The sentence is not whole")
    page.get_by_label("guarantor").select_option("Russia")
    expect(page.locator("#found")).to_contain_text("This is a sentence.")
    sentence = page.locator("#sentence").input_value()
    assert sentence == "Kazakhstan asks Russia to intervene"
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("What changed")).to_be_visible()
    assert f'"{sentence}"' in served.case.read_text(encoding="utf-8")


def test_the_same_words_find_again_after_clear(watched):
    """Cleared, the box finds the same words anew."""
    page = watched.page
    for _ in range(2):
        page.locator("#sentence").press_sequentially("asks for troops", delay=10)
        expect(page.locator("#found .take").first).to_be_visible()
        page.get_by_role("button", name="Clear").click()
        expect(page.locator("#found .take")).to_have_count(0)


def test_what_is_wrong_hides_no_button(watched):
    """What is wrong with a form stands in it, above its button, which can be pressed again."""
    page = watched.page
    page.locator("#sentence").fill("xyzzy")
    add = page.get_by_role("button", name="Add", exact=True)
    add.click()
    told = page.locator("#add .refused")
    expect(told).to_be_visible()
    edges = "([told, add]) => [told.getBoundingClientRect().bottom, add.getBoundingClientRect().top]"
    above, below = page.evaluate(edges, [told.element_handle(), add.element_handle()])
    assert above <= below
    page.locator("#sentence").fill(FURTHER)
    add.click()
    expect(page.get_by_label("What changed")).to_be_visible()
    expect(told).to_have_count(0)


def test_reports_that_conflict_are_asserted_one_after_the_other(watched, served):
    """Of a question whose reports conflict both sentences are asked for in turn; one not known is asked no more."""
    served.case.write_text(
        re.sub(r'\[\[fact\]\]\s+that = "Kazakhstan asks[^[]*', "", served.case.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    page = watched.page
    page.reload()
    page.locator("#open").scroll_into_view_if_needed()
    question = page.locator(".questions li").first
    expect(question).to_contain_text("No: Kazakhstan does not ask the CSTO to intervene")
    question.get_by_role("button", name="Reports conflict").click()
    add = page.get_by_role("button", name="Add", exact=True)
    expect(page.locator("#add")).to_contain_text("after it: Kazakhstan does not ask the CSTO to intervene")
    add.click()
    expect(page.locator("#sentence")).to_have_value("Kazakhstan does not ask the CSTO to intervene")
    add.click()
    expect(page.locator("#sentence")).to_have_value("")
    text = served.case.read_text(encoding="utf-8")
    assert '"Kazakhstan asks the CSTO to intervene"' in text
    assert '"Kazakhstan does not ask the CSTO to intervene"' in text
    undo = page.get_by_role("button", name="Undo: ")
    undo.click()
    expect(page.get_by_role("button", name="Deny: Kazakhstan does not ask")).to_have_count(0)
    undo.click()
    expect(undo).to_have_count(0)
    page.locator("#open").scroll_into_view_if_needed()
    page.get_by_role("button", name="Not known").first.click()
    expect(page.locator("#asked")).to_contain_text("Asked, and not known: 1")
    assert "# not known: Kazakhstan asks the CSTO to intervene" in served.case.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_judgement_stays_in_view(browser, looked_at, width):
    """However far one scrolls among the facts, the answer is in view."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{looked_at.address}/case/kazakhstan-2022/")
    page.locator("#open-title").scroll_into_view_if_needed()
    answer = page.locator(".stays" if width == min(WIDTHS) else "#bottom-line")
    expect(answer).to_be_in_viewport()
    if width == min(WIDTHS):
        expect(answer).to_contain_text("Likely, moderate confidence")
    page.close()


def test_what_changed_comes_into_view_while_the_reasoning_is_read(watched):
    """Far down in the reasoning, a change brings what it changed into view, and the answer stands above both sides."""
    page = watched.page
    page.get_by_text("The reasoning, and the annexes").click()
    page.locator("#rest h3").last.scroll_into_view_if_needed()
    line = page.locator("li", has=page.get_by_role("button", name=f"Deny: {STATED}"))
    line.locator("details.withdraw summary").click()
    line.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_label("What changed")).to_be_in_viewport()
    expect(page.locator(".stays")).to_be_in_viewport()
    expect(page.locator(".stays")).to_contain_text("was likely")


def test_a_fact_is_withdrawn_and_it_is_undone_after_a_restart(watched, served, browser):
    """A withdrawn fact stays in the file with its reason; another start of the program still undoes it."""
    page = watched.page
    was = served.case.read_bytes()
    line = page.locator("li", has=page.get_by_role("button", name=f"Deny: {STATED}"))
    line.locator("details.withdraw summary").click()
    line.get_by_label("Wrong, because").fill("misread")
    line.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_label("What changed")).to_be_visible()
    assert "Likely (55–80%)" not in answer(page)
    assert 'retracted = "misread"' in served.case.read_text(encoding="utf-8")
    served.stop()
    served.start()
    again = browser.new_page()
    again.goto(f"{served.address}/case/one/")
    again.get_by_role("button", name="Undo: withdrew").click()
    expect(again.locator("#report")).to_contain_text("Likely (55–80%)")
    assert served.case.read_bytes() == was
    again.close()


def test_a_supposition_writes_nothing_until_it_is_kept(watched, served):
    """Supposed away, the judgement changes and the file does not; dropped, all is as it was; kept, it is written."""
    page = watched.page
    was = served.case.read_bytes()
    away = page.get_by_role("button", name=f"Suppose it away: {STATED}")
    away.click()
    banner = page.get_by_label("What is supposed")
    expect(banner).to_contain_text("Nothing of it is written")
    assert "Likely (55–80%)" not in answer(page)
    assert served.case.read_bytes() == was
    page.get_by_role("button", name="Drop all of it").click()
    expect(banner).to_have_count(0)
    assert "Likely (55–80%)" in answer(page)
    away.click()
    expect(banner).to_be_visible()
    supposed = page.locator("#report #bottom-line + p").inner_text()
    page.get_by_role("button", name="Make facts of it").click()
    expect(page.get_by_label("What changed")).to_be_visible()
    expect(banner).to_have_count(0)
    assert page.locator("#report #bottom-line + p").inner_text() == supposed
    assert served.case.read_bytes() != was


def test_the_later_of_two_is_told_and_keeps_what_it_wrote(watched, served):
    """A page that shows an older case is told so; its text stays in the form, and goes through once it has looked."""
    page = watched.page
    other = served.case.read_bytes() + b"\n# an editor's own line\n"
    served.case.write_bytes(other)
    page.locator("#sentence").fill(FURTHER)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("changed elsewhere")).to_be_visible()
    assert served.case.read_bytes() == other
    page.get_by_role("button", name="Show it as it now is").click()
    expect(page.get_by_text("changed elsewhere")).to_have_count(0)
    assert FURTHER in page.locator("#sentence").input_value()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("What changed")).to_be_visible()
    text = served.case.read_text(encoding="utf-8")
    assert FURTHER in text
    assert "an editor's own line" in text


def test_a_sentence_tells_why(watched):
    """A sentence of the report opens its reasons over the page; Escape closes them, and the focus is where it was."""
    page = watched.page
    link = page.locator("#report a.say").first
    link.click()
    reasons = page.locator("#reasons")
    expect(reasons.locator("h2").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#why")).not_to_be_visible()
    expect(link).to_be_focused()


def test_a_keyboard_is_enough(watched, served):
    """With keys alone a fact is supposed away, its reasons read, and a fact written."""
    page = watched.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    def tab_to(locator, most=200):
        for _ in range(most):
            if locator.evaluate("one => one === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no way by Tab to {locator}")

    tab_to(page.locator("#sentence"))
    page.keyboard.type(FURTHER)
    page.keyboard.press("Enter")
    expect(page.get_by_label("What changed")).to_be_visible()
    assert FURTHER in served.case.read_text(encoding="utf-8")
    tab_to(page.get_by_role("button", name=f"Suppose it away: {STATED}"))
    page.keyboard.press("Space")
    expect(page.get_by_label("What is supposed")).to_be_visible()
    tab_to(page.locator("#report a.say").first)
    page.keyboard.press("Enter")
    expect(page.locator("#reasons h2").first).to_be_visible()


def test_another_day_is_judged_by_the_slider(watched):
    """The slider goes from day to day on which something became known; the report is that day's."""
    page = watched.page
    page.locator("#slider").focus()
    page.keyboard.press("Home")
    day = page.locator("#day").input_value()
    assert day != "2022-01-05"
    expect(page).to_have_url(re.compile(f"day={day}"))
    expect(page.get_by_role("button", name="Back to 5 January 2022")).to_be_visible()


def test_a_case_is_begun_on_the_page(watched, served):
    """A new case begins with its title, day and roles, and is shown."""
    page = watched.page
    page.goto(f"{served.address}/new")
    page.get_by_label("Name of its file").fill("mine")
    page.get_by_label("Title").fill("A case of my own")
    page.get_by_label("Judged on").fill("2024-05-01")
    page.get_by_role("group", name="Intervener").get_by_label("Who").fill("Russia")
    page.get_by_role("group", name="Host").get_by_label("Who").fill("Ukraine")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A case of my own")
    assert (served.folder / "mine.toml").is_file()


def test_a_case_is_imported_into_the_library(watched, served, tmp_path):
    """From the library another analyst's file becomes a case of its own, under the name of its file."""
    page = watched.page
    brought = tmp_path / "brought.toml"
    brought.write_text(
        served.case.read_text(encoding="utf-8").replace("A case", "Brought along"), encoding="utf-8"
    )
    page.goto(served.address)
    page.get_by_role("link", name="Import").click()
    page.get_by_label("A file").set_input_files(brought)
    expect(page.get_by_label("or its text")).to_have_value(re.compile("Brought along"))
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Brought along")
    assert (served.folder / "brought.toml").is_file()


def test_two_pages_of_one_case_lose_nothing(watched, served, browser):
    """Of two pages that change one case the later is told, looks, and sends again: both facts stand."""
    page, context = watched.page, browser.new_context()
    other = context.new_page()
    other.goto(f"{served.address}/case/one/")
    for one, sentence in ((page, FURTHER), (other, "Ukraine asks Russia to intervene")):
        one.locator("#sentence").fill(sentence)
        one.get_by_role("button", name="Add", exact=True).click()
        if one is other:
            expect(one.get_by_text("changed elsewhere")).to_be_visible()
            one.get_by_role("button", name="Show it as it now is").click()
            expect(one.get_by_text("changed elsewhere")).to_have_count(0)
            one.get_by_role("button", name="Add", exact=True).click()
            expect(one.get_by_text("It would contradict what is on file")).to_be_visible()
            one.get_by_role("button", name="Both are reported: add it").click()
        expect(one.get_by_label("What changed")).to_be_visible()
    text = served.case.read_text(encoding="utf-8")
    assert FURTHER in text
    assert "Ukraine asks Russia to intervene" in text
    context.close()


def test_a_supposition_marks_what_it_changes(watched):
    """The variables that a supposition moves say what they were, and the difference is told; another day likewise."""
    page = watched.page
    page.get_by_role("button", name=f"Suppose it away: {STATED}").click()
    moved = page.locator(".strip .moved")
    expect(moved).to_contain_text("was met")
    expect(page.locator("#differs")).to_contain_text("The answer goes from likely")
    page.get_by_role("button", name="Drop all of it").click()
    expect(moved).to_have_count(0)
    page.locator("#slider").focus()
    page.keyboard.press("Home")
    expect(page.locator("#differs")).to_contain_text("The answer goes from likely")


def test_a_judgement_is_filed_and_what_moved_is_told(watched, served):
    """Filed twice with a change between, the log lists both, tells what moved, and holds, as the commands say too."""
    page = watched.page
    for at in (1, 2):
        page.get_by_role("link", name="File, and the log").click()
        page.get_by_label("Why now").fill(f"brief {at}")
        page.get_by_role("button", name="File this judgement").click()
        expect(page.locator(".entries > li")).to_have_count(at)
        page.get_by_role("link", name="Back to the case").click()
        if at == 1:
            line = page.locator("li", has=page.get_by_role("button", name=f"Deny: {STATED}"))
            line.locator("details.withdraw summary").click()
            line.get_by_role("button", name="Withdraw").click()
            expect(page.get_by_label("What changed")).to_be_visible()
    page.get_by_role("link", name="File, and the log").click()
    page.get_by_role("link", name="Through which reasons it moved from entry 1 to 2").click()
    expect(page.locator("main")).to_contain_text("The answer is moved by codings alone")
    page.get_by_role("link", name="Log", exact=True).click()
    page.get_by_role("link", name="Whether the log holds").click()
    expect(page.get_by_role("heading", level=1, name="The log is as it was written")).to_be_visible()
    assert "brief 2" not in served.run("log", "verify")
    assert "2 " in served.run("log", "show")


def test_the_library_is_searched_as_one_types(browser, looked_at):
    """Only what is called so or mentions it stays, each case judged; without words all are there again."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    watched = Watched(context.new_page(), looked_at.address)
    page = watched.page
    page.goto(looked_at.address)
    rows = page.locator("#cases tr:not(.group)")
    expect(rows).to_have_count(2)
    page.get_by_label("Cases that are called").press_sequentially("tokayev")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("likely", timeout=60_000)
    expect(rows).to_contain_text("2, last ")
    page.get_by_label("Cases that are called").fill("")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("unlikely", timeout=60_000)
    watched.check()
    context.close()


def test_two_cases_are_compared_and_their_sentences_told(browser, looked_at):
    """Compared from the case's own page, each sentence leads to its reasons in the cases that speak of it."""
    context = browser.new_context()
    context.set_default_timeout(90_000)
    watched = Watched(context.new_page(), looked_at.address)
    page = watched.page
    page.goto(f"{looked_at.address}/case/kazakhstan-2022/")
    page.locator(".ways").get_by_role("link", name="Compare").click()
    page.get_by_label("and another").select_option("armenia-2021-05")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kazakhstan and Armenia")
    page.locator(".told a.say").first.click()
    expect(page.locator("#reasons h2").first).to_be_visible()
    watched.check()
    context.close()


def test_the_drawing_leads_to_reasons_and_reasons_to_rules(browser, looked_at):
    """A box of the drawing opens its reasons, in which one goes on and back; a rule named there leads to its page."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    watched = Watched(context.new_page(), looked_at.address)
    page = watched.page
    page.goto(f"{looked_at.address}/case/kazakhstan-2022/")
    page.get_by_text("The reasoning, and the annexes").click()
    page.locator("svg").get_by_role("link", name="itself has asked for the troops").click()
    heading = page.locator("#reasons h2").first
    expect(heading).to_contain_text("local elements in Kazakhstan support")
    back = page.get_by_role("button", name="Back", exact=True)
    expect(back).to_be_hidden()
    page.locator("#reasons").get_by_role("link", name="Kazakhstan asks the CSTO to intervene").first.click()
    expect(heading).not_to_contain_text("local elements in Kazakhstan support")
    back.click()
    expect(heading).to_contain_text("local elements in Kazakhstan support")
    page.locator("#reasons a.name").first.click()
    expect(page.get_by_role("heading", name="The cases it decided")).to_be_visible()
    expect(page.locator("main")).to_contain_text("CSTO deployment to Kazakhstan")
    watched.check()
    context.close()


def test_the_first_page_prints_on_one_sheet_and_names_its_sources(browser, looked_at):
    """In print the case's page is its first page alone, on one sheet, with who says what happened; the whole report follows where it was opened."""
    page = browser.new_page()
    page.goto(f"{looked_at.address}/case/kazakhstan-2022/")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    expect(page.locator("#report")).to_contain_text("asks the CSTO to intervene (Sputnik B2, one origin)")
    expect(page.get_by_text("As of 5 January 2022.").first).to_be_visible()
    for unseen in (".left", ".bar", ".ways", ".foot"):
        expect(page.locator(unseen)).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_text("The reasoning, and the annexes").click()
    expect(page.locator("#rest ol.sources")).to_contain_text("Kazakh president Tokayev")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) > 5
    page.close()


def test_the_reasoning_folds(watched):
    """The reasoning, the drawing in it and what does not count fold away and out again, by keys too."""
    page = watched.page
    more = page.locator("#more > summary")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rest h3").nth(1)).to_be_visible()
    drawing = page.locator("#rest details > summary", has_text="The argument, drawn")
    expect(page.locator("#rest svg").first).to_be_visible()
    drawing.click()
    expect(page.locator("#rest svg").first).to_be_hidden()
    more.focus()
    page.keyboard.press("Space")
    expect(page.locator("#rest")).to_be_hidden()


def test_a_chart_is_no_larger_than_it_was_drawn(browser, looked_at):
    """What is drawn to scale keeps its size, so that its letters are no larger than the text around it."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    for path in ("/case/kazakhstan-2022/pivots", "/backtest"):
        page.goto(f"{looked_at.address}{path}")
        charts = page.locator("svg[role=img]")
        expect(charts.first).to_be_visible(timeout=90_000)
        for chart in charts.all():
            assert chart.bounding_box()["width"] == pytest.approx(float(chart.get_attribute("width")), abs=1)
    page.close()


def test_a_narrow_library_says_what_each_value_is(browser, looked_at):
    """Where the heads of the columns have no room each value is told with its head."""
    page = browser.new_page(viewport={"width": 400, "height": 900})
    page.goto(looked_at.address)
    expect(page.locator("#cases td.soft[colspan]")).to_have_count(0, timeout=90_000)
    row = page.locator("#cases tr", has_text="CSTO deployment")
    told = row.locator("td").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell, '::before').content.replaceAll('\"', '') + cell.textContent.trim())"
    )
    assert told[:3] == ["Judged on 2022-01-05", "Answer likely", "Confidence moderate"]
    assert told[4] == "The call was right"
    page.close()


def test_a_report_and_a_case_are_taken_away(watched, served):
    """The report and the case come as files, the same as the command line writes."""
    page = watched.page
    page.get_by_role("link", name="Export").click()
    for name, ending in (
        ("Markdown", "md"),
        ("Table of facts (CSV)", "csv"),
        ("The case file itself", "toml"),
    ):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name, exact=True).click()
        assert taken.value.suggested_filename.endswith(ending)
        if ending == "docx":
            assert Path(taken.value.path()).read_bytes().startswith(b"PK")
            continue
        content = Path(taken.value.path()).read_text(encoding="utf-8")
        assert "Kazakhstan asks the CSTO to intervene" in content or ending == "md"
        if ending == "csv":
            assert content == served.run("export", str(served.case), "--rules", str(served.rules))


def test_a_file_is_brought_in(watched, served, tmp_path):
    """A table chosen from the disk is read here and brought in; one that is no text is told at once."""
    page = watched.page
    page.get_by_role("link", name="Import").click()
    binary, table = tmp_path / "binary.csv", tmp_path / "facts.csv"
    binary.write_bytes(b"sentence\n\xff\xfe\n")
    table.write_text(f"sentence,on\n{FURTHER},2022-01-04\n", encoding="utf-8")
    page.get_by_label("A file").set_input_files(binary)
    expect(page.get_by_text("The file is not text in UTF-8")).to_be_visible()
    page.get_by_label("A file").set_input_files(table)
    expect(page.get_by_label("or its text")).to_have_value(re.compile(FURTHER))
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("1 fact and 0 sources are new")).to_be_visible()
    assert FURTHER in served.case.read_text(encoding="utf-8")
    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("button", name="Undo: ").click()
    expect(page.get_by_role("button", name="Undo: ")).to_have_count(0)
    assert FURTHER not in served.case.read_text(encoding="utf-8")


def test_keys_alone_file_a_judgement(watched):
    """With keys alone the log is reached from the case, and the judgement filed."""
    page = watched.page

    def tab_to(locator, most=60):
        for _ in range(most):
            if locator.evaluate("one => one === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no way by Tab to {locator}")

    tab_to(page.get_by_role("link", name="File, and the log"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="File this judgement")).to_be_visible()
    tab_to(page.get_by_label("Why now"))
    page.keyboard.type("by keys")
    page.keyboard.press("Enter")
    expect(page.locator(".entries")).to_contain_text("by keys")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_anybodys_way(browser, looked_at, scheme, width):
    """Axe finds nothing, in both themes and widths, and no page is wider than its window."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    context.set_default_timeout(30_000)
    watched = Watched(context.new_page(), looked_at.address)
    page, found = watched.page, {}
    supposed = "without=Kazakhstan+asks+the+CSTO+to+intervene"
    for path in (
        "/",
        "/new",
        "/rules/",
        "/rules/local-support/opposition-rejects-troops",
        "/compare",
        "/compare?one=kazakhstan-2022&other=armenia-2021-05",
        "/case/kazakhstan-2022/",
        f"/case/kazakhstan-2022/?{supposed}",
        "/case/kazakhstan-2022/why?sentence=Kazakhstan+asks+the+CSTO+to+intervene",
        "/case/kazakhstan-2022/questions",
        "/case/kazakhstan-2022/withdraw?sentence=Kazakhstan+asks+the+CSTO+to+intervene&source=sputnik-request",
        "/case/kazakhstan-2022/timeline",
        "/case/kazakhstan-2022/pivots",
        "/case/kazakhstan-2022/report",
        "/case/kazakhstan-2022/log",
        "/case/kazakhstan-2022/log/moved",
        "/case/kazakhstan-2022/about",
        "/case/kazakhstan-2022/tradecraft",
        "/case/kazakhstan-2022/import",
        "/case/kazakhstan-2022/export",
        "/backtest",
        "/log",
        "/log/1",
        "/log/verify",
        "/log/score",
        "/case/none/",
        *STATES,
    ):
        if path in STATES:
            page.goto(f"{looked_at.address}/case/kazakhstan-2022/")
            STATES[path](page)
        else:
            page.goto(f"{looked_at.address}{path}")
        page.wait_for_function(
            "document.querySelector('.working, td.soft[colspan]') === null", timeout=90_000
        )
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
        found |= {
            f"{path} {one['id']}": [
                (node["html"][:160], node["failureSummary"][:200]) for node in one["nodes"][:3]
            ]
            for one in violations
        }
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found[f"{path} is too wide"] = [wide]
    assert found == {}
    watched.check()
    context.close()
