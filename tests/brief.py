"""A short way for tests to write statements, facts and rules without files.

`lit("not flies tweety")` is a literal, `rule("r", "bird ?x", then="flies ?x")` a rule. A word is a variable
(`?x`), a number, a day, or else a name. Statements are declared by `words("bird ?x:actor", …)`.
"""

import re
from datetime import date
from decimal import Decimal

from rubicon.firing import fire
from rubicon.judging import judge
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Operation,
    Pattern,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Atom, Fact, Grade, Literal, Place, Source
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Kind, Slot, Statement, Vocabulary

NOWHERE = Place("nowhere.toml", 1)
LEVELS = ("low", "middle", "high")


def words(*forms, kinds=()):
    """Declare statements, each "name ?slot:kind …"; a slot marked `!` is the one of its statement's `one_of`."""
    known = {"actor": Kind("actor"), "level": Kind("level", values=LEVELS)} | {
        kind.name: kind for kind in kinds
    }
    statements = {}
    for form in forms:
        name, *slots = form.split()
        pairs = [slot.strip("?!").split(":") for slot in slots]
        one_of = next((index for index, slot in enumerate(slots) if slot.endswith("!")), None)
        made = tuple(Slot(slot, kind) for slot, kind in pairs)
        statements[name] = Statement(name, (name, *made), made, NOWHERE, one_of=one_of)
    return Vocabulary(known, statements)


def term(word):
    if word.startswith("?"):
        return Variable(word[1:])
    if re.fullmatch(r"-?\d+(\.\d+)?", word):
        return Decimal(word)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        return date.fromisoformat(word)
    return word


def pattern(text):
    parts = text.split()
    truth = parts[0] != "not"
    name, *rest = parts if truth else parts[1:]
    return Pattern(name, tuple(term(word) for word in rest), truth)


def lit(text):
    made = pattern(text)
    return Literal(Atom(made.statement, made.terms), made.truth)


def fact(text, grade=None, basis="case", source=None, **days):
    """Assert a literal; a grade is written "B2"."""
    return Fact(
        lit(text),
        basis,
        NOWHERE,
        source=Source(source, source) if source else None,
        grade=Grade(grade[0], int(grade[1])) if grade else None,
        **{name: date.fromisoformat(day) for name, day in days.items()},
    )


def given(text):
    return fact(text, basis="example")


def expression(text):
    """Read `a`, or `a + b`, with single words."""
    parts = text.split()
    if len(parts) == 1:
        return term(text)
    return Operation(parts[1], term(parts[0]), expression(" ".join(parts[2:])))


def condition(text):
    """Read a condition.

    `absent P`, `open P`, `disputed P`, `since ?d: P`, `at least 2 of: P | Q`, `at least 2 ?_x: P`, `sum ?_n over ?_x: P at least 5`,
    `every ?_n: P at least 5`, `level: ?x >= high`, or a pattern.
    """
    first, _, rest = text.partition(" ")
    if first == "absent":
        return Absent(text, pattern(rest))
    if first in ("open", "disputed"):
        return Unsettled(text, pattern(rest), first == "disputed")
    if found := re.fullmatch(r"since \?(\w+): (.*)", text):
        return Since(text, pattern(found[2]), Variable(found[1]))
    if found := re.fullmatch(r"(at least|at most|exactly) (\d+) of: (.*)", text):
        return Several(text, found[1], int(found[2]), tuple(map(condition, found[3].split(" | "))))
    if found := re.fullmatch(r"(at least|at most|exactly) (\d+) \?(\w+): (.*)", text):
        return Tally(text, found[1], int(found[2]), found[3], pattern(found[4]))
    if found := re.fullmatch(
        r"(sum|largest|smallest) \?(\w+) over \?(\w+): (.*) (at least|at most) (.*)", text
    ):
        function, number, member, said, bound, limit = found.groups()
        return Aggregate(text, function, number, member, pattern(said), bound, expression(limit))
    if found := re.fullmatch(r"(every|some) \?(\w+): (.*) (at least|at most) (.*)", text):
        return Reported(
            text, found[1] == "every", found[2], pattern(found[3]), found[4], expression(found[5])
        )
    if found := re.fullmatch(r"(\w+): (.*) (<|<=|=|!=|>=|>) (.*)", text):
        return Comparison(text, expression(found[2]), found[3], expression(found[4]), found[1])
    return Holds(text, pattern(text))


def rule(name, *conditions, then, unless=(), kind="defeasible", overrides=(), **rest):
    """Make a rule. A tuple among the conditions is "any one of these", one in `unless` "all of these"."""
    read = tuple(condition(c) if isinstance(c, str) else tuple(map(condition, c)) for c in conditions)
    exceptions = tuple((condition(c),) if isinstance(c, str) else tuple(map(condition, c)) for c in unless)
    conclusions = (then,) if isinstance(then, str) else then
    return Rule(
        name,
        name,
        NOWHERE,
        read,
        exceptions,
        tuple(map(pattern, conclusions)),
        kind=kind,
        overrides=tuple(overrides),
        **rest,
    )


def judged(vocabulary, rules, facts, day=None):
    """Fire and judge; a fact may be a text, which is then given."""
    made = [given(one) if isinstance(one, str) else one for one in facts]
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return judge(vocabulary, fire(vocabulary, rules, made, day))
