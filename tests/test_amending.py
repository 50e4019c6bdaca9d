"""What an analyst changes without an editor: a case's own particulars, assumptions, ends, sources and the outcome."""

import difflib
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from books import write_book
from rubicon.cli import main
from rubicon.reading.amending import with_roles, with_values

REQUEST = "Kazakhstan asks the CSTO to intervene"
NO_REQUEST = "Kazakhstan does not ask the CSTO to intervene"
LEADS = "Russia leads the CSTO"
CASE = """\
# The first remark.
title   = "Laid out"   # by hand
as_of   = 2022-01-05
roles   = { intervener = "Russia", host = "Kazakhstan" }   # who is who
marking = "secret"   # for now

[source.one]
title = "Report"   # of one
date  = 2022-01-05

# between
[[fact]]
that   = "Russia leads the CSTO"   # eh
source = "one"
note   = '''
# no remark
'''

[[fact]]
that   = "Kazakhstan asks the CSTO to intervene"
source = "one"
on     = 2022-01-02
# at the end
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """Stand in a folder with a rulebook and a case that was laid out by hand."""
    write_book(tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    path = Path("mine.toml")
    path.write_text(CASE, encoding="utf-8")
    return path


def run(*arguments, status=0):
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == status, result.stderr
    return result


def content(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def moved(path):
    """Return the lines that went and the lines that came."""
    found = list(difflib.ndiff(CASE.splitlines(), path.read_text(encoding="utf-8").splitlines()))
    return [one[2:] for one in found if one[:2] == "- "], [one[2:] for one in found if one[:2] == "+ "]


def test_a_case_is_amended_and_its_layout_stays(mine):
    """Title, day, parts and marking change in their places; alignment and remarks stay; what was not there is added."""
    run("amend", "mine", "--reviewed-by", "B", "--title", 'A "new" one', "--as-of", "2022-01-06")
    run("amend", "mine", "--marking", "", "--role", "host=Ukraine", "--entity", "the Kant base=actor")
    assert moved(mine) == (
        [
            'title   = "Laid out"   # by hand',
            "as_of   = 2022-01-05",
            'roles   = { intervener = "Russia", host = "Kazakhstan" }   # who is who',
            'marking = "secret"   # for now',
        ],
        [
            'title   = "A \\"new\\" one"   # by hand',
            "as_of   = 2022-01-06",
            'roles   = { intervener = "Russia", host = "Ukraine" }   # who is who',
            'reviewed_by = "B"',
            "",
            "[[entity]]",
            'name = "the Kant base"',
            'kind = "actor"',
        ],
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--role", "hosts=Ukraine"], 'unknown role "hosts"'),
        (["--role", "host=Ukrane"], 'unknown entity "Ukrane"'),
        (["--role", "host=the CSTO"], "wrong kind"),
        (["--entity", "Russia=country"], "Russia"),
        (["--entity", "X=town"], 'unknown kind "town"'),
        (["--title", ""], "title"),
    ],
)
def test_what_a_case_cannot_be_is_refused(mine, arguments, told):
    """What cannot be read is told as of the command line, and nothing is written."""
    said = run("amend", "mine", *arguments, status=1).stderr
    assert "\nargument: " in said
    assert told in said
    assert mine.read_text(encoding="utf-8") == CASE


def test_nothing_to_amend_is_wrong_usage(mine):
    """Who asks for no change is told how to."""
    assert "Say what is to be changed" in run("amend", "mine", status=2).stderr


def test_an_assumption_is_written_judged_and_retracted(mine):
    """An assumption has its reason, carries the judgement as one, and retracted stays on record and counts no more."""
    run("retract", "mine", REQUEST, "--why", "misread")
    said = run("assume", "mine", "kazakhstan asks CSTO to intervene", "--why", "He has no other way.")
    assert said.stdout == f"mine.toml:{line_of(mine, '[[assumption]]')}: {REQUEST}\n"
    assert content(mine)["assumption"] == [{"that": REQUEST, "why": "He has no other way."}]
    assert "It is assumed that Kazakhstan asks the CSTO to intervene" in run("assess", "mine.toml").stdout
    assert "is assumed already" in run("assume", "mine", REQUEST, "--why", "x", status=1).stderr
    run("retract", "mine", REQUEST, "--why", "He had.")
    assert content(mine)["assumption"][0]["retracted"] == "He had."
    report = run("assess", "mine.toml").stdout
    assert "It is assumed that Kazakhstan asks" not in report
    assert "Supported intervention is likely" not in run("why", "mine.toml", REQUEST).stdout


def test_an_assumption_against_what_is_on_file_is_pointed_out(mine):
    """What an assumption contradicts is named with its source; both stand on the analyst's word alone."""
    said = run("assume", "mine", NO_REQUEST, "--why", "I doubt it", status=1).stderr
    assert f'"{NO_REQUEST}", assumed, contradicts "{REQUEST}", by "Report" of 2022-01-05 (one)' in said
    assert mine.read_text(encoding="utf-8") == CASE
    run("assume", "mine", NO_REQUEST, "--why", "I doubt it", "--conflict")
    assert content(mine)["assumption"][0]["that"] == NO_REQUEST


def test_a_fact_ends_or_is_taken_back_by_its_source(mine):
    """With a first day on which it was no longer so, or a day on which its source took it back, it counts until then."""
    run("end", "mine", REQUEST, "--until", "2022-01-04")
    assert str(content(mine)["fact"][1]["until"]) == "2022-01-04"
    assert not shown(mine, REQUEST, "2022-01-05")
    done = run("sources", "amend", "mine", "one", "--date", "2022-01-01").stdout
    assert done == "mine.toml: source one: amended\n"
    assert shown(mine, REQUEST, "2022-01-03")
    run("end", "mine", REQUEST, "--until", "2022-01-09", "--source", "one")
    assert str(content(mine)["fact"][1]["until"]) == "2022-01-09"
    run("end", "mine", LEADS, "--withdrawn", "2022-01-05")
    assert str(content(mine)["fact"][0]["withdrawn"]) == "2022-01-05"
    assert shown(mine, LEADS, "2022-01-04")
    assert not shown(mine, LEADS, "2022-01-05")
    assert content(mine)["fact"][0]["note"] == "# no remark\n"
    for wrong in (
        ["--until", "soon"],
        ["--withdrawn", "2022-01"],
        ["--until", "2022-01-05", "--source", "x"],
    ):
        assert run("end", "mine", REQUEST, *wrong, status=1).stderr.count("\nargument: ") == 1
    assert "Say --until DAY" in run("end", "mine", REQUEST, status=2).stderr


def shown(path, sentence, day):
    """Tell whether anything shows a sentence on a day."""
    return "nothing shows it" not in run("why", str(path), sentence, "--as-of", day).stdout


def test_a_source_is_amended(mine):
    """Particulars of a source change in their places; an empty text takes one out; a key that is none is refused."""
    run("sources", "amend", "mine", "one", "--title", "Better", "--class", "W", "--marking", "m")
    run("sources", "amend", "mine", "one", "--marking", "")
    assert moved(mine) == (['title = "Report"   # of one'], ['title = "Better"   # of one', 'class = "W"'])
    assert (
        'the case has no source "two"'
        in run("sources", "amend", "mine", "two", "--note", "n", status=1).stderr
    )
    assert run("sources", "amend", "mine", "one", "--title", "", status=1).stderr.count("\nargument: ") == 1


def test_an_outcome_is_written_and_replaced(mine):
    """What came is written once and then replaced; no judgement reads it."""
    before = run("assess", "mine.toml", "--format", "json").stdout
    run("outcome", "mine", "yes", "--summary", "They came.", "--on", "2022-01-06", "--source", "one")
    assert content(mine)["outcome"] == {
        "happened": True,
        "on": content(mine)["outcome"]["on"],
        "summary": "They came.",
        "source": "one",
    }
    assert run("assess", "mine.toml", "--format", "json").stdout == before
    assert run("outcome", "mine", "no", "--summary", "", "--note", "n").stdout == "mine.toml: outcome: no\n"
    assert {key: str(one) for key, one in content(mine)["outcome"].items()} == {
        "happened": "False",
        "on": "2022-01-06",
        "source": "one",
        "note": "n",
    }
    assert moved(mine)[0] == []
    assert 'unknown source "zwei"' in run("outcome", "mine", "no", "--source", "zwei", status=1).stderr
    assert 'unknown tier "huge"' in run("outcome", "mine", "no", "--tier", "huge", status=1).stderr
    early = run("outcome", "mine", "yes", "--on", "2021-01-01", status=1).stderr
    assert "2021-01-01 lies before 2022-01-05, the day that the case is judged on" in early
    assert content(mine)["outcome"]["happened"] is False


def test_an_outcome_of_another_tier_stands_beside_the_first(mine, monkeypatch):
    """Each size of event has an outcome of its own, in whichever order they are written."""
    top = Path(__file__).resolve().parents[1]
    run("new", "k", "--as-of", "2022-01-05", "--role", "intervener=Russia", "--role", "host=Kazakhstan",
        "--rules", str(top / "rules"))  # fmt: skip
    book = ["--rules", str(top / "rules")]
    other = next(name for name in tiers(top) if name != default_tier(top))
    run("outcome", "k", "no", "--tier", other, "--summary", "Not so.", *book)
    run("outcome", "k", "yes", "--on", "2022-01-06", *book)
    run("outcome", "k", "yes", "--tier", other, *book)
    told = content(Path("k.toml"))["outcome"]
    assert (told["happened"], told[other]) == (True, {"happened": True, "summary": "Not so."})


def tiers(top):
    return content(top / "rules" / "framework.toml")["tier"]


def default_tier(top):
    return next(name for name, tier in tiers(top).items() if tier.get("default"))


def test_odds_are_written_replaced_and_taken_out(mine):
    """A number for an open answer stands in the file once, and is gone when it is taken out; remarks stay."""
    assert run("odds", "mine", REQUEST, "0.2", "--why", "He said so.").stdout.startswith("mine.toml: odds of")
    run("odds", "mine", LEADS, "1")
    run("odds", "mine", REQUEST, "0.35")
    assert content(mine)["odds"] == [
        {"that": REQUEST, "p": 0.35, "why": "He said so."},
        {"that": LEADS, "p": 1.0},
    ]
    run("odds", "mine", REQUEST, "0.35", "--why", "")
    run("odds", "mine", LEADS, "--remove")
    assert content(mine)["odds"] == [{"that": REQUEST, "p": 0.35}]
    assert moved(mine)[0] == []
    run("odds", "mine", REQUEST, "--remove")
    assert mine.read_text(encoding="utf-8").rstrip("\n") == CASE.rstrip("\n")
    assert run("odds", "mine", REQUEST, "--remove", status=1).stderr.count("\nargument: ") == 1
    for wrong in ("1.5", "nan", "20%"):
        assert (
            "is no probability; write a number from 0 to 1"
            in run("odds", "mine", REQUEST, wrong, status=2).stderr
        )
    assert 'unknown sentence "nobody comes"' in run("odds", "mine", "nobody comes", "0.2", status=1).stderr
    assert "Say a number" in run("odds", "mine", REQUEST, status=2).stderr


def test_a_forecast_is_written_replaced_and_taken_out(mine):
    """What others forecast is known by who gave it, when and of what; no judgement reads it."""
    who = ("--by", "A panel", "--on", "2022-01-04", "--of", "an intervention")
    run("forecast", "mine", "0.4", *who, "--source", "one", "--words", "likely")
    run("forecast", "mine", "0.5", *who, "--note", "Revised.", "--words", "")
    run("forecast", "mine", "0.1", *who[:-1], "a war", "--source", "one")
    assert [{key: str(one) for key, one in row.items()} for row in content(mine)["forecast"]] == [
        {
            "by": "A panel",
            "on": "2022-01-04",
            "p": "0.5",
            "of": "an intervention",
            "source": "one",
            "note": "Revised.",
        },
        {"by": "A panel", "on": "2022-01-04", "p": "0.1", "of": "a war", "source": "one"},
    ]
    run("forecast", "mine", *who, "--remove")
    assert [row["of"] for row in content(mine)["forecast"]] == ["a war"]
    assert moved(mine)[0] == []
    for wrong in (["0.4", "--source", "two"], ["0.4"], ["--remove"]):
        assert run("forecast", "mine", *who, *wrong, status=1).stderr.count("\nargument: ") == 1
    assert "Say a number" in run("forecast", "mine", *who, status=2).stderr


def test_an_entity_is_written_and_told_more_of(mine):
    """Somebody whom the rulebook does not know has other names, a code and a note; each may be taken out again."""
    run("entity", "mine", "the Kant air base", "--kind", "actor", "--also", "Kant", "--also", "the base")
    run("entity", "mine", "Kant", "--code", "KB", "--hint", "airfield", "--note", "Leased.")
    assert content(mine)["entity"] == [
        {
            "name": "the Kant air base",
            "kind": "actor",
            "also": ["Kant", "the base"],
            "code": "KB",
            "hints": ["airfield"],
            "note": "Leased.",
        }
    ]
    run("entity", "mine", "Kant", "--also", "", "--note", "")
    assert set(content(mine)["entity"][0]) == {"name", "kind", "code", "hints"}
    assert moved(mine)[0] == []
    for wrong in (
        ["Nobody"],
        ["Nobody", "--kind", "moon"],
        ["Nobody", "--kind", "actor", "--also", "Russia"],
    ):
        assert run("entity", "mine", *wrong, status=1).stderr.count("\nargument: ") == 1


def line_of(path, header):
    return path.read_text(encoding="utf-8").split("\n").index(header) + 1


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)


@settings(max_examples=60, deadline=None)
@given(
    value=TEXTS, key=st.sampled_from(["title", "marking", "note"]), rest=st.sampled_from(["", "# r", "  #"])
)
def test_any_text_is_put_in_the_place_of_another(value, key, rest):
    """Whatever text is written, it comes back, and nothing else of the file moves."""
    text = f'a = 1\n{key} = """x\n = y""" {rest}\n[t]\n{key} = "{key}"\n'
    made = with_values(text, (), {key: value})
    assert tomllib.loads(made) == {"a": 1, key: value, "t": {key: key}}
    assert made.endswith(f' {rest}\n[t]\n{key} = "{key}"\n')
    assert with_values(made, (), {key: ""}) == f'a = 1\n[t]\n{key} = "{key}"\n'


@pytest.mark.parametrize(
    "text",
    [
        'roles = {a = "A", b="B"} # r\n',
        '[roles]\na = "A" # r\nb = "B"\n',
        'roles.a = "A" # r\nroles.b = "B"\n',
        "",
    ],
)
def test_roles_change_however_they_are_written(text):
    """Roles in a line, in a table or with dots change alike; further ones are added."""
    made = with_roles(text, {"b": "C", "c": "D"})
    before = tomllib.loads(text).get("roles", {})
    assert tomllib.loads(made)["roles"] == {**before, "b": "C", "c": "D"}
    assert ("# r" in made) is ("# r" in text)
