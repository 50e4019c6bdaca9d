"""What an analyst writes on the page: found by keys, graded in words, told in words what it did, undone and done again."""

import re

import pytest

from driving import Page, expect

FURTHER = "Ukraine asks the CSTO to intervene"


def focused(page: Page):
    """Return what has the focus."""
    return page.locator(":focus")


def test_arrows_walk_the_sentences_found(watched):
    """Down goes from the box through the sentences, right to a denial, up back to the box; Enter takes one."""
    page = watched.page
    box = page.locator("#sentence")
    box.press_sequentially("troops sent to Ukraine, local support", delay=5)
    offered = page.locator("#found li")
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(offered.nth(0).locator(".take").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(offered.nth(1).locator(".take").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(offered.nth(1).locator(".take").last).to_be_focused()
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(offered.last.locator(".take").first).to_be_focused()
    page.keyboard.press("Home")
    taken = focused(page).get_attribute("data-sentence")
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value(taken)
    expect(offered).to_have_count(0)


def test_escape_closes_what_was_found_and_typing_goes_on(watched):
    """Escape closes the list from within and leaves the words; what is typed in the list goes on in the box."""
    page = watched.page
    box, offered = page.locator("#sentence"), page.locator("#found li")
    box.press_sequentially("asks for", delay=5)
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.type(" troop")
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    expect(box).to_have_value("asks for troops")
    expect(box).to_be_focused()


def test_a_grade_is_chosen_in_words(watched, served):
    """The menus of grades say what each letter and digit means; half a grade is refused in words; a fact tells its own."""
    page = watched.page
    source, report = page.get_by_label("Grade of the source"), page.get_by_label("Grade of the report")
    assert "B – usually reliable source" in source.inner_text()
    assert "2 – probably true" in report.inner_text()
    page.locator("#sentence").fill(FURTHER)
    source.select_option("B – usually reliable source")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#add .refused")).to_contain_text("Choose both, or neither")
    report.select_option("3 – possibly true")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("What changed")).to_be_visible()
    assert 'grade = "B3"' in re.sub(" +", " ", served.case.read_text(encoding="utf-8"))
    line = page.locator("li", has=page.get_by_role("button", name=f"Correct: {FURTHER}"))
    line.get_by_text("More", exact=True).click()
    expect(line).to_contain_text("B3: usually reliable source, possibly true.")
    line.get_by_role("button", name="Correct").click()
    expect(source).to_have_value("B")
    expect(report).to_have_value("3")


def test_an_error_is_told_alone(watched):
    """What a case is warned of stands in no box that tells what is wrong with what was just sent."""
    page = watched.page
    expect(page.get_by_text("To be looked at")).to_be_visible()
    line = page.locator("li", has=page.get_by_role("button", name="Correct: Ukraine does not ask Russia"))
    line.locator("details.withdraw summary").click()
    line.get_by_label("no longer so since").fill("soon")
    line.get_by_role("button", name="Withdraw").click()
    told = line.locator(".refused")
    expect(told).to_contain_text("soon")
    expect(told.locator("strong")).to_have_count(1)
    page.locator("#sentence").fill(FURTHER)
    page.get_by_label("Since", exact=True).fill("soon")
    page.get_by_role("button", name="Add", exact=True).click()
    told = page.locator("#add .refused")
    expect(told).to_contain_text("soon")
    expect(told.locator("strong")).to_have_count(1)
    expect(told).not_to_contain_text("line")


@pytest.mark.parametrize("scrolled", [False, True])
def test_the_form_is_at_hand_on_a_telephone(watched, scrolled):
    """At 400 px a link to the form is in view wherever one is; it leads into the box, and nothing is wider than the window."""
    page = watched.page
    page.set_viewport_size({"width": 400, "height": 800})
    if scrolled:
        page.locator("#open-title").scroll_into_view_if_needed()
    link = page.get_by_role("link", name="Add a fact")
    expect(link).to_be_in_viewport()
    link.click()
    box = page.locator("#sentence")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    page.keyboard.type("asks for troops")
    expect(page.locator("#found .take").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_undo_says_what_it_undoes_and_redo_does_it_again(watched, served, browser):
    """The buttons name the change; both go by keys, with the focus kept; redo also after a restart."""
    page = watched.page
    was = served.case.read_bytes()
    page.locator("#sentence").fill(FURTHER)
    page.get_by_role("button", name="Add", exact=True).click()
    undo = page.get_by_role("button", name=f"Undo: asserted “{FURTHER}”")
    expect(undo).to_be_visible()
    written = served.case.read_bytes()
    undo.focus()
    page.keyboard.press("Enter")
    redo = page.get_by_role("button", name=f"Redo: asserted “{FURTHER}”")
    expect(redo).to_be_focused()
    expect(page.locator(".right .done")).to_have_text(f"Undone: asserted “{FURTHER}”.")
    assert served.case.read_bytes() == was
    page.keyboard.press("Control+Shift+z")
    expect(undo).to_be_visible()
    expect(page.locator(".right .done")).to_contain_text(f"Done again: asserted “{FURTHER}”.")
    notice = page.locator(".right .done .notice", has_text="To be looked at")
    expect(notice).to_have_text("To be looked at: a fact without a source.")
    assert served.case.read_bytes() == written
    page.keyboard.press("Control+z")
    expect(redo).to_be_visible()
    served.stop()
    served.start()
    again = browser.new_page()
    again.goto(f"{served.address}/case/one/")
    again.get_by_role("button", name=f"Redo: asserted “{FURTHER}”").click()
    expect(again.get_by_role("button", name=f"Undo: asserted “{FURTHER}”")).to_be_visible()
    assert served.case.read_bytes() == written
    again.close()


def test_a_source_changed_is_confirmed_in_words(watched, served):
    """After saving, the page says of what source what was what and is what; so it does of the case, and of nothing changed."""
    page = watched.page
    page.goto(f"{served.address}/case/one/about")
    told = page.get_by_role("status")
    source = page.locator("details.work", has_text="An address")
    source.locator("summary").click()
    source.get_by_label("Who it has it from").fill("The president's <office>")
    source.get_by_label("Published on").fill("4 January 2022")
    source.get_by_role("button", name="Change").click()
    expect(told).to_contain_text("Changed the source “An address”")
    expect(told).to_contain_text("whom it has it from was nothing, is “The president's <office>”")
    expect(told).to_contain_text("is 4 January 2022")
    page.get_by_label("Judged on").fill("2022-01-06")
    page.get_by_role("button", name="Change", exact=True).first.click()
    expect(told).to_have_text("Changed the particulars: day judged was 5 January 2022, is 6 January 2022.")
    page.get_by_role("button", name="Change", exact=True).first.click()
    expect(told).to_have_text("Nothing was changed: the case says so already.")
    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("button", name="Undo: changed the particulars").click()
    page.get_by_role("button", name="Undo: changed the source “An address”").click()
    expect(page.locator(".right .done")).to_contain_text("Undone: changed the source")


def test_a_grade_corrected_is_confirmed_where_one_is(watched):
    """On a telephone what was done is said in view, far down among the facts."""
    page = watched.page
    page.set_viewport_size({"width": 400, "height": 800})
    page.get_by_role("button", name="Correct: Kazakhstan asks the CSTO").click()
    page.get_by_label("Grade of the report").select_option("3 – possibly true")
    page.get_by_role("button", name="Correct", exact=True).click()
    told = page.locator(".stays .done")
    expect(told).to_have_text(
        "Corrected “Kazakhstan asks the CSTO to intervene”, by An address: grade was B2, is B3."
    )
    expect(told).to_be_in_viewport()


def test_days_that_do_not_go_together_are_told_at_once(watched, served):
    """A source after the day judged, or before what it tells of, is told as soon as the fact stands, and by `check` in the same words."""
    page = watched.page

    def add(since, published):
        page.locator("#sentence").fill(FURTHER)
        page.get_by_label("Since", exact=True).fill(since)
        if not page.get_by_label("Published on").is_visible():
            page.get_by_text("A new source").click()
        page.get_by_label("Title").fill(f"A report of {published}")
        page.get_by_label("Published on").fill(published)
        page.get_by_role("button", name="Add", exact=True).click()

    told = page.locator(".right .done .notice")
    add("4 January 2022", "7 January 2022")
    expect(told).to_have_text(
        [
            "It does not count: public only on 7 January 2022, after the day judged.",
            "To be looked at: its source is dated 7 January 2022, after the day judged, 5 January 2022.",
        ]
    )
    expect(page.locator(".left .idle", has_text="A report of 7 January 2022")).to_be_visible()
    add("6 January 2022", "3 January 2022")
    expect(told).to_have_text(
        [
            "It does not count: public only on 6 January 2022, after the day judged.",
            "To be looked at: its source is dated 3 January 2022, before the day that it tells of, 6 January 2022.",
        ]
    )
    add("2 January 2022", "3 January 2022")
    expect(told).to_have_text(["It does not count: no rule that reads it applies."])
    checked = served.run("rules", "check", str(served.case), "--rules", str(served.rules), warned=True)
    assert "dated 2022-01-07, after the day judged, 2022-01-05 [RUB308]" in checked
    assert "dated 2022-01-03, before the day that it tells of, 2022-01-06 [RUB309]" in checked
