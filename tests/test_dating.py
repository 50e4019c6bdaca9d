"""Which facts count on a day."""

from datetime import date

import pytest

from brief import fact, words
from rubicon.language.dating import in_force

WORDS = words("calm ?x:actor", "risk ?x:actor ?l:level!", "crosses ?x:actor ?d:date")
DAY = date(2022, 1, 5)


def on(facts, day=DAY):
    return [one.literal for one in in_force(WORDS, facts, day)]


@pytest.mark.parametrize(
    ("days", "counts"),
    [
        ({}, True),
        ({"on": "2022-01-05"}, True),
        ({"on": "2022-01-06"}, False),
        ({"until": "2022-01-06"}, True),
        ({"until": "2022-01-05"}, False),
        ({"known": "2022-01-05"}, True),
        ({"known": "2022-01-06"}, False),
        ({"withdrawn": "2022-01-06"}, True),
        ({"withdrawn": "2022-01-05"}, False),
        ({"on": "2022-01-01", "until": "2022-01-10", "known": "2022-01-04", "withdrawn": "2022-01-07"}, True),
    ],
)
def test_spans_are_half_open(days, counts):
    """A fact counts from its first day on, and no longer on its last; so with what is known."""
    said = fact("calm x", **days)
    assert in_force(WORDS, [said], DAY) == ((said,) if counts else ())


def test_events_stay_on_record():
    """A statement with a date is an event: `until` does not end it, but its report can be withdrawn."""
    assert len(on([fact("crosses x 2022-01-01", on="2022-01-01", until="2022-01-02")])) == 1
    assert not on([fact("crosses x 2022-01-01", on="2022-01-06")])
    assert not on([fact("crosses x 2022-01-01", withdrawn="2022-01-02")])


def test_without_a_day_dates_exclude_nothing():
    """Judged on no day, every assertion counts whose source did not supersede it."""
    facts = [fact("calm x", on="2030-01-01", withdrawn="2030-01-02"), fact("calm y", until="1990-01-01")]
    assert in_force(WORDS, facts, None) == tuple(facts)


@pytest.mark.parametrize(
    ("earlier", "later", "ended"),
    [
        ("risk x low", "risk x high", True),
        ("calm x", "not calm x", True),
        ("not calm x", "calm x", True),
        ("risk x low", "not risk x low", True),
        ("not risk x low", "risk x low", True),
        ("not risk x low", "risk x high", False),
        ("risk x low", "not risk x high", False),
        ("risk x low", "risk y high", False),
        ("risk x low", "risk x low", False),
    ],
)
def test_a_source_corrects_itself(earlier, later, ended):
    """A later `on` from the same source ends what it conflicts with, and nothing else."""
    facts = [
        fact(earlier, source="s", on="2022-01-01"),
        fact(later, source="s", on="2022-01-03"),
        fact(earlier, source="t", on="2022-01-01"),
        fact(earlier, on="2022-01-01"),
    ]
    for order in (facts, facts[::-1]):
        left = in_force(WORDS, order, DAY)
        assert (facts[0] not in left) is ended
        assert [one for one in left if one is not facts[0]] == [one for one in order if one is not facts[0]]


@pytest.mark.parametrize(
    "days",
    [
        {"on": "2022-01-06"},
        {"on": "2022-01-03", "until": "2022-01-05"},
        {"on": "2022-01-03", "known": "2022-01-06"},
        {"on": "2022-01-03", "withdrawn": "2022-01-04"},
        {"on": "2022-01-01"},
        {},
    ],
    ids=["not yet", "over", "not known", "withdrawn", "same day", "no day"],
)
def test_only_what_counts_itself_ends_anything(days):
    """A correction that is not known and in force that day, or is not later, ends nothing."""
    facts = [fact("calm x", source="s", on="2022-01-01"), fact("not calm x", source="s", **days)]
    assert facts[0] in in_force(WORDS, facts, DAY)


def test_what_has_been_ended_ends_others_all_the_same():
    """Of three values from one source only the last is left."""
    facts = [
        fact(f"risk x {level}", source="s", on=f"2022-01-0{day}")
        for day, level in enumerate(("low", "middle", "high"), 1)
    ]
    assert on(facts) == [facts[2].literal]
    assert on(facts, None) == [facts[2].literal]
    assert on(facts, date(2022, 1, 2)) == [facts[1].literal]
