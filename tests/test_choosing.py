"""Which rulebook is read, and which cases are its own: DESIGN 2.3."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import write_book, write_case
from rubicon.cli import main
from rubicon.places import shipped
from rubicon.reading.choosing import choose_rulebook, library_of


def run(*arguments):
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_shipped_rulebook_is_read_where_there_is_no_other(desk):
    """Without any rulebook near, the shipped one is read, and nothing need be said."""
    chosen = choose_rulebook(None, [desk / "case.toml"])
    assert (chosen.folder.resolve(), chosen.notice) == (shipped("rules").resolve(), "")


@pytest.mark.parametrize("inside", [".", "deep/below"])
def test_an_edited_rulebook_is_the_one_checked(desk, monkeypatch, inside):
    """The nearest rules/ upward is read, not the shipped one; standard error and `check` name it (C1)."""
    write_book(desk / "rules")
    (desk / "rules/local-support/slip.toml").write_text('title = "Slip"\n', encoding="utf-8")
    (desk / inside).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(desk / inside)
    broken = run("rules", "check")
    assert broken.exit_code == 1
    assert "slip.toml" in broken.stderr
    assert "judged by the rulebook in " in broken.stderr
    (desk / "rules/local-support/slip.toml").unlink()
    assert "rules: 3 rules read" in " ".join(run("rules", "check").stdout.split())
    assert str(choose_rulebook(None, []).folder) in run("--version").stdout


def test_a_rules_folder_without_a_vocabulary_is_no_rulebook(desk):
    """A folder that only happens to be called rules is passed over."""
    (desk / "rules").mkdir()
    (desk / "rules/notes.toml").write_text("", encoding="utf-8")
    assert choose_rulebook(None, []).notice == ""


def test_a_case_is_judged_by_the_rulebook_it_belongs_to(desk):
    """A case in a rulebook's own cases/ goes before the nearest rules/, and standard error says so."""
    write_book(desk / "rules")
    write_book(desk / "other")
    (desk / "other/cases").mkdir()
    write_case(desk / "other/cases/mine.toml")
    told = run("assess", "other/cases/mine.toml", "--format", "json")
    assert told.exit_code == 0
    assert "the rulebook in other, to which the case belongs" in told.stderr
    plain = run("assess", "other/cases/mine.toml", "--rules", "other", "--format", "json")
    assert (plain.stderr, json.loads(plain.stdout)) == ("", json.loads(told.stdout))


def test_cases_of_two_rulebooks_need_a_word(desk):
    """Cases that belong to two rulebooks are not compared by chance."""
    for name in ("one", "two"):
        write_book(desk / name)
        (desk / name / "cases").mkdir()
        write_case(desk / name / "cases/mine.toml")
    result = run("compare", "one/cases/mine.toml", "two/cases/mine.toml")
    assert result.exit_code == 1
    assert "argument: these cases belong to two rulebooks, one and two" in result.stderr
    assert run("compare", "one/cases/mine.toml", "two/cases/mine.toml", "--rules", "one").exit_code == 0


def test_a_back_test_reads_the_rulebooks_own_cases(desk):
    """`backtest --rules OTHER` runs on OTHER's cases; where it has none, one line says so (C21)."""
    write_book(desk / "other")
    none = run("backtest", "--rules", "other")
    assert none.exit_code == 1
    assert none.stderr.splitlines()[0] == "other: this rulebook has no cases of its own"
    (desk / "other/cases").mkdir()
    write_case(desk / "other/cases/mine.toml")
    found = json.loads(run("backtest", "--rules", "other", "--format", "json").stdout)
    assert [one["case"] for one in found["unscored"]] == ["mine"]
    assert run("assess", "mine", "--rules", "other").exit_code == 0


def test_a_part_of_the_library_belongs_to_the_rulebook_too(desk):
    """Cases in a folder of a rulebook's cases/ are scored with it, and judged by it."""
    write_book(desk / "rules")
    write_book(desk / "other")
    (desk / "other/cases/quiet").mkdir(parents=True)
    write_case(desk / "other/cases/quiet/mine.toml")
    told = run("assess", "other/cases/quiet/mine.toml", "--format", "json")
    assert "the rulebook in other, to which the case belongs" in told.stderr
    found = json.loads(run("backtest", "--rules", "other", "--format", "json").stdout)
    assert [one["case"] for one in found["unscored"]] == ["mine"]


def test_a_shipped_rulebook_goes_by_its_name(desk, monkeypatch):
    """`--rules NAME` reads one that is shipped beside the first; a slip gets the nearest."""
    write_book(desk / "shelf/bridges")
    real = shipped
    monkeypatch.setattr(
        "rubicon.reading.choosing.shipped", lambda name: desk / "shelf" if name == "rulebooks" else real(name)
    )
    assert choose_rulebook("bridges", []).folder == (desk / "shelf/bridges").relative_to(desk)
    slip = run("rules", "check", "--rules", "bridge")
    assert slip.exit_code == 1
    assert slip.stderr.startswith('argument: there is no rulebook "bridge"\n        Did you mean "bridges"?')


def test_the_shipped_library_is_that_of_the_shipped_rulebook(desk, monkeypatch):
    """The cases beside rules/ are its own; a copy elsewhere has those beside it."""
    assert library_of(shipped("rules")) == shipped("cases")
    shutil.copytree(shipped("cases"), desk / "cases")
    write_book(desk / "rules")
    assert library_of(desk / "rules") == desk / "cases"
    monkeypatch.chdir(desk / "rules")
    assert library_of(Path()).resolve() == (desk / "cases").resolve()


@pytest.mark.parametrize(
    ("name", "start"), [("a.json", "{"), ("a.html", "<!doctype"), ("a.md", "# "), ("a", "# ")]
)
def test_the_ending_of_the_output_says_the_form(desk, name, start):
    """The form follows the ending of --output (C19)."""
    write_book(desk / "rules")
    write_case(desk / "case.toml")
    assert run("assess", "case.toml", "--output", name).exit_code == 0
    assert (desk / name).read_text(encoding="utf-8").lower().startswith(start)


def test_another_ending_is_wrong_usage(desk):
    """An ending that names no form is refused before anything is judged, unless --format says the form."""
    write_book(desk / "rules")
    write_case(desk / "case.toml")
    refused = run("assess", "case.toml", "--output", "a.dat")
    assert (refused.exit_code, (desk / "a.dat").exists()) == (2, False)
    assert "names no form by its ending" in refused.stderr
    assert run("assess", "case.toml", "--format", "text", "--output", "a.dat").exit_code == 0
