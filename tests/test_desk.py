"""The analyst's desk: cases begun, facts asserted and retracted, sources declared, all without an editor."""

import difflib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from books import write_book
from rubicon.cli import main
from rubicon.problems import BadInput
from rubicon.reading.amending import with_values
from rubicon.reading.writing import draft_of, save, with_fact, with_source

TOP = Path(__file__).resolve().parents[1]
REQUEST = "Kazakhstan asks the CSTO to intervene"
NO_REQUEST = "Kazakhstan does not ask the CSTO to intervene"
LAID_OUT = """\
# The first remark.
title = "Laid out"   # by hand
as_of = 2022-01-05
roles = { intervener = "Russia", host = "Kazakhstan" }

[[fact]]
that = "Kazakhstan asks the CSTO to intervene"   # eh
source = "s"

# between

[source.s]
title = "S"

[[assumption]]
that = "Russia leads the CSTO"
why = "w"

[[fact]]
source = "s"
note = '''
# no remark
'''
that = "Russia leads the CSTO"
# at the end
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in a folder with a rulebook."""
    write_book(tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments, stdin=None):
    return CliRunner().invoke(main, [*arguments], input=stdin, catch_exceptions=False)


def begin(name="mine"):
    done = run(
        "new",
        name,
        "--title",
        "Mine",
        "--as-of",
        "2022-01-05",
        "--role",
        "intervener=Russia",
        "--role",
        "host=Kazakhstan",
    )
    assert (done.exit_code, done.stdout) == (0, f"{name}.toml: begun\n")
    for key in ("one", "two"):
        assert (
            run("sources", "add", name, key, "--title", f"Report {key}", "--date", "2022-01-05").exit_code
            == 0
        )
    return Path(f"{name}.toml")


def added(before: str, after: str) -> list[str]:
    """Return the lines that were put between others; nothing else may have changed."""
    found = []
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        assert not line.startswith("- "), f"lost: {line}"
        if line.startswith("+ "):
            found.append(line[2:])
    return found


def test_a_case_is_coded_without_an_editor(desk):
    """A case is begun, sources and facts are written, and it is judged."""
    case = begin()
    said = run(
        "assert",
        "mine",
        "kazakhstan asks CSTO to intervene",
        "--on",
        "2022-01-05",
        "--source",
        "one",
        "--grade",
        "B2",
        "--note",
        'He said "help"',
        "--coder",
        "A",
    )
    assert said.stdout == f"mine.toml:{1 + case.read_text().split(chr(10)).index('[[fact]]')}: {REQUEST}\n"
    written = tomllib.loads(case.read_text(encoding="utf-8"))["fact"]
    assert [{**one, "on": str(one["on"])} for one in written] == [
        {
            "that": REQUEST,
            "on": "2022-01-05",
            "source": "one",
            "grade": "B2",
            "note": 'He said "help"',
            "coder": "A",
        }
    ]
    assert REQUEST in run("why", "mine.toml", REQUEST).stdout


def test_a_case_that_is_there_is_not_begun_again(desk):
    """A file that exists is left alone."""
    before = begin().read_bytes()
    again = run(
        "new",
        "mine.toml",
        "--title",
        "T",
        "--as-of",
        "2022-01-05",
        "--role",
        "intervener=Russia",
        "--role",
        "host=Kazakhstan",
    )
    assert (again.exit_code, Path("mine.toml").read_bytes()) == (1, before)
    assert "there is such a file already" in again.stderr


def test_what_a_new_case_lacks_is_named(desk):
    """Missing roles and days, unknown roles and entities are all named, one misspelt once, and nothing is written."""
    result = run("new", "mine", "--role", "hots=Russia", "--role", "intervener=Rusia")
    assert result.exit_code == 1
    for told in (
        'unknown role "hots"',
        'Did you mean "host"?',
        'unknown entity "Rusia"',
        "--as-of",
    ):
        assert told in result.stderr
    assert '"host" is missing' not in result.stderr
    assert '"host" is missing' in run("new", "mine", "--role", "intervener=Russia").stderr
    assert not Path("mine.toml").exists()


def test_a_new_entity_is_written_into_the_case(desk):
    """An entity that the rulebook does not know may play a part."""
    result = run(
        "new",
        "mine",
        "--as-of",
        "2022-01-05",
        "--role",
        "intervener=Russia",
        "--role",
        "host=Ruritania",
        "--entity",
        "Ruritania=country",
    )
    assert result.exit_code == 0, result.stderr
    assert tomllib.loads(Path("mine.toml").read_text())["entity"] == [
        {"name": "Ruritania", "kind": "country"}
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Kazakhstan asks the CSTO to intervne"], "{host} asks {guarantor} to intervene"),
        ([REQUEST, "--grade", "Z9"], 'argument: "Z9" is no Admiralty grade'),
        ([REQUEST, "--source", "on"], 'Did you mean "one"?'),
        ([REQUEST, "--on", "yesterday"], 'argument: "yesterday" is no day'),
        ([REQUEST, "--on", "2022-01-05", "--until", "2022-01-04"], "not after it begins"),
        ([REQUEST, "--known", "2022-01"], 'argument: "known" must be a day'),
    ],
)
def test_what_cannot_be_asserted_is_refused(desk, arguments, told):
    """A slip is told with its remedy, and the file stays as it is."""
    before = begin().read_bytes()
    result = run("assert", "mine", *arguments)
    assert result.exit_code == 1
    assert told in result.stderr
    assert Path("mine.toml").read_bytes() == before


def test_a_contradiction_is_taken_on_the_analysts_word_alone(desk):
    """What contradicts a fact is told with both sources, and written only with --conflict."""
    begin()
    run("assert", "mine", REQUEST, "--on", "2022-01-05", "--source", "one")
    before = Path("mine.toml").read_bytes()
    against = ["assert", "mine", NO_REQUEST, "--on", "2022-01-05", "--source", "two"]
    refused = run(*against)
    assert (refused.exit_code, Path("mine.toml").read_bytes()) == (1, before)
    assert '"Report one" of 2022-01-05 (one)' in refused.stderr
    assert '"Report two" of 2022-01-05 (two)' in refused.stderr
    assert "--conflict" in refused.stderr
    assert run(*against, "--conflict").exit_code == 0
    assert len(tomllib.loads(Path("mine.toml").read_text())["fact"]) == 2


def test_a_later_word_of_the_same_source_is_no_contradiction(desk):
    """What a source says later ends what it said before, and so does an end that is known."""
    begin()
    run("assert", "mine", REQUEST, "--on", "2022-01-03", "--source", "one")
    assert run("assert", "mine", NO_REQUEST, "--on", "2022-01-05", "--source", "one").exit_code == 0
    begin("other")
    run("assert", "other", REQUEST, "--on", "2022-01-03", "--until", "2022-01-04", "--source", "one")
    assert run("assert", "other", NO_REQUEST, "--on", "2022-01-04", "--source", "two").exit_code == 0


def test_the_same_is_not_asserted_twice(desk):
    """The same sentence from the same source on the same day is there already; from another source it is not."""
    begin()
    said = ["assert", "mine", REQUEST, "--on", "2022-01-05", "--source"]
    assert [run(*said, key).exit_code for key in ("one", "one", "two")] == [0, 1, 0]


def test_what_is_retracted_stays_on_record(desk):
    """A retracted fact stays with its reason and never counts; another source's stays in force."""
    begin()
    for key in ("one", "two"):
        run("assert", "mine", REQUEST, "--on", "2022-01-05", "--source", key, "--grade", "B2")
    before = Path("mine.toml").read_text()
    assert run("retract", "mine", REQUEST, "--source", "one", "--why", "misread").exit_code == 0
    assert added(before, Path("mine.toml").read_text()) == ['retracted = "misread"']
    assert run("retract", "mine", REQUEST).exit_code == 0
    assert [one["retracted"] for one in tomllib.loads(Path("mine.toml").read_text())["fact"]] == [
        "misread",
        "no reason given",
    ]
    facts = json.loads(run("assess", "mine.toml", "--format", "json").stdout)["facts"]
    assert {one["status"] for one in facts if one["sentence"] == REQUEST} == {"not in force"}
    gone = run("retract", "mine", REQUEST)
    assert (gone.exit_code, "nothing in the case asserts" in gone.stderr) == (1, True)


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("mine.toml", ["retract", "mine", REQUEST]),
        ("mine.toml", ["assert", "mine", NO_REQUEST, "--source", "two", "--grade", "B2", "--conflict"]),
        ("mine.toml", ["amend", "mine", "--title", "Another"]),
        ("mine.toml", ["sources", "add", "mine", "three", "--title", "T"]),
        ("mine.toml", ["rules", "fmt", "mine.toml"]),
        ("report.html", ["assess", "mine.toml", "--output", "report.html"]),
        ("rules/likelihood/supported.toml", ["rules", "rename", "rule", "likelihood/supported", "other/supported", "--write"]),
        ("rules/vocabulary.toml", ["rules", "check", "--fix"]),
    ],
)  # fmt: skip
def test_a_file_that_is_marked_read_only_stays_as_it_is(desk, file, command):
    """Whatever would write to it says which file that is and what to do, and writes nothing at all."""
    begin()
    run("assert", "mine", REQUEST, "--source", "one", "--grade", "B2")
    if file == "report.html":
        Path(file).write_text("mine", encoding="utf-8")
    Path("mine.toml").write_text(Path("mine.toml").read_text().replace(" = ", "  =  "), encoding="utf-8")
    words = Path("rules/vocabulary.toml")
    words.write_text(words.read_text().replace('?"', '"', 1))
    Path(file).chmod(0o444)
    before = {path: path.read_bytes() for path in desk.rglob("*.*") if path.is_file()}
    refused = run(*command)
    assert refused.exit_code == 1, refused.output
    assert f"{file}: the file is read-only; nothing is written" in refused.stderr
    assert f"chmod u+w {file}" in refused.stderr
    assert {path: path.read_bytes() for path in desk.rglob("*.*") if path.is_file()} == before
    Path(file).chmod(0o644)


def test_a_source_is_declared_once(desk):
    """A key that is taken, and one with a space, are refused."""
    begin()
    again = run("sources", "add", "mine", "one", "--title", "T")
    spaced = run("sources", "add", "mine", "a b", "--title", "T")
    assert (again.exit_code, spaced.exit_code) == (1, 1)
    assert "is there already" in again.stderr
    assert "cannot be the key of a source" in spaced.stderr


@pytest.mark.parametrize("case", sorted((TOP / "cases").glob("*.toml")), ids=lambda path: path.stem)
def test_what_stands_in_a_file_stays_as_it_is(case):
    """A fact, a source or a retraction adds its lines to a shipped case and changes no other."""
    text = case.read_text(encoding="utf-8")
    fact, line = with_fact(text, {"that": REQUEST, "source": None})
    assert added(text, fact) in (
        ["[[fact]]", f'that = "{REQUEST}"', ""],
        ["", "[[fact]]", f'that = "{REQUEST}"'],
    )
    assert fact.split("\n")[line - 1] == "[[fact]]"
    source, _ = with_source(text, "a key", {"title": "T"})
    assert tomllib.loads(source)["source"]["a key"] == {"title": "T"}
    assert '[source."a key"]' in added(text, source)
    gone = with_values(text, ("fact", 0), {"retracted": "why"})
    assert added(text, gone) == ['retracted = "why"']
    assert tomllib.loads(gone)["fact"][0]["retracted"] == "why"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_remarks_order_and_line_ends_stay(tmp_path, newline, mark):
    """Tables out of order, remarks beside and after them, line ends and a byte order mark stay."""
    path = tmp_path / "case.toml"
    path.write_bytes((mark + LAID_OUT.replace("\n", newline)).encode())
    draft = draft_of(path)
    text, _ = with_fact(draft.text, {"that": "new"})
    text = with_values(text, ("fact", 1), {"retracted": "r"})
    save(draft.with_text(text))
    raw = path.read_bytes().decode()
    assert raw.startswith(f"{mark}# The first remark.{newline}")
    assert raw.count("\n") == raw.count(newline)
    assert added(LAID_OUT, raw.removeprefix("\ufeff").replace("\r\n", "\n")) == [
        'retracted = "r"',
        "",
        "[[fact]]",
        'that = "new"',
        "",
    ]
    assert "'''\nthat" in raw.replace("\r\n", "\n")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@settings(deadline=None)
def test_any_text_comes_back_as_it_was_written(text):
    """A note of any marks is read as it was written."""
    written, _ = with_fact(LAID_OUT, {"that": "x", "note": text})
    assert tomllib.loads(written)["fact"][-1]["note"] == text


def test_facts_within_one_line_are_refused():
    """Facts that are written as a list in a line cannot be added to, and that is said."""
    with pytest.raises(BadInput, match="as a list in a line"):
        with_fact('fact = [{ that = "a" }]\n', {"that": "b"})


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path):
    """Between reading and writing nobody's change is lost."""
    path = tmp_path / "case.toml"
    path.write_text(LAID_OUT)
    draft = draft_of(path)
    path.write_text(LAID_OUT + "# by another\n")
    with pytest.raises(BadInput, match="changed since it was read"):
        save(draft.with_text("title = 1\n"))
    assert path.read_text().endswith("# by another\n")
    assert [one.name for one in tmp_path.iterdir()] == ["case.toml"]


def test_many_writers_lose_nothing(desk):
    """Of writers at one time each either writes or is told that the file changed; nothing is lost."""
    begin()
    writers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "rubicon",
                "assert",
                "mine",
                REQUEST,
                "--on",
                f"2022-01-0{day}",
                "--source",
                "one",
            ],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        for day in range(1, 5)
    ]
    told = [(writer.communicate()[1], writer.returncode) for writer in writers]
    wrote = sum(code == 0 for _, code in told)
    assert all(code == 0 or "changed since it was read" in text for text, code in told)
    assert len(tomllib.loads(Path("mine.toml").read_text()).get("fact", [])) == wrote >= 1


@pytest.mark.parametrize(
    ("arguments", "begun", "offered"),
    [
        ([], "asse", "assert"),
        (["assert"], "mi", "mine.toml"),
        (["assert", "mine.toml"], "Kazakhstan asks", "Kazakhstan asks the CSTO to intervene"),
        (["assert", "mine.toml"], "Kazakhstan asks the C", REQUEST),
        (["assert", "mine.toml", REQUEST, "--source"], "t", "two"),
        (["retract", "mine.toml"], "Kaz", REQUEST),
        (["new", "x", "--role"], "host=Kaz", "host=Kazakhstan"),
        (["new", "x", "--role"], "h", "host="),
    ],
)
def test_the_shell_completes(desk, monkeypatch, arguments, begun, offered):
    """Commands, cases, sentences, entities in them, sources and roles are completed."""
    begin()
    run("assert", "mine", REQUEST, "--on", "2022-01-05", "--source", "one")
    monkeypatch.setenv("COMP_WORDS", " ".join(["rubicon", *arguments]))
    completed = ShellComplete(main, {}, "rubicon", "_RUBICON_COMPLETE").get_completions(arguments, begun)
    assert offered in [item.value for item in completed]


LATER = "known on 2022-01-05, but its source is dated 2023-05-01 [RUB304]"


def test_a_later_history_is_told_once_and_in_check(desk):
    """That a source is younger than what is known by it is told on writing, and by check; no judgement repeats it."""
    begin()
    run("sources", "add", "mine", "book", "--title", "A later history", "--date", "2023-05-01")
    told = run("assert", "mine", REQUEST, "--on", "2022-01-05", "--known", "2022-01-05", "--source", "book")
    assert LATER in told.stderr
    assert LATER not in run("assert", "mine", "Russia leads the CSTO", "--source", "one").stderr
    for command in (["assess", "mine.toml"], ["assess", "mine.toml", "--brief"], ["pivots", "mine.toml"]):
        assert "RUB304" not in run(*command).stderr
    checked = run("rules", "check", "mine.toml")
    assert (checked.exit_code, LATER in checked.stderr) == (0, True)
    assert checked.stdout == "No errors, but one warning in mine.toml.\n"
    text = Path("mine.toml").read_text(encoding="utf-8")
    Path("mine.toml").write_text(f"{text}# rubicon: ignore RUB304: the book prints the cable of the day\n")
    assert run("rules", "check", "mine").stdout == "All is well in mine.toml.\n"


def test_what_else_is_doubtful_is_still_told_by_a_judgement(desk):
    """A fact without a source is told on every run: the report can only call it unsourced."""
    begin()
    run("assert", "mine", REQUEST, "--on", "2022-01-05")
    assert "a fact without a source [RUB303]" in run("assess", "mine.toml").stderr
    assert "a fact without a source [RUB303]" in run("rules", "check", "mine").stderr
