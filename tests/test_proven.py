"""Examples that came out well are not run again until something that they go by has changed."""

import pytest
from click.testing import CliRunner

from books import write_book
from rubicon.cli import main
from rubicon.editing import proven
from rubicon.editing.check import check
from rubicon.editing.examples import Examples
from rubicon.reading import read_rulebook
from test_checking import GOOD

OVERRIDING = """
title = "O"
if = ["?x asks ?_a to intervene"]
then = "it is false that the authority of the government of ?x is disputed"
overrides = ["topic/rule"]
[[example]]
given = ["Kazakhstan asks the CSTO to intervene"]
expect = ["it is false that the authority of the government of Kazakhstan is disputed"]
"""

ALONE = """
title = "A"
if = ["?x leads the CSTO"]
then = "local elements in ?x support intervention by ?x"
[[example]]
given = ["Russia leads the CSTO"]
expect = ["local elements in Russia support intervention by Russia"]
"""


@pytest.fixture
def ran(tmp_path, monkeypatch):
    """Return a function that checks a rulebook as its files are, and tells which rules' examples were run."""
    monkeypatch.setenv("RUBICON_CACHE", str(tmp_path / "kept"))
    folder = write_book(tmp_path / "rules", topic__rule=GOOD, topic__over=OVERRIDING, topic__alone=ALONE)
    run, names = Examples.run, []

    def noted(self, rule):
        names.append(rule.id)
        return run(self, rule)

    def checked(*, keep=True, about=""):
        names.clear()
        book = read_rulebook(folder)
        found = check(book, about, notes=True, keep=keep)
        seen = list(names)
        assert found == check(book, about, notes=True)
        return sorted(name for name in seen if name.startswith("topic/"))

    monkeypatch.setattr(Examples, "run", noted)
    return checked


EVERY = ["topic/alone", "topic/over", "topic/rule"]


def edit(tmp_path, name, before, after):
    path = tmp_path / "rules" / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_nothing_is_run_twice(ran):
    """A second check of the same rulebook runs no example that came out well, and says the same; without keeping it runs all."""
    assert ran() == EVERY
    assert ran() == []
    assert ran(about="topic/rule") == []
    assert ran(keep=False) == EVERY


@pytest.mark.parametrize(
    ("name", "before", "after", "again"),
    [
        ("topic/alone.toml", 'title = "A"', 'title = "B"', ["topic/alone"]),
        ("topic/over.toml", 'title = "O"', 'title = "P"', ["topic/over", "topic/rule"]),
        ("topic/rule.toml", "leads ?_a", "leads the CSTO", ["topic/over", "topic/rule"]),
        ("vocabulary.toml", "for troops?", "for help?", EVERY),
        ("framework.toml", "horizon = 60", "horizon = 61", EVERY),
    ],
)
def test_what_could_differ_is_run_again(ran, tmp_path, name, before, after, again):
    """A changed rule is run with those that are judged beside it, and with other words everything."""
    ran()
    edit(tmp_path, name, before, after)
    assert ran() == again
    assert ran() == []


def test_what_fails_is_run_each_time(ran, tmp_path):
    """An example that fails is told again by every check, until it is mended."""
    edit(tmp_path, "topic/alone.toml", "expect =", "refuse =")
    assert ran() == EVERY
    assert ran() == ["topic/alone"]
    edit(tmp_path, "topic/alone.toml", "refuse =", "expect =")
    assert ran() == ["topic/alone"]
    assert ran() == []


def test_a_rule_that_comes_beside_is_noticed(ran, tmp_path):
    """A new rule that overrides another has the other's examples run again."""
    ran()
    path = tmp_path / "rules" / "topic" / "late.toml"
    path.write_text(OVERRIDING.replace('"O"', '"L"'), encoding="utf-8")
    assert ran() == ["topic/late", "topic/rule"]


def test_damage_and_another_program_only_cost_time(ran, tmp_path, monkeypatch):
    """What is damaged, writable by others or kept by another program is not believed."""
    ran()
    (entry,) = (tmp_path / "kept").glob("*.examples")
    kept = entry.read_bytes()
    entry.write_bytes(kept[1:])
    assert ran() == EVERY
    assert entry.read_bytes() == kept
    entry.chmod(0o666)
    assert ran() == EVERY
    assert ran() == []
    monkeypatch.setattr(proven, "__version__", "0")
    assert ran() == EVERY
    monkeypatch.setattr(proven, "_program", lambda _: ["another\n"])
    assert ran() == EVERY
    monkeypatch.setenv("RUBICON_CACHE", "")
    assert ran() == EVERY


def test_the_command_keeps_unless_told_not_to(ran, tmp_path):
    """`rules check` runs nothing twice, and everything with --no-cache; it prints the same each time."""
    command = ["rules", "check", "--rules", str(tmp_path / "rules")]
    told = [CliRunner().invoke(main, args) for args in (command, command, [*command, "--no-cache"])]
    assert [one.exit_code for one in told] == [0, 0, 0]
    assert told[0].output == told[1].output == told[2].output != ""
    assert ran() == []
