"""The interview: what is open is asked, and each answer is written at once."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import write_book
from rubicon.cli import main

REQUEST = "Kazakhstan asks the CSTO to intervene"
NO_REQUEST = "Kazakhstan does not ask the CSTO to intervene"
SOURCED = ["one", "2022-01-05", "B2", ""]
"""The lines that tell of an answer from whom, since when, how graded, and what else."""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in a folder with a rulebook, a case of nothing but its roles, and a source of its own."""
    write_book(tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    roles = ["--role", "intervener=Russia", "--role", "host=Kazakhstan"]
    assert run("new", "mine", "--title", "Mine", "--as-of", "2022-01-05", *roles).exit_code == 0
    run("sources", "add", "mine", "one", "--title", "Report", "--date", "2022-01-05")
    run("assert", "mine", "Russia leads the CSTO", "--source", "one")
    return tmp_path


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, [*arguments], input=stdin, catch_exceptions=False)


def interview(*lines):
    return run("interview", "mine", stdin="".join(f"{line}\n" for line in lines))


def facts():
    return tomllib.loads(Path("mine.toml").read_text(encoding="utf-8"))["fact"][1:]


def about(output: str) -> str:
    """Return the first question that was asked."""
    return next(line for line in output.splitlines() if "? (" in line)


def test_the_weightiest_question_comes_first_with_its_answer_written(desk):
    """An answer is asserted with its source, grade and day, and told by what it changed."""
    result = interview("yes", *SOURCED)
    assert "Has Kazakhstan asked" in about(result.stdout)
    assert [(one["source"], one["grade"], str(one["on"])) for one in facts()] == [("one", "B2", "2022-01-05")]
    assert "Will Russia send troops into Kazakhstan?" in result.stdout


def test_it_stops_when_nothing_open_can_change_the_answer(desk):
    """Once the answer is settled nothing more is asked, and that is said; asked again it says so at once."""
    lines = [line for _ in range(8) for line in ("yes", *SOURCED)]
    result = interview(*lines)
    assert result.stdout.rstrip().endswith("however it is answered.")
    before = Path("mine.toml").read_bytes()
    again = interview()
    assert again.stdout.rstrip().endswith("however it is answered.")
    assert (Path("mine.toml").read_bytes(), "? (" in again.stdout) == (before, False)


def test_it_can_be_left_at_any_point_and_nothing_is_lost(desk):
    """Whoever leaves in the middle of an answer begins again with the question that was left open."""
    first = interview("yes", "one")
    assert "Left here" in first.stdout
    assert facts() == []
    again = interview("yes", *SOURCED)
    assert about(again.stdout) == about(first.stdout)
    assert len(facts()) == 1


def test_what_is_not_known_is_remarked_and_not_asked_again(desk):
    """Not known is kept in the file as a remark; the question is left out until the remark is."""
    first = interview("not known", "stop")
    before = about(first.stdout)
    remark = next(
        line for line in Path("mine.toml").read_text().splitlines() if line.startswith("# not known: ")
    )
    assert facts() == []
    assert before.split(" (")[0] not in interview("stop").stdout
    text = Path("mine.toml").read_text()
    Path("mine.toml").write_text(text.replace(remark, ""))
    assert about(interview("stop").stdout) == before


def test_what_stays_unknown_is_named_at_the_end(desk):
    """Where every question is answered with not known, the end names what could still change the answer."""
    result = interview(*["?"] * 20)
    assert "able to change the answer:" in result.stdout
    assert REQUEST in result.stdout


def test_reports_that_conflict_are_asserted_from_both_sides(desk):
    """Conflict is one fact for each side, each with its own source; a new source is declared on the way."""
    interview(
        "conflict", *SOURCED, "two", "Other report", "TASS", "2022-01-04", "", "S", "2022-01-05", "C3", ""
    )
    written = facts()
    assert [one["source"] for one in written] == ["one", "two"]
    said = {one["that"] for one in written}
    assert len(said) == 2
    assert any("does not ask" in one for one in said)
    declared = tomllib.loads(Path("mine.toml").read_text())["source"]["two"]
    assert (declared["title"], declared["publisher"], declared["class"]) == ("Other report", "TASS", "S")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["one", "2022-01-05", "Z9", ""], "no Admiralty grade"),
        (["one", "soon", "", ""], '"soon" is no day'),
        (["a b", "T", "", "", "", ""], "cannot be the key of a source"),
    ],
)
def test_a_slip_is_told_and_the_question_is_asked_again(desk, wrong, told):
    """What cannot be written is told, nothing of it is kept, and the same may be answered again."""
    result = interview("yes", *wrong, "yes", *SOURCED)
    assert told in result.stderr
    assert [one["grade"] for one in facts()][:1] == ["B2"]
    assert set(tomllib.loads(Path("mine.toml").read_text())["source"]) == {"one"}


def test_an_answer_that_is_none_is_told(desk):
    """Another word than those offered is told, and asked again."""
    result = interview("perhaps", "yes", *SOURCED)
    assert '"perhaps" is none of these.' in result.stderr
    assert len(facts()) == 1
