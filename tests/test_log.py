"""The log of judgements: what is filed stays, comes out again, and is told apart from what was filed before."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import write_book
from rubicon import read_case, read_rulebook
from rubicon.cli import main
from rubicon.problems import BadInput, Problem
from rubicon.recording import filing, verifying
from rubicon.recording.entries import FIRST, Terms, digest_of, entry_of, hash_of, record_of
from rubicon.recording.filing import Filed, file, judged
from rubicon.recording.moving import motion
from rubicon.recording.scoring import score
from rubicon.recording.store import SCHEMA, opened
from rubicon.recording.telling import tell_scored
from rubicon.surveying.backtest import backtest

LATER = """
    title = "A case"
    as_of = {day}
    roles = {{ intervener = "Russia", host = "Kazakhstan" }}
    [source.address]
    title = "An address"
    date = 2022-01-05
    [[fact]]
    that = "Kazakhstan asks the CSTO to intervene"
    on = 2022-01-05
    until = 2022-02-01
    source = "address"
    grade = "{grade}"
    [[fact]]
    that = "Russia leads the CSTO"
    source = "address"
    grade = "A1"
    {more}
"""
DENIAL = """
    [[fact]]
    that = "Kazakhstan does not ask the CSTO to intervene"
    on = 2022-01-05
    source = "address"
    grade = "A1"
"""
OUTCOME = '[outcome]\n    happened = {}\n    {}\n    summary = "So it went."'


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in a folder with a rulebook and a case."""
    write_book(tmp_path / "rules")
    write(tmp_path / "case.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, day="2022-01-05", grade="B2", more=""):
    path.write_text(LATER.format(day=day, grade=grade, more=more), encoding="utf-8")
    return path


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, ["log", *arguments, "--log", "log"], input=stdin, catch_exceptions=False)


def filed(*arguments, case="case.toml"):
    result = run("file", case, "--rules", "rules", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def filed_at(log, name, now=None, **changes):
    """File a case of the working folder by its rulebook."""
    rulebook = read_rulebook(Path("rules"))
    path = write(Path(f"{name}.toml"), **changes)
    asked = Terms()
    assessment = judged(rulebook, read_case(path, rulebook), asked)
    return file(log, assessment, path.read_bytes(), asked, who="me", now=now)


def forced(statement, *values):
    """Change the file behind the log's back, its triggers taken off."""
    connection = sqlite3.connect("log")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement, values)
    connection.commit()
    connection.close()


# --- what is filed -----------------------------------------------------------------------------------------


def test_what_is_filed_is_what_assess_prints(desk):
    """The entry keeps the very JSON, says who, why and how, and names the one before it."""
    filed("--why", "The first product", "--who", "An analyst", "--as-of", "2022-01-06")
    filed()
    printed = CliRunner().invoke(
        main, ["assess", "case.toml", "--rules", "rules", "--as-of", "2022-01-06", "--format", "json"]
    )
    assert run("show", "1", "--format", "json").stdout == printed.stdout
    shown = run("show", "1").stdout
    assert "Filed by An analyst" in shown
    assert "The first product." in shown
    with opened(Path("log")) as log:
        (one, first), (two, second) = log.entries()
    assert (one.previous, two.previous) == (FIRST, first)
    assert (one.who, one.why, one.day, one.school) == (
        "An analyst",
        "The first product",
        date(2022, 1, 6),
        "first",
    )
    assert one.asked == Terms(as_of=date(2022, 1, 6))
    assert run("head").stdout.strip() == second


def test_standard_input_is_filed_byte_for_byte(desk):
    """A case that is sent is kept as it was sent."""
    text = Path("case.toml").read_text(encoding="utf-8") + "\n# as sent\n"
    result = run("file", "-", "--rules", "rules", stdin=text)
    assert result.exit_code == 0, result.output
    with opened(Path("log")) as log:
        ((entry, _),) = log.entries()
        assert log.kept(entry.case_bytes) == text.encode()
    assert run("verify").exit_code == 0


def test_a_rulebook_is_kept_once(desk):
    """Filing again adds nothing of a rulebook that did not change; of one that did, the changed file and the list."""
    filed()
    kept = set(digests())
    filed()
    assert set(digests()) == kept
    path = Path("rules/likelihood/supported.toml")
    path.write_text(path.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    filed()
    fresh = set(digests()) - kept
    assert digest_of(path.read_bytes()) in fresh
    assert len(fresh) == 3  # the file, the list, and the answer, which names the rulebook


def digests():
    connection = sqlite3.connect("log")
    found = [digest for (digest,) in connection.execute("SELECT digest FROM content")]
    connection.close()
    return found


def test_the_options_of_a_judgement_are_kept(desk):
    """What was assumed, left out or asked of another school is asked again when the entry is judged again."""
    filed("--assume", "the authority of the government of Kazakhstan is disputed", "--school", "second")
    with opened(Path("log")) as log:
        ((entry, _),) = log.entries()
    assert entry.asked.assume == ("the authority of the government of Kazakhstan is disputed",)
    assert (entry.asked.schools, entry.school) == (("second",), "second")
    assert run("verify").exit_code == 0


def test_a_case_that_changes_while_it_is_judged_is_not_filed(desk):
    """What is kept must give the judgement again, or nothing is written."""
    rulebook = read_rulebook(Path("rules"))
    assessment = judged(rulebook, read_case(Path("case.toml"), rulebook), Terms())
    other = write(Path("case.toml"), more=DENIAL).read_bytes()
    with opened(Path("log"), make=True) as log:
        with pytest.raises(BadInput, match="changed while it was judged"):
            file(log, assessment, other, Terms(), who="me")
        assert log.rows() == []


def test_the_log_lies_in_the_users_own_folder_for_data(desk, monkeypatch):
    """Without --log it is made there, for the user alone."""
    monkeypatch.setenv("XDG_DATA_HOME", str(desk / "data"))
    result = CliRunner().invoke(main, ["log", "file", "case.toml", "--rules", "rules"])
    assert result.exit_code == 0, result.output
    assert (desk / "data/rubicon/log.sqlite").is_file()
    assert (desk / "data/rubicon").stat().st_mode & 0o077 == 0


# --- what stays --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET record = '{}'",
        "DELETE FROM entry",
        "INSERT OR REPLACE INTO entry SELECT number, 'x', '{}' FROM entry",
        "INSERT INTO entry VALUES (7, 'x', '{}')",
        "UPDATE content SET bytes = x'00'",
        "DELETE FROM content",
        "INSERT OR REPLACE INTO content SELECT digest, x'00' FROM content",
    ],
)
def test_the_log_only_grows(desk, statement):
    """Nothing is changed, taken out, put over another or left out between, by whatever program."""
    filed()
    connection = sqlite3.connect("log")
    with pytest.raises(sqlite3.IntegrityError, match="the log only grows"):
        connection.execute(statement)
    connection.close()
    assert run("verify").exit_code == 0


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE entry SET record = replace(record, 'A case', 'Another') WHERE number = 1",
            "Entry 1: its hash",
        ),
        ("UPDATE entry SET record = '{}' WHERE number = 1", "Entry 1: its record cannot be read"),
        ("DELETE FROM entry WHERE number = 1", "Entry 2: the entry before it is missing"),
        ("UPDATE content SET bytes = x'00'", "the case's file is no longer as it was"),
        (
            "DELETE FROM content WHERE CAST(bytes AS TEXT) LIKE '%A request is local support%'",
            "local-support/request.toml is gone",
        ),
        ("DELETE FROM content WHERE CAST(bytes AS TEXT) LIKE '%\"findings\"%'", "the answer is gone"),
    ],
)
def test_verify_says_what_was_changed(desk, statement, said):
    """Whatever is changed behind the log's back is named, with its entry."""
    filed()
    filed()
    forced(statement)
    result = run("verify")
    assert result.exit_code == 1
    assert said in result.stdout


def test_a_log_chained_anew_is_known_by_a_hash_kept_elsewhere(desk):
    """Who rewrites the whole chain passes the check without a hash, and fails it with the one filed elsewhere."""
    filed()
    head = run("head").stdout.strip()
    assert "The hash asked for is that of entry 1" in run("verify", head[:12]).stdout
    with opened(Path("log")) as log:
        record = record_of(entry_of(log.rows()[0].record)).replace("A case", "Another")
    forced("UPDATE entry SET record = ?, hash = ?", record, hash_of(record))
    assert run("verify").exit_code == 0
    result = run("verify", head)
    assert result.exit_code == 1
    assert "No entry has the hash asked for" in result.stdout
    assert run("verify", head[:4]).exit_code == 2


def test_another_engine_names_the_lines_that_differ(desk, monkeypatch):
    """The same engine that says otherwise is a fault; another engine is told with the lines in which it differs."""
    real = filing.answer_of
    monkeypatch.setattr(filing, "answer_of", lambda made: real(made).replace('"likely"', '"almost certain"'))
    filed()
    monkeypatch.undo()
    monkeypatch.chdir(desk)
    result = run("verify")
    assert result.exit_code == 1
    assert "the same engine says otherwise" in result.stdout
    monkeypatch.setattr(verifying, "__version__", "9.9")
    result = run("verify")
    assert result.exit_code == 0
    assert 'was `"answer": "almost certain",` now `"answer": "likely",`' in result.stdout.replace("\\", "")
    moved = json.loads(run("verify", "--format", "json").stdout)["remade"][0]["moved"]
    kept = json.loads(run("show", "1", "--format", "json").stdout)
    assert kept["question"]["answer"] == "almost certain"
    assert all(len(one["was"]) == len(one["now"]) == 1 for one in moved)


def test_what_an_engine_can_no_longer_read_is_said(desk, monkeypatch):
    """A filed case that this engine refuses is told as that."""
    filed()

    def refuse(*_):
        raise BadInput([Problem("case.toml", 3, "this key is unknown by now")])

    monkeypatch.setattr(filing, "parse_case", refuse)
    result = run("verify")
    assert result.exit_code == 1
    assert "it can no longer be judged: this key is unknown by now." in result.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no log"), (b"no database", "no log of Rubicon"), (b"", "no log of Rubicon")],
)
def test_a_file_that_is_no_log_is_refused(desk, content, said):
    """One that is missing, or another program's, is never read as a log."""
    if content is not None:
        Path("log").write_bytes(content)
    result = run("show")
    assert result.exit_code == 1
    assert said in result.output


def test_another_programs_tables_are_left_alone(desk):
    """Filing into a file of other tables writes nothing there."""
    connection = sqlite3.connect("log")
    connection.execute("CREATE TABLE theirs (one)")
    connection.commit()
    connection.close()
    before = Path("log").read_bytes()
    result = run("file", "case.toml", "--rules", "rules")
    assert (result.exit_code, Path("log").read_bytes()) == (1, before)
    assert "no log of Rubicon" in result.output


# --- many writers, and none that ends ----------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from rubicon.recording.entries import FIRST, Entry, Terms, digest_of
from rubicon.recording.store import opened
for number in range({times}):
    text = (sys.argv[1] + str(number) + "x" * 3000).encode()
    kept = digest_of(text)
    entry = Entry(0, FIRST, "2022-01-05T00:00:00+00:00", sys.argv[1], None, "0", "case", "A case", None, None, None,
                  Terms(), kept, kept, kept)
    with opened(Path("log"), make=True) as log:
        made, found = log.append(entry, {{kept: text}})
    print(found, flush=True)
"""


def writer(name, times):
    code = WRITER.format(tests=str(Path(__file__).parent), times=times)
    return subprocess.Popen([sys.executable, "-c", code, name], stdout=subprocess.PIPE, text=True)


def chained():
    """Check the chain of what is there, and return the hashes."""
    with opened(Path("log")) as log:
        last = FIRST
        for number, row in enumerate(log.rows(), 1):
            entry = entry_of(row.record)
            assert (row.number, entry.number, entry.previous) == (number, number, last)
            assert row.hash == hash_of(row.record)
            assert digest_of(log.content(entry.answer)) == entry.answer
            last = row.hash
        return [row.hash for row in log.rows()]


def test_two_processes_write_at_once(desk):
    """Each waits for the other: all that either filed is there, in one chain."""
    both = [writer("one", 40), writer("other", 40)]
    said = [hash_ for process in both for hash_ in process.communicate(timeout=120)[0].split()]
    assert [process.returncode for process in both] == [0, 0]
    assert len(said) == 80
    assert sorted(said) == sorted(chained())


def test_a_process_killed_at_any_time_loses_nothing_it_filed(desk):
    """What a killed process said it filed is there; what it had begun is there whole or not at all."""
    told = []
    for moment in (1, 3, 6, 10):
        process = writer(str(moment), 10_000)
        told += [process.stdout.readline().strip() for _ in range(moment)]
        process.send_signal(signal.SIGKILL)
        told += process.communicate(timeout=60)[0].split()
        assert process.returncode == -signal.SIGKILL
        assert set(told) <= set(chained())
    assert writer("last", 1).communicate(timeout=60)[0].strip() == chained()[-1]


def test_a_kill_at_any_write_leaves_the_whole_entry_or_none(desk):
    """The system kills the writer at the first write past a size, of the journal or of the log, size after size."""
    with opened(Path("log"), make=True) as log:
        filed_at(log, "case")
    before = chained()
    original = Path("log").read_bytes()
    cut = 0
    for size in range(0, len(original) + 40_000, 1024):
        Path("log").write_bytes(original)
        status = _filed_within(size)
        after = chained()
        if os.WIFSIGNALED(status):
            assert os.WTERMSIG(status) == signal.SIGXFSZ
            assert after == before
            cut += 1
        else:
            assert len(after) == len(before) + 1
            break
    else:
        pytest.fail("no size was enough")
    assert cut > 20
    assert not Path("log-journal").exists()


def _filed_within(size):
    """Let a child add an entry that may write no file beyond a size; return how it ended."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        with opened(Path("log")) as log:
            entry = log.entries()[0][0]
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            texts = [bytes([number]) * 9_000 for number in range(3)]
            log.append(entry, {digest_of(text): text for text in texts})
        os._exit(0)
    return os.waitpid(child, 0)[1]


# --- what moved --------------------------------------------------------------------------------------------


def moved(log_path="log"):
    with opened(Path(log_path)) as log:
        entries = [Filed(*both) for both in log.entries()]
        return motion(log, *entries[-2:])


@pytest.mark.parametrize(
    ("changes", "parts", "answers"),
    [
        ({"more": DENIAL}, ("facts",), ["likely", "unlikely"]),
        ({"grade": "F6"}, ("codings",), ["likely", "likely"]),
        ({"day": "2022-02-02"}, ("time",), ["likely", "unlikely"]),
        ({"day": "2022-02-02", "grade": "F6"}, ("codings", "time"), ["likely", "unlikely"]),
        ({}, (), ["likely", "likely"]),
    ],
)
def test_what_moved_is_parted(desk, changes, parts, answers):
    """New reports are facts, another grade is a coding, another day is time; and what turned the answer is named."""
    with opened(Path("log"), make=True) as log:
        filed_at(log, "case")
        filed_at(log, "case", **changes)
    found = moved()
    assert found.parts == parts
    assert [question.answer for question in found.questions] == answers
    turning = tuple(part for part in parts if part != "codings")
    assert found.carried == ((turning,) if turning else ())


def test_a_changed_rule_is_named_and_turns_the_answer(desk):
    """A rule that is rewritten moves rules alone, by its id; another file by its name."""
    filed()
    write_book(Path("rules"), likelihood__supported=None)
    path = Path("rules/likelihood/supported.toml")
    path.write_text(
        path.read_text(encoding="utf-8").replace("judged: likely", "judged: unlikely"), encoding="utf-8"
    )
    (Path("rules/sources.toml")).write_text('[source.work]\ntitle = "A work"\n', encoding="utf-8")
    filed()
    found = moved()
    assert (found.parts, found.carried) == (("rules",), (("rules",),))
    assert (found.rewritten.changed, found.rewritten.new) == (("likelihood/supported",), ("sources.toml",))
    said = run("diff", "case").stdout
    assert "The answer is moved by rules alone." in said
    assert "the answer goes from likely (55–80%) to unlikely (20–45%)" in said
    assert "Rewritten: `likelihood/supported`." in said


def test_two_parts_that_only_together_turn_the_answer_are_named_together(desk):
    """Neither the graver grade nor the denial turns it; the two do."""
    soft = DENIAL.replace('"A1"', '"C3"')
    with opened(Path("log"), make=True) as log:
        filed_at(log, "case")
        filed_at(log, "case", more=soft, grade="C4")
    found = moved()
    assert found.carried == (("facts", "codings"),)


def test_diff_tells_in_words_what_moved(desk):
    """Each part has its heading, its sentences and, of a coding, what it was and is; and the reasons that turned."""
    with opened(Path("log"), make=True) as log:
        filed_at(log, "case")
        filed_at(log, "case", more=DENIAL, grade="B3", day="2022-01-07")
    said = run("diff").stdout
    assert "Kazakhstan does not ask the CSTO to intervene (since 5 January 2022, public on" not in said
    assert (
        "New on file:\n\n- Kazakhstan does not ask the CSTO to intervene (since 5 January 2022, graded A1"
        in said
    )
    assert "Kazakhstan asks the CSTO to intervene [1]: grade was B2, is B3." in said
    assert "The day judged moves from 5 January 2022 to 7 January 2022. That brought no fact" in said
    assert "“A request is local support” no longer applies" in said
    made = json.loads(run("diff", "--format", "json").stdout)
    assert made["codings"][0]["ways"] == ["grade"]
    assert made["parts"] == ["facts", "codings", "time"]


def test_words_that_changed_are_told_without_reasons(desk):
    """Where a statement is gone from the rulebook the two answers are still set side by side."""
    filed()
    path = Path("rules/vocabulary.toml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[statement.troops]", "[statement.soldiers]"), encoding="utf-8")
    filed()
    assert "The rulebook's statements changed" in run("diff").stdout


def test_all_cases_are_told_in_a_line_each(desk):
    """Of each case what moved since it was last filed; of one filed once, that."""
    with opened(Path("log"), make=True) as log:
        filed_at(log, "case")
        filed_at(log, "other")
        filed_at(log, "case", day="2022-02-02")
    lines = [line for line in run("diff", "--all").stdout.splitlines() if line.startswith("- ")]
    assert lines == [
        "- `case`: **likely (55–80%) → unlikely (20–45%)**, by time alone; moved: time.",
        "- `other`: filed once.",
    ]
    assert "was filed once" in run("diff", "other").output
    assert "no judgement of" in run("diff", "third").output
    assert run("diff", "case", "--all").exit_code == 2


# --- scores ------------------------------------------------------------------------------------------------


def test_filed_judgements_are_scored_as_the_back_test_scores(desk):
    """The same cases and outcomes give the same counts and the same Brier score."""
    went, stayed = OUTCOME.format("true", "on = 2022-01-20"), OUTCOME.format("false", "")
    now = datetime(2022, 1, 5, tzinfo=UTC)
    with opened(Path("log"), make=True) as log:
        filed_at(log, "one", now)
        filed_at(log, "two", now, grade="F6")
        filed_at(log, "three", now, more=DENIAL)
        paths = [
            write(Path("one.toml"), more=went),
            write(Path("two.toml"), more=stayed, grade="F6"),
            write(Path("three.toml"), more=DENIAL + went),
        ]
        found = score(log, {path.stem: path.read_bytes() for path in paths})
    rulebook = read_rulebook(Path("rules"))
    record = backtest(rulebook, [read_case(path, rulebook) for path in paths])
    assert [tally.school for tally in found.tallies] == ["first", "second"]
    told = tell_scored(found, "markdown")
    assert (told.count("The first school"), told.count("| first")) == (4, 0)
    for at, (tally, expected) in enumerate(zip(found.tallies, record.groups[0].tallies, strict=True)):
        calls = [(trial.calls[at].probability, trial.happened) for trial in record.trials]
        squares = [(float(said) - happened) ** 2 for said, happened in calls if said is not None]
        assert (tally.counts, tally.ahead) == (expected.counts, True)
        assert tally.brier == pytest.approx(sum(squares) / len(squares))
    assert found.tallies[0].counts.hits == 1


def test_what_is_filed_after_the_event_is_counted_apart(desk):
    """Only what was filed before the event, or before the horizon ended without one, is a forecast."""
    with opened(Path("log"), make=True) as log:
        for name, day in (("before", 19), ("on", 20), ("after", 21)):
            filed_at(log, name, datetime(2022, 1, day, 12, tzinfo=UTC))
        raw = write(Path("came.toml"), more=OUTCOME.format("true", "on = 2022-01-20")).read_bytes()
        found = score(log, dict.fromkeys(("before", "on", "after"), raw))
    assert {one.entry.case: one.ahead for one in found.held} == {"before": True, "on": False, "after": False}
    assert {(tally.ahead, tally.counts.hits) for tally in found.tallies} == {(True, 1), (False, 2)}


def test_outcomes_are_taken_as_they_come(desk):
    """Without an outcome a judgement waits for its deadline; filed again with one, the first is scored by it."""
    with opened(Path("log"), make=True) as log:
        filed_at(log, "case")
    said = run("score", "case.toml").stdout
    assert "Of nothing that was filed is the outcome known." in said
    assert "no outcome is recorded; the horizon ends on 6 March 2022." in said
    with opened(Path("log")) as log:
        filed_at(log, "case", day="2022-01-06", more=OUTCOME.format("true", "on = 2022-01-20"))
        found = score(log, {})
    assert [
        (one.entry.number, one.prediction, one.came.happened) for one in found.held if one.school == "first"
    ] == [
        (1, "yes", True),
        (2, "yes", True),
    ]
    assert "**MISS**" not in run("score").stdout


def test_of_several_for_one_day_the_last_counts(desk):
    """A judgement filed again for the same day takes the place of the earlier in the score, which says so."""
    with opened(Path("log"), make=True) as log:
        filed_at(log, "case")
        filed_at(log, "case", more=DENIAL)
    write(Path("case.toml"), more=OUTCOME.format("false", ""))
    said = run("score", "case.toml").stdout
    assert "one was filed again later" in said
    found = json.loads(run("score", "case.toml", "--format", "json").stdout)
    assert {one["entry"] for one in found["held"]} == {2}


@pytest.mark.parametrize(
    "command", [["show"], ["show", "1"], ["verify"], ["diff"], ["diff", "--all"], ["score"], ["head"]]
)
@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_every_answer_has_every_form(desk, command, form):
    """Every answer of the log is given in every form, the same twice."""
    with opened(Path("log"), make=True) as log:
        filed_at(log, "case")
        filed_at(log, "case", more=DENIAL + OUTCOME.format("false", ""))
    result = run(*command, "--format", form)
    assert result.exit_code == 0, result.output
    assert result.stdout == run(*command, "--format", form).stdout
    if form == "json":
        assert json.loads(result.stdout)["rubicon"]


def test_the_layout_is_written_down():
    """The page on the log shows the two tables as they are."""
    page = (Path(__file__).resolve().parents[1] / "docs/log.md").read_text(encoding="utf-8")
    tables = [line for line in SCHEMA.splitlines() if line.startswith("CREATE TABLE")]
    assert len(tables) == 2
    assert all(line in page for line in tables)
