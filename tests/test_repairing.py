"""Repairing: what is listed mends the judgement and breaks nothing; what breaks something is told with what it breaks."""

import json
from shutil import copytree

import pytest
from click.testing import CliRunner

from rubicon import assess, read_case, read_rulebook
from rubicon.cli import main
from shipped import TOP

BRIDGES = TOP / "engine" / "rubicon" / "editing" / "lints" / "bridges"
UNSAFE = "the North Bridge is judged: unsafe"
RULE = "strain/many-lorries.toml"
GUARD = """
[[example]]
name   = "one lorry fewer is not enough"
given  = ["the North Bridge is old", "the North Bridge carries 499 lorries a day"]
refuse = ["the North Bridge is under strain"]
"""
COUNT = """
[[fact]]
that   = "the {bridge} carries {n} lorries a day"
on     = 2020-04-01
source = "survey"
"""


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Stand beside a copy of the lints' small rulebook, whose case has 450 lorries and no second sign of wear."""
    monkeypatch.chdir(tmp_path)
    folder = copytree(BRIDGES, tmp_path / "rules")
    path = folder / "cases" / "north.toml"
    text = path.read_text(encoding="utf-8").replace(
        "the North Bridge is cracked", "the county watches the Mill Bridge"
    )
    text = text.replace("\n[[assumption]]", COUNT.format(bridge="North Bridge", n=450) + "\n[[assumption]]")
    crack = '\n[[fact]]\nthat   = "the North Bridge is cracked"\non     = 2020-04-01\nsource = "survey"\n'
    path.write_text(text.replace("\n[[assumption]]", crack + "\n[[assumption]]"), encoding="utf-8")
    signs = folder / "strain" / "signs-of-wear.toml"
    signs.write_text(
        signs.read_text(encoding="utf-8").replace("at_least = 2", "at_least = 3"), encoding="utf-8"
    )
    signs.write_text(
        signs.read_text(encoding="utf-8").replace(
            '"the county watches the North Bridge",\n]',
            '"the North Bridge is cracked",\n  "the county watches the North Bridge",\n]',
        ),
        encoding="utf-8",
    )
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0
    return folder


def unguarded(folder):
    """Take away the example that holds the figure of a rule."""
    path = folder / RULE
    text = path.read_text(encoding="utf-8")
    assert GUARD in text
    path.write_text(
        text.replace(
            GUARD,
            '\n[[example]]\ngiven  = ["the North Bridge is old"]\nrefuse = ["the North Bridge is under strain"]\n',
        ),
        encoding="utf-8",
    )


def mended(*arguments, sentence=UNSAFE):
    command = [
        "rules",
        "repair",
        "rules/cases/north.toml",
        sentence,
        "--rules",
        "rules",
        "--format",
        "json",
        "--jobs",
        "1",
        *arguments,
    ]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def bytes_under(folder):
    return {path: path.read_bytes() for path in folder.rglob("*.toml")}


def is_so(folder, sentence, name="north"):
    rulebook = read_rulebook(folder)
    return assess(rulebook, read_case(folder / "cases" / f"{name}.toml", rulebook)).verdict(sentence).truth


def test_an_edit_that_an_example_forbids_is_told_with_the_example(book):
    """The figure cannot move while an example stands on it; nothing is written."""
    before = bytes_under(book)
    told = mended()
    assert not told["is_so"]
    broken = {one["edit"]: one["breaks"] for one in told["broken"]}
    edit = "strain/many-lorries: moved number: ?n >= 450"
    assert broken[edit] == "strain/many-lorries: one lorry fewer is not enough"
    assert not any(one["after"] == "?n >= 450" for one in told["repairs"])
    assert bytes_under(book) == before


def test_what_is_listed_mends_the_case_and_breaks_no_example(book):
    """Each edit that is listed, done by hand, lets the sentence come out, and every example pass."""
    unguarded(book)
    told = mended()
    found = {(one["rule"], one["after"]): one for one in told["repairs"]}
    figure = found["strain/many-lorries", "?n >= 450"]
    assert (figure["before"], figure["change"]) == ("?n >= 500", "moved number")
    assert figure["moved"] == ["the North Bridge is under strain"]
    assert figure["touched"] == []
    assert is_so(book, UNSAFE) is not True
    text = (book / RULE).read_text(encoding="utf-8")
    (book / RULE).write_text(text.replace(figure["before"], figure["after"], 1), encoding="utf-8")
    assert is_so(book, UNSAFE) is True
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0
    assert mended()["is_so"]


def test_an_edit_that_turns_another_case_is_not_listed(book):
    """A case that would come out otherwise forbids the edit, and is named."""
    unguarded(book)
    north = (book / "cases" / "north.toml").read_text(encoding="utf-8")
    south = north.replace("the North Bridge", "the Mill Bridge").replace("450", "460")
    south = south.replace("watches the Mill Bridge", "watches the North Bridge")
    (book / "cases" / "south.toml").write_text(south, encoding="utf-8")
    broken = {one["edit"]: one["breaks"] for one in mended()["broken"]}
    assert broken["strain/many-lorries: moved number: ?n >= 450"] == "south"


def test_an_override_and_an_exception_are_tried(book):
    """Where two rules conflict in a case, that one override the other mends it, and so does an exception of the other."""
    case = book / "cases" / "north.toml"
    text = (
        case.read_text(encoding="utf-8").replace("450", "40").replace("watches the Mill", "watches the North")
    )
    case.write_text(text, encoding="utf-8")
    told = mended(sentence="the North Bridge is under no strain")
    found = {(one["rule"], one["change"], one["after"]) for one in told["repairs"]}
    broken = {one["edit"] for one in told["broken"]}
    assert ("strain/few-lorries", "added override", "strain/signs-of-wear") in found
    assert ("strain/signs-of-wear", "added exception", "?bridge carries ?_n lorries a day") in found
    assert (
        "strain/signs-of-wear: added exception: ?_body watches ?bridge" not in broken
    )  # it is a condition there
    path = book / "strain" / "few-lorries.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("because", 'overrides = ["strain/signs-of-wear"]\nbecause', 1), encoding="utf-8"
    )
    assert is_so(book, "the North Bridge is under no strain") is True
    path.write_text(text, encoding="utf-8")
    path = book / "strain" / "signs-of-wear.toml"
    text = path.read_text(encoding="utf-8")
    exception = 'unless  = ["?bridge carries ?_n lorries a day"]\nthen'
    path.write_text(text.replace("then", exception, 1), encoding="utf-8")
    assert is_so(book, "the North Bridge is under no strain") is True
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0


@pytest.mark.parametrize("number", [1, 2])
def test_an_edit_is_written_where_it_is_asked_for(book, number):
    """`--apply` writes the edit of a number, remarks kept; the sentence comes out, and every example passes."""
    case = book / "cases" / "north.toml"
    text = (
        case.read_text(encoding="utf-8").replace("450", "40").replace("watches the Mill", "watches the North")
    )
    case.write_text(text, encoding="utf-8")
    sentence = "the North Bridge is under no strain"
    for path in (book / "strain").glob("*.toml"):
        path.write_text("# A remark at the top.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = bytes_under(book)
    listed = mended(sentence=sentence)["repairs"]
    assert len(listed) >= number
    command = ["rules", "repair", str(case), sentence, "--rules", "rules", "--jobs", "1", "--apply"]
    result = CliRunner().invoke(main, [*command, str(number)])
    assert result.exit_code == 0, result.stderr
    (changed,) = [path for path, raw in bytes_under(book).items() if raw != before[path]]
    assert changed == book / f"{listed[number - 1]['rule']}.toml"
    assert changed.read_text(encoding="utf-8").startswith("# A remark at the top.\n")
    assert f"+++ rules/{listed[number - 1]['rule']}.toml" in result.stdout
    assert is_so(book, sentence) is True
    assert CliRunner().invoke(main, ["rules", "test", "--rules", "rules"]).exit_code == 0
    assert "so it does already" in CliRunner().invoke(main, command[:-1]).stdout.lower()


def test_a_number_that_is_not_in_the_list_is_refused(book):
    """Nothing is written for it."""
    before = bytes_under(book)
    command = [
        "rules",
        "repair",
        "rules/cases/north.toml",
        UNSAFE,
        "--rules",
        "rules",
        "--jobs",
        "1",
        "--apply",
        "99",
    ]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1
    assert "and no number 99" in result.stderr
    assert bytes_under(book) == before


def test_the_answer_is_told_in_words(book):
    """Markdown names the rule, what becomes what, the cost, and that no rule is tuned to a case."""
    unguarded(book)
    command = ["rules", "repair", "rules/cases/north.toml", UNSAFE, "--rules", "rules", "--jobs", "1"]
    told = CliRunner().invoke(main, command).stdout
    assert "“?n >= 500” becomes “?n >= 450”" in told
    assert "A rule is not tuned to make a case come out" in told
    again = CliRunner().invoke(main, [*command[:-1], "2"])
    assert again.stdout == told


def test_what_is_no_sentence_and_no_school_is_refused(book):
    """A misspelling is answered as everywhere."""
    refused = {
        ("the North Bridge is jugded: unsafe",): "The vocabulary's nearest form is",
        (UNSAFE, "--school", "handbok"): 'Did you mean "handbook"',
    }
    for more, said in refused.items():
        command = ["rules", "repair", "rules/cases/north.toml", *more, "--rules", "rules"]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 1
        assert said in result.stderr
