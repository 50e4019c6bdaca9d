"""The standards of tradecraft, point by point: what meets each, and what fails it."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from click.testing import CliRunner

from rubicon.cli import main
from rubicon.language.facts import Place
from rubicon.language.rules import Rule
from rubicon.recording.tradecraft import points_of

KAZAKHSTAN = "kazakhstan-2022"


def assessed(*options):
    result = CliRunner().invoke(
        main, ["assess", KAZAKHSTAN, "--rules", "rules", *options], catch_exceptions=False
    )
    assert result.exit_code in (0, 1), result.output
    return result


@pytest.fixture(scope="module")
def whole():
    """Return the object of an assessment that lacks nothing."""
    top = Path(__file__).resolve().parents[1]
    options = ["--pivots", "--since", "2022-01-04", "--format", "json"]
    case = str(top / "cases" / f"{KAZAKHSTAN}.toml")
    made = CliRunner().invoke(
        main, ["assess", case, "--rules", str(top / "rules"), *options], catch_exceptions=False
    )
    found = json.loads(made.stdout)
    for source in found["sources"]:
        source["date"] = source["date"] or "2022-01-01"
    first = [found["sources"][0]["key"]]
    for one in found["findings"]:  # rules of plain meaning cite nothing
        for reason in one["because"]:
            reason["sources"] = reason["sources"] or (first if reason["rule"] else [])
    return found


def lacking(made):
    return {f"{point.standard} {point.name}": point.missing for point in points_of(made) if point.missing}


def used(o):
    return next(fact for fact in o["facts"] if fact["status"] == "given" and fact["source"])


def derived(o, **wanted):
    return next(
        found
        for found in o["findings"]
        if found["truth"]
        and found["derived"]
        and all(reason["rule"] for reason in found["because"])
        and all(found[key] == value for key, value in wanted.items())
    )


def only_one_origin(o):
    for source in o["sources"]:
        source["origin"] = "a wire"


def only_one_answer(o):
    o["schools"] = o["schools"][:1]
    o["question"]["candidates"] = ["likely"]
    o["pivots"]["changes"] = []


def no_implications(o):
    o["sections"] = [section for section in o["sections"] if section["kind"] == "variable"]


def no_variables(o):
    o["sections"] = [section for section in o["sections"] if section["kind"] != "variable"]


def an_answer_to_nothing(o):
    o["question"] |= {"answer": None, "standing": None}


def unanswered_objection(o):
    derived(o, standing="defeasible")["against"] = [{"rule": "a/rule", "premises": [], "defeated_by": None}]


FAILING = [
    ("ICD 203 in time", "no day up to which", lambda o: o.update(as_of=None)),
    ("ICD 203 in time", "was not known yet", lambda o: used(o).update(known="2099-01-01")),
    ("ICD 203 in time", "does not say when it was known", lambda o: used(o).update(known=None)),
    (
        "ICD 203 all sources",
        "nothing says why",
        lambda o: o["facts"].append(used(o) | {"status": "not in force", "why_not": None}),
    ),
    ("ICD 203 all sources", "fewer than two origins", only_one_origin),
    ("ICD 203 tradecraft 1", "has no grade", lambda o: used(o).update(grade=None)),
    ("ICD 203 tradecraft 2", "no word of likelihood", lambda o: o["question"].update(range=None)),
    ("ICD 203 tradecraft 2", "no confidence", lambda o: o["question"].update(confidence=None)),
    ("ICD 203 tradecraft 2", "no basis", lambda o: o["question"].update(sentence="something else")),
    ("ICD 203 tradecraft 3", "told as information", lambda o: derived(o).update(derived=False)),
    ("ICD 203 tradecraft 3", "dressed as a report", lambda o: used(o).update(status="assumed")),
    ("ICD 203 tradecraft 3", "which signs would show it", lambda o: o.pop("pivots")),
    ("ICD 203 tradecraft 4", "no other answer", only_one_answer),
    ("ICD 203 tradecraft 5", "what follows", no_implications),
    ("ICD 203 tradecraft 6", "no main message", an_answer_to_nothing),
    ("ICD 203 tradecraft 6", "without a reason", lambda o: derived(o).update(because=[])),
    ("ICD 203 tradecraft 6", "nothing says why", unanswered_objection),
    ("ICD 203 tradecraft 7", "since it was last judged", lambda o: o.pop("since")),
    ("ICD 203 tradecraft 8", "no event", lambda o: o["question"].update(event="")),
    ("ICD 203 tradecraft 8", "no time", lambda o: o["question"].update(horizon=None)),
    ("ICD 203 tradecraft 9", "no variable", no_variables),
    ("ICD 206 citation", "has no source", lambda o: used(o).update(source=None)),
    (
        "ICD 206 list",
        "is cited and not listed",
        lambda o: derived(o)["because"][0].update(sources=["nowhere"]),
    ),
    ("ICD 206 reference", "has no address", lambda o: [one.update(address=None) for one in o["sources"]]),
    ("ICD 206 descriptor", "where it came from", lambda o: o["sources"][0].update(origin=None)),
    ("ICD 206 analysis", "cites no work", lambda o: derived(o)["because"][0].update(sources=[])),
]


def test_an_assessment_that_lacks_nothing_meets_every_point(whole):
    """With its pivots and what changed since, every source dated and every rule with a work, it meets all points."""
    assert lacking(whole) == {}


@pytest.mark.parametrize(("point", "said", "fail"), FAILING, ids=[f"{p}: {s}" for p, s, _ in FAILING])
def test_each_point_has_what_fails_it(whole, point, said, fail):
    """One thing taken away fails this point, and what is missing is said."""
    made = deepcopy(whole)
    fail(made)
    found = lacking(made)
    assert point in found
    assert any(said in what for what in found[point])


def test_every_point_is_failed_by_some_input(whole):
    """No point is without an input that fails it."""
    assert {point for point, _, _ in FAILING} == {f"{one.standard} {one.name}" for one in points_of(whole)}


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_assess_lists_what_is_missing(monkeypatch, form):
    """Instead of the report the points are listed; where something is missing the status is 1."""
    monkeypatch.chdir(Path(__file__).resolve().parents[1])
    result = assessed("--check-tradecraft", "--format", form)
    assert result.exit_code == 1
    assert "add --pivots" in result.stdout
    assert "add --since DATE" in result.stdout
    assert "ICD 206" in result.stdout
    if form == "json":
        points = json.loads(result.stdout)["points"]
        assert len(points) == 16
        assert any(not point["missing"] for point in points)


def test_what_changed_since_stands_in_the_object(whole):
    """With --since the object says what is new, what is gone and what shifted."""
    since = whole["since"]
    assert since["day"] == "2022-01-04"
    assert "Kazakhstan asks the CSTO to intervene" in since["new"]
    assert any(shift["key"] == "answer" for shift in since["shifts"])


def test_rules_and_sources_are_named_as_readers_know_them(whole):
    """By their titles; by what stands in the files only where there is none."""
    made = deepcopy(whole)
    reason = derived(made)["because"][0]
    reason["sources"] = []
    key, title = reason["rule"], "A rule by its title"
    rule = Rule(key, title, Place("", 0), (), (), ())
    made["sources"][0].update(origin=None, title="The report")
    made["sources"][1].update(origin=None, title=None)
    said = {what for point in points_of(made, [rule]) for what in point.missing}
    assert {
        f"the rule “{title}” cites no work",
        "the source “The report” does not say where it came from",
    } <= said
    assert f"the source “{made['sources'][1]['key']}” does not say where it came from" in said
    assert f"the rule “{key}” cites no work" in {what for point in points_of(made) for what in point.missing}
