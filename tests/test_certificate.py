"""A certificate holds all that a judgement rests on; its checker accepts what is so, and refuses by name what is not."""

import ast
import importlib.util
import json
import random
import subprocess
import sys
import tomllib
from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import write_book, write_case
from brief import fact, lit, rule, words
from rubicon import read_case, read_rulebook
from rubicon.cli import main
from rubicon.firing import fire
from rubicon.judging import judge, verdict_of
from rubicon.judging.assessing import all_schools, assess
from rubicon.recording.certifying import certificate_of, certified
from rubicon.recording.wording import sealed
from rulebooks import TODAY, WORDS, random_problem

TOP = Path(__file__).resolve().parents[1]
CHECKER = TOP / "docs/check_certificate.py"
LARGEST = 250
"""Lines of the checker, so that an opponent can read it whole."""

_spec = importlib.util.spec_from_file_location("check_certificate", CHECKER)
checking = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(checking)


def check(certificate):
    """Return what the checker says of a certificate."""
    try:
        found = checking.Check(certificate)
        found.check_steps()
    except SystemExit as refused:
        return str(refused)
    except KeyError as gone:
        return f"Refused: a sentence was altered, or what it names was dropped: {gone}"
    return "Accepted"


def run_on(path):
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), str(path)], capture_output=True, text=True, check=False
    )


def random_certificate(seed):
    problem = random_problem(random.Random(seed))
    judgement = judge(WORDS, fire(WORDS, problem.rules, problem.facts, TODAY))
    return json.loads(json.dumps(certified(WORDS, judgement))), judgement


# --- one change in one place ---------------------------------------------------------------------------------
# Each takes a certificate that it may change and chance, and returns False where there is nothing of the kind.


def drop_attacker(c, chance):
    """Drop an argument against a statement from its list, or the instance itself."""
    if chance.random() < 0.5 and c["instances"]:
        del c["instances"][chance.randrange(len(c["instances"]))]
        return True
    lists = [s[side] for s in c["statements"] for side in ("for", "against") if s[side]]
    if not lists:
        return False
    some = chance.choice(lists)
    del some[chance.randrange(len(some))]
    return True


def drop_premise(c, chance):
    """Drop a line of an instance, or the sentence that meets it."""
    lines = [(one["if"], at) for one in c["instances"] for at in range(len(one["if"]))]
    if not lines:
        return False
    premises, at = chance.choice(lines)
    if premises[at] and chance.random() < 0.5:
        del premises[at][chance.randrange(len(premises[at]))]
    else:
        del premises[at]
    return True


def turn_order(c, chance):
    """Put an argument before what one of its premises rests on."""
    places = {step.get("shown"): at for at, step in enumerate(c["steps"])}
    says = {s["say"] for s in c["statements"]}
    wrong = [
        (places[one["id"]], places[on[0]])
        for one in c["instances"]
        if one["id"] in places
        for line, on in zip(c["rules"][one["rule"]]["if"][one["branch"]], one["if"], strict=True)
        if line["kind"] == "holds" and on[0] in says and places.get(on[0], 10**9) < places[one["id"]]
    ]
    if not wrong:
        return False
    late, early = chance.choice(wrong)
    c["steps"].insert(early, c["steps"].pop(late))
    return True


def enlarge_unfounded(c, chance):
    """Add to an unfounded set something that is shown later, or stays undecided."""
    wrong = [
        (step, [*(later["shown"] for later in c["steps"][at:] if "shown" in later), *c["undecided"]])
        for at, step in enumerate(c["steps"])
        if "unfounded" in step
    ]
    wrong = [(step, keys) for step, keys in wrong if keys]
    if not wrong:
        return False
    step, keys = chance.choice(wrong)
    key = chance.choice(keys)
    step["unfounded"].append(key)
    step["because"].append(["condition", 1] if isinstance(key, int) else None)
    return True


def flip_truth(c, chance):
    """Say of a statement that it is so where it is not, and the other way round."""
    if not c["statements"]:
        return False
    s = chance.choice(c["statements"])
    s["truth"] = chance.choice([truth for truth in (True, False, None) if truth is not s["truth"]])
    return True


def raise_grade(c, chance):
    """Give a report a better grade."""
    facts = [fact for fact in c["facts"] if fact["grade"] != "A1"]
    if not facts:
        return False
    fact = chance.choice(facts)
    letter, digit = fact["grade"] or "F6"
    better = [
        a + b for a in "ABCDEF" for b in "123456" if a <= letter and b <= digit and a + b != fact["grade"]
    ]
    fact["grade"] = chance.choice(better)
    return True


def alter_sentence(c, chance):
    """Change a sentence where it stands: in a statement, a report, a premise, a conclusion or a step."""
    places = [(s, side) for s in c["statements"] for side in ("say", "deny")]
    places += [(fact, "say") for fact in c["facts"]]
    places += [
        (some, at) for one in c["instances"] for some in (one["then"], *one["if"]) for at in range(len(some))
    ]
    places += [(step, "shown") for step in c["steps"] if isinstance(step.get("shown"), str)]
    if not places:
        return False
    where, at = chance.choice(places)
    where[at] = chance.choice(["It is not so: " + where[at], where[at] + " now", where[at][1:]])
    return True


CHANGES = {
    drop_attacker: "argument",
    drop_premise: "premise",
    turn_order: "the order is wrong",
    enlarge_unfounded: "an unfounded set is too large",
    flip_truth: "a truth does not follow",
    raise_grade: "grade",
    alter_sentence: "sentence was altered",
}


def test_the_checker_accepts_what_is_so_and_refuses_each_change_by_its_name(pytestconfig):
    """On random rulebooks: as written it is accepted; with one change in one place refused, and the change named."""
    made, seen = Counter(), Counter()
    total = pytestconfig.getoption("rulebooks")
    for seed in range(total):
        certificate, judgement = random_certificate(seed)
        where = f"random_certificate({seed})"
        assert check(certificate) == "Accepted", where
        seen["undecided"] += bool(certificate["undecided"])
        seen["unfounded by each other"] += any(len(s.get("unfounded", ())) > 1 for s in certificate["steps"])
        seen["a clash"] += bool(judgement.clashes)
        for change, name in CHANGES.items():
            changed = deepcopy(certificate)
            if change(changed, random.Random(seed)):
                said = check(changed)
                assert said.startswith("Refused: "), f"{change.__name__}: {where}"
                assert name in said, f"{change.__name__}: {where}: {said}"
                made[change.__name__] += 1
    if total >= 500:
        assert min(seen.values()) > 10, seen
        assert len(seen) == 3
        assert min(made.values()) > 150, made
        assert len(made) == len(CHANGES)


def test_truths_are_those_that_were_judged():
    """The certificate says of each statement what the judgement says."""
    for seed in range(40):
        certificate, judgement = random_certificate(seed)
        said = {(s["form"], *s["values"]): (s["truth"], s["standing"]) for s in certificate["statements"]}
        for atom, verdict in judgement.verdicts.items():
            key = (atom.statement, *(str(value) for value in atom.values))
            assert said[key] == (verdict.truth, verdict.standing), seed


def test_another_value_gives_a_denial_no_day():
    """A denied value has the days of its own reports: that another value is established meets no `since` of it."""
    small = words("calm ?x:actor", "tone ?x:actor ?l:level!")
    rules = [rule("r", "since ?d: not tone b low", then="calm b")]
    facts = [
        fact("not tone b low", "C3", on="2022-01-03"),
        fact("tone b low", "C3"),
        fact("tone b middle", "A1"),
    ]
    judgement = judge(small, fire(small, rules, facts, TODAY))
    assert verdict_of(small, judgement, lit("calm b").atom).truth is None
    assert check(json.loads(json.dumps(certified(small, judgement)))) == "Accepted"


def test_a_seal_made_anew_does_not_help():
    """Whoever raises a grade, or invents a rule's instance, and seals it again is refused by what follows from it."""
    refused = Counter()
    for seed in range(200):
        certificate, _ = random_certificate(seed)
        for at, told in enumerate(certificate["facts"]):
            if told["kind"] == "case" and told["grade"] not in ("A1", "B2"):
                changed = deepcopy(certificate)
                changed["facts"][at] = sealed(
                    {k: v for k, v in told.items() if k != "seal"} | {"grade": "A1"}
                )
                refused["grade"] += check(changed) != "Accepted"
        for at, one in enumerate(certificate["instances"]):
            if one["if"] and one["if"][0]:
                changed = deepcopy(certificate)
                less = {k: v for k, v in one.items() if k != "seal"} | {"if": one["if"][1:]}
                changed["instances"][at] = sealed(less)
                assert "premise" in check(changed), seed
                refused["premise"] += 1
    assert min(refused.values()) > 50


@pytest.mark.parametrize("name", ["kazakhstan-2022", "ukraine-2021", "donbas-2014-04", "belarus-2020"])
def test_shipped_cases_are_certified(name):
    """Every school's judgement of a shipped case is certified, and the answer stands in the certificate."""
    rulebook = read_rulebook(TOP / "rules")
    case = read_case(TOP / "cases" / f"{name}.toml", rulebook)
    for school in all_schools(rulebook):
        certificate = json.loads(json.dumps(certificate_of(assess(rulebook, case, schools=[school]))))
        assert check(certificate) == "Accepted"
        assert certificate["school"] == school
        assert any("is judged: " in s["say"] for s in certificate["statements"])


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Stand in a folder with a rulebook and a case."""
    write_book(tmp_path / "rules")
    write_case(tmp_path / "case.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_assess_writes_a_certificate_that_python_alone_checks(desk):
    """The report is what it is without; the checker accepts the file, says what is on trust, and refuses it changed."""
    plain = CliRunner().invoke(main, ["assess", "case.toml", "--rules", "rules"])
    result = CliRunner().invoke(main, ["assess", "case.toml", "--rules", "rules", "--certificate", "c.json"])
    assert (result.exit_code, result.stdout) == (0, plain.stdout)
    first = Path("c.json").read_bytes()
    CliRunner().invoke(main, ["assess", "case.toml", "--rules", "rules", "--certificate", "c.json"])
    assert Path("c.json").read_bytes() == first
    accepted = run_on("c.json")
    assert (accepted.returncode, accepted.stderr) == (0, "")
    assert accepted.stdout.startswith("Accepted: ")
    for trusted in ("the reports are true", "the matching was complete", "Not certified: how sure"):
        assert trusted in accepted.stdout
    certificate = json.loads(first)
    certificate["statements"][0]["truth"] = None
    Path("c.json").write_text(json.dumps(certificate), encoding="utf-8")
    refused = run_on("c.json")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Refused: a truth does not follow: ")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"facts": 3}', "[" * 100_000, '{"facts": [], "rules": {}, "statements": [{}]}'],
)
def test_what_is_no_certificate_is_refused_in_a_line(tmp_path, content):
    """Whatever is handed to the checker, it refuses without a traceback."""
    (tmp_path / "c.json").write_text(content, encoding="utf-8")
    result = run_on(tmp_path / "c.json")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith("Refused: ")


def test_a_reason_must_be_the_right_one():
    """What is said of an argument that does not apply, the condition that fails, is checked."""
    found = 0
    for seed in range(100):
        certificate, _ = random_certificate(seed)
        for step in certificate["steps"]:
            for at, reason in enumerate(step.get("because", ())):
                if reason == ["condition", 1]:
                    changed = deepcopy(certificate)
                    place = certificate["steps"].index(step)
                    changed["steps"][place]["because"][at] = ["exception", 9]
                    assert "its reason wrong" in check(changed)
                    found += 1
    assert found > 20


def test_the_checker_is_short_and_stands_alone():
    """It has at most 250 lines, imports the standard library alone, and is shipped."""
    text = CHECKER.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LARGEST
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names
    build = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    shipped = build["targets"]["wheel"]["force-include"]
    assert shipped["docs/check_certificate.py"] == "rubicon/data/check_certificate.py"
