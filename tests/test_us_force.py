"""The second shipped rulebook, `rulebooks/us-force`: whole, honest, and in its own words."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from faults import run
from rubicon.places import shipped
from rubicon.web.desk import Desk
from rubicon.web.library import Library
from rubicon.web.serving import application
from rubicon.web.undoing import Journal
from test_second_rulebook import FOREIGN, words_of
from visiting import PORT, TOKEN, get

FOLDER = shipped("rulebooks") / "us-force"
CASES = sorted((FOLDER / "cases").glob("*.toml"))
KUWAIT, SYRIA = (str(FOLDER / "cases" / name) for name in ("kuwait-1991.toml", "syria-2013.toml"))
NAMED = ("--rules", "us-force")
ASKED = {
    "assess": ("assess", KUWAIT),
    "assess every school": (
        "assess",
        KUWAIT,
        "--school",
        "weinberger",
        "--school",
        "powell",
        "--school",
        "signals",
    ),
    "compare": ("compare", KUWAIT, SYRIA),
    "timeline": ("timeline", KUWAIT),
    "backtest": ("backtest",),
    "rules list": ("rules", "list"),
    "rules show": ("rules", "show", "vital-interest/declared"),
}


def foreign(text):
    """Return the words of the first rulebook that a text has; a plain "five" counts facts here."""
    return sorted({found.group() for found in FOREIGN.finditer(text)} - {"five", "Five"})


def answered(*arguments):
    """Return what a command says by this rulebook; it succeeds and complains of nothing."""
    result = run(*arguments, *NAMED)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def told():
    """Return the back-test's words, made once."""
    return " ".join(answered("backtest").split())


def test_it_is_found_by_name_and_read_without_a_warning():
    """`rules check` reads it whole, runs its examples and finds nothing."""
    result = run("rules", "check", *NAMED)
    assert result.exit_code == 0, result.stderr
    assert "All is well" in result.stdout
    assert "warning" not in result.stdout + result.stderr
    rules, examples, cases = (
        int(re.search(rf"(\d+) {what}", result.stdout).group(1))
        for what in ("rules read", "examples run", "cases")
    )
    assert rules >= 25
    assert examples >= 2 * rules
    assert cases == len(CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_each_case_gets_an_answer_in_its_own_words(case):
    """Every case is judged by every school, and its report has no word of the first rulebook."""
    schools = ("--school", "weinberger", "--school", "powell", "--school", "signals")
    document = json.loads(answered("assess", str(case), *schools, "--format", "json"))
    assert [school["question"]["standing"] for school in document["schools"]] == ["defeasible"] * 3
    report = answered("assess", str(case), "--format", "html")
    assert foreign(words_of(report)) == []


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_is_in_its_own_words(name):
    """No command speaks of another framework."""
    words = words_of(answered(*ASKED[name], "--format", "text"))
    assert len(words.split()) > 10
    assert foreign(words) == []


def test_kuwait_meets_all_tests_and_rwanda_does_not():
    """The tests tell a case that was fought by them from one in which nobody claimed an interest."""
    levels = {
        name: json.loads(answered("assess", str(FOLDER / "cases" / f"{name}.toml"), "--format", "json"))[
            "question"
        ]["answer"]
        for name in ("kuwait-1991", "rwanda-1994")
    }
    assert levels == {"kuwait-1991": "likely", "rwanda-1994": "very unlikely"}


def test_the_record_tells_what_the_back_test_finds(told):
    """The figures that the framework states are those that the back-test counts, and every miss is named."""
    framework = Path(FOLDER / "framework.toml").read_text(encoding="utf-8")
    found = re.search(
        r"of the (\w+) in which it happened (\w+) was called likely or more and (\w+) unlikely or less\. "
        r"Of the (\w+) in which it did not, all were called unlikely or less",
        told,
    )
    assert found, told[:1500]
    happened, yes, no, quiet = found.groups()
    stated = (
        f"it happened in {happened}: {yes} was called likely and {no} unlikely or less; the {quiet} others"
    )
    assert stated in framework
    missed = set(re.findall(r"- \*\*([A-Z][a-z]+), \w+ \d{4}\.\*\*", told)) or set(
        re.findall(r"([A-Z][a-z]+), \w+ \d{4}\. On", told)
    )
    assert missed
    misses = framework.partition("misses = [")[2].partition("\n]")[0]
    assert sorted(place for place in missed if place not in misses) == []


def test_its_pages_are_served_in_its_own_words(tmp_path):
    """The pages of its cases open, and speak of this rulebook."""
    app = application(Desk(Library(FOLDER / "cases", FOLDER)), Journal(tmp_path / "undo"), PORT, TOKEN)
    for path, said in (("/case/syria-2013/", "Syria"), ("/case/kuwait-1991/", "A vital interest")):
        page = get(app, path)
        assert page.status == 200
        assert said.lower() in page.text.lower()
        assert foreign(unescape(words_of(page.text))) == []
