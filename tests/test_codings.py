"""How far two codings of the same cases agree: `backtest --codings`."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import write_book, write_case
from rubicon.cli import main
from rubicon.reading import read_case, read_kept_rulebook

HEAD = """
    title = "A case"
    as_of = 2022-01-05
    roles = { intervener = "Russia", host = "Kazakhstan" }
"""


def fact(that):
    return f'[[fact]]\nthat = "{that}"\non = 2022-01-04\ngrade = "B2"\n'


@pytest.fixture
def folders(tmp_path):
    """Write codings into the folders one and other, as name to sentences; return a function that compares them."""
    write_book(tmp_path / "rules")

    def make(one, other):
        for folder, cases in (("one", one), ("other", other)):
            (tmp_path / folder).mkdir()
            for name, sentences in cases.items():
                facts = "".join(map(fact, sentences))
                write_case(tmp_path / folder / f"{name}.toml", HEAD + facts)
        names = [str(tmp_path / name) for name in ("one", "other")]

        def run(form="json"):
            rules = str(tmp_path / "rules")
            return CliRunner().invoke(
                main, ["backtest", "--codings", *names, "--rules", rules, "--format", form]
            )

        return run

    return make


ASKS, LEADS = "Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO"


def test_each_sentence_is_an_item_for_each_thing_that_is_coded(folders):
    """What one codes and the other leaves out is a disagreement; what both leave out of a case is one item."""
    run = folders(
        {"a": [ASKS, "Russia sends 100 troops to Kazakhstan"], "b": [LEADS]},
        {
            "a": ["Kazakhstan does not ask the CSTO to intervene", "Russia sends 200 troops to Kazakhstan"],
            "b": [LEADS],
        },
    )
    made = json.loads(run().stdout)
    items = {
        one["form"].split("}")[1].split("{")[0].strip(): (one["items"], one["agreed"])
        for one in made["sentences"]
    }
    assert items == {"asks": (2, 1), "leads": (2, 2), "sends": (2, 1)}
    assert made["all_sentences"]["items"] == 6
    assert made["all_sentences"]["agreed"] == 4
    assert made["coded_by_either"] == {"items": 3, "agreed": 1}
    assert made["cases"] == ["a", "b"]


def test_full_agreement_is_one_and_is_called_an_upper_bound(folders):
    """The same codings agree on everything; the report says what that is worth where the coders are alike."""
    cases = {"a": [ASKS, LEADS], "b": [LEADS]}
    run = folders(cases, cases)
    made = json.loads(run().stdout)
    assert made["all_sentences"]["kappa"] == 1
    assert made["answer"] == {"items": 2, "agreed": 2, "kappa": 1}
    for form in ("markdown", "text", "html"):
        assert "read this as an upper bound" in " ".join(run(form).stdout.split())


def test_variables_and_the_answer_are_compared_as_judged(folders):
    """Where one coding leaves a variable open and the other meets it, that is a disagreement on it and on the answer."""
    run = folders({"a": [ASKS, LEADS], "b": []}, {"a": [], "b": []})
    made = json.loads(run().stdout)
    assert made["variables"] == [{"title": "Local support", "items": 2, "agreed": 1, "kappa": 0.0}]
    assert (made["answer"]["items"], made["answer"]["agreed"]) == (2, 1)


def test_what_one_folder_alone_has_is_left_out_and_named(folders):
    """Cases are matched by the names of their files; folders without a common one are refused."""
    made = folders({"a": [ASKS], "b": []}, {"a": [ASKS], "c": []})().stdout
    assert json.loads(made)["alone"] == ["b", "c"]


def test_folders_without_a_common_case_are_refused(folders):
    """The message says how cases are matched."""
    result = folders({"a": [ASKS]}, {"b": [ASKS]})()
    assert result.exit_code == 1
    assert "have no case of one name" in result.stderr
    assert "the same file name" in result.stderr


def test_a_coding_with_problems_is_refused(folders, tmp_path):
    """The problems of every file are told at once."""
    run = folders({"a": ["Kazakstan asks the CSTO to intervene"]}, {"a": ["Russia leds the CSTO"]})
    result = run()
    assert result.exit_code == 1
    assert "one/a.toml:" in result.stderr


SHIPPED = Path(__file__).resolve().parents[1] / "docs" / "codings"
PACKETS = [path for path in (SHIPPED / "packets").glob("*.md") if path.name != "README.md"]


def test_ten_episodes_are_coded_twice_and_blind():
    """Both coders code the same ten, without outcome, each fact with a source and a grade; the page has the figures."""
    folders = [SHIPPED / "a", SHIPPED / "b"]
    names = [sorted(path.name for path in folder.glob("*.toml")) for folder in folders]
    assert names[0] == names[1] == sorted(f"{path.stem}.toml" for path in PACKETS)
    assert len(names[0]) == 10
    book = read_kept_rulebook(SHIPPED.parents[1] / "rules", examples=False)
    for path in (path for folder in folders for path in folder.glob("*.toml")):
        case = read_case(str(path), book)
        assert case.outcome is None
        assert not case.outcomes
        assert all(fact.source is not None and fact.grade is not None for fact in case.facts), path
    options = ["backtest", "--codings", *map(str, folders), "--rules", str(SHIPPED.parents[1] / "rules")]
    told = " ".join(CliRunner().invoke(main, options).stdout.split())
    page = " ".join((SHIPPED / "README.md").read_text(encoding="utf-8").split())
    said = re.search(r"in (\d+) of (\d+); over .*? is (0\.\d+)", told)
    assert said is not None
    assert f"of {said[2]} items that at least one of them codes, {said[1]} alike" in page
    assert f"kappa is {said[3]}" in page
    assert "upper bound" in told
