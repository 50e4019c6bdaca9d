"""Stories: random rulebooks with a case that can be told: dated facts of several sources, sentences one can read."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from msgspec.structs import replace

from brief import LEVELS, NOWHERE
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Case, Entity, Source
from rubicon.language.rules import Framework, Role, Rulebook, School, Section
from rubicon.language.vocabulary import Vocabulary
from rulebooks import ENDS, TODAY, WORDS, large_problem, random_problem

LARGE = 9
"""One story of so many has 20 rules and more."""

ENTITIES = tuple(Entity(name, "actor") for name in ENDS["actor"])
SOURCES = tuple(Source(name, name.title(), publisher=name) for name in ("morning", "evening", "night"))
ONE = Variable("one")
SCHOOLS = (School("first", "First"), School("second", "Second", beside=("first",)))


def with_form(statement):
    """Give a statement a form that can be read; some a denied form, most a question."""
    form = [statement.name]
    for slot in statement.slots:
        form += [" of " if len(form) == 1 else " with ", slot]
    denied = ("never ", *form) if statement.name in ("q", "risk") else None
    ask = form if statement.name not in ("q", "mood") else None
    return replace(statement, form=tuple(form), denied=denied, ask=ask and tuple(form))


VOCABULARY = Vocabulary(WORDS.kinds, {name: with_form(one) for name, one in WORDS.statements.items()})

FRAME = Framework(
    title="A frame",
    place=NOWHERE,
    ask="Is {one} at risk?",
    question=Pattern("risk", (ONE, Variable("level"))),
    roles=(Role("one", "actor"),),
    event="{one} falls",
    horizon=10,
    considered=Pattern("t", (ONE,)),
    sections=(
        Section("first", "First", "variable", (Pattern("p", (ONE,)), Pattern("q", (ONE,)))),
        Section("second", "Second", "variable", (Pattern("r", (ONE,)),), (Pattern("s", (ONE,)),)),
        Section("moods", "Moods", "findings", (Pattern("mood", (Variable("_x"), Variable("_l"))),)),
    ),
    ranges=tuple((level, Decimal(30 * at), Decimal(30 * at + 30)) for at, level in enumerate(LEVELS)),
    schools=(),
    default_school=None,
)


@dataclass(frozen=True)
class Story:
    """A rulebook with two cases about the same role, on the same day."""

    seed: object
    rulebook: Rulebook
    case: Case
    other: Case
    counts: dict

    @property
    def framed(self):
        """Tell whether the rulebook asks a question."""
        return self.rulebook.framework is not None

    def chance(self, purpose):
        """Return the chance that chooses what to ask of this story."""
        return random.Random(f"{purpose} {self.seed}")


def story(seed):
    """Make the story of a seed: three of four are framed, one of five has schools."""
    chance = random.Random(f"story {seed}")
    problem = (large_problem if seed % LARGE == 0 else random_problem)(chance)
    framed, schooled = seed % 4 > 0, seed % 5 == 0
    facts = [dated(chance, fact) for fact in problem.facts if fact.basis in ("case", "assumption")]
    standing = [replace(fact, basis="background") for fact in problem.facts if fact.basis == "background"]
    rules = tuple(varied(chance, rule, schooled=schooled) for rule in problem.rules)
    frame = replace(FRAME, schools=SCHOOLS, default_school="first") if schooled else FRAME
    rulebook = Rulebook(
        "rules",
        VOCABULARY,
        ENTITIES,
        tuple(standing),
        {source.key: source for source in SOURCES},
        rules,
        frame if framed else None,
    )
    shared = chance.randint(0, len(facts))
    more = [dated(chance, fact) for fact in facts[shared:] if chance.random() < 0.6]
    return Story(
        seed,
        rulebook,
        case_of("case", facts),
        case_of("other", [*facts[:shared], *(turned(chance, fact) for fact in more)]),
        problem.counts,
    )


def case_of(name, facts):
    return Case(name, name.title(), NOWHERE, TODAY, (("one", "a"),), (), SOURCES, tuple(facts))


def dated(chance, fact):
    """Give a fact days, most of which leave it in force on the day judged, and often a source."""
    on = chance.choice((None, *(TODAY - timedelta(days) for days in range(4))))
    known = (on or TODAY - timedelta(3)) + timedelta(chance.choice((0, 0, 0, 1, 2)))
    until = TODAY + timedelta(chance.choice((-1, 0, 1, 2))) if chance.random() < 0.15 else None
    withdrawn = known + timedelta(chance.choice((1, 2, 3))) if chance.random() < 0.08 else None
    if until is not None and on is not None and until <= on:
        until = None
    source = chance.choice((*SOURCES, None)) if fact.basis == "case" else None
    return replace(fact, on=on, known=known, until=until, withdrawn=withdrawn, source=source)


def turned(chance, fact):
    """Say the contrary of a fact, or what it says."""
    return replace(fact, literal=fact.literal.contrary) if chance.random() < 0.3 else fact


def varied(chance, rule, *, schooled):
    """Give a rule a reason and now and then days, a school or another status."""
    rule = replace(rule, because="The rule says so.")
    if chance.random() < 0.08:
        rule = replace(rule, since=TODAY - timedelta(chance.choice((1, 2, -1))))
    if chance.random() < 0.05:
        rule = replace(rule, status=chance.choice(("draft", "retired")))
    if schooled and chance.random() < 0.4:
        rule = replace(rule, school=chance.choice(("first", "second")))
    return rule


def days_of(case):
    """Return the days on which anything of a case begins or ends, up to two days after it is judged."""
    days = {day for fact in case.facts for day in (fact.on, fact.known, fact.until, fact.withdrawn) if day}
    return sorted(day for day in days if day <= date(2022, 1, 7))
