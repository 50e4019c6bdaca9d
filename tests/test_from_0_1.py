"""What a rulebook or a case of 0.1 is told: each line whose meaning has changed, and no other."""

import pytest
from click.testing import CliRunner

from contract import case, fact, rule, world
from rubicon import parse_case, read_rulebook
from rubicon.cli import main
from rubicon.editing.changed import changed_since_0_1, unconfirmed

SUM = "the sum of ?_n over ?_x: ?_x sends ?_n troops to ?_y is at least 5"


def told(folder, rules, *cases):
    book = read_rulebook(world(folder / "rules", rules))
    read = [parse_case(text, book) for text in cases]
    return [(problem.line, problem.what) for problem in changed_since_0_1(book, read)]


def test_an_aggregate_with_another_slot_is_named_with_its_line(tmp_path):
    """There is one entry for each combination of the other slots, where there was one number a member."""
    rules = {
        "t/sum": rule([SUM, "?a votes"], "?a waits"),
        "t/bound": rule(["?y votes", SUM.replace("?_y", "?y")], "?y waits"),
    }
    found = told(tmp_path, rules)
    assert len(found) == 1
    assert "one entry for each ?_y, too; 0.1 took one number for each ?_x" in found[0][1]
    assert found[0][0] > 1


def test_a_backslash_in_a_quoted_text_is_named(tmp_path):
    """It stands for itself now."""
    text = case(
        "[[fact]]\nthat = 'Anna says \"C:\\new\"'\n", "[[fact]]\nthat = 'Anna says \"all is well\"'\n"
    )
    assert [what for _, what in told(tmp_path, {}, text)] == [
        "a backslash in a quoted text stands for itself now; 0.1 dropped it"
    ]


def test_rules_in_a_topic_that_is_none_any_more_are_named(tmp_path):
    """`cases` and `properties` are no topics."""
    folder = world(tmp_path / "rules", {"cases/a": rule(["?x votes"], "?x waits")})
    found = CliRunner().invoke(main, ["rules", "check", "--rules", str(folder), "--from", "0.1"])
    assert '"cases" is no topic any more' in found.stderr


@pytest.mark.parametrize(
    ("grades", "warned"), [(["A1"], 1), (["A1", "B1"], 0), (["A1", "D2"], 1), (["B2"], 0), (["A1", "C3"], 0)]
)
def test_what_no_other_source_confirms_is_warned_of(tmp_path, grades, warned):
    """A fact graded 1 whose sentence comes from fewer than two origins counts as 2, and check says so."""
    book = read_rulebook(world(tmp_path / "rules"))
    facts = [
        fact("Anna votes", grade, source=key) for grade, key in zip(grades, ("one", "two"), strict=False)
    ]
    assert len(list(unconfirmed(parse_case(case(*facts), book)))) == warned


def test_check_reads_the_rulebooks_own_cases(tmp_path):
    """What is wrong with a case of its own is found by check, with its line."""
    folder = world(tmp_path / "rules")
    (folder / "cases").mkdir()
    (folder / "cases/good.toml").write_text(case("Anna votes"), encoding="utf-8")
    good = CliRunner().invoke(main, ["rules", "check", "--rules", str(folder)])
    assert (good.exit_code, "1 case" in good.stdout) == (0, True)
    (folder / "cases/bad.toml").write_text(case("Anna wotes"), encoding="utf-8")
    bad = CliRunner().invoke(main, ["rules", "check", "--rules", str(folder)])
    assert bad.exit_code == 1
    assert "bad.toml:" in bad.stderr


def test_the_shipped_rulebook_needs_no_second_look(tmp_path):
    """No line of the shipped rulebook was left in the words of 0.1."""
    found = CliRunner().invoke(main, ["rules", "check", "--from", "0.1"])
    assert "0.1" not in found.stderr
