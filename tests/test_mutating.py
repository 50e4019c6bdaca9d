"""Mutants of rules: each kind of change is noticed where something speaks of it, and not where nothing does."""

import json
from textwrap import dedent

import pytest
from click.testing import CliRunner

from books import CASE, write_book
from rubicon.cli import main

HEAD = """
    title = "R"
    if = ["?host asks ?guarantor to intervene", "?leader leads ?guarantor"]
    then = "local elements in ?host support intervention by ?leader"
    because = "They were asked."
"""

CONCLUDES = """
    [[example]]
    given = ["Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO"]
    expect = ["local elements in Kazakhstan support intervention by Russia"]
"""

AGAINST = """
    title = "A denial"
    if = ["the authority of the government of ?host is disputed", "?leader leads ?_alliance"]
    then = "it is false that local elements in ?host support intervention by ?leader"
    because = "Nobody speaks for them."
    [[example]]
    given = ["the authority of the government of Kazakhstan is disputed", "Russia leads the CSTO"]
    false = ["local elements in Kazakhstan support intervention by Russia"]
"""

ASKED = '"Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO"'
DISPUTED = '"the authority of the government of Kazakhstan is disputed"'
SUPPORT = '"local elements in Kazakhstan support intervention by Russia"'

CLEAN = dict.fromkeys(("local-support/request", "likelihood/supported", "likelihood/unsupported"))


def run(folder, *arguments, keep=()):
    command = ["rules", "mutate", *arguments, "--rules", str(folder), *(keep or ["--no-cache"])]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def told(tmp_path, rule, *, example="", cases=None, **more):
    """Return what `rules mutate` says of one rule in a small rulebook, as it says it to programs."""
    files = {"topic__rule": dedent(rule) + dedent(example), **more}
    book = write_book(tmp_path / "rules", **{name.replace("/", "__"): None for name in CLEAN}, **files)
    for name, text in (cases or {}).items():
        (book / "cases").mkdir(exist_ok=True)
        (book / "cases" / f"{name}.toml").write_text(dedent(text), encoding="utf-8")
    return json.loads(run(book, "topic/rule", "--format", "json").stdout)


def unnoticed(found, change):
    return [(one["before"], one["after"]) for one in found["unnoticed"] if one["change"] == change]


def example(given, key, sentence, more=""):
    return f"[[example]]\ngiven = [{given}]\n{key} = [{sentence}]\n{more}\n"


@pytest.mark.parametrize(
    ("change", "lines", "guard", "left"),
    [
        pytest.param(
            "dropped condition",
            {"if": ', "the authority of the government of ?host is disputed"'},
            example(ASKED, "refuse", SUPPORT),
            ("the authority of the government of ?host is disputed", None),
            id="dropped condition",
        ),
        pytest.param(
            "negated condition",
            {"if": ', "nothing shows that the authority of the government of ?host is disputed"'},
            "",
            None,
            id="negated condition",
        ),
        pytest.param(
            "dropped exception",
            {"unless": "the authority of the government of ?host is disputed"},
            example(f"{ASKED}, {DISPUTED}", "refuse", SUPPORT),
            ("the authority of the government of ?host is disputed", None),
            id="dropped exception",
        ),
        pytest.param(
            "dropped override",
            {"overrides": "topic/against"},
            example(f"{ASKED}, {DISPUTED}", "expect", SUPPORT, 'with = ["topic/against"]'),
            ("topic/against", None),
            id="dropped override",
        ),
        pytest.param(
            "another kind",
            {},
            example(ASKED, "expect", SUPPORT, 'standing = "defeasible"'),
            ("defeasible", "strict"),
            id="another kind",
        ),
        pytest.param(
            "swapped variables",
            {"if": ', "?leader sends ?_n troops to ?host"'},
            "",
            None,
            id="swapped variables",
        ),
        pytest.param(
            "moved number",
            {"if": ', "?leader sends ?n troops to ?host", "?n >= 1,000"'},
            example(f'{ASKED}, "Russia sends 1,000 troops to Kazakhstan"', "expect", SUPPORT)
            + example(f'{ASKED}, "Russia sends 999 troops to Kazakhstan"', "refuse", SUPPORT),
            ("?n >= 1,000", "?n >= 999"),
            id="moved number",
        ),
    ],
)
def test_each_change_is_noticed_once_an_example_speaks_of_it(tmp_path, change, lines, guard, left):
    """A change that no example shows is told as unnoticed; with the example that shows it, it is not."""
    rule = HEAD.replace('guarantor"]', f'guarantor"{lines.get("if", "")}]')
    rule += "".join(f'    {key} = ["{lines[key]}"]\n' for key in ("unless", "overrides") if key in lines)
    first = CONCLUDES
    if "sends ?" in rule:
        first = CONCLUDES.replace('CSTO"]', 'CSTO", "Russia sends 5,000 troops to Kazakhstan"]')
    elif "is disputed" in lines.get("if", "") and "nothing" not in lines["if"]:
        first = CONCLUDES.replace('CSTO"]', f'CSTO", {DISPUTED}]')
    bare = told(tmp_path / "bare", rule, example=first, topic__against=AGAINST)
    if left is None:
        assert unnoticed(bare, change) == []
        assert any(one["change"] == change and one["tried"] for one in bare["changes"])
        return
    assert left in unnoticed(bare, change)
    shown = told(tmp_path / "shown", rule, example=dedent(first) + guard, topic__against=AGAINST)
    assert left not in unnoticed(shown, change)


def test_a_change_that_the_reader_refuses_is_noticed(tmp_path):
    """Without the condition that binds a variable the rule cannot be read: that is guard enough."""
    found = told(tmp_path, HEAD, example=CONCLUDES)
    dropped = next(one for one in found["changes"] if one["change"] == "dropped condition")
    assert (dropped["tried"], dropped["refused"], dropped["score"]) == (2, 2, 100.0)


def test_a_case_notices_what_no_example_does(tmp_path):
    """A case whose variables turn notices a change; without it nothing does."""
    rule = HEAD.replace("]\n", ', "the authority of the government of ?host is disputed"]\n', 1)
    concludes = CONCLUDES.replace('CSTO"]', f'CSTO", {DISPUTED}]')
    line = ("the authority of the government of ?host is disputed", None)
    assert line in unnoticed(told(tmp_path / "one", rule, example=concludes), "dropped condition")
    found = told(tmp_path / "two", rule, example=concludes, cases={"case": CASE})
    assert line not in unnoticed(found, "dropped condition")
    dropped = next(one for one in found["changes"] if one["change"] == "dropped condition")
    assert dropped["case"] == 1


def test_what_means_the_same_is_proved_and_set_apart(tmp_path):
    """A strict rule with an exception weighs as a defeasible one: the change is neither noticed nor missed."""
    rule = (
        HEAD + '    unless = ["the authority of the government of ?host is disputed"]\n    kind = "strict"\n'
    )
    found = told(tmp_path, rule, example=CONCLUDES)
    (same,) = found["same_meaning"]
    assert (same["before"], same["after"]) == ("strict", "defeasible")
    assert "weighs as a defeasible one" in same["because"]
    kinds = next(one for one in found["changes"] if one["change"] == "another kind")
    assert kinds["score"] == 100.0


def test_an_override_that_a_presumption_does_not_need_means_the_same(tmp_path):
    """A presumption yields by itself."""
    presumption = """
        title = "P"
        if = ["intervention by ?leader in ?host is considered",
              "nothing shows that local elements in ?host support intervention by ?leader"]
        then = "it is false that local elements in ?host support intervention by ?leader"
        because = "Nothing shows it."
    """
    rule = HEAD + '    overrides = ["topic/presumption"]\n'
    found = told(tmp_path, rule, example=CONCLUDES, topic__presumption=presumption)
    assert [one["before"] for one in found["same_meaning"]] == ["topic/presumption"]


def test_a_mutant_out_of_time_is_not_noticed(tmp_path, monkeypatch):
    """A time-out is never a kill."""

    def endless(_bench, _mutant):
        while True:
            pass

    monkeypatch.setattr("rubicon.editing.mutating.SECONDS", 0.05)
    monkeypatch.setattr("rubicon.editing.trying.Bench.tried", endless)
    book = write_book(tmp_path, topic__rule=dedent(HEAD) + dedent(CONCLUDES))
    found = json.loads(run(book, "topic/rule", "--jobs", "1", "--format", "json").stdout)
    assert found["noticed"] == 0
    assert all(one["late"] for one in found["unnoticed"])


def test_an_example_that_fails_anyway_stops_the_trial(tmp_path):
    """Where an example fails already it notices nothing: it is told with status 1."""
    wrong = CONCLUDES.replace("expect", "refuse")
    done = run(write_book(tmp_path, topic__rule=dedent(HEAD) + dedent(wrong)))
    assert done.exit_code == 1
    assert "example 1 fails" in done.stderr


@pytest.mark.parametrize(("threshold", "status"), [("10", 0), ("100", 1)])
def test_the_threshold_decides_the_status_of_the_trial(tmp_path, threshold, status):
    """A score below what is asked for ends with status 1."""
    assert run(write_book(tmp_path), "--threshold", threshold).exit_code == status


@pytest.mark.parametrize("form", ["markdown", "text", "html", "json"])
def test_mutants_are_told_alike_whatever_the_number_of_processes(tmp_path, form):
    """One process and three say the same."""
    book = write_book(tmp_path)
    one, three = (run(book, "--jobs", jobs, "--format", form).stdout for jobs in ("1", "3"))
    assert one == three
    assert "likelihood/supported" in one


def test_an_interrupted_trial_goes_on_where_it_ended(tmp_path, monkeypatch):
    """What was found before Ctrl-C is kept, and only the rest is tried; the answer is that of one run."""
    monkeypatch.setenv("RUBICON_CACHE", str(tmp_path / "kept"))
    book = write_book(tmp_path / "rules")
    whole = run(book).stdout
    tried = []
    from rubicon.editing import mutating  # noqa: PLC0415 - what is replaced

    real = mutating._try_all

    def stopping(bench, rule_id):
        if len(tried) == 1:
            raise KeyboardInterrupt
        tried.append(rule_id)
        return real(bench, rule_id)

    monkeypatch.setattr(mutating, "_try_all", stopping)
    stopped = run(book, "--jobs", "1", keep=["--jobs", "1"])
    assert stopped.exit_code == 130
    assert "what was found is kept; the same command goes on from there" in stopped.stderr
    first = list(tried)

    def noting(bench, rule_id):
        tried.append(rule_id)
        return real(bench, rule_id)

    monkeypatch.setattr(mutating, "_try_all", noting)
    done = run(book, "--jobs", "1", keep=["--jobs", "1"])
    assert done.stdout == whole
    assert len(first) == 1
    assert sorted(tried) == ["likelihood/supported", "likelihood/unsupported", "local-support/request"]
    assert run(book, keep=["--jobs", "1"]).stdout == whole
    assert len(tried) == 3
