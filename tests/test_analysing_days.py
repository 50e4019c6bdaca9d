"""What only some days or a number's boundary shows, the analysis finds: each with a case of that day, tried by the judge."""

import json

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from rubicon.editing.analysing import views
from rubicon.editing.analysing.gaps import row_of
from rubicon.editing.analysing.proving import prove
from rubicon.editing.analysing.terrain import outset_of
from rubicon.judging.assessing import assess
from rubicon.reading import parse_case, read_rulebook
from rubicon.reading.properties import read_properties
from test_analysing import HEAVY, bridges, properties, rule, told

NEVER_UNSAFE = 'claim = "never"\nsentences = ["{bridge} is judged: unsafe"]'
VARIABLES = 'claim = "variables"'
WHOLE = ["closing of ?bridge is considered", "?bridge is cracked"]
BUILT = """
[statement.opened]
form  = "{bridge:bridge} was opened on {day:date}"
ask   = "When was {bridge} opened?"
means = "The day of the first crossing."
"""


def folder_of(tmp_path, background="", vocabulary="", claim=NEVER_UNSAFE, **rules):
    """Write the bridges without a verdict of their own, with rules and standing facts; return the folder."""
    folder = bridges(tmp_path, **rules)
    for topic in ("verdict", "strain"):
        for path in (folder / topic).glob("*.toml"):
            if f"{topic}__{path.stem.replace('-', '_')}" not in rules:
                path.unlink()
    if background:
        (folder / "background.toml").write_text(background, encoding="utf-8")
    with (folder / "vocabulary.toml").open("a", encoding="utf-8") as file:
        file.write(vocabulary)
    return properties(folder, so=claim)


def verdict(lines, more="", then="?bridge is judged: unsafe"):
    """Return the text of a rule of the handbook."""
    return rule(lines, then, f'school = "handbook"\n{more}')


def said(folder):
    """Return what the analysis tells as JSON."""
    command = ["rules", "check", "--analyse", "--select", "RUB171", "--format", "json", "--no-cache"]
    done = CliRunner().invoke(main, [*command, "--rules", str(folder)], catch_exceptions=False)
    return json.loads(done.stdout)


def witness(folder):
    """Return the property and the case that shows it false, judged."""
    found = said(folder)
    (proof,) = found["properties"]
    text = next((one["witness"] for one in found["findings"] if one["id"] == "RUB171"), "")
    book = read_rulebook(folder)
    return proof, (assess(book, parse_case(text, book, "witness.toml")) if text else None), text


LONG_AGO = """
[[fact]]
that   = "the Mill Bridge is under strain"
on     = 2003-04-01
until  = 2005-04-01
source = "handbook"
"""
FALSE_AT = {
    "on a day": ({"verdict__odd": verdict(WHOLE, "since = 2004-06-01")}, {}, "2004-06-01 or later"),
    "before a day": ({"verdict__odd": verdict(WHOLE, "until = 2004-06-01")}, {}, "before 2004-06-01"),
    "only that long": (
        {"verdict__odd": verdict(WHOLE, "since = 2004-06-01\nuntil = 2004-06-02")},
        {},
        "2004-06-01",
    ),
    "while a standing fact holds": (
        {
            "verdict__odd": verdict([*WHOLE, "the Mill Bridge is under strain", "?bridge is old"]),
            "strain__odd": rule(["?bridge is old", "?bridge is not old"], "?bridge is under strain"),
        },
        {"background": LONG_AGO},
        "from 2003-04-01 until before 2005-04-01",
    ),
    "once a day has come": (
        {"verdict__odd": verdict([*WHOLE, "?today >= 2004-06-01", "?today - 2004-06-01 <= 3 days"])},
        {},
        "from 2004-06-01 until before 2004-06-05",
    ),
    "so long after a day": (
        {
            "verdict__odd": verdict(
                [*WHOLE, "the Mill Bridge was opened on ?day", "?today - ?day = 10 days", "?day < 2003-02-01"]
            )
        },
        {
            "vocabulary": BUILT,
            "background": '[[fact]]\nthat = "the Mill Bridge was opened on 2003-01-20"\nsource = "handbook"\n',
        },
        "2003-01-30",
    ),
}
BETWEEN = {
    "2004-06-01 or later": ("2004-06-01", "9999-12-31"),
    "before 2004-06-01": ("0001-01-01", "2004-05-31"),
    "2004-06-01": ("2004-06-01", "2004-06-01"),
    "from 2003-04-01 until before 2005-04-01": ("2003-04-01", "2005-03-31"),
    "from 2004-06-01 until before 2004-06-05": ("2004-06-01", "2004-06-04"),
}


@pytest.mark.parametrize("name", FALSE_AT)
def test_a_property_that_is_false_on_some_days_alone_is_shown_false_on_one_of_them(name, tmp_path):
    """The case carries the day, and the judge establishes in it what is said never to be."""
    rules, more, when = FALSE_AT[name]
    proof, made, text = witness(folder_of(tmp_path, **more, **rules))
    assert proof["state"] == "false"
    assert made.verdict("Bridge A is judged: unsafe").truth is True, text
    if when in BETWEEN:
        first, last = BETWEEN[when]
        assert first <= made.day.isoformat() <= last


NOT_FALSE = {
    "outside its days": {"verdict__odd": verdict([*WHOLE, "?today < 2004-06-01"], "since = 2004-06-01")},
    "never at once": {
        "verdict__odd": verdict(["?bridge is under strain", *WHOLE], "since = 2004-06-01"),
        "strain__odd": rule(WHOLE, "?bridge is under strain", "until = 2004-06-01"),
    },
}


@pytest.mark.parametrize("name", NOT_FALSE)
def test_what_no_day_shows_is_proved_over_all_of_them(name, tmp_path):
    """The report tells on which days it looked: below, on and above each boundary."""
    folder = folder_of(tmp_path, **NOT_FALSE[name])
    proof, made, _ = witness(folder)
    assert (proof["state"], made) == ("proved", None)
    report = told(folder)[1]
    assert "It is so: proved within the bound. Looked at on" in report


NUMBER = "?bridge carries ?n lorries a day"
BOUNDARIES = {
    "on it": (["?n >= 700", "?n <= 700"], "carries 700 lorries"),
    "below it": (["?n >= 699", "?n < 700"], "carries 69"),
    "between two": (["?n > 3", "?n < 4"], "carries 3.5 lorries"),
    "below nothing": (["?n < 0"], "carries -1 lorries"),
}


@pytest.mark.parametrize("name", BOUNDARIES)
def test_a_property_that_is_false_at_a_boundary_of_a_number_alone_is_shown_false(name, tmp_path):
    """On, below and between the numbers that rules compare with."""
    lines, number = BOUNDARIES[name]
    folder = folder_of(tmp_path, verdict__odd=verdict(["closing of ?bridge is considered", NUMBER, *lines]))
    proof, made, text = witness(folder)
    assert proof["state"] == "false"
    assert made.verdict("Bridge A is judged: unsafe").truth is True
    assert number in text


def test_what_a_property_says_itself_is_looked_at(tmp_path):
    """Its numbers and the things it names, be there a rule that speaks of them or not."""
    claim = 'claim = "possible"\nsentences = ["the Mill Bridge carries 77 lorries a day"]'
    assert witness(folder_of(tmp_path, claim=claim))[0]["state"] == "proved"


EARLY = rule(["?bridge is old"], "?bridge is under strain", "until = 2004-06-01")
LATE = rule(["?bridge is cracked"], "?bridge is under strain", "since = 2004-06-01")
FEW = rule([NUMBER, "?n < 50"], "?bridge is under no strain")


def test_a_variable_that_can_be_met_only_before_a_day_is_found(tmp_path):
    """The table says when it can; the property is shown false by the last case that meets it."""
    folder = folder_of(tmp_path, claim=VARIABLES, strain__early=EARLY, strain__few_lorries=FEW)
    proof, made, _ = witness(folder)
    assert (proof["state"], proof["of"]) == ("false", "Strain: met, from 2004-06-01 on")
    assert made.day.isoformat() < "2004-06-01"
    assert made.verdict("Bridge A is under strain").truth is True
    (row,) = said(folder)["variables"]
    assert (row["met"], row["missed"], row["both"]) == ("before 2004-06-01", "yes", "before 2004-06-01")
    assert "| Strain | before 2004-06-01 | yes | before 2004-06-01 |" in told(folder)[1]


def test_a_variable_that_can_be_met_on_each_day_is_no_alarm(tmp_path):
    """Whichever of two rules is in force."""
    folder = folder_of(
        tmp_path, claim=VARIABLES, strain__early=EARLY, strain__late=LATE, strain__few_lorries=FEW
    )
    proof, _, _ = witness(folder)
    assert proof["state"] == "proved"
    assert proof["within"]["days"] == ["2004-05-31", "2004-06-02"]


def test_one_report_that_moves_an_answer_on_some_days_alone_is_found(tmp_path):
    """By a case of such a day, in which the last of its facts is what moves it."""
    more = {
        "verdict__sound": rule(
            ["closing of ?bridge is considered"], "?bridge is judged: sound", "until = 2004-06-01"
        ),
        "verdict__odd": rule(
            ["?bridge is cracked"],
            "?bridge is judged: unsafe",
            'since = 2004-05-31\noverrides = ["verdict/sound"]',
        ),
    }
    claim = 'claim = "reports"\nsteps = 1'
    proof, made, _ = witness(folder_of(tmp_path, claim=claim, **more))
    assert (proof["state"], made.day.isoformat()) == ("false", "2004-05-31")
    more["verdict__sound"] = more["verdict__sound"].replace("2004-06-01", "2004-05-31")
    assert witness(folder_of(tmp_path / "clean", claim=claim, **more))[0]["state"] == "proved"


def test_heavy_lorries_are_where_the_shared_rules_say(tmp_path):
    """The boundary that other tests rest on is looked at on, below and above."""
    folder = folder_of(
        tmp_path, verdict__odd=verdict(["closing of ?bridge is considered", *HEAVY]), claim=NEVER_UNSAFE
    )
    assert {"899", "900", "901"} <= set(witness(folder)[0]["within"]["numbers"])


WAITS = verdict([*WHOLE, "?bridge is under strain"])


def found_of(folder):
    """Return what the analysis finds of rules, but conflicts."""
    command = ["rules", "check", "--analyse", "--select", "RUB161", "--select", "RUB169", "--format", "json"]
    done = CliRunner().invoke(main, [*command, "--no-cache", "--rules", str(folder)], catch_exceptions=False)
    return json.loads(done.stdout)["findings"]


OVER = '[[fact]]\nthat = "the Mill Bridge is under strain"\non = 1950-03-01\nuntil = 1990-01-01\nsource = "handbook"\n'
IDLE = rule(["the North Bridge is old"], "the North Bridge is under strain")
ENDED = {
    "a rule": ({"strain__early": EARLY, "verdict__odd": WAITS}, {}, "2004-06-01"),
    "a standing fact": (
        {
            "strain__idle": rule(["?bridge is old", "?bridge is not old"], "?bridge is under strain"),
            "verdict__odd": verdict([*WHOLE, "the Mill Bridge is under strain"]),
        },
        {"background": OVER},
        "1990-01-01",
    ),
}


@pytest.mark.parametrize("name", ENDED)
def test_a_rule_that_applies_in_no_case_after_a_day_is_found(name, tmp_path):
    """With the last case in which it applies, of a day before."""
    rules, more, day = ENDED[name]
    folder = folder_of(tmp_path, **more, **rules)
    found = [one for one in found_of(folder) if one["path"].endswith("odd.toml")]
    assert [one["what"] for one in found] == [f"this rule applies in no case from {day} on"]
    book = read_rulebook(folder)
    made = assess(book, parse_case(found[0]["witness"], book, "witness.toml"))
    assert made.day.isoformat() < day
    assert "verdict/odd" in {
        one.instance.rule.id for one in made.judgement.arguments if one.applies and one.instance
    }


def test_a_rule_that_says_itself_when_it_ends_is_no_alarm(tmp_path):
    """Nor is one that waits for what goes on."""
    own = verdict([*WHOLE, "?bridge is under strain"], "until = 2004-06-01")
    assert found_of(folder_of(tmp_path / "own", strain__early=EARLY, verdict__odd=own)) == []
    assert (
        found_of(folder_of(tmp_path / "on", strain__early=EARLY, strain__late=LATE, verdict__odd=WAITS)) == []
    )
    on = OVER.replace("until = 1990-01-01\n", "")
    lines = verdict([*WHOLE, "the Mill Bridge is under strain"])
    assert found_of(folder_of(tmp_path / "fact", on, strain__idle=IDLE, verdict__odd=lines)) == []


def test_a_rule_that_only_makes_surer_what_holds_anyhow_makes_a_difference(tmp_path):
    """Where the other way to the same conclusion is less sure, the judge is surer with the rule: it is not told."""
    slow = rule(["?bridge is cracked", "?_body watches ?bridge"], "?bridge is under strain")
    rules = {
        "verdict__odd": verdict(["?bridge is cracked"], then="?bridge is judged: doubtful"),
        "verdict__winner": verdict(
            ["?bridge is cracked"], 'overrides = ["verdict/odd"]', then="?bridge is judged: sound"
        ),
        "verdict__top": verdict(
            ["?bridge is cracked", "?bridge is under strain"],
            'overrides = ["verdict/winner"]',
            then="?bridge is judged: doubtful",
        ),
    }
    command = ["rules", "check", "--analyse", "--select", "RUB164", "--select", "RUB165", "--format", "json"]

    def told_of(name, strain):
        folder = folder_of(tmp_path / name, strain__slow=strain, **rules)
        done = CliRunner().invoke(
            main, [*command, "--no-cache", "--rules", str(folder)], catch_exceptions=False
        )
        return [one["id"] for one in json.loads(done.stdout)["findings"] if one["path"].endswith("odd.toml")]

    assert told_of("same", slow) == ["RUB165"]
    assert told_of("surer", f'{slow}confidence = "low"\n') == []


def test_more_days_than_may_be_searched_are_not_decided(tmp_path, monkeypatch):
    """Past the budget a property is neither proved nor false."""
    folder = folder_of(tmp_path, verdict__odd=verdict(WHOLE, "since = 2004-06-01"))
    book = read_rulebook(folder)
    (stated,), _ = read_properties(book)
    assert prove(outset_of(book), stated, 0).state == "false"
    monkeypatch.setattr(views, "MOST_ERAS", 0)
    assert prove(outset_of(book), stated, 0).state == "undecided"
    assert row_of(outset_of(book), book.framework.sections[0]).shown == (None,) * 4
