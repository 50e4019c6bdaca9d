"""The interview: what is open is asked, and each answer is written at once."""

import os
import pty
import select
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import write_book
from rubicon.cli import main
from rubicon.exchanging.interviewing import in_order, is_shown
from rubicon.language.speaking import speak
from rubicon.supposing.finding import pivots
from test_pivoting import Problem

TOP = Path(__file__).resolve().parents[1]

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
    assert "Left here. The last answer was not whole and is not written; those before it are" in first.stdout
    assert facts() == []
    assert "Left here. What was answered is written" in interview("stop").stdout
    assert "Left here. What was answered is written" in interview().stdout
    again = interview("yes", *SOURCED)
    assert about(again.stdout) == about(first.stdout)
    assert len(facts()) == 1


def test_what_comes_through_a_pipe_is_not_asked_for(desk):
    """Only a terminal is prompted: standard error stays silent, from the first line on and where it goes on later."""
    first, later = interview("yes", "one"), interview("yes", *SOURCED)
    for told in (first.stderr, later.stderr):
        assert told == "rubicon: judged by the rulebook in rules, the nearest one; --rules names another\n"
    assert "Has Kazakhstan asked" in first.stdout
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


def test_what_was_not_known_is_asked_again_where_that_is_wished(desk):
    """With --again the question comes anew; the remark stands once, and is gone once there is an answer."""
    first = about(interview("not known", "stop").stdout)
    again = run("interview", "mine", "--again", stdin="not known\nstop\n")
    assert about(again.stdout) == first
    assert Path("mine.toml").read_text().count("# not known: ") == 1
    run("interview", "mine", "--again", stdin="\n".join(["yes", *SOURCED, ""]))
    assert ("# not known" in Path("mine.toml").read_text(), len(facts())) == (False, 1)


def test_what_stays_unknown_is_named_at_the_end(desk):
    """Where every question is answered with not known, the end names what could still change the answer."""
    result = interview(*["?"] * 20)
    assert "able to change it:" in result.stdout
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


def test_reports_that_conflict_are_not_asked_about_again(desk):
    """What was answered from both sides is answered: begun again, the interview goes on with what comes next."""
    first = interview("conflict", *SOURCED, *SOURCED)
    again = interview("stop")
    assert about(first.stdout).split(" (")[0] not in again.stdout


IDLE = """
title = "A request of one who sleeps is local support"
if = ["?host asks ?guarantor to intervene", "?intervener leads ?guarantor", "?host sleeps"]
then = "local elements in ?host support intervention by ?intervener"
because = "As before."
"""


def test_only_what_bears_on_the_answer_is_asked(desk):
    """A question that a rule leads to the answer, but whose reply never changes it, is not asked."""
    vocabulary = desk / "rules" / "vocabulary.toml"
    idle = '[statement.idle]\nform = "{host:country} sleeps"\nask = "Does {host} sleep?"\n'
    vocabulary.write_text(vocabulary.read_text() + idle)
    (desk / "rules" / "local-support" / "idle.toml").write_text(IDLE)
    assert "Kazakhstan sleeps" in run("pivots", "mine.toml", "--format", "json").stdout
    said = interview(*["?"] * 20).stdout
    assert "Does Kazakhstan sleep?" not in said
    assert "1 open question that bears on the answer" in said


def asked_at_worst(problem, order, known=()):
    """Return how many questions an order asks at worst before nothing open can change the answer; None: it ends unsettled."""
    said = [speak(problem.rulebook.vocabulary, one) for one in known]
    found = pivots(problem.rulebook, problem.case, about=problem.about, assume=said)
    if is_shown(found):
        return 0
    asked = order(found)
    if not asked:
        return None
    after = [asked_at_worst(problem, order, (*known, *reply.given)) for reply in asked[0].replies]
    return None if None in after else 1 + max(after)


def test_what_settles_the_matter_soonest_is_asked_first():
    """On small problems no order asks fewer questions at worst; the weightiest first asks more on some of them."""
    fewer = 0
    for seed in range(40):
        problem = Problem(seed)
        settling = problem.pivots.settling
        if len(problem.pivots.questions) > 4 or not settling.shortest or settling.worst is None:
            continue
        asked = asked_at_worst(problem, in_order)
        assert asked == settling.worst, seed
        by_weight = asked_at_worst(problem, lambda found: found.questions)
        fewer += by_weight is None or asked < by_weight
    assert fewer


def test_it_is_held_at_a_terminal(desk):
    """At a terminal each line is asked for; Ctrl-D leaves in the middle of an answer, and what was answered is written."""
    master, slave = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(TOP / "engine"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "rubicon", "interview", "mine"]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment) as running:
        os.close(slave)
        shown = ""
        for line in ("yes\n", "one\n", "2022-01-05\n", "\x04"):
            shown += read_until(master, ": ")
            os.write(master, line.encode())
        assert running.wait(60) == 0
        shown += read_until(master, "goes on from there.")
    os.close(master)
    assert "Has Kazakhstan asked the CSTO for troops? (1 left)" in shown
    assert "yes, no, not known, conflict or stop: " in shown
    assert "Since when (a day, empty if none): " in shown
    assert facts() == []
    interview("yes", *SOURCED)
    assert len(facts()) == 1


def read_until(terminal, end):
    """Read what a terminal shows up to some words."""
    shown = ""
    while end not in shown:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, shown
        shown += os.read(terminal, 4096).decode()
    return shown
