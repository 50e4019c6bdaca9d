"""What `why`, `why-not`, `what-if`, `pivots`, `rules list` and `rules show` say of the language as amended."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from contract import WORDS, case, fact, rule, world
from rubicon.cli import main

POINTS = '{ at_least = 2, of = ["?x protests", "?x marches", "?_y sings", "?n >= 100"] }'
ASKED = WORDS
for word in ("protests", "marches", "sings"):
    ASKED = ASKED.replace(
        f'form = "{{x:actor}} {word}"',
        f'form = "{{x:actor}} {word}"\n    ask = "Is it so that {{x}} {word}?"',
    )
RULES = {
    "a/vote": rule(
        [],
        "?x votes",
        title="The moved vote",
        otherwise="it is false that ?x votes",
        where=["?x waits"],
        otherwise_because="Nothing moves {{ x }}.",
    ).replace("if = []", f'if = ["?x has ?n troops", {POINTS}]'),
    "a/strike": rule(
        ["?x protests since ?day", "?today - ?day >= 30 days"],
        "?x strikes",
        title="Old protests become strikes",
        because="{{ x }} protests since {{ day }}.",
    ),
    "b/mood": rule(["?x protests since ?day", "?today - ?day <= 5 days"], "the mood of ?x is: high"),
}
PROTESTS = (
    fact("Anna protests", "C3", on=date(2022, 1, 2), source="one"),
    fact("Anna protests", "A1", on=date(2022, 2, 20), source="two"),
)


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Write the rulebook and a case, and return what a command says of it."""
    world(tmp_path / "rules", RULES, vocabulary=ASKED)
    monkeypatch.chdir(tmp_path)

    def asked(*arguments, facts=("Anna waits", "Anna has 50 troops", *PROTESTS)):
        (tmp_path / "case.toml").write_text(case(*facts, head="as_of = 2022-03-01"), encoding="utf-8")
        form = () if "--format" in arguments or arguments[0] == "rules" else ("--format", "text")
        done = CliRunner().invoke(main, [*arguments, *form], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout if "json" in arguments else " ".join(done.stdout.split())

    return asked


def test_why_tells_which_points_hold(ask):
    """A rule that falls short tells how many of its points hold, and which."""
    told = ask("why", "case.toml", "Anna votes")
    assert "Nothing moves Anna. (The moved vote (otherwise))" in told
    assert "The rule asks for at least two of four points, and one holds: - Anna protests" in told


def test_why_not_names_the_points_that_lack(ask):
    """It tells what is lacking, and how many of those would do."""
    told = ask("why-not", "case.toml", "Anna votes")
    assert "It would take one more of these: Anna marches; some actor sings." in told
    assert "lacking: Anna marches; any actor sings; 50 is at least 100" in told
    (obstacle,) = json.loads(ask("why-not", "case.toml", "Anna votes", "--format", "json"))["ways"][0][
        "attempts"
    ][0]["obstacles"]
    assert (obstacle["kind"], obstacle["count"], obstacle["limit"]) == ("several", [1, 1], 2)
    assert obstacle["needs"][0]["lines"] == ["Anna marches", "?_y sings"]


def test_a_point_that_is_supplied_suffices(ask):
    """What is told to be lacking makes the rule apply, and it overrides what is presumed."""
    told = ask("what-if", "case.toml", "--assume", "Bela sings")
    assert "Anna votes: it was not so, with moderate confidence; now it is so, with low confidence." in told
    assert "“The moved vote” now carries it: it is now established that Bela sings." in told


def test_why_tells_since_when(ask):
    """A reason with `since` tells the day, and the reports that give it."""
    facts = ("Anna waits", fact("Anna protests", "B2", on=date(2022, 1, 2), source="one"))
    told = ask("why", "case.toml", "Anna strikes", facts=facts)
    assert "Since 2 January 2022 this is so: - Anna protests (since 2 January 2022, graded B2" in told


def test_why_not_tells_the_day_that_would_do(ask):
    """By the surest reports it is so since too late a day; the latest day that would do is named."""
    told = ask("why-not", "case.toml", "Anna strikes")
    assert "a dated report, as sure as any, that Anna protests since 30 January 2022" in told
    ways = json.loads(ask("why-not", "case.toml", "Anna strikes", "--format", "json"))["ways"]
    (need,) = ways[0]["attempts"][0]["obstacles"][0]["needs"]
    assert (need["kind"], need["sentence"], need["day"]) == ("dated", "Anna protests", "2022-01-30")


def test_why_not_tells_that_no_report_gives_a_day(ask):
    """What is established without a day is told so."""
    told = ask("why-not", "case.toml", "Anna strikes", facts=("Anna waits", "Anna protests"))
    assert (
        "The rule goes by the day since which it is so that Anna protests, and no report gives one." in told
    )


def test_what_if_tells_that_it_is_so_since_another_day(ask):
    """A rule that no longer applies because the surest reports give another day is told so."""
    facts = (PROTESTS[0], PROTESTS[1].replace("2022-02-20", "2022-01-10"))
    told = ask("what-if", "case.toml", "--assume", "Anna marches", facts=facts)
    assert "strikes" not in told
    told = ask("what-if", "case.toml", "--without", "Anna protests", facts=facts)
    assert "“Old protests become strikes” no longer carries it" in told


def test_pivots_ask_what_would_count(ask):
    """Open questions reach through the points and through `since`."""
    assert "If it turned out that Anna marches, it would be so." in ask(
        "pivots", "case.toml", "--about", "Anna votes"
    )
    told = ask("pivots", "case.toml", "--about", "the mood of Bela is: high", facts=("Bela waits",))
    assert (
        "If it turned out that Bela protests, it would be so. - It would be established that the mood" in told
    )


def test_rules_are_listed_and_shown_with_what_they_say_otherwise(ask):
    """The list has the second rule under the first one's topic and counts files; the page tells both."""
    listed = ask("rules", "list")
    assert "Three rules." in listed
    assert "`a/vote/otherwise`: The moved vote (otherwise)" in listed
    shown = ask("rules", "show", "a/vote")
    assert "At least two of these hold: the x protests; the x marches" in shown
    assert (
        "Where the x waits, and nothing shows it: it is false that the x votes. Nothing moves the x." in shown
    )
    assert "The x protests, since the day" in ask("rules", "show", "a/strike")
    assert "It is what the rule `a/vote` says otherwise" in ask("rules", "show", "a/vote/otherwise")
    shown = json.loads(ask("rules", "show", "a/vote", "--format", "json"))
    assert (shown["otherwise"], shown["otherwise_of"]) == (["a/vote/otherwise"], None)
    assert shown["if"][-1] == POINTS
