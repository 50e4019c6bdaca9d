"""On a day on which nothing bears on the question, every school gives the lowest word, with a base rate."""

import re
from datetime import date
from decimal import Decimal

import pytest

from shipped import TOP, answer, of, shipped, variables

SCHOOLS = [school.name for school in shipped().framework.schools]
HOSTS = [
    "Armenia",
    "Belarus",
    "Estonia",
    "Georgia",
    "Kazakhstan",
    "Latvia",
    "Moldova",
    "Tajikistan",
    "Ukraine",
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("school", SCHOOLS)
def test_a_quiet_day_gets_the_lowest_word(host, school):
    """Whatever stands for years, such as a wish to join NATO, makes no window of sixty days likelier."""
    assert answer(of(host, "2021-06-30", schools=[school])) == "almost no chance"
    assert answer(of(host, "2005-03-15", schools=[school])) == "almost no chance"


def test_a_quiet_day_presumes_nothing():
    """Outside a rival alliance, what nobody has shown is open on a quiet day, all five variables alike."""
    assert set(variables(of("Armenia", "2021-06-30")).values()) == {None}


def test_in_a_crisis_only_what_would_be_heard_is_presumed():
    """A crisis without an event: trigger and support are taken to be missing, the price to be low, the rest is open."""
    found = of("Armenia", "2021-06-30", "Russia makes public demands over Armenia")
    assert variables(found) == {
        "trigger": False,
        "local-support": False,
        "military-reaction": None,
        "feasibility": None,
        "cost": True,
    }
    for sentence in (
        "there is no specific trigger for intervention by Russia in Armenia",
        "local elements in Armenia do not support intervention by Russia",
        "Russia expects low political and economic costs from intervention in Armenia",
    ):
        assert found.verdict(sentence).confidence == "low"


@pytest.mark.parametrize(
    "event",
    [
        "violent unrest shakes Armenia",
        "Armenia asks the CSTO for consultations on its security",
        "the armed forces of Armenia are split",
    ],
)
def test_where_an_event_is_reported_a_trigger_is_not_missing(event):
    """Violence, a call for help or a defeat leaves a trigger open at the least."""
    assert variables(of("Armenia", "2021-06-30", event))["trigger"] is not False


def test_one_thing_missing_with_masses_is_not_five_missing_in_peace():
    """With three missing a force massed near the country decides between two words."""
    missing = [
        "B2|Russia makes public demands over Armenia",
        "B2|the United States threatens Russia with severe sanctions over Armenia",
    ]
    assert answer(of("Armenia", "2021-06-30", *missing)) == "very unlikely"
    massed = "B2|Russia masses troops near Armenia"
    assert answer(of("Armenia", "2021-06-30", *missing, massed)) == "unlikely"


def test_the_base_rate_is_the_count_of_its_rows():
    """Each counted row has a day in the period, a host in scope, a size and a source; the share is their number."""
    text = (TOP / "docs/base-rate.md").read_text(encoding="utf-8")
    counted = text[text.index("## Counted") : text.index("## Left out")]
    rows = [line.strip("| ").split(" | ") for line in counted.splitlines() if line.startswith("| ")][1:]
    windows = ((date(2021, 12, 31) - date(1992, 1, 1)).days + 1) // 60 * 14
    assert f"{windows:,} windows" in text
    for _, host, day, size, source in rows:
        assert date(1992, 1, 1) <= date.fromisoformat(day) <= date(2021, 12, 31)
        assert size
        assert re.search(r"<https?://\S+>", source)
        assert of(host, day).verdict(f"{host} was part of the Soviet Union").truth is True
    rate = next(tier.base_rate for tier in shipped().framework.tiers if tier.default)
    assert rate.share == round(Decimal(len(rows)) / windows, 5)
    assert rate.source.title.endswith("docs/base-rate.md")
