"""What later days make of the risks that were named when the troops went in."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from shipped import TOP, library, of

RISK = "for Russia in Kazakhstan the risk of {} is so far {}"
RISKS = ("failure", "later resistance", "unrest in a contributor", "a loss of standing")
IN = (
    "B2|troops of Russia enter Kazakhstan on 2022-01-06",
    "B2|troops of Tajikistan enter Kazakhstan on 2022-01-06",
)


def verdicts(found):
    """Return what has come of each risk by an assessment."""
    return {
        risk: verdict
        for risk in RISKS
        for verdict in ("refuted", "confirmed")
        if found.verdict(RISK.format(risk, verdict)).truth
    }


@pytest.mark.parametrize(
    ("day", "risk"),
    [
        (date(2022, 1, 11), "failure"),
        (date(2022, 1, 11), "a loss of standing"),
        (date(2022, 1, 19), "later resistance"),
        (date(2022, 1, 19), "unrest in a contributor"),
    ],
)
def test_a_risk_of_the_article_is_refuted_from_the_day_of_the_facts_on(day, risk):
    """Not on the day before, and on the case's own day none has come out."""
    assert verdicts(library("kazakhstan-2022", as_of=day))[risk] == "refuted"
    assert risk not in verdicts(library("kazakhstan-2022", as_of=day - timedelta(days=1)))
    assert verdicts(library("kazakhstan-2022")) == {}


def test_by_the_end_of_january_all_four_have_come_out():
    """The troops are gone, order is back, nobody shot at them, and no contributor is shaken."""
    assert verdicts(library("kazakhstan-2022", as_of=date(2022, 1, 31))) == dict.fromkeys(RISKS, "refuted")


@pytest.mark.parametrize(
    ("fact", "risk"),
    [
        ("B2|violent unrest shakes Kazakhstan", "failure"),
        ("B2|foreign troops in Kazakhstan are attacked", "later resistance"),
        ("B2|Tajikistan saw serious unrest on 2022-02-01", "unrest in a contributor"),
        ("B2|the standing of Russia is seen as lowered by what it did in Kazakhstan", "a loss of standing"),
    ],
)
def test_a_later_fact_of_the_other_kind_confirms_it(fact, risk):
    """Five weeks after the troops came."""
    assert verdicts(of("Kazakhstan", "2022-02-10", *IN, fact))[risk] == "confirmed"
    assert risk not in verdicts(of("Kazakhstan", "2022-02-10", *IN))


def test_a_day_for_leaving_is_believed_until_they_have_left():
    """Both while they pack and after."""
    leaving = "the foreign troops are expected to leave Kazakhstan"
    assert library("kazakhstan-2022", as_of=date(2022, 1, 13)).verdict(leaving).truth
    assert not library("kazakhstan-2022", as_of=date(2022, 1, 20)).verdict(leaving).truth


def test_the_timeline_tells_when_a_risk_comes_out_and_nothing_of_strangers():
    """Though neither the answer nor a variable changes; standing facts of who plays no part are no development."""
    path = str(TOP / "cases" / "kazakhstan-2022.toml")
    told = CliRunner().invoke(main, ["timeline", path], catch_exceptions=False).stdout
    days = {part.split(":", 1)[0]: part for part in told.split("\n### ")}
    assert RISK.format("failure", "refuted") in days["11 January 2022"]
    assert RISK.format("later resistance", "refuted") in days["19 January 2022"]
    assert "the answer stays the same" in days["11 January 2022"]
    assert "Latvia" not in told
