"""Reports of random rulebooks: whatever is judged can be told, in every form, in the same way each time."""

import random
import re
from datetime import timedelta

from msgspec.structs import replace

from brief import NOWHERE
from rubicon.explaining import explain, why
from rubicon.judging.assessing import assess
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Case, Entity, Literal
from rubicon.language.rules import Framework, Role, Rulebook, Section
from rubicon.rendering import FORMATS, render_assessment, render_why
from rulebooks import TODAY, WORDS, random_problem

A, LEVEL = Variable("one"), Variable("level")
FRAME = Framework(
    title="A frame",
    place=NOWHERE,
    ask="Is {one} at risk?",
    question=Pattern("risk", (A, LEVEL)),
    roles=(Role("one", "actor"),),
    event="{one} falls",
    horizon=10,
    considered=Pattern("t", (A,)),
    sections=(
        Section("first", "First", "variable", (Pattern("p", (A,)), Pattern("q", (A,)))),
        Section("second", "Second", "variable", (Pattern("r", (A,)),), (Pattern("s", (A,)),)),
        Section("moods", "Moods", "findings", (Pattern("mood", (Variable("_x"), Variable("_l"))),)),
    ),
    ranges=(),
    schools=(),
    default_school=None,
)


def told(problem, *, framed):
    book = Rulebook(
        "",
        replace(WORDS),
        entities=tuple(Entity(name, "actor") for name in ("a", "b")),
        rules=problem.rules,
        framework=FRAME if framed else None,
    )
    case = Case("random", "Random", NOWHERE, TODAY, (("one", "a"),), (), (), problem.facts)
    return assess(book, case), assess(book, case, as_of=TODAY - timedelta(days=2))


def test_whatever_is_judged_can_be_told():
    """No rulebook, however tangled, keeps a report from being written, with or without a framework."""
    for seed in range(120):
        problem = random_problem(random.Random(seed))
        now, before = told(problem, framed=seed % 3 > 0)
        explanation = explain(now, earlier=before)
        texts = {form: render_assessment(explanation, form) for form in FORMATS}
        again = {form: render_assessment(explain(now, earlier=before), form) for form in FORMATS}
        assert texts == again, seed
        prose = re.sub(r"`[^`]*`", "", texts["markdown"])
        assert not re.search(r"[{}]|\b(True|False|None|Literal|Decimal)\b", prose), seed


def test_every_statement_has_an_answer_to_why():
    """`why` answers for every statement that a judgement speaks of, and its status is the verdict's."""
    for seed in range(60):
        now, _ = told(random_problem(random.Random(seed)), framed=True)
        for atom, verdict in now.judgement.verdicts.items():
            found = why(now, Literal(atom, truth=True))
            expected = {
                True: {"so", "assumed"},
                False: {"refuted"},
                None: {"contested", "undecided", "unshown"},
            }[verdict.truth]
            assert found.claim.status in expected, (seed, atom)
            assert render_why(found, "markdown")
