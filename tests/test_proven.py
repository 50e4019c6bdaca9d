"""Examples that came out well are not run again until something that they go by has changed."""

import pytest
from click.testing import CliRunner

from books import CASE, write_book, write_case
from rubicon.cli import main
from rubicon.editing import check as check_module
from rubicon.editing import passing, proven
from rubicon.editing.check import check
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
    run, names = passing.come_out_well, []

    def noted(runner, rule):
        names.append(rule.id)
        return run(runner, rule)

    def checked(*, keep=True, about=""):
        names.clear()
        book = read_rulebook(folder)
        found = check(book, about, notes=True, keep=keep)
        seen = list(names)
        assert found == check(book, about, notes=True)
        return sorted(name for name in seen if name.startswith("topic/"))

    monkeypatch.setattr(passing, "come_out_well", noted)
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


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Return a function that checks a rulebook with a case by the command, and tells what is said and which cases were read."""
    monkeypatch.setenv("RUBICON_CACHE", str(tmp_path / "kept"))
    folder = write_book(tmp_path / "rules", topic__rule=GOOD)
    (folder / "cases").mkdir()
    write_case(folder / "cases" / "mine.toml", CASE.replace("A1", "A2"))
    read, names = check_module.read_case, []

    def noted(path, rulebook):
        names.append(path.name)
        return read(path, rulebook)

    def checked(*more):
        names.clear()
        done = CliRunner().invoke(main, ["rules", "check", "--rules", str(folder), *more])
        return done.output, list(names)

    monkeypatch.setattr(check_module, "read_case", noted)
    return checked


def test_a_case_that_is_well_is_not_read_twice(told):
    """A second check reads no case that is as it was, and says the same; without keeping, and to analyse, it reads all."""
    first = told()
    assert "1 case" in first[0]
    assert first[1] == ["mine.toml"]
    assert told() == (first[0], [])
    assert told("--no-cache") == first
    assert told("--analyse")[1] == told("--from", "0.1")[1] == ["mine.toml"]
    assert told()[1] == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("cases/mine.toml", "title", "# changed\ntitle"),
        ("vocabulary.toml", "for troops?", "for help?"),
        ("topic/rule.toml", "leads ?_a", "leads the CSTO"),
    ],
)
def test_a_case_is_read_again_where_something_could_be_wrong_with_it(told, tmp_path, name, before, after):
    """A case is read again when its file or anything of the rulebook has changed."""
    told()
    edit(tmp_path, name, before, after)
    assert told()[1] == ["mine.toml"]
    assert told()[1] == []


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [("title", "titel", 'unknown key "titel"'), ("A2", "A1", "graded A1, of a single origin")],
)
def test_what_is_wrong_with_a_case_is_told_each_time(told, tmp_path, before, after, what):
    """A case with a mistake, or with something to say of it, is read by every check."""
    told()
    edit(tmp_path, "cases/mine.toml", before, after)
    first = told()
    assert what in first[0]
    assert first[1] == ["mine.toml"]
    assert told() == first
    edit(tmp_path, "cases/mine.toml", after, before)
    assert told()[1] == ["mine.toml"]
    assert told()[1] == []
