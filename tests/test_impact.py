"""What an edit of a rulebook moves."""

import json
import shutil
import subprocess
from textwrap import dedent

import pytest
from click.testing import CliRunner

from books import CASE, write_book
from rubicon.cli import main


def git(folder, *arguments):
    options = ("-c", "user.name=E", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    command = ["git", *options, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Put a rulebook under git, with a case of its own."""
    rules = write_book(tmp_path / "rules")
    cases = rules / "cases"
    cases.mkdir()
    (cases / "case.toml").write_text(dedent(CASE), encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "rules")
    git(tmp_path, "commit", "-q", "-m", "as it was")
    monkeypatch.chdir(tmp_path)
    return rules


def impact(here, *arguments):
    options = ("--rules", str(here), "--log", "log.sqlite")
    return CliRunner().invoke(main, ["rules", "impact", *arguments, *options], catch_exceptions=False)


def needs_more(here):
    """Ask one condition more of the rule by which the case is judged likely."""
    path = here / "likelihood" / "supported.toml"
    text = path.read_text(encoding="utf-8")
    more = 'intervention by ?intervener"'
    path.write_text(
        text.replace(more, f'{more}, "the authority of the government of ?host is disputed"', 1),
        encoding="utf-8",
    )
    return path


def test_nothing_edited_moves_nothing(here):
    """Against the commit it stands on, a rulebook moves no judgement."""
    told = json.loads(impact(here, "--format", "json").stdout)
    assert (told["moved"], told["filed_moved"], told["unread"]) == ([], [], [])
    assert told["rules"] == {"new": [], "gone": [], "changed": []}
    assert told["cases"] == 1


def test_an_edit_is_told_by_the_cases_it_moves(here):
    """The rule is named, the case, both answers, and the reason that fell."""
    needs_more(here)
    told = json.loads(impact(here, "--format", "json").stdout)
    assert told["rules"]["changed"] == ["likelihood/supported"]
    (moved,) = told["moved"]
    assert moved["case"] == "case"
    assert moved["schools"][0] == {"school": "first", "was": "likely", "now": None}
    page = impact(here).stdout
    assert "The answer turns in 1 of 1 case." in page
    assert "**By “The first school”, the answer goes from" in page
    assert "“Supported intervention is likely” no longer" in page


def test_the_page_says_by_which_school_the_answer_turns(here):
    """Where the default school stays as it was and another turns, the count is told of each."""
    needs_more(here)
    assert "1 of 1 case.** By “The first school” in 1, by “The second school” in 1." in impact(here).stdout
    git(here.parent, "commit", "-q", "-a", "-m", "asks more")
    path = here / "likelihood" / "supported.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('school = "first"', 'school = "second"'), "utf-8"
    )
    git(here.parent, "commit", "-q", "-a", "-m", "of the second school")
    text = path.read_text(encoding="utf-8")
    less = text.replace(', "the authority of the government of ?host is disputed"', "", 1)
    path.write_text(less, encoding="utf-8")
    assert "1 of 1 case.** By “The first school” in none, by “The second school” in 1." in impact(here).stdout


def test_an_answer_that_stays_none_is_told_by_what_spoke_for_it(here):
    """Where none is established before and after, what turned is said; not that none becomes none."""
    doubt = here / "likelihood" / "doubt.toml"
    doubt.write_text(dedent(DOUBT), encoding="utf-8")
    git(here.parent, "add", "rules")
    git(here.parent, "commit", "-q", "-m", "in doubt")
    needs_more(here)
    page = impact(here).stdout
    assert "**no established answer: something spoke for likely, now for none**" in page
    assert (
        "By “The first school”, the answer stays the same: no established answer; something spoke for likely"
        in page
    )
    assert "no established answer → no established answer" not in page


DOUBT = """
    title = "That it is considered casts doubt on a likely intervention"
    kind = "defeater"
    if = ["intervention by ?intervener in ?host is considered"]
    then = "it is false that the likelihood of intervention by ?intervener in ?host is judged: likely"
    because = "It is in doubt."
    school = "first"
"""


def test_a_rulebook_without_cases_says_where_they_are_looked_for(here, tmp_path):
    """A copy under another name has none: the page and the message name the folder that is missing."""
    other = tmp_path / "copy"
    shutil.copytree(here, other, ignore=shutil.ignore_patterns("cases"))
    page = impact(other, str(here)).stdout
    looked = "copy/cases, and beside the folder only where that is called rules"
    assert f"It has no cases of its own: they are looked for in {looked}." in page
    scored = CliRunner().invoke(main, ["rules", "score", "--rules", str(other)], catch_exceptions=False)
    assert f"put them where they are looked for: in {looked}." in scored.stderr


def test_the_earlier_state_may_be_a_folder(here, tmp_path):
    """Two folders are compared as two revisions are."""
    other = tmp_path / "other"
    shutil.copytree(here, other / "rules")
    needs_more(here)
    by_folder = json.loads(impact(here, str(other / "rules"), "--format", "json").stdout)
    by_revision = json.loads(impact(here, "HEAD", "--format", "json").stdout)
    assert {**by_folder, "before": ""} == {**by_revision, "before": ""}


def test_filed_judgements_that_would_come_out_otherwise_are_named(here):
    """The last judgement filed of a case is made again by the edited rulebook."""
    filing = ["log", "file", str(here / "cases" / "case.toml"), "--log", "log.sqlite"]
    assert CliRunner().invoke(main, filing).exit_code == 0
    assert json.loads(impact(here, "--format", "json").stdout)["filed_moved"] == []
    needs_more(here)
    told = json.loads(impact(here, "--format", "json").stdout)
    assert told["filed"] == 1
    assert told["filed_moved"] == [{"entry": 1, "case": "case", "was": "likely", "now": None, "reason": None}]


def test_a_case_that_one_state_cannot_read_is_named(here):
    """A statement that is new leaves its cases unread by the earlier state."""
    words = here / "vocabulary.toml"
    new = '[statement.calm]\nform = "{host:country} is calm"\n'
    words.write_text(words.read_text(encoding="utf-8") + new, encoding="utf-8")
    case = here / "cases" / "case.toml"
    fact = '[[fact]]\nthat = "Kazakhstan is calm"\nsource = "address"\n'
    case.write_text(case.read_text(encoding="utf-8") + fact, encoding="utf-8")
    told = json.loads(impact(here, "--format", "json").stdout)
    assert [one["case"] for one in told["unread"]] == ["case"]


@pytest.mark.parametrize("before", ["nowhere", "--output=x", ""])
def test_what_is_no_revision_is_refused(here, before):
    """Neither a folder nor a revision: a line that says so."""
    options = ("--rules", str(here), "--log", "log.sqlite")
    result = CliRunner().invoke(main, ["rules", "impact", *options, "--", before], catch_exceptions=False)
    assert result.exit_code == 1
    assert "revision" in result.stderr
