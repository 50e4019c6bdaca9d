"""What is told as a reason: what meets a condition, in the order in which it can be established."""

import json
import random
import re

import pytest
from click.testing import CliRunner

from contract import case, fact, rule, world
from rubicon.cli import main
from rubicon.firing import fire
from rubicon.judging import judge
from rubicon.judging.ledger import Ledger
from rulebooks import TODAY, WORDS, random_problem

HIGH = "the mood of {} is: high"
VOCABULARY = """
    [kind.actor]
    [kind.level]
    values = ["low", "high"]
    [statement.mood]
    form = "the mood of {x:actor} is: {l:level}"
    one_of = "l"
    [statement.stirs]
    form = "{x:actor} stirs"
    [statement.war]
    form = "{x:actor} goes to war"
    [statement.allied]
    form = "{x:actor} is allied with {y:actor}"
    [statement.knows]
    form = "{x:actor} knows {y:actor}"
    [statement.reaches]
    form = "{x:actor} reaches {y:actor}"
    [statement.sends]
    form = "{x:actor} sends {n:number} troops"
    one_of = "n"
"""
ALLIES = {
    "t/mutual": rule("?x is allied with ?y", "?y is allied with ?x", title="Mutual"),
    "t/ally": rule(
        ["?x is allied with ?y", "?y is allied with ?z", "?x is not ?z"],
        "?x is allied with ?z",
        title="Chain",
    ),
}
ON = rule(["?x reaches ?y", "?y knows ?z"], "?x reaches ?z")
REACH = {
    "t/base": rule("?x knows ?y", "?x reaches ?y"),
    "t/on": rule(["?x reaches ?y", "?y reaches ?z"], "?x reaches ?z"),
}
COUNTING = ["?y stirs", "at least {} ?_x: it is false that the mood of ?_x is: low"]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Return a function that writes a rulebook and a case, and one that runs a command on them."""
    monkeypatch.chdir(tmp_path)

    def write(rules, *facts, actors=("Anna", "Boris", "Clara", "Dora")):
        people = "".join(f'[[entity]]\nname = "{one}"\nkind = "actor"\n' for one in actors)
        world(tmp_path / "rules", rules, vocabulary=VOCABULARY, entities=people, sources=None)
        (tmp_path / "case.toml").write_text(case(*facts), encoding="utf-8")

        def run(command, *more):
            done = CliRunner().invoke(main, [command, "case.toml", *more, "--rules", "rules"])
            assert done.exit_code == 0, done.output
            return done.stdout

        return run

    return write


def chain(length):
    """Return the facts of a chain of so many steps, and its actors."""
    facts = ["N0 reaches N0", *(f"N{at} knows N{at + 1}" for at in range(length))]
    return facts, [f"N{at}" for at in range(length + 1)]


def counting(number):
    return {"t/war": rule([line.format(number) for line in COUNTING], "?y goes to war")}


def flat(text):
    return " ".join(text.split())


def test_what_a_tally_counts_by_denial_is_told(desk):
    """Another value of a `one_of` counts as a denial, and is told as what was counted."""
    run = desk(counting(3), "Anna stirs", HIGH.format("Anna"), HIGH.format("Boris"))
    text = flat(run("why", "Anna goes to war", "--assume", HIGH.format("Clara")))
    assert "there are three" in text
    assert all(f"The mood of {name} is: high" in text for name in ("Anna", "Boris"))
    assert "It is assumed that the mood of Clara is: high" in text
    short = flat(run("why", "Anna goes to war"))
    assert "there are two: - The mood of Anna is: high" in short
    assert "Nothing shows that it is false" not in short


def test_json_names_what_was_counted(desk):
    """The premises of an argument are what meets its conditions."""
    run = desk(counting(2), "Anna stirs", HIGH.format("Anna"), HIGH.format("Boris"))
    findings = json.loads(run("assess", "--format", "json"))["findings"]
    (because,) = next(one for one in findings if one["sentence"] == "Anna goes to war")["because"]
    assert because["premises"] == ["Anna stirs", HIGH.format("Anna"), HIGH.format("Boris")]


def test_the_real_reason_comes_first_and_no_circle_is_told(desk):
    """In a circle of alliances the sentence is told by what founds it, and by nothing that rests on it."""
    run = desk(ALLIES, "Anna is allied with Boris", "Boris is allied with Clara")
    lines = run("why", "Anna is allied with Clara").splitlines()
    reasons = [line.strip() for line in lines if line.startswith("  - ")]
    assert reasons == ["- It is so. (*Chain*)"]
    premises = [line.strip() for line in lines if line.startswith("    - ")]
    assert [line.split(" (")[0] for line in premises] == [
        "- Anna is allied with Boris",
        "- Boris is allied with Clara",
    ]
    assert len(lines) < 30


def test_a_fact_is_not_told_by_what_follows_from_it(desk):
    """A given fact has no reason but its report, though rules lead round to it."""
    run = desk(ALLIES, "Anna is allied with Boris")
    assert "Boris is allied with Anna" not in run("why", "Anna is allied with Boris")


def test_a_conclusion_has_the_reason_that_makes_it_sure(desk):
    """What is sure by a long way round a circle is told by that, before the doubtful report of it."""
    run = desk(
        ALLIES,
        fact("Anna is allied with Clara", "D4"),
        "Clara is allied with Boris",
        "Boris is allied with Anna",
    )
    text = run("why", "Anna is allied with Clara")
    assert "*Chain*" in text or "*Mutual*" in text
    assert "Confidence in this is low" not in text


def test_the_weakest_link_of_a_sum_is_the_number_in_dispute(desk):
    """Good reports that conflict make a sum uncertain; that they conflict is named, and not their grade."""
    asked = "the sum of ?_n over ?_x: ?_x sends ?_n troops is at least 100"
    run = desk(
        {"t/r": rule(["?y stirs", asked], "?y goes to war")},
        "Anna stirs",
        "Boris sends 60 troops",
        fact("Clara sends 50 troops", "B2"),
        fact("Clara sends 60 troops", "B2"),
    )
    (link,) = re.findall(r"The weakest link is ([^.]*)\.", flat(run("why", "Anna goes to war")))
    assert link == "a number in dispute: whether Clara sends 50 troops or Clara sends 60 troops"


def test_a_long_chain_is_told_to_a_depth(desk):
    """A report and `why` are cut at a stated depth and say how to see more; JSON has everything."""
    facts, actors = chain(130)
    run = desk({"t/on": ON}, *facts, actors=actors)
    report = flat(run("assess"))
    assert "N0 reaches N130" in report
    assert "told 20 steps deep" in report
    text = run("why", "N0 reaches N130")
    assert "N110 reaches N111" not in text
    assert "those of one sentence lie deeper" in flat(text)
    assert '`rubicon why CASE "…" --depth 40`' in text
    assert "steps deep" not in run("why", "N0 reaches N130", "--depth", "40")
    assert "told 100 steps deep" in run("why", "N0 reaches N130", "--depth", "1000")
    for command in (["assess"], ["why", "N0 reaches N130"], ["why", "N0 reaches N130", "--depth", "0"]):
        findings = json.loads(run(*command, "--format", "json"))["findings"]
        assert {f"N0 reaches N{at}" for at in range(131)} <= {one["sentence"] for one in findings}


def test_a_closure_is_told_shortly(desk):
    """Where each pair is a fact and follows in many ways too, the fact is told, and no way round."""
    actors = [f"N{at}" for at in range(9)]
    facts = [f"{one} reaches {other}" for one in actors for other in actors if one != other]
    run = desk({"t/on": REACH["t/on"]}, *facts, actors=actors)
    told = run("why", "N0 reaches N8").partition("What it rests on")[0]
    assert len(told.splitlines()) < 12
    assert re.search(r"\w+ further arguments come no sooner than what they show", told)
    grounds = flat(run("why", "N0 reaches N8"))
    assert re.search(r"N0 reaches N1 \(graded A1 \[\d\]; graded A1 \[\d\]\) and N1 reaches N8", grounds)
    assert "every such set of up to three facts is known, and larger ones may be missing" in grounds
    assert len(run("assess").splitlines()) < 9 * 9 * 6


def test_a_wide_answer_says_what_it_leaves_out(desk):
    """Of very many reasons the first are told, and how many are left out; with a depth all are told."""
    actors = [f"N{at}" for at in range(450)]
    run = desk(
        {"t/w": rule(["?x knows ?y"], "?x stirs")}, *(f"N0 knows {one}" for one in actors), actors=actors
    )
    text = run("why", "N0 stirs")
    assert len(text.splitlines()) < 1000
    assert re.search(r"\d+ more reasons, left out here", text)
    assert re.search(r"told one step deep; \d+ items are left out", flat(text))
    whole = run("why", "N0 stirs", "--depth", "1")
    assert "left out" not in whole.partition("What it rests on")[0]
    assert all(f"N0 knows {one} (" in whole for one in actors)


@pytest.mark.parametrize("command", ["why", "why-not"])
def test_one_side_is_not_told_as_two(desk, command):
    """Where nothing but a defeater stands on one side, the other is said to speak alone."""
    rules = {
        "t/no": rule(["?x stirs"], "it is false that ?x goes to war"),
        "t/doubt": rule([HIGH.format("?x")], "?x goes to war", kind="defeater"),
    }
    run = desk(rules, "Anna stirs", HIGH.format("Anna"))
    text = flat(run(command, "Anna goes to war"))
    assert "something speaks against it and nothing for it" in text
    assert "neither side prevails" not in text
    assert "Against the opposite: It is so." in text


@pytest.mark.parametrize("seed", range(300))
def test_every_conclusion_has_a_reason_and_none_is_circular(seed):
    """Taking each reason before its conclusion, all that is established can be established."""
    problem = random_problem(random.Random(seed))
    judgement = judge(WORDS, fire(WORDS, problem.rules, problem.facts, TODAY))
    ledger = Ledger(judgement, WORDS)
    settled = {literal for literal, truth in judgement.established.items() if truth}
    reasons = {literal: ledger.reasons(literal) for literal in settled}
    assert all(reasons.values())
    founded: set = set()
    grown = True
    while grown:
        fresh = {
            literal
            for literal in settled - founded
            if any(founded >= settled.intersection(ledger.premises(reason)) for reason in reasons[literal])
        }
        grown = bool(fresh)
        founded |= fresh
    assert founded == settled
    for literal, told in reasons.items():
        for reason in told:
            assert literal not in below(reasons, ledger, reason)


def below(reasons, ledger, reason):
    """Return everything that a reason rests on by the reasons told."""
    found: set = set()
    pending = list(ledger.premises(reason))
    while pending:
        literal = pending.pop()
        if literal not in found:
            found.add(literal)
            pending += [one for other in reasons.get(literal, ()) for one in ledger.premises(other)]
    return found
