"""Faults C, in what commands and reports tell of a judgement: which rulebook, which case, and what was counted."""

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from books import FRAMEWORK, LIKELY, UNLIKELY, VOCABULARY, write_book, write_case
from contract import case, fact, rule, world, write
from faults import actors, desk, flat, made, run, told
from rubicon.cli import main

ASKS = "Kazakhstan asks the CSTO to intervene"
HAPPENED = '[outcome]\nhappened = true\non = 2022-01-07\nsummary = "It came."\n'
TOP = Path(__file__).resolve().parents[1]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder with the small rulebook and its case."""
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    return tmp_path


def bare(*arguments):
    """Run the command line without naming a rulebook."""
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


# --- C1: which rulebook is read ----------------------------------------------------------------------------


@pytest.mark.parametrize("below", [".", "notes", "notes/old"])
def test_the_nearest_rulebook_above_the_working_folder_is_read(here, monkeypatch, below):
    """C1: an edit in the clone's `rules/` is what `rules check` reads, wherever in the clone one stands."""
    (here / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(here / below)
    assert "3 rules" in bare("rules", "check").stdout
    write(here / "rules", "likelihood/slip", rule(["?host begs ?_g"], "nonsense"))
    result = bare("rules", "check")
    assert result.exit_code == 1
    assert "slip.toml" in result.stderr


def test_a_folder_that_is_no_rulebook_is_passed_over(here, monkeypatch):
    """C1: a `rules/` without a vocabulary is none; the next one above is read."""
    (here / "notes" / "rules").mkdir(parents=True)
    monkeypatch.chdir(here / "notes")
    assert "3 rules" in bare("rules", "check").stdout


def test_a_case_in_a_rulebook_is_judged_by_that_rulebook(here, monkeypatch, tmp_path_factory):
    """C1: the rulebook in whose `cases/` a case lies goes before one that lies above the working folder."""
    other = tmp_path_factory.mktemp("other")
    renamed = FRAMEWORK.replace("Will {intervener} send", "Is it that {intervener} will send")
    write_book(other / "weather", framework=renamed)
    (other / "weather" / "cases").mkdir()
    path = write_case(other / "weather" / "cases" / "case.toml")
    result = bare("assess", path, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["question"]["ask"].startswith("Is it that Russia")
    assert "weather" in result.stderr


def test_check_names_the_folder_that_it_read(here):
    """C1: what is well is said of a folder that is named; so does `--version`."""
    for text in (bare("rules", "check").stdout, bare("--version").stdout):
        assert "rules" in re.sub(r"\d+ rules?\b", "", text)
        assert str(TOP) not in text


def test_check_names_the_folder_that_was_asked_for(here):
    """C1: with `--rules` too, the line names the folder."""
    (here / "rules").rename(here / "mine")
    assert re.search(r"\bmine\b", run("rules", "check", "--rules", "mine").stdout)


# --- C2: cases of one title --------------------------------------------------------------------------------


@pytest.fixture
def twins(here):
    """Write two versions of one case, with one title and one day."""
    disputed = fact("the authority of the government of Kazakhstan is disputed")
    write_case(here / "case.toml", extra=HAPPENED)
    write_case(here / "revised.toml", extra=disputed + HAPPENED)
    return here


@pytest.mark.parametrize("command", ["compare", "backtest"])
def test_two_versions_of_a_case_are_told_apart_by_their_files(twins, command):
    """C2: where title and day are the same the file's name tells which is meant, in every row and heading."""
    text = run(command, "case.toml", "revised.toml").stdout
    assert "revised" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert any("revised" in row for row in rows)
    if command == "compare":
        assert "For A case: There is" not in text
        assert "A case and A case" not in text


# --- C16: words ---------------------------------------------------------------------------------------------


def test_all_is_not_well_beside_warnings(here):
    """C16: where `check` warns it does not say that all is well."""
    result = run("rules", "check")
    assert "warning" in result.stderr
    assert "All is well" not in result.stdout


def test_a_rulebook_has_one_name_in_every_answer(twins):
    """C16: the id of a rulebook is of one length and dress in `assess`, `backtest`, `timeline` and `compare`."""
    answers = [("assess", "case.toml"), ("backtest", "case.toml"), ("timeline", "case.toml")]
    answers += [("compare", "case.toml", "revised.toml")]
    names = {re.search(r"from rulebook (\S+?)\.?\*", run(*one).stdout)[1] for one in answers}
    assert len(names) == 1


LINES = """
    [kind.actor]
    [statement.stirs]
    form = "{x:actor} stirs"
    [statement.waits]
    form = "{x:actor} waits"
    [statement.mourns]
    form = "{x:actor} mourns"
    [statement.trusts]
    form = "{x:actor} trusts {y:actor}"
"""


def small(folder, rules, *facts):
    """Write a small rulebook without a framework, and a case."""
    desk(folder, LINES, actors("Anna", "Boris", "Clara"), rules, {"case": case(*facts)})


def test_what_if_gives_one_reason_once(tmp_path, monkeypatch):
    """C16: two instances of one rule that fall by the same loss are one line."""
    monkeypatch.chdir(tmp_path)
    rules = {"t/r": rule(["?x stirs", "?x trusts ?_y"], "?x mourns", title="Mourning")}
    small(tmp_path, rules, "Anna stirs", "Anna trusts Boris", "Anna trusts Clara")
    lines = run("what-if", "case.toml", "--without", "Anna stirs").stdout.splitlines()
    reasons = [line for line in lines if "Mourning" in line]
    assert reasons
    assert len(reasons) == len(set(reasons))


def test_a_repeated_fact_keeps_its_grade_or_refers_back(tmp_path, monkeypatch):
    """C16: a fact told a second time, against, is not told as if it had no grade."""
    monkeypatch.chdir(tmp_path)
    rules = {
        "t/yes": rule(["?x stirs"], "?x mourns"),
        "t/no": rule(["?x stirs", "?x waits"], "it is false that ?x mourns", overrides=["t/yes"]),
    }
    small(tmp_path, rules, "Anna stirs", "Anna waits")
    lines = run("why", "case.toml", "Anna mourns").stdout.splitlines()
    mentions = [line for line in lines if "- Anna stirs" in line]
    assert len(mentions) >= 2
    assert not [line for line in mentions if "A1" not in line and "see " not in line]


def test_what_the_depth_cuts_is_not_told_as_unsourced(tmp_path, monkeypatch):
    """C16: a derived sentence below the depth has reasons, and so is not "(no source given)"."""
    monkeypatch.chdir(tmp_path)
    rules = {
        "t/a": rule(["?x stirs"], "?x waits"),
        "t/b": rule(["?x waits"], "?x mourns"),
    }
    small(tmp_path, rules, "Anna stirs")
    text = told("why", "case.toml", "Anna mourns", "--depth", "1")
    assert "Anna waits" in text
    assert not re.search(r"Anna waits[^.]*no source given", text)


def test_one_case_of_one_is_not_counted_aloud(tmp_path, monkeypatch):
    """C16: "One such case is enough, and there is one" says nothing that the case itself does not."""
    monkeypatch.chdir(tmp_path)
    small(tmp_path, {"t/r": rule(["?x stirs", "at least 1 ?_y: ?x trusts ?_y"], "?x mourns")}, "Anna stirs")
    (tmp_path / "case.toml").write_text(case("Anna stirs", "Anna trusts Boris"), encoding="utf-8")
    text = told("why", "case.toml", "Anna mourns")
    assert "Anna trusts Boris" in text
    assert "One such case is enough, and there is one" not in text


def test_what_says_the_same_more_strongly_is_not_against_it(here):
    """C16: a reason for "very unlikely" does not speak against "unlikely", but goes further."""
    words = '["very unlikely", "unlikely", "roughly even chance", "likely"]'
    vocabulary = VOCABULARY.replace('["unlikely", "roughly even chance", "likely"]', words)
    framework = FRAMEWORK.replace('"unlikely" =', '"very unlikely" = [5, 20]\n    "unlikely" =')
    stronger = UNLIKELY.replace("judged: unlikely", "judged: very unlikely").replace(
        "Nobody", "No one at all"
    )
    weaker = UNLIKELY + '    overrides = ["likelihood/stronger"]\n'
    write_book(
        here / "rules",
        vocabulary=vocabulary,
        framework=framework,
        likelihood__stronger=stronger,
        likelihood__unsupported=weaker,
    )
    result = run("assess", "case.toml", "--without", ASKS)
    assert result.exit_code == 0
    assert "No one at all" in result.stdout
    assert not re.search(r"Against it: No one at all", result.stdout)


def test_a_day_that_changed_nothing_is_not_told_to_have_changed_the_judgement(here):
    """C16: under "changed nothing of this" stands no day that "changed the judgement"."""
    dated = LIKELY.replace('school = "first"', 'school = "second"\n    since = 2022-01-08')
    write_book(here / "rules", likelihood__dated=dated.replace('overrides = ["likelihood/unsupported"]', ""))
    write_case(here / "case.toml", extra=fact("Ukraine asks the CSTO to intervene") + "known = 2022-01-12\n")
    text = told("timeline", "case.toml")
    assert not re.search(
        r"changed nothing of this\.(?! #).*?changed the judgement", text.split("## Method")[0]
    )


# --- C17, C18 ----------------------------------------------------------------------------------------------


def test_a_report_with_an_open_variable_does_not_call_every_question_settled(here):
    """C17: where a variable is open something is not known, whether or not a question is written for it."""
    asked = '    ask = "Has {host} asked {guarantor} for troops?"\n'
    write_book(here / "rules", vocabulary=VOCABULARY.replace(asked, ""))
    (section,) = made("assess", "case.toml", "--without", ASKS)["sections"]
    assert section["state"] == "open"
    text = told("assess", "case.toml", "--without", ASKS)
    assert "Every question that the rules ask about this case is settled" not in text


@pytest.mark.parametrize("command", ["why", "why-not"])
def test_an_argument_on_one_side_only_is_not_told_as_two_sides(tmp_path, monkeypatch, command):
    """C18: where reports conflict on two values, a third has something against it and nothing for it."""
    monkeypatch.chdir(tmp_path)
    world(tmp_path / "rules")
    reports = [fact(f"the mood of Anna is: {level}", "C3") for level in ("middle", "high")]
    (tmp_path / "case.toml").write_text(case(*reports), encoding="utf-8")
    text = told(command, "case.toml", "the mood of Anna is: low")
    assert "neither side prevails" not in text
    assert re.search(r"speaks? against it", text)
    assert re.search(r"nothing (speaks )?for it", text)


# --- C19, C21: where things are written and read ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("report.html", lambda raw: raw.lstrip().lower().startswith(b"<!doctype html")),
        ("report.json", lambda raw: json.loads(raw)["case"] == "case"),
        ("report.txt", lambda raw: not raw.startswith(b"# ")),
        ("report.docx", lambda raw: raw.startswith(b"PK")),
    ],
)
def test_the_form_is_taken_from_the_name_of_the_output(here, name, right):
    """C19: a known ending says which form is meant; no page of Word is Markdown."""
    result = run("assess", "case.toml", "--output", name)
    if result.exit_code and name.endswith("docx"):  # the library that writes it is an extra
        assert "docx" in result.stderr
        assert not (here / name).exists()
    else:
        assert result.exit_code == 0
        assert right((here / name).read_bytes())


def test_an_unknown_ending_is_wrong_usage(here):
    """C19: another ending is answered with status 2, and nothing is written."""
    result = run("assess", "case.toml", "--output", "report.xyz")
    assert result.exit_code == 2
    assert not (here / "report.xyz").exists()


def test_backtest_of_another_rulebook_runs_on_its_own_cases(here):
    """C21: `--rules OTHER` scores the cases in OTHER, and never reads the shipped library by its words."""
    (here / "rules" / "cases").mkdir()
    write_case(here / "rules" / "cases" / "one.toml", extra=HAPPENED)
    result = run("backtest")
    assert result.exit_code == 0
    assert "right: it happened" in result.stdout
    assert "abkhazia" not in result.stdout + result.stderr


def test_backtest_of_a_rulebook_without_cases_says_so_in_a_line(here):
    """C21: where it has none the answer is a message, and not the mistakes of another library."""
    result = run("backtest")
    assert len(result.stderr.splitlines()) < 10
    assert "unknown entity" not in result.stdout + result.stderr


# --- C20: words of another framework -----------------------------------------------------------------------


def keyed(key, value):
    """Return the framework with a key of its own."""
    plain = re.sub(rf"    {key} *=.*\n", "", FRAMEWORK).replace("Two variables", "Two things")
    return plain.replace("    ask =", f'    {key} = "{value}"\n    ask =', 1)


def test_the_words_of_likelihood_are_those_that_the_framework_names(here):
    """C20: the scale is named by the framework, and ICD 203 only where it is."""
    write_book(here / "rules", framework=keyed("scale", "the Met scale"))
    text = told("assess", "case.toml")
    assert "the Met scale" in text
    assert "ICD 203" not in text


def test_a_section_is_called_by_the_framework_s_noun(here):
    """C20: a framework of tests is reported as tests."""
    write_book(here / "rules", framework=keyed("noun", "test"))
    for command in ("assess", "timeline"):
        found = told(command, "case.toml").lower()
        assert "variable" not in found
        assert re.search(r"\btests?\b", found)


def test_backtest_says_nothing_of_troops_that_the_framework_does_not(here):
    """C20: the caveats of a score hold for any event."""
    write_book(here / "rules", framework=FRAMEWORK.replace("troops", "letters"))
    write_case(here / "case.toml", extra=HAPPENED)
    assert "troops" not in told("backtest", "case.toml").lower().replace("asked for the troops", "")


FOREIGN = r"\b(troops?|Russia|Russian|Kazakhstan|Soviet|intervene[sd]?|intervention|host)\b"


def helped(command, name):
    """Yield the help of a command and of those below it."""
    yield name, command.get_help(click.Context(command, info_name=name))
    for one, below in getattr(command, "commands", {}).items():
        yield from helped(below, f"{name} {one}")


def test_help_speaks_of_no_framework():
    """C20: the command line serves every rulebook, and so names no troops and no countries."""
    assert not [name for name, text in helped(main, "rubicon") if re.search(FOREIGN, text)]


@pytest.mark.parametrize(
    "line",
    [
        "the sum of ?_n: ?_s stirs",
        "every reported ?_n ?x stirs",
        "at least 2 s: s stirs",
        "the sum of ?_n over ?_s: ?_s stirs is many",
    ],
)
def test_hints_speak_of_no_framework(tmp_path, monkeypatch, line):
    """C20: how a condition is written is shown in words that fit any vocabulary."""
    monkeypatch.chdir(tmp_path)
    small(tmp_path, {"t/r": rule(["?x stirs", line], "?x mourns")}, "Anna stirs")
    result = run("rules", "check")
    assert result.exit_code == 1
    assert not re.search(FOREIGN, flat(result.stderr))
