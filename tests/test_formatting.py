"""The canonical layout: nothing is read otherwise, every remark stays, and what is laid out is left alone."""

import tomllib
from shutil import copytree

import pytest
from click.testing import CliRunner

from rubicon import read_rulebook
from rubicon.cli import main
from rubicon.reading.layout import WIDEST, laid
from shipped import TOP
from test_lines import Writer

BRIDGES = TOP / "engine" / "rubicon" / "editing" / "lints" / "bridges"
REMARK = '# [a] = "remark'
FILES = sorted(
    path
    for folder in ("rules", "rulebooks", "cases", "docs/codings")
    for path in (TOP / folder).rglob("*.toml")
)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Stand beside a copy of the lints' small rulebook, laid out."""
    monkeypatch.chdir(tmp_path)
    folder = copytree(BRIDGES, tmp_path / "rules")
    fmt()
    return folder


def fmt(*arguments, status=0):
    result = CliRunner().invoke(main, ["rules", "fmt", *arguments, "--rules", "rules"])
    assert result.exit_code == status, result.stdout + result.stderr
    return result


def test_every_file_means_the_same_and_is_laid_out_once_for_all():
    """Each shipped file says what it said, with all its remarks; laid out again it is the same."""
    assert len(FILES) > 400
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        made = laid(text)
        assert tomllib.loads(made) == tomllib.loads(text), path
        assert made.count("#") == text.count("#"), path
        assert laid(made) == made, path


@pytest.mark.parametrize("rulebook", ["rules", "us-force"])
def test_the_shipped_files_are_laid_out(rulebook):
    """`rules fmt --check` has nothing to say of the shipped rulebooks and their cases."""
    result = CliRunner().invoke(
        main, ["rules", "fmt", "--check", "--rules", rulebook if rulebook != "rules" else str(TOP / "rules")]
    )
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("seed", range(300))
def test_random_documents_mean_the_same_and_are_laid_out_once_for_all(seed):
    """Whatever TOML allows, in whatever layout, keeps its values, its order and its remarks."""
    text = Writer(seed).document()
    made = laid(text)
    assert repr(tomllib.loads(made)) == repr(tomllib.loads(text))
    assert made.count(REMARK) == text.count(REMARK)
    assert laid(made) == made


def test_the_layout():
    """Keys are aligned by paragraph, long ones stand out, lists are indented, tables set off, remarks kept in place."""
    text = """\


#first
title="A"
overrides=["b/c"]#why
if=["one",
"two", # of them
  {at_least=1,of=["x","y"]}, # any

  # a remark
  ["three", "four"]]
then = "z"


note = "a paragraph of its own"
[[example]]
given=[]
# on the next
[[example]]
expect = 'x'
"""
    wanted = """\
#first
title   = "A"
overrides = ["b/c"]   #why
if      = [
  "one",
  "two",   # of them
  { at_least = 1, of = ["x", "y"] },   # any
  # a remark
  ["three", "four"],
]
then    = "z"

note    = "a paragraph of its own"

[[example]]
given  = []

# on the next
[[example]]
expect = 'x'
"""
    assert laid(text) == wanted


def test_a_list_that_is_too_wide_gets_a_line_for_each_item():
    """One in a line that fits stays in it, one that does not is broken, a list within it only if it must."""
    items = ", ".join(f'"item {number}"' for number in range(20))
    assert laid(f"given = [{items}]\n").count("\n") == 22
    narrow = laid(f'if = [{{ at_least = 1, of = [{items}] }}, "b"]\n')
    assert max(map(len, narrow.split("\n"))) <= WIDEST
    assert '\n    "item 0",\n' in narrow


def test_what_the_commands_write_is_laid_out(book):
    """A case and a rule begun by the commands, and what is added to them, need no laying out."""
    run = [
        "new",
        "rules/cases/south",
        "--title",
        "S",
        "--as-of",
        "2020-05-01",
        "--role",
        "bridge=the Mill Bridge",
        "--rules",
        "rules",
    ]
    assert CliRunner().invoke(main, run).exit_code == 0
    for more in (
        ["sources", "add", "rules/cases/south.toml", "s", "--title", "T", "--date", "2020-04-01"],
        [
            "assert",
            "rules/cases/south.toml",
            "the Mill Bridge is old",
            "--source",
            "s",
            "--on",
            "2020-03-01",
            "--grade",
            "B2",
        ],
        [
            "rules",
            "new",
            "strain/new",
            "--title",
            "N",
            "--if",
            "?bridge is old",
            "--then",
            "?bridge is under strain",
            "--because",
            "Old.",
            "--cites",
            "handbook p. 1",
        ],
    ):
        result = CliRunner().invoke(main, [*more, "--rules", "rules"])
        assert result.exit_code == 0, result.stderr
    assert "0 files" in fmt("--check").stderr


def test_check_lists_and_writes_nothing(book):
    """`--check` names each file that is laid out otherwise, with status 1; without it they are laid out."""
    path, before = book / "strain" / "few-lorries.toml", read_rulebook("rules")
    path.write_text(path.read_text(encoding="utf-8").replace("title   =", "title ="), encoding="utf-8")
    was = path.read_bytes()
    told = fmt("--check", status=1)
    assert told.stdout == "rules/strain/few-lorries.toml\n"
    assert "1 file would be laid out anew" in told.stderr
    assert fmt("verdict", "--check").stdout == ""
    assert fmt("rules/strain/many-lorries.toml", "--check").stdout == ""
    assert path.read_bytes() == was
    assert "1 file laid out anew" in fmt("strain").stdout
    assert fmt("--check").stdout == ""
    assert read_rulebook("rules").rules == before.rules


def test_a_file_that_is_no_toml_is_told_and_nothing_is_written(book):
    """Every file that cannot be read is a problem; the others stay as they are."""
    (book / "strain" / "few-lorries.toml").write_text("title = \n", encoding="utf-8")
    other = book / "strain" / "many-lorries.toml"
    other.write_text(other.read_text(encoding="utf-8") + "\n\n\n", encoding="utf-8")
    was = other.read_bytes()
    assert "rules/strain/few-lorries.toml:1: " in fmt(status=1).stderr
    assert other.read_bytes() == was
    assert 'Did you mean "strain"' in fmt("strian", status=1).stderr
