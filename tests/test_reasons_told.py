"""Each reason that is told, held against the judgement: over random rulebooks of the whole language."""

from collections import Counter
from itertools import product

import pytest

from reasons.checking import Questions, naming
from reasons.making import LARGE, story
from rubicon.language.facts import Atom, Literal
from rulebooks import ENDS

PARTS = 8
"""The stories are told in so many parts, which can run beside each other."""

SEEN = (
    "twenty rules",
    "several schools",
    "an argument that is defeated",
    "a shift since an earlier day",
    "a turn by premises",
    "a turn by stopped_by",
    "a turn by defeated_by",
    "lacking: holds",
    "lacking: exception",
    "supplied, and it stands",
    "supplied, and the next is named",
    "a stretch",
    "a set that carries the answer",
    "a choice of supports",
    "a change",
    "a linchpin",
    "an open question",
)
"""What is met in any hundred stories; where it is not, a check runs idle."""


def concluded(rulebook):
    """Return everything that rules could conclude, or that could be concluded against it."""
    statements = {pattern.statement for rule in rulebook.rules for pattern in rule.conclusions}
    for name in sorted(statements):
        kinds = [slot.kind for slot in rulebook.vocabulary.statements[name].slots]
        for values, truth in product(product(*(ENDS[kind] for kind in kinds)), (True, False)):
            yield Literal(Atom(name, values), truth)


def ask(made, seen):
    """Ask everything about a story: the report, and what else its turn has."""
    questions = Questions(made.rulebook, made.case, made.chance("what is asked"), seen)
    turn = made.seed % 4
    schools = made.framed and [school.name for school in made.rulebook.framework.schools]
    questions.ask_report(schools)
    questions.ask_what_if()
    questions.ask_why_not(concluded(made.rulebook), 2)
    questions.ask_why(2 if turn % 2 else 1)
    if made.framed and turn != 1:
        questions.ask_timeline()
        questions.ask_compare(made.other)
    if turn % 2:
        spoken = questions.some(questions.derived(), 1)
        about = spoken[0] if spoken and (not made.framed or made.seed % 3 == 0) else None
        if made.framed or about is not None:
            questions.ask_pivots(about and Literal(about.atom, truth=True))
    seen["twenty rules"] += len(made.rulebook.rules) >= 20


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_told_holds(part, pytestconfig):
    """What is told to hold holds, to be lacking suffices, to carry makes it fall, to have changed did change.

    `--rulebooks N` tells 2 N stories, of which one in nine has 20 rules and more.
    """
    whole = 2 * pytestconfig.getoption("rulebooks")
    seeds = range(whole * part // PARTS, whole * (part + 1) // PARTS)
    seen = Counter()
    for seed in seeds:
        with naming(f"story({seed})"):
            ask(story(seed), seen)
    assert seen["twenty rules"] >= len(seeds) // LARGE
    assert seen["supplied in a circle"] * 50 <= seen["supplied, and it stands"], seen
    assert len(seeds) < 100 or all(seen[name] for name in SEEN), seen
