"""The examples of a rule judged together come out as each by itself."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from msgspec.structs import replace

from reported import TOP, rulebook
from rubicon.editing.examples import Examples
from rubicon.editing.inspecting import Inspection
from rubicon.editing.passing import come_out_well
from rubicon.language.facts import Literal, Place
from rubicon.language.rules import Example, Rulebook
from rulebooks import TODAY, WORDS, random_problem

FOLDERS = (TOP / "rules", *sorted(path for path in (TOP / "rulebooks").iterdir() if path.is_dir()))


def is_well(runner, rule):
    """Tell whether nothing is wrong with the examples of a rule, each judged by itself."""
    return not list(runner.run(rule))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_shipped_examples_all_come_out_well_together(folder):
    """Of no rule that is shipped has an example to be judged by itself."""
    look = Inspection(rulebook(folder))
    runner = Examples(look.rulebook, {rule.id: rule for rule in look.rules})
    assert [
        rule.id for rule in look.written if come_out_well(runner, rule) is not is_well(runner, rule)
    ] == []


def changed(chance, rule):
    """Make an example of a rule wrong, or no example: other facts, or other expectations."""
    examples = list(rule.examples)
    at = chance.randrange(len(examples))
    one = examples[at]
    given = tuple(fact for fact in one.given if chance.random() < 0.7)
    examples[at] = chance.choice(
        (
            replace(one, given=given),
            replace(one, expect=one.refuse, refuse=one.expect),
            replace(one, expect=one.false, false=one.expect),
            replace(one, expect=(), false=()),
        )
    )
    return replace(rule, examples=tuple(examples))


def test_what_is_wrong_with_a_changed_example_is_never_missed():
    """An example of each shipped rule is changed: together they come out well only if each by itself does.

    Of a few that do, such as those of which none expects anything any more, it is not said; they are run one by one.
    """
    look, chance, met = Inspection(rulebook(TOP / "rules")), random.Random("changed"), Counter()
    for rule in look.written:
        if rule.examples:
            other = changed(chance, rule)
            runner = Examples(look.rulebook, {one.id: one for one in look.rules} | {rule.id: other})
            well, together = is_well(runner, other), come_out_well(runner, other)
            assert well or not together, rule.id
            met[well, together] += 1
    assert min(met[True, True], met[False, False]) > 20
    assert met[True, False] * 20 <= met[True, True]


def made(chance, problem, rule):
    """Make examples of a rule among random ones, most of which say what comes out."""
    beside = tuple(one.id for one in problem.rules if chance.random() < 0.5)
    runner = Examples(Rulebook(".", WORDS, rules=problem.rules), {one.id: one for one in problem.rules})
    facts = [replace(fact, source=None) for fact in problem.facts]  # an example names no sources
    heads = {literal for one in facts for literal in (one.literal, one.literal.contrary)}
    examples = []
    for number in range(chance.randint(1, 5)):
        given = tuple(fact for fact in facts if chance.random() < 0.7)
        day = TODAY + timedelta(chance.choice((0, 0, 0, 1)))
        one = Example(f"example {number}", Place("", number), given, as_of=day, beside=beside)
        judgement = runner.judged(rule, one).judgement
        spoken = sorted(heads | set(judgement.for_), key=str)
        said = {"expect": (), "refuse": (), "false": ()}
        for literal in chance.sample(spoken, min(3, len(spoken))):
            truth = runner.verdict(judgement, Literal(literal.atom, literal.truth)).truth
            key = "expect" if truth else "refuse" if truth is None else chance.choice(("refuse", "false"))
            if chance.random() < 0.02:
                key = chance.choice(tuple(said))
            said[key] += (literal,)
        examples.append(replace(one, **said))
    return runner, replace(rule, examples=tuple(examples))


def test_random_examples_come_out_together_as_each_by_itself(pytestconfig):
    """Of random rules and facts: together they come out well only if each does, and then most often."""
    met = Counter()
    for seed in range(pytestconfig.getoption("--rulebooks") // 5):
        chance = random.Random(f"examples {seed}")
        problem = random_problem(chance)
        for one in problem.rules:
            runner, rule = made(chance, problem, one)
            runner.rules[rule.id] = rule
            together, apart = come_out_well(runner, rule), is_well(runner, rule)
            assert apart or not together, f"seed {seed}, {rule.id}"
            met[apart, together] += 1
    assert met[True, True] > met[True, False]
    assert met[False, False] > 0
