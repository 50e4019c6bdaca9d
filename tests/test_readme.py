"""The documents: what they show is what the program prints, and their files are read."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from readme_commands import commands
from rubicon.cli import main
from rubicon.editing.check import check
from rubicon.reading import parse_case, read_rulebook

TOP = Path(__file__).resolve().parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
RULES = (TOP / "rules" / "README.md").read_text(encoding="utf-8")


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("block", blocks(README, "console"), ids=lambda block: block.split("\n")[0][:60])
def test_the_readme_shows_what_is_printed(block, monkeypatch):
    """Every passage of an excerpt stands in the output of its command, in order; `…` marks what is left out."""
    monkeypatch.chdir(TOP)
    command, *shown = block.rstrip("\n").split("\n")
    assert command.startswith("$ rubicon ")
    result = CliRunner().invoke(main, shlex.split(command)[2:], catch_exceptions=False)
    at = 0
    for passage in "\n".join(shown).split("\n…\n"):
        wanted = passage.strip("\n").removesuffix("\n…")
        found = result.stdout.find(wanted, at)
        assert found >= 0, f"not in the output of {command}:\n{wanted}"
        at = found + len(wanted)


def test_the_readme_has_excerpts():
    """There is something to compare."""
    assert len(blocks(README, "console")) >= 2


def test_the_readme_has_two_commands():
    """One command runs the main job, one the tests."""
    first, second = commands(README)
    assert "rubicon assess cases/kazakhstan-2022.toml" in first
    assert "-m pytest" in second
    assert all("&&" in one and "\n" not in one for one in (first, second))


def test_the_fact_of_the_readme_is_read():
    """The README's fact is a fact of the shipped vocabulary."""
    book = read_rulebook(TOP / "rules")
    fact = next(block for block in blocks(README, "toml") if "[[fact]]" in block)
    case = 'title = "T"\nas_of = 2022-01-05\nroles = { intervener = "Russia", host = "Kazakhstan" }\n' + fact
    read = parse_case(case, book)
    assert (len(read.facts), read.warnings) == (1, ())


@pytest.mark.parametrize("text", [README, RULES], ids=["README.md", "rules/README.md"])
def test_the_rules_of_the_documents_are_shipped_rules(text):
    """A whole rule in a document is a shipped rule, word for word."""
    found = [
        block for block in blocks(text, "toml") if block.lstrip().startswith("title") and "because" in block
    ]
    shipped = [path.read_text(encoding="utf-8").strip() for path in (TOP / "rules").glob("*/*.toml")]
    assert found
    for block in found:
        tomllib.loads(block)
        assert block.strip() in shipped


def test_the_shipped_rulebook_is_well():
    """Reading and checking the shipped rulebook finds nothing, not even a warning."""
    checked = check(read_rulebook(TOP / "rules"))
    assert [str(problem) for problem in checked.problems] == []
    assert checked.rules >= 35
