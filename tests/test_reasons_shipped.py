"""Each reason that is told of the shipped cases, held against the judgement.

`--shipped-days` holds every case on every day of its timeline to it; without, one case on its own day.
"""

import random
from datetime import date
from functools import cache

import pytest
from msgspec.structs import replace

from reasons.checking import Questions, naming
from rubicon.language.facts import Literal
from rubicon.places import shipped
from rubicon.reading import read_case, read_rulebook

CASES = sorted(path.stem for path in shipped("cases").glob("*.toml"))
ONE = "kazakhstan-2022"


@cache
def rulebook():
    return read_rulebook(shipped("rules"))


@cache
def case(name):
    return read_case(shipped("cases") / f"{name}.toml", rulebook())


def asked(world):
    """Return what decides the sections and the answer, and could be known otherwise."""
    framework, roles = rulebook().framework, dict(world.case.roles)
    patterns = [pattern for section in framework.sections for pattern in (*section.for_, *section.against)]
    wanted = {pattern.statement for pattern in (framework.question, *patterns)}
    spoken = sorted(world.judgement.verdicts, key=repr)
    return [
        Literal(atom, truth)
        for atom in spoken
        if atom.statement in wanted and set(roles.values()) & set(atom.values)
        for truth in (True, False)
    ]


def twin(name):
    """Return the next case with the same roles, as it is judged on the day of a case; None if there is none.

    Which differences carry the answer can be tried where nothing has to be told in other terms.
    """
    own = case(name)
    alike = [other for other in CASES if other != name and case(other).roles == own.roles]
    following = [other for other in alike if other > name] or alike
    return replace(case(following[0]), as_of=own.as_of) if following else None


def ask(questions):
    """Ask for everything that one day can tell."""
    questions.ask_report()
    questions.ask_what_if()
    questions.ask_why(2)
    questions.ask_why_not(asked(questions.world), 4)


def test_what_is_told_of_a_shipped_case_holds():
    """On its own day, everything that is told of one case holds, its pivots too."""
    questions = Questions(rulebook(), case(ONE), random.Random(ONE))
    ask(questions)
    questions.ask_pivots(None)
    questions.ask_compare(case("kyrgyzstan-2010"))


@pytest.mark.parametrize("name", CASES)
def test_what_is_told_of_every_day_holds(name, pytestconfig):
    """On every day of its timeline, everything that is told of a case holds."""
    if not pytestconfig.getoption("shipped_days"):
        pytest.skip("a long test: asked for by --shipped-days")
    chance = random.Random(name)
    questions = Questions(rulebook(), case(name), chance)
    told = questions.ask_timeline()
    for day in (day["day"] for stretch in told["stretches"] for day in stretch["days"]):
        with naming(name, day):
            ask(Questions(rulebook(), case(name), chance, as_of=date.fromisoformat(day)))
    with naming(name, "pivots"):
        questions.ask_pivots(None)
    for other in (case(CASES[CASES.index(name) - 1]), twin(name)):
        if other is not None:
            with naming(name, "compare", other.name):
                questions.ask_compare(other)
