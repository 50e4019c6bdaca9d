"""The command line, used as an analyst and an editor would."""

import ast
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import rubicon
from books import write_book, write_case
from rubicon.cli import main

REQUEST = "Kazakhstan asks the CSTO to intervene"
MORE_THAN_A_PIPE_HOLDS = 500_000
SUPPORT = "local elements in Kazakhstan support intervention by Russia"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in a folder with a rulebook and a case."""
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, stdin: str | None = None):
    return CliRunner().invoke(main, [*arguments], input=stdin, catch_exceptions=False)


def test_assess_prints_the_report(desk):
    """The bottom line comes first, with its range."""
    result = run("assess", "case.toml", "--rules", "rules")
    assert result.exit_code == 0
    assert result.stdout.startswith("# A case")
    assert "Likely (55–80%)" in result.stdout


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_every_form_is_given(desk, form):
    """Each form is printed, and the same file is written by --output."""
    printed = run("assess", "case.toml", "--rules", "rules", "--format", form)
    written = run("assess", "case.toml", "--rules", "rules", "--format", form, "--output", "report")
    assert (printed.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert (desk / "report").read_text(encoding="utf-8") == printed.stdout


def test_json_has_the_keys_of_the_contract(desk):
    """The object has the stable keys, a finding has its attributes, the question its answer."""
    found = json.loads(run("assess", "case.toml", "--rules", "rules", "--format", "json").stdout)
    assert {
        "format",
        "case",
        "as_of",
        "rulebook",
        "rubicon",
        "findings",
        "question",
        "schools",
        "sections",
    } <= set(found)
    assert (found["format"], found["as_of"]) == (2, "2022-01-05")
    assert found["rulebook"].startswith("sha256:")
    one = next(finding for finding in found["findings"] if finding["sentence"] == SUPPORT)
    assert (one["truth"], one["standing"], one["confidence"], one["derived"]) == (
        True,
        "defeasible",
        "moderate",
        True,
    )
    assert one["because"] == [
        {"rule": "local-support/request", "premises": [REQUEST, "Russia leads the CSTO"], "sources": []}
    ]
    fact = next(finding for finding in found["findings"] if finding["sentence"] == REQUEST)
    assert fact["because"] == [{"rule": None, "premises": [], "sources": ["address"]}]
    assert found["question"]["answer"] == "likely"
    assert found["question"]["ask"] == "Will Russia send troops into Kazakhstan?"


def test_without_an_answer_json_says_null(desk):
    """Where nothing is established the answer is null and the standing says why."""
    write_book(desk / "rules", likelihood__unsupported=None)
    (desk / "rules/likelihood/unsupported.toml").unlink()
    result = run("assess", "case.toml", "--rules", "rules", "--format", "json", "--without", REQUEST)
    question = json.loads(result.stdout)["question"] if result.exit_code == 0 else None
    if question is None:  # `overrides` names the rule that is gone
        text = (desk / "rules/likelihood/supported.toml").read_text(encoding="utf-8")
        (desk / "rules/likelihood/supported.toml").write_text(
            text.replace('overrides = ["likelihood/unsupported"]\n', ""), encoding="utf-8"
        )
        result = run("assess", "case.toml", "--rules", "rules", "--format", "json", "--without", REQUEST)
        question = json.loads(result.stdout)["question"]
    assert question["answer"] is None
    assert question["sentence"] is None
    assert question["truth"] is None
    assert question["confidence"] is None
    assert question["standing"] == "unknown"


def test_without_changes_the_report_and_says_what_fell(desk):
    """Turning the request off changes the answer, and the report names the variable that fell."""
    result = run("assess", "case.toml", "--rules", "rules", "--without", REQUEST)
    assert "Unlikely (20–45%)" in result.stdout
    assert "Local support" in result.stdout


def test_a_case_is_read_from_standard_input(desk):
    """A dash reads the case from standard input."""
    text = (desk / "case.toml").read_text(encoding="utf-8")
    result = run("assess", "-", "--rules", "rules", stdin=text)
    assert "Likely (55–80%)" in result.stdout
    broken = run("assess", "-", "--rules", "rules", stdin=text + "[[fact]]\nthat = 3\n")
    assert broken.exit_code == 1
    assert broken.stderr.startswith("-:")


def test_why_explains_a_sentence(desk):
    """Why answers with the reasons and their sources."""
    result = run("why", "case.toml", SUPPORT, "--rules", "rules")
    assert result.exit_code == 0
    assert "own government asked for the troops" in result.stdout
    assert "An address" in result.stdout


def test_problems_end_with_status_1_and_a_place(desk):
    """Bad input is told with its line on standard error, and nothing is printed."""
    write_case(desk / "case.toml", extra='[[fact]]\nthat = "Kazakstan asks the CSTO to intervene"\n')
    result = run("assess", "case.toml", "--rules", "rules")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith('case.toml:18: unknown entity "Kazakstan"')
    assert 'Did you mean "Kazakhstan"?' in result.stderr


def test_a_bad_argument_is_told_as_one(desk):
    """A sentence of the command line that cannot be read is a problem of the argument."""
    result = run("why", "case.toml", "nonsense it is", "--rules", "rules")
    assert result.exit_code == 1
    assert result.stderr.startswith("argument: unknown sentence")
    assert "`rubicon find WORDS` finds a sentence by words of your own." in result.stderr


def test_wrong_usage_ends_with_status_2(desk):
    """Options that are not there, and days that are none, are wrong usage."""
    assert run("assess").exit_code == 2
    assert run("assess", "case.toml", "--nonsense").exit_code == 2
    assert run("assess", "case.toml", "--as-of", "yesterday").exit_code == 2


def test_a_missing_file_is_a_problem(desk):
    """A case that is not there is told without a traceback."""
    result = run("assess", "nowhere.toml", "--rules", "rules")
    assert result.exit_code == 1
    assert result.stderr.startswith("nowhere.toml: there is no such file")


def test_a_misspelt_case_or_command_is_told_the_nearest(desk):
    """A case of the library and a command that are nearly right are told, with what begins a new case."""
    case, command = run("assess", "kazakstan-2022", "--rules", "rules"), run("rules", "chek")
    assert (case.exit_code, command.exit_code) == (1, 2)
    assert case.stderr == (
        "kazakstan-2022: there is no such file here, and no such case in the library\n"
        '        Did you mean "kazakhstan-2022" or "kazakhstan-2011"? '
        "`rubicon new kazakstan-2022` begins a case.\n"
    )
    assert """No such command 'chek'. Did you mean "check"?""" in command.stderr


def test_an_output_that_cannot_be_written_is_a_problem(desk):
    """A report that cannot be written ends with status 1 and leaves nothing behind."""
    result = run("assess", "case.toml", "--rules", "rules", "--output", "no/such/folder/report")
    assert result.exit_code == 1
    assert result.stderr.startswith("no/such/folder/report: the file cannot be written")


def test_rules_check_says_what_it_did_in_one_line(desk):
    """When all is well one line tells what was read and run."""
    write_book(desk / "rules", vocabulary=(desk / "rules/vocabulary.toml").read_text(encoding="utf-8"))
    result = run("rules", "check", "--rules", "rules")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "3 rules" in result.stdout


def test_rules_check_fails_on_a_failing_example(desk):
    """An example that does not hold ends the check with status 1 at its line."""
    path = desk / "rules/local-support/request.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("refuse = ", "expect = "), encoding="utf-8")
    result = run("rules", "check", "--rules", "rules")
    assert result.exit_code == 1
    assert "rules/local-support/request.toml:10: example 2 fails: it should conclude" in result.stderr


def test_rules_list_and_show(desk):
    """Every rule is listed, and a rule is shown by its id; a slip gets the nearest."""
    listed = run("rules", "list", "--rules", "rules").stdout
    assert all(
        name in listed
        for name in ("local-support/request", "likelihood/supported", "A request is local support")
    )
    shown = run("rules", "show", "local-support/request", "--rules", "rules").stdout
    assert "A request is local support" in shown
    slip = run("rules", "show", "local-support/reqest", "--rules", "rules")
    assert slip.exit_code == 1
    assert 'Did you mean "local-support/request"?' in slip.stderr


def test_a_new_rule_takes_part_in_the_next_run(desk):
    """An editor's file is read at once; a slip in it is answered by a message at its line."""
    new = desk / "rules/likelihood/even.toml"
    new.write_text(
        'title = "New"\nif = ["?host asks ?_g to intervene", "intervention by ?i in ?host is considered"]\n'
        'then = "the likelihood of intervention by ?i in ?host is judged: roughly even chance"\n'
        'overrides = ["likelihood/supported"]\nschool = "first"\nbecause = "So we think."\n',
        encoding="utf-8",
    )
    assert "Roughly even chance (45–55%)" in run("assess", "case.toml", "--rules", "rules").stdout
    new.write_text(new.read_text(encoding="utf-8").replace("?host asks", "?host begs"), encoding="utf-8")
    result = run("assess", "case.toml", "--rules", "rules")
    assert result.exit_code == 1
    assert result.stderr.startswith("rules/likelihood/even.toml:2: unknown sentence")
    assert '"{host} asks {guarantor} to intervene"' in result.stderr


def test_shuffled_files_give_the_same_bytes(desk):
    """Facts in another order, in files written in another order, give the same report."""
    before = run("assess", "case.toml", "--rules", "rules").stdout
    text = (desk / "case.toml").read_text(encoding="utf-8")
    head, first, second = text.split("[[fact]]")
    (desk / "case.toml").write_text(f"{head}[[fact]]{second}\n[[fact]]{first}", encoding="utf-8")
    for path in sorted((desk / "rules").rglob("*.toml"), reverse=True):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    assert run("assess", "case.toml", "--rules", "rules").stdout == before


def test_a_command_can_be_interrupted(desk):
    """Ctrl-C ends with status 130, without a traceback, and an old output file stays whole."""
    (desk / "report").write_text("old", encoding="utf-8")
    command = [sys.executable, "-m", "rubicon", "assess", "-", "--rules", "rules", "--output", "report"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=desk)
    process.stdin.write(b"#" * MORE_THAN_A_PIPE_HOLDS)  # it returns when the command has come to read
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in stderr
    assert (desk / "report").read_text(encoding="utf-8") == "old"


INTERRUPTED = """
import os, signal, sys
os.kill(os.getpid(), signal.SIGINT)
"""


@pytest.mark.parametrize("library", ["click", "jinja2"])
def test_a_command_can_be_interrupted_while_modules_load(desk, library):
    """Ctrl-C that comes while a library is loaded ends as any other."""
    (desk / f"{library}.py").write_text(INTERRUPTED, encoding="utf-8")
    command = [sys.executable, "-m", "rubicon", "assess", "case.toml", "--rules", "rules"]
    done = subprocess.run(command, cwd=desk, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode().split()) == (130, ["Interrupted."])


def test_the_interface_is_the_same_to_type_checkers():
    """What is loaded when it is asked for is what the stub says; nothing else is there."""
    stub = (Path(rubicon.__file__).with_suffix(".pyi")).read_text(encoding="utf-8")
    listed = ast.literal_eval(stub.partition("__all__ = ")[2])
    assert listed == rubicon.__all__
    assert all(getattr(rubicon, name) is not None for name in listed)
    with pytest.raises(AttributeError):
        rubicon.nothing  # noqa: B018 - it is asked for to be refused


def test_every_command_is_in_the_readme():
    """The README names each command."""
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    for name in main.list_commands(None):
        command = main.get_command(None, name)
        inner = command.list_commands(None) if hasattr(command, "list_commands") else ()
        for full in [f"{name} {sub}" for sub in inner] or [name]:
            assert f"rubicon {full}" in readme, f"the README lacks `rubicon {full}`"
            assert command.help


def test_every_command_has_a_module_of_its_own():
    """A module of the command line is a command of the help, or one that commands share."""
    shared = {
        "__init__",
        "about",
        "commands",
        "completing",
        "desk",
        "ending",
        "options",
        "progress",
        "prompting",
        "naming",
        "running",
        "searching",
    }
    for group in (main, main.get_command(None, "rules")):
        folder = Path(sys.modules[type(group).__module__].__file__).parent
        found = {path.stem for path in folder.glob("*.py")} | {
            path.parent.name for path in folder.glob("*/*.py")
        }
        assert {name.replace("-", "_") for name in group.list_commands(None)} == found - shared
        assert found - shared <= {name.replace("-", "_") for name in group.order}


def test_rival_schools_stand_side_by_side(desk):
    """Where schools differ the report gives the answer of each, and JSON the judgement of each."""
    agreed = run("assess", "case.toml", "--rules", "rules").stdout
    assert "The schools agree on the answer and local support." in agreed
    (desk / "rules/likelihood/dissent.toml").write_text(
        'title = "The second school doubts it"\nschool = "second"\nbecause = "It doubts."\n'
        'if = ["?host asks ?_g to intervene", "intervention by ?i in ?host is considered"]\n'
        'then = "the likelihood of intervention by ?i in ?host is judged: roughly even chance"\n'
        'overrides = ["likelihood/supported"]\n',
        encoding="utf-8",
    )
    told = run("assess", "case.toml", "--rules", "rules").stdout
    assert "Likely (55–80%)" in told
    assert "The schools side by side" in told
    assert "“The second school doubts it”" in told
    found = json.loads(run("assess", "case.toml", "--rules", "rules", "--format", "json").stdout)
    answers = {school["name"]: school["question"]["answer"] for school in found["schools"]}
    assert answers == {"first": "likely", "second": "roughly even chance"}
    alone = run("assess", "case.toml", "--rules", "rules", "--school", "first").stdout
    assert "side by side" not in alone
