"""Over random rulebooks and tables, with numbers, days and denials, a panel says of each row what `assess` says."""

import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import numpy as np
from msgspec.structs import replace

from brief import LEVELS, NOWHERE
from paneled import assessed, is_decisive, told
from rubicon.judging.assessing import rules_by_school
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Entity, Grade
from rubicon.language.rules import Framework, Role, Rulebook, Section
from rubicon.problems import BadInput
from rubicon.reading.panels import ColumnSays, PanelMap, RoleColumn
from rubicon.supposing.panels.asks import Ask
from rubicon.supposing.panels.judging import Umpire
from rubicon.supposing.panels.rowcases import case_of_row
from rubicon.supposing.panels.strands import AFFIRMED, DENIED, PanelRows, Strand
from rulebooks import GRADES, TODAY, WORDS, random_parts

ROWS = 24
WHO = Variable("who")
VALUE = Variable("value")
SENTENCES = [
    *(Pattern(name, (WHO,)) for name in ("p", "q", "r", "s", "t", "calm")),
    Pattern("p", ("b",)),
    Pattern("tie", (WHO, "b")),
    Pattern("tie", ("a", WHO)),
    Pattern("risk", (WHO, "high")),
    Pattern("risk", (WHO, VALUE)),
    Pattern("mood", (WHO, VALUE)),
    Pattern("tone", (WHO, VALUE)),
    Pattern("strength", (WHO, VALUE)),
    Pattern("strength", ("b", VALUE)),
    Pattern("sends", (WHO, VALUE)),
    Pattern("lost", (WHO, VALUE, Decimal(10))),
    Pattern("killed", (WHO, "b", VALUE)),
    Pattern("meets", (WHO, VALUE)),
    Pattern("calm", ("a",), False),
]
NUMBERS = [Decimal(one) for one in ("-10", "0", "9.5", "10", "20", "30")]


def framework(chance):
    """Make a question of values or of yes and no, and two variables."""
    question = chance.choice([Pattern("risk", (WHO, Variable("level"))), Pattern("q", (WHO,))])
    sections = [
        Section("one", "One", "variable", (Pattern("p", (WHO,)),), (Pattern("t", (WHO,)),)),
        Section("two", "Two", "variable", (Pattern("mood", (WHO, "high")), Pattern("s", (WHO,), False))),
        Section("three", "Three", "findings", (Pattern("r", (WHO,)),)),
    ]
    return Framework(
        "A question", NOWHERE, "", question, (Role("who", "actor"),), "", 30, Pattern("r", (WHO,)),
        tuple(sections), (), (), None,
    )  # fmt: skip


def rulebook(chance):
    """Make a random rulebook, with rules and background that last for some days."""
    rules, facts = random_parts(chance)
    spans = [(None, None), (None, None), (None, None), (TODAY, None), (None, TODAY), (TODAY, TODAY + 2 * DAY)]
    dated = [replace(rule, since=one, until=other) for rule in rules for one, other in [chance.choice(spans)]]
    background = [
        replace(fact, basis="case" if fact.basis == "case" else "background", known=fact.on) for fact in facts
    ]
    entities = (Entity("a", "actor"), Entity("b", "actor"))
    return Rulebook("", WORDS, entities, tuple(background), {}, tuple(dated), framework(chance))


DAY = timedelta(days=1)


def random_map(chance):
    """Make a map of some sentences, a few of them with a day of their own."""
    sayings = []
    for number, pattern in enumerate(chance.sample(SENTENCES, chance.randint(2, 6))):
        slots = WORDS.statements[pattern.statement].slots
        kind = next((s.kind for s, term in zip(slots, pattern.terms, strict=True) if term == VALUE), "")
        grade = chance.choice(GRADES)
        on = f"on{number}" if kind != "date" and chance.random() < 0.3 else None
        made = Grade(grade[0], int(grade[1])) if grade else None
        sayings.append(ColumnSays(f"c{number}", pattern, NOWHERE, kind, made, on))
    return PanelMap(NOWHERE, (RoleColumn("who", NOWHERE, column="who"),), tuple(sayings), "day")


def near(chance):
    return TODAY + chance.randint(-3, 4) * DAY


def strand(chance, kind):
    """Make a column of random cells, some left open."""
    there = np.array([chance.random() < 0.7 for _ in range(ROWS)])
    if kind == "":
        codes = np.array([chance.choice((AFFIRMED, DENIED)) for _ in range(ROWS)])
        return Strand(there, np.where(there, codes, 0))
    if kind == "date":
        return Strand(there, np.where(there, [near(chance).toordinal() for _ in range(ROWS)], 0), None, True)
    if kind == "number" and chance.random() < 0.5:
        return Strand(there, np.where(there, [chance.choice((-10, 0, 10, 30)) for _ in range(ROWS)], 0))
    values = LEVELS if kind == "level" else NUMBERS
    codes = np.array([chance.randint(1, len(values)) for _ in range(ROWS)])
    return Strand(there, np.where(there, codes, 0), tuple(values))


def random_rows(chance, found):
    who = np.array([chance.randint(1, 2) for _ in range(ROWS)])
    day = np.array([near(chance).toordinal() for _ in range(ROWS)])
    every = np.ones(ROWS, dtype=bool)
    since = {
        at: Strand(every, np.array([near(chance).toordinal() for _ in range(ROWS)]), None, True)
        for at, saying in enumerate(found.sayings)
        if saying.on
    }
    return PanelRows(
        ROWS,
        {"who": Strand(every, who, ("a", "b"))},
        Strand(every, day, None, True),
        tuple(strand(chance, saying.kind) for saying in found.sayings),
        since,
    )


def compare(seed):
    """Judge a random table both ways; return what was met."""
    chance = random.Random(f"panels {seed}")
    book, found = rulebook(chance), random_map(chance)
    rows = random_rows(chance, found)
    [(_, rules)] = rules_by_school(book, None, None, drafts=False)
    umpire = Umpire("", Ask.of(book, rules, found.sayings, dated=True), "a table", 1)
    judged = umpire.judge(rows, 0)
    met = Counter()
    freedom = umpire.ask.freedom
    met["the day is free"] += freedom.today
    met["a value is free"] += bool(freedom.values)
    met["a day of a column is free"] += bool(freedom.days)
    met["a grounding serves several rows"] += len(umpire.grounded) < ROWS
    met["rows are ground value by value"] += any(kin.exact or kin.since or kin.day for kin in umpire.grounded)
    for row in range(ROWS):
        case = case_of_row(found, rows, row)
        ours, theirs = told(judged, row), assessed(book, case)
        assert ours == theirs, f"seed {seed}, row {row}: {case}"
        met[ours[1]] += 1
        met[ours[3]] += 1
        if chance.random() < 0.15:
            for at in range(len(found.sayings)):
                if rows.said[at].there[row]:
                    decisive = is_decisive(book, found, rows, row, at)
                    assert judged.decisive[row, at] == decisive, f"seed {seed}, row {row}, column {at}"
                    met["decisive" if decisive else "not decisive"] += 1
    return met


def test_random_tables_are_judged_as_their_cases(pytestconfig):
    """The answer, its standing, the candidates, each variable and the decisive columns are those of `assess`."""
    met = Counter()
    for seed in range(pytestconfig.getoption("--rulebooks") // 10):
        try:
            met += compare(seed)
        except BadInput:  # a random rule without end, refused both ways
            met["refused"] += 1
    for wanted in (
        "the day is free",
        "a value is free",
        "a grounding serves several rows",
        "rows are ground value by value",
        "decisive",
        "not decisive",
        "definite",
        "defeasible",
        "contested",
        "unknown",
    ):
        assert met[wanted] > 0, (wanted, met)
    assert met["refused"] == 0
