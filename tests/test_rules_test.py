"""Running the examples of a rulebook, and what they cover."""

import json

import pytest
from click.testing import CliRunner

from books import REQUEST, write_book
from rubicon.cli import main

MORE = """
    [[example]]
    given = ["Russia leads the CSTO"]
    refuse = ["local elements in Kazakhstan support intervention by Russia"]
    [[example]]
    given = ["Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO",
             "the authority of the government of Kazakhstan is disputed"]
    refuse = ["local elements in Kazakhstan support intervention by Russia"]
"""


def run(folder, *arguments):
    command = ["rules", "test", *arguments, "--rules", str(folder), "--no-cache"]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def parts(folder, *arguments):
    told = json.loads(run(folder, *arguments, "--format", "json").stdout)
    return {part["title"]: part for part in told["parts"]}


def test_a_condition_without_which_no_example_fails_is_not_covered(tmp_path):
    """The exception of the rule has no example: dropped, it is missed by none; its conditions are noticed."""
    found = parts(write_book(tmp_path), "local-support/request")
    assert found["conditions that decided"]["covered"] == found["conditions that decided"]["total"] == 2
    assert found["exceptions"]["missing"] == [
        {"rule": "local-support/request", "line": "the authority of the government of ?host is disputed"}
    ]


def test_an_example_covers_what_it_fails_without(tmp_path):
    """An example in which the exception stops the rule covers the exception."""
    book = write_book(tmp_path, **{"local-support__request": REQUEST + MORE})
    assert parts(book, "local-support/request")["exceptions"]["missing"] == []


def test_a_rule_without_examples_concludes_nowhere(tmp_path):
    """Rules and reasons that no example shows are named; an override that no example needs, too."""
    found = parts(write_book(tmp_path))
    missing = [one["rule"] for one in found["rules concluded"]["missing"]]
    assert missing == ["likelihood/supported", "likelihood/unsupported"]
    assert [one["rule"] for one in found["reasons told"]["missing"]] == missing
    assert found["overrides"]["missing"] == [
        {"rule": "likelihood/supported", "line": "likelihood/unsupported"}
    ]


def test_what_fails_is_told_and_nothing_is_measured(tmp_path):
    """A failing example ends with status 1, its place and its cause."""
    wrong = REQUEST.replace("refuse = [", "expect = [")
    done = run(write_book(tmp_path, **{"local-support__request": wrong}))
    assert done.exit_code == 1
    assert "request.toml:10: example 2 fails: it should conclude" in done.stderr
    assert "Some fail" in done.stdout
    assert "|" not in done.stdout


@pytest.mark.parametrize(("threshold", "status"), [("10", 0), ("99", 1)])
def test_the_threshold_decides_the_status(tmp_path, threshold, status):
    """Coverage below what is asked for ends with status 1."""
    assert run(write_book(tmp_path), "--threshold", threshold).exit_code == status


@pytest.mark.parametrize("form", ["markdown", "text", "html", "json"])
def test_the_number_of_processes_changes_no_byte(tmp_path, form):
    """One process and three say the same."""
    book = write_book(tmp_path, **{"local-support__request": REQUEST + MORE})
    one, three = (run(book, "--jobs", jobs, "--format", form).stdout for jobs in ("1", "3"))
    assert one == three
    assert "likelihood/supported" in one


def test_an_unknown_topic_is_refused(tmp_path):
    """A misspelt topic is answered by the one that was meant."""
    done = run(write_book(tmp_path), "local-suport")
    assert done.exit_code == 1
    assert 'Did you mean "local-support"?' in done.stderr
