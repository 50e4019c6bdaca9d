"""The guide to encoding a framework builds a rulebook that is read, judged and back-tested."""

import re
from functools import reduce
from pathlib import Path

import pytest

from faults import run

GUIDE = Path(__file__).parents[1] / "docs" / "frameworks.md"
FILE = re.compile(r"`(ferry/[\w/-]+\.toml)`(?:(?!```).)*?```toml\n(.*?)```", re.DOTALL)


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write the files out of the page, with words exchanged where a test asks for it, and stand above them."""

    def write(words=()):
        files = FILE.findall(GUIDE.read_text(encoding="utf-8"))
        assert len(files) == 7
        for name, text in files:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            told = reduce(lambda before, pair: before.replace(*pair), words, text)
            path.write_text(told, encoding="utf-8")
        monkeypatch.chdir(tmp_path)

    return write


def said(*arguments):
    """Return what a command says; it succeeds."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_rulebook_of_the_guide_is_whole(written):
    """Its files, read out of the page, pass the check without a warning, and its case is called rightly."""
    written()
    checked = run("rules", "check", "--rules", "ferry")
    assert checked.exit_code == 0, checked.stderr
    assert "warning" not in checked.stdout + checked.stderr
    assert "right: it happened" in said("backtest", "ferry/cases/monday.toml", "--rules", "ferry")
    assert "An answer of likely predicts yes, one of unlikely no" in said("backtest", "--rules", "ferry")


def test_what_the_guide_asks_is_open_where_it_is_not_on_file(written):
    """A statement with a question is asked for in a case that says nothing of it."""
    written()
    case = Path("ferry/cases/monday.toml")
    text = case.read_text(encoding="utf-8")
    head, _, tail = text.partition('[[fact]]\nthat   = "the Heron has its crew"')
    case.write_text(head + tail[tail.index("[outcome]") :], encoding="utf-8")
    assert "Does the Heron have its crew?" in said("assess", str(case), "--rules", "ferry", "--brief")


def test_a_back_test_speaks_in_the_words_of_the_scale(written):
    """What predicts yes and no is told in the rulebook's own words, and that none does where none lies above one half."""
    written([("unlikely", "doubtful"), ("likely", "hopeful")])
    told = said("backtest", "--rules", "ferry")
    assert "An answer of hopeful predicts yes, one of doubtful no" in told
    assert "likely" not in told
    written([("unlikely", "doubtful"), ("likely", "hopeful"), ("[55, 95]", "[45, 55]")])
    assert "No word of the scale predicts yes, one of doubtful no" in " ".join(
        said("backtest", "--rules", "ferry").split()
    )
