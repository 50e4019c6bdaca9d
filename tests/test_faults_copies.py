"""Faults A: one meaning written several times, so that one answer contradicts another."""

import tracemalloc
from datetime import date, timedelta

import pytest

from contract import case, rule, world
from faults import actors, calls, desk, flat, made, run, told
from rubicon import assess, parse_case, read_rulebook

MOODS = """
    [kind.actor]
    [kind.level]
    values = ["low", "high"]
    [statement.mood]
    form = "the mood of {x:actor} is: {l:level}"
    one_of = "l"
    [statement.stirs]
    form = "{x:actor} stirs"
    [statement.war]
    form = "{x:actor} goes to war"
"""
MARCH = """
    [kind.actor]
    [statement.considered]
    form = "a march of {i:actor} to {h:actor} is considered"
    [statement.asks]
    form = "{h:actor} asks {i:actor} to intervene"
    ask = "Has {h} asked {i}?"
    [statement.goes]
    form = "{i:actor} goes to {h:actor}"
    [statement.arms]
    form = "{i:actor} arms {h:actor}"
    [statement.feeds]
    form = "{i:actor} feeds {h:actor}"
    [statement.fears]
    form = "{i:actor} fears {h:actor}"
    [statement.borders]
    form = "{i:actor} borders {h:actor}"
"""
FRAME = """
    title = "One variable"
    ask = "Will {i} go to {h}?"
    question = "{i} goes to {h}"
    event = "{i} goes to {h}"
    horizon = 60
    considered = "a march of {i} to {h} is considered"
    [role.i]
    kind = "actor"
    [role.h]
    kind = "actor"
    [[section]]
    key = "going"
    title = "Going"
    kind = "variable"
    for = ["{i} goes to {h}"]
"""
HEAD = 'as_of = 2022-01-05\nroles = { i = "Ruritania", h = "Borduria" }\n'
HIGH = "the mood of {} is: high"
WAR = "Anna goes to war"
COUNTED = "?y stirs", "at least {} ?_x: it is false that the mood of ?_x is: low"
CALM = {"the mood of Anna is: high", "the mood of Boris is: high"}


def day(text, sentence):
    """Return a fact that became known on a day."""
    return f'[[fact]]\nthat = "{sentence}"\ngrade = "A1"\nknown = {text}\n'


@pytest.fixture
def moods(tmp_path, monkeypatch):
    """Return a function that writes the moods of Anna and Boris, and a rule that counts so many."""
    monkeypatch.chdir(tmp_path)

    def write(number):
        counted = [one.format(number) for one in COUNTED]
        text = case("Anna stirs", HIGH.format("Anna"), HIGH.format("Boris"))
        people = actors("Anna", "Boris", "Clara", "Dora")
        desk(tmp_path, MOODS, people, {"t/war": rule(counted, "?y goes to war")}, {"case": text})

    return write


@pytest.fixture
def march(tmp_path, monkeypatch):
    """Return a function that writes the rules Going and Staying, or others, and cases."""
    monkeypatch.chdir(tmp_path)
    going = rule(
        ["?h asks ?i to intervene"], "?i goes to ?h", title="Going", unless=[["?i arms ?h", "?i feeds ?h"]]
    )
    staying = rule(
        ["?h asks ?i to intervene", "?i fears ?h"],
        "it is false that ?i goes to ?h",
        title="Staying",
        overrides=["t/going"],
    )

    def write(rules=None, **cases):
        texts = {name: case(*facts, head=HEAD) for name, facts in cases.items()}
        countries = actors("Ruritania", "Borduria", "Syldavia", "Freedonia")
        desk(tmp_path, MARCH, countries, rules or {"t/going": going, "t/staying": staying}, texts)
        world(tmp_path / "rules", framework=FRAME, vocabulary=MARCH, entities=None, sources=None)

    return write


# --- A1, A2: a denied `one_of` statement in a tally --------------------------------------------------------


def test_what_a_tally_counts_by_denial_is_explained_under_an_assumption(moods):
    """A1: who is counted because another value of a `one_of` is established is told, an assumption too."""
    moods(3)
    text = told("why", "case.toml", WAR, "--assume", HIGH.format("Clara"))
    assert all(HIGH.format(name).lower() in text.lower() for name in ("Anna", "Boris", "Clara"))
    assert "there are three" in text


def test_what_a_tally_counts_by_denial_is_explained_as_filed(moods):
    """A1: the same without an assumption, where the facts suffice."""
    moods(2)
    text = told("why", "case.toml", WAR)
    assert all(one.lower() in text.lower() for one in CALM)


def test_json_names_what_a_tally_counted(moods):
    """A2: the premises of an argument name the facts that its tally counts."""
    moods(2)
    finding = next(one for one in made("assess", "case.toml")["findings"] if one["sentence"] == WAR)
    (argument,) = finding["because"]
    premises = set(argument["premises"])
    denials = {f"it is false that the mood of {name} is: low" for name in ("Anna", "Boris")}
    assert "Anna stirs" in premises
    assert premises >= CALM or premises >= denials


def test_why_does_not_say_that_nothing_shows_what_was_counted(moods):
    """A2: what is counted is shown, and so is never told as what nothing shows."""
    moods(3)
    text = told("why", "case.toml", WAR)
    assert "there are two" in text
    for name in ("Anna", "Boris"):
        assert f"Nothing shows that it is false that the mood of {name}" not in text
        assert HIGH.format(name).lower() in text.lower()


def test_why_not_counts_what_the_judge_counts(moods):
    """A2: two of three are counted, so that one more is enough."""
    moods(3)
    (way,) = made("why-not", "case.toml", WAR)["ways"]
    tally = next(one for one in way["attempts"][0]["obstacles"] if one["kind"] == "tally")
    assert tally["count"] == [2, 2]
    assert [one["count"] for one in tally["needs"]] == [1]
    text = told("why-not", "case.toml", WAR)
    assert "there is none" not in text
    assert "three more" not in text
    assert "one more" in text


# --- A3: half of an exception ------------------------------------------------------------------------------

NEWS = "Borduria asks Ruritania to intervene"
LATER = ("Ruritania fears Borduria", "Ruritania arms Borduria")
HALF = "Ruritania arms Borduria"


def blames(text):
    """Tell what Going is said to have fallen by: the words from its name to the next item."""
    return [flat(item) for item in text.split("\n") if "“Going” no longer" in item]


def test_half_of_an_exception_stops_nothing_under_an_assumption(march):
    """A3: a rule that is overridden is not told to have fallen by one of two things that stop it together."""
    march(case=[NEWS])
    result = run("assess", "case.toml", "--assume", LATER[0], "--assume", LATER[1])
    (reason,) = blames(result.stdout)
    assert HALF not in reason
    assert "Staying" in reason or "false that Ruritania goes" in reason or LATER[0] in reason


def test_half_of_an_exception_stops_nothing_since_an_earlier_day(march):
    """A3: the same for what changed since a day."""
    march(case=[day("2022-01-01", NEWS), *(day("2022-01-04", one) for one in LATER)])
    (reason,) = blames(run("assess", "case.toml", "--since", "2022-01-02").stdout)
    assert HALF not in reason
    assert "Staying" in reason or "false that Ruritania goes" in reason or LATER[0] in reason


def test_half_of_an_exception_stops_nothing_in_a_timeline(march):
    """A3: the same from day to day, in words and in JSON."""
    march(case=[day("2022-01-01", NEWS), *(day("2022-01-04", one) for one in LATER)])
    (reason,) = blames(run("timeline", "case.toml").stdout)
    assert HALF not in reason
    shifts = made("timeline", "case.toml")["stretches"][1]["shifts"]
    lost = [one for shift in shifts for one in shift["lost"] if one["rule"] == "t/going"]
    assert lost
    assert all(HALF not in one["arrived"] for one in lost)


def test_half_of_an_exception_stops_nothing_in_a_comparison(march):
    """A3: nor does `compare` say of a reason that applies that it does not count for half of its exception."""
    going = rule(
        ["?h asks ?i to intervene"], "?i goes to ?h", title="Going", unless=[["?i arms ?h", "?i feeds ?h"]]
    )
    doubt = rule(["?i fears ?h"], "it is false that ?i goes to ?h", title="Doubt", kind="defeater")
    march({"t/going": going, "t/doubt": doubt}, one=[NEWS], other=[NEWS, *LATER])
    text = told("compare", "one.toml", "other.toml")
    assert "also so that Ruritania arms Borduria" not in text


def test_a_whole_exception_is_still_named(march):
    """A3, its other half: where both parts hold the exception is the reason, and both are named."""
    march(case=[NEWS])
    both = ("--assume", HALF, "--assume", "Ruritania feeds Borduria")
    text = run("assess", "case.toml", *both).stdout
    (reason,) = blames(text)
    assert HALF in reason
    assert "Ruritania feeds Borduria" in reason


# --- A4: one wildcard in two lines -------------------------------------------------------------------------


def test_assess_asks_what_pivots_asks(march):
    """A4: `?_x` in two lines may be two countries, and the question behind them is open in both answers."""
    going = rule(["?_x borders ?h", "?_x arms ?h", "?h asks ?i to intervene"], "?i goes to ?h")
    march({"t/going": going}, case=["Syldavia borders Borduria", "Freedonia arms Borduria"])
    asked = {one["ask"] for one in made("pivots", "case.toml")["questions"]}
    assert "Has Borduria asked Ruritania?" in asked
    assert set(made("assess", "case.toml")["unknowns"]) == asked
    assert "Has Borduria asked Ruritania?" in told("assess", "case.toml")


# --- A5, A6: what is kept ----------------------------------------------------------------------------------


def test_two_rulebooks_in_turn_are_both_kept_ready(tmp_path):
    """A5: judging by two rulebooks in turn takes no more work than judging by one and then by the other."""
    books = []
    for name in ("one", "two"):
        rules = {f"t/r{at}": rule(["?x marches", "?x trusts ?_y"], "?x votes") for at in range(20)}
        book = read_rulebook(world(tmp_path / name, rules))
        books.append((book, parse_case(case("Anna marches", "Anna trusts Bela"), book)))

    def judge(*turns):
        for turn in turns:
            assess(*books[turn])

    judge(1, 1)
    steady = calls(judge, 1, 1, 1)
    judge(0, 0)
    steady += calls(judge, 0, 0, 0)
    judge(0, 1)
    assert calls(judge, 0, 1, 0, 1, 0, 1) <= 1.2 * steady


def test_a_timeline_keeps_no_assessment_of_every_day(march):
    """A6: three times the days do not take twice the memory, though each day's judgement is large."""
    standing = [f"{i} {verb} {h}" for verb in ("borders", "feeds") for i in COUNTRIES for h in COUNTRIES]
    rules = {f"t/r{at}": rule(["?i borders ?h", "?h feeds ?i"], "?i goes to ?h") for at in range(8)}

    def peak(days):
        first = date(2022, 1, 1)
        known = [str(first + timedelta(days=at)) for at in range(days)]
        news = [day(one, "Ruritania fears Borduria") for one in known]
        march(rules, case=[*standing, *news])
        tracemalloc.start()
        try:
            assert run("timeline", "case.toml").exit_code == 0
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    few, many = peak(32), peak(96)
    assert many < 2 * few


COUNTRIES = ("Ruritania", "Borduria", "Syldavia", "Freedonia")
