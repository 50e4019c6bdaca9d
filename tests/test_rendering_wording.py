"""How rules and answers read: as sentences that somebody would say."""

import pytest

from reported import shipped
from rubicon.explaining import rule_page
from rubicon.language.conditions import Variable
from rubicon.language.speaking import say_form
from rubicon.language.vocabulary import Slot, Statement
from rubicon.rendering import render_rule
from rubicon.rendering.fillings import fill_open

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
