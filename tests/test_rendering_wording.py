"""How rules and answers read: as sentences that somebody would say."""

import pytest
from msgspec.structs import replace

from reported import shipped
from rubicon.explaining import rule_page
from rubicon.explaining.claims import Cited
from rubicon.explaining.numbering import work_of
from rubicon.language.conditions import Variable
from rubicon.language.speaking import say_form
from rubicon.language.vocabulary import Slot, Statement
from rubicon.rendering import render_rule
from rubicon.rendering.fillings import fill_open
from rubicon.rendering.reasoning import reasoned
from rubicon.rendering.wording import Words

N = Slot("n", "number")


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ((N, " troops march"), "some number of troops march"),
        (("the toll is ", N), "the toll is some number"),
        ((N, " per cent agree"), "so many per cent agree"),
    ],
)
def test_a_number_that_nobody_fills_reads_well_wherever_it_stands(form, said):
    """Before a noun it is a number of that, at the end a number, before per cent so many."""
    statement = Statement("made", form, (N,), ("made", 1))
    assert say_form(form, fill_open(statement, form, (Variable("n"),), "some")) == said


def test_no_rule_page_reads_as_code():
    """No page of a shipped rule names a variable by its mark, ends on `of`, or parts what is given by semicolons."""
    book, _ = shipped("ukraine-2021")
    for rule in book.rules:
        text = flat(render_rule(rule_page(book, rule), "text").partition("Sources\n")[0])
        conditions = text.partition("If --")[2].partition("Because")[0]
        assert "?" not in conditions, rule.id
        assert " of." not in conditions, rule.id
        assert "any number of per" not in conditions, rule.id
        assert "; and that" not in text.partition("Examples --")[2], rule.id


REASON = {
    "because": "{{ host }}'s {{ tally.total }}: {{ tally.members }}",
    "title": "A title",
    "values": (("host", "Georgia"),),
    "ending": (),
    "tally": ("two", ("a", "b")),
}


@pytest.mark.parametrize(
    "other",
    [
        {"because": "{{ host }} has {{ tally.total }}"},
        {"because": "", "title": "Another title"},
        {"values": (("host", "Armenia"),)},
        {"values": (("host", "the States"),), "ending": ("the States",)},
        {"tally": ("three", ("a", "b"))},
        {"tally": ("two", ("a", "c"))},
    ],
)
def test_a_reason_that_is_remembered_is_no_other(other):
    """Each thing that a reason goes by makes another of it, whichever was said before."""
    for first, second in ((REASON, REASON | other), (REASON | other, REASON)):
        reasoned.cache_clear()
        told = reasoned(**first)
        assert reasoned(**second) == reasoned.__wrapped__(**second)
        assert reasoned(**second) != told


def test_a_source_is_numbered_by_its_work_however_often_it_is_met():
    """Works that two cases know by other keys are one; a source that comes where one lay that is gone is itself."""
    book, case = shipped("kazakhstan-2022")
    words = Words(book, "text", tuple(Cited(fact) for fact in case.facts))
    numbers = {work_of(source): number for number, source in words.sources}
    assert len(numbers) > 10
    for fact in (*case.facts, *case.facts):
        if fact.source is not None:
            renamed = replace(fact.source, key="another")
            assert words.marks([renamed, fact]) == [numbers[work_of(fact.source)]]
            del renamed
