"""Random rulebooks: firing against the plain evaluator, and against enumeration of every binding."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from rubicon.firing import fire, joining
from rubicon.firing.confirming import confirm
from rubicon.firing.instances import Mention
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
from rubicon.language.facts import Atom, Fact, Literal, Place, sort_key
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Kind, Slot, Statement, Vocabulary

PLACE = Place("rules/t/r.toml", 1)
DAY = date(2022, 1, 5)
LEVELS = ("unlikely", "even", "likely")
VALUES = {
    "actor": ("Russia", 'the "CSTO"', "Łódź {x}"),
    "level": LEVELS,
    "number": (Decimal("1e-9"), Decimal("1e22"), Decimal(2)),
    "date": (DAY, DAY - timedelta(days=730)),
    "text": ("2", "true", 'a"b\\ü€'),
}
VARIABLES = {"actor": "xyz", "level": "lm", "number": "nk", "date": "de", "text": "tu"}


class World:
    """A random vocabulary, rules and facts."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        statements = {}
        for number in range(self.random.randint(2, 6)):
            kinds = self.random.choices(
                ("actor", "actor", "actor", "level", "number", "date", "text"), k=self.random.randint(0, 3)
            )
            slots = tuple(Slot(f"s{at}", kind) for at, kind in enumerate(kinds))
            one_of = self.random.randrange(len(slots)) if slots and self.random.random() < 0.4 else None
            name = f"p{number}"
            statements[name] = Statement(name, (name, *slots), slots, PLACE, one_of=one_of)
        self.vocabulary = Vocabulary(
            {"level": Kind("level", values=LEVELS), "actor": Kind("actor")}, statements
        )
        self.rules = [self.rule(f"t/r{number}") for number in range(self.random.randint(1, 6))]
        self.facts = [self.fact() for _ in range(self.random.randint(0, 10))]

    def fact(self):
        """Return a fact of random values."""
        statement = self.random.choice(list(self.vocabulary.statements.values()))
        values = tuple(self.random.choice(VALUES[slot.kind]) for slot in statement.slots)
        literal = Literal(Atom(statement.name, values), self.random.random() < 0.7)
        origin = self.random.choice(("case", "case", "case", "argument", "example", "background"))
        return Fact(literal, origin, PLACE, on=self.random.choice((None, *VALUES["date"])))

    def pattern(self, bound=None, wild=0.0, truth=None):
        """Return a pattern; with `bound`, its plain variables are taken from there."""
        statement = self.random.choice(list(self.vocabulary.statements.values()))
        truth = self.random.random() < 0.7 if truth is None else truth
        terms = []
        for at, slot in enumerate(statement.slots):
            letters = [v for v in VARIABLES[slot.kind] if bound is None or v in bound]
            roll = self.random.random()
            if roll < wild and at != statement.one_of:
                terms.append(Variable("_" + self.random.choice(VARIABLES[slot.kind])))
            elif roll < 0.8 and letters:
                terms.append(Variable(self.random.choice(letters)))
            else:
                terms.append(self.random.choice(VALUES[slot.kind]))
        return Pattern(statement.name, tuple(terms), truth)

    def safe(self, patterns):
        """Bind what a denied `one_of` pattern leaves unbound, with a constant."""
        bound = set()
        for pattern in patterns:
            one_of = self.vocabulary.statements[pattern.statement].one_of
            for at, term in enumerate(pattern.terms):
                if isinstance(term, Variable) and (pattern.truth or at != one_of):
                    bound.add(term.name)
        result = []
        for pattern in patterns:
            slots = self.vocabulary.statements[pattern.statement].slots
            terms = tuple(
                self.random.choice(VALUES[slot.kind])
                if isinstance(term, Variable) and term.name not in bound
                else term
                for slot, term in zip(slots, pattern.terms, strict=True)
            )
            result.append(Pattern(pattern.statement, terms, pattern.truth))
        return result, {name for name in bound if name[0] != "_"}

    def comparison(self, bound):
        """Return a comparison over bound variables."""
        roll = self.random.random()
        names = {kind: [v for v in letters if v in bound] for kind, letters in VARIABLES.items()}
        operator = self.random.choice(("<", "<=", "=", "!=", ">=", ">"))

        def term(kind):
            return (
                Variable(self.random.choice(names[kind]))
                if names[kind] and self.random.random() < 0.7
                else self.random.choice(VALUES[kind])
            )

        if roll < 0.25:
            return Comparison(
                "c",
                term("number"),
                operator,
                Operation(self.random.choice("+-*"), term("number"), term("number")),
                "number",
            )
        if roll < 0.5:
            return Comparison(
                "c", Operation("-", Variable("today"), term("date")), operator, Decimal(730), "number"
            )
        if roll < 0.75:
            return Comparison("c", term("level"), operator, term("level"), "level")
        return Comparison("c", term("actor"), self.random.choice(("=", "!=")), term("actor"), "identity")

    def other(self, bound):
        """Return a condition that is no positive one."""
        roll = self.random.random()
        if roll < 0.15:
            return self.comparison(bound)
        if roll < 0.25:
            lines = [self.line(bound) for _ in range(self.random.randint(1, 3))]
            return Several("k", "at least", 1, tuple(lines))
        if roll < 0.4:
            return Absent("a", self.pattern(bound, 0.3))
        if roll < 0.6:
            return Unsettled("u", self.pattern(bound, 0.3, truth=True), self.random.random() < 0.5)
        pattern = self.pattern(bound, 0.5)
        kinds = [slot.kind for slot in self.vocabulary.statements[pattern.statement].slots]
        wild = [term.name for term in pattern.terms if isinstance(term, Variable) and term.is_wildcard]
        numbers = [name for name in wild if kinds[pattern.terms.index(Variable(name))] == "number"]
        limit = Operation(
            "+", Decimal(1), self.random.choice([Variable(v) for v in "nk" if v in bound] or [Decimal(2)])
        )
        if numbers and roll < 0.7:
            return Reported(
                "r", roll < 0.65, numbers[0], Pattern(pattern.statement, pattern.terms), "at least", limit
            )
        if numbers:
            return Aggregate("g", "sum", numbers[0], wild[0], pattern, "at most", limit)
        return Tally("t", "at least", 2, wild[0], pattern) if wild else Absent("a", pattern)

    def line(self, bound):
        """Return a line of several, which may have variables of its own."""
        if self.random.random() < 0.2:
            return self.comparison(bound)
        made = self.pattern(wild=0.2)
        statement = self.vocabulary.statements[made.statement]
        terms = list(made.terms)
        at = statement.one_of
        if at is not None and isinstance(terms[at], Variable) and terms[at].name not in bound:
            terms[at] = self.random.choice(VALUES[statement.slots[at].kind])
        return Holds("h", Pattern(made.statement, tuple(terms), made.truth))

    def rule(self, name):
        """Return a safe rule."""
        patterns, bound = self.safe([self.pattern(wild=0.2) for _ in range(self.random.randint(0, 3))])
        conditions = [Holds("h", pattern) for pattern in patterns]
        if self.random.random() < 0.3:
            dated = Since("s", self.pattern(wild=0.2), Variable(self.random.choice(("d", "e", "_day"))))
            conditions.append(dated)
            bound |= {name for name in (*dated.pattern.variables, dated.day.name) if name[0] != "_"}
        conditions += [self.other(bound) for _ in range(self.random.randint(0, 2))]
        if self.random.random() < 0.3:
            conditions.append(
                (Holds("h", self.pattern(bound, 0.2)), self.other(bound), Holds("h", self.pattern(bound)))
            )
        self.random.shuffle(conditions)
        unless = tuple(
            tuple(
                self.random.choice((self.other(bound), Holds("h", self.pattern(bound, 0.3))))
                for _ in range(size)
            )
            for size in self.random.choices((1, 2), k=self.random.randint(0, 2))
        )
        conclusions = tuple(self.pattern(bound) for _ in range(self.random.randint(1, 2)))
        kind = self.random.choice(("strict", "defeasible", "defeasible", "defeater"))
        return Rule(name, name, PLACE, tuple(conditions), unless, conclusions, kind)


class Enumeration:
    """The definition, spelled out: every binding over all values is tried until nothing changes."""

    def __init__(self, world):
        self.vocabulary = world.vocabulary
        self.asserted = {fact.literal for fact in world.facts}
        self.dated = {
            (fact.literal, fact.on or DAY)
            for fact in world.facts
            if fact.on or fact.basis in ("argument", "example")
        }
        self.possible = set(self.asserted)
        self.found = {}
        while True:
            before = len(self.possible)
            for rule in world.rules:
                for number, branch in enumerate(rule.branches):
                    for binding in self.bindings(branch):
                        heads = [self.fill(pattern, binding) for pattern in rule.conclusions]
                        self.found[rule.id, number, tuple(sorted(binding.items()))] = (rule, branch, heads)
                        if rule.kind != "defeater":
                            self.possible |= set(heads)
            if len(self.possible) == before:
                break

    def assignments(self, pattern, names, binding=None):
        """Return every binding of a pattern's own names over the values of its slots' kinds."""
        own = {}
        for term, name, slot in zip(
            pattern.terms, names, self.vocabulary.statements[pattern.statement].slots, strict=True
        ):
            if isinstance(term, Variable) and (binding is None or name not in binding):
                own[name] = VALUES[slot.kind]
        return (dict(zip(own, values, strict=True)) for values in product(*own.values()))

    def bindings(self, branch):
        """Return every binding under which the branch's positive lines and comparisons hold."""
        bindings = [{}]
        for at, line in enumerate(branch):
            if not isinstance(line, Holds | Since):
                continue
            pattern = line.pattern
            names = [
                term and (f"{term.name}@{at}" if term.is_wildcard else term.name)
                if isinstance(term, Variable)
                else None
                for term in pattern.terms
            ]
            bindings = [
                both
                for binding in bindings
                for own in self.assignments(pattern, names, binding)
                for both in [binding | own]
                for both in self.dates(line, at, both, self.fill(pattern, both, names))
            ]
        return [b for b in bindings if all(self.compare(c, b) for c in branch if isinstance(c, Comparison))]

    def dates(self, line, at, binding, literal):
        """Yield the bindings under which a positive line holds: of a `since` one for each asserted day."""
        if isinstance(line, Holds):
            if self.met(literal):
                yield binding
            return
        name = f"{line.day.name}@{at}" if line.day.is_wildcard else line.day.name
        for day in VALUES["date"]:
            if (literal, day) in self.dated and binding.get(name, day) == day:
                yield binding | {name: day}

    def fill(self, pattern, binding, names=None):
        """Return the pattern's literal."""
        names = names or [getattr(term, "name", None) for term in pattern.terms]
        values = tuple(
            term if name is None else binding[name] for term, name in zip(pattern.terms, names, strict=True)
        )
        return Literal(Atom(pattern.statement, values), pattern.truth)

    def met(self, literal):
        """Tell whether a member of what the literal stands for is possible."""
        if literal.truth:
            return literal in self.possible
        return any(self.vocabulary.in_conflict(other, literal.contrary) for other in self.possible)

    def value(self, side, binding):
        """Compute one side of a comparison."""
        match side:
            case Variable(name="today"):
                return DAY
            case Variable(name=name):
                return binding[name]
            case Operation(operator="+", left=left, right=right):
                return Fraction(self.value(left, binding)) + Fraction(self.value(right, binding))
            case Operation(operator="*", left=left, right=right):
                return Fraction(self.value(left, binding)) * Fraction(self.value(right, binding))
            case Operation(left=left, right=right):
                one, other = self.value(left, binding), self.value(right, binding)
                return (
                    Fraction((one - other).days) if isinstance(one, date) else Fraction(one) - Fraction(other)
                )
        return side

    def compare(self, test, binding):
        """Decide a comparison."""
        left, right = self.value(test.left, binding), self.value(test.right, binding)
        if test.scale == "level":
            left, right = LEVELS.index(left), LEVELS.index(right)
        if test.scale == "number":
            left, right = Fraction(left), Fraction(right)
        return {
            "<": left.__lt__,
            "<=": left.__le__,
            "=": left.__eq__,
            "!=": left.__ne__,
            ">=": left.__ge__,
            ">": left.__gt__,
        }[test.operator](right)

    def matching(self, pattern, binding, is_there):
        """Return the literals of the pattern, free names standing for anything."""
        names = [getattr(term, "name", None) for term in pattern.terms]
        found = (self.fill(pattern, binding | own) for own in self.assignments(pattern, names, binding))
        return sorted({literal for literal in found if is_there(literal)}, key=sort_key)

    def lines(self, condition, binding):
        """Return what each line of several speaks of, and whether its comparisons hold."""
        plain = {name: value for name, value in binding.items() if name[0] != "_"}
        return tuple(
            (tuple(map(Mention, self.matching(line.pattern, plain, self.met))), None, True)
            if isinstance(line, Holds)
            else ((), None, self.compare(line, plain))
            for line in condition.lines
        )

    def ground(self, condition, binding, at, positive):
        """Return (mentions, limit, holds) as the docstring of GroundCondition defines them."""
        plain = {name: value for name, value in binding.items() if name[0] != "_"}
        local = plain | {n.split("@")[0]: v for n, v in binding.items() if n.endswith(f"@{at}")}
        pattern = getattr(condition, "pattern", None)
        match condition:
            case Comparison():
                return (), None, positive or self.compare(condition, plain)
            case Since(day=day):
                return (Mention(self.fill(pattern, local), local[day.name]),), None, True
            case Several():
                said = (mention for mentions, _, _ in self.lines(condition, plain) for mention in mentions)
                return tuple(dict.fromkeys(said)), None, True
            case Holds() if positive:
                return (Mention(self.fill(pattern, local)),), None, True
            case Holds() | Unsettled() if not any(name[0] == "_" for name in pattern.variables):
                return (Mention(self.fill(pattern, plain)),), None, True
            case Holds() | Absent():
                found = self.matching(pattern, plain, self.met)
                return tuple(map(Mention, found)), None, True
            case Unsettled():
                found = self.matching(pattern, plain, lambda x: self.met(x) or self.met(x.contrary))
                return tuple(map(Mention, found)), None, True
            case Reported(number=number, limit=limit):
                found = self.matching(pattern, plain, self.asserted.__contains__)
                place = pattern.terms.index(Variable(number))
                return (
                    tuple(Mention(x, None, x.atom.values[place]) for x in found),
                    self.value(limit, plain),
                    True,
                )
            case Tally(member=counted):
                place = pattern.terms.index(Variable(counted))
                return (
                    tuple(Mention(x, x.atom.values[place]) for x in self.matching(pattern, plain, self.met)),
                    None,
                    True,
                )
            case Aggregate(member=member, number=number, limit=limit):
                of, by = pattern.terms.index(Variable(member)), pattern.terms.index(Variable(number))
                found = self.matching(pattern, plain, self.met)
                one_of = self.vocabulary.statements[pattern.statement].one_of
                return (
                    tuple(
                        Mention(
                            x,
                            x.atom.values[of],
                            x.atom.values[by],
                            tuple(v for at, v in enumerate(x.atom.values) if at not in (by, one_of)),
                        )
                        for x in found
                    ),
                    self.value(limit, plain),
                    True,
                )
        raise AssertionError(condition)


def grounded(conditions):
    return tuple((ground.mentions, ground.limit, ground.holds) for ground in conditions)


@pytest.mark.parametrize("part", range(8))
def test_firing_agrees_with_the_definition(part, pytestconfig):
    """Every instance, conclusion, mention, limit and truth is what enumerating all bindings finds."""
    for seed in range(part, pytestconfig.getoption("rulebooks"), 8):
        world = World(seed)
        firings = fire(world.vocabulary, world.rules, world.facts, DAY)
        truth = Enumeration(world)
        assert [(i.rule.id, i.branch, i.binding) for i in firings.instances] == sorted(
            truth.found, key=order
        ), seed
        for instance in firings.instances:
            rule, branch, heads = truth.found[instance.rule.id, instance.branch, instance.binding]
            binding = dict(instance.binding)
            assert instance.conclusions == tuple(heads), seed
            expected = tuple(truth.ground(c, binding, at, True) for at, c in enumerate(branch))
            assert grounded(instance.conditions) == expected, seed
            for condition, ground in zip(branch, instance.conditions, strict=True):
                if isinstance(condition, Several):
                    assert grounded(ground.parts) == truth.lines(condition, binding), seed
            for together, given in zip(instance.exceptions, rule.unless, strict=True):
                assert grounded(together) == tuple(truth.ground(c, binding, -1, False) for c in given), seed


def test_firing_is_confirmed_and_the_order_of_input_does_not_matter(pytestconfig):
    """The plain evaluator confirms every run, and shuffled rules and facts give the same firings."""
    for seed in range(1000, 1000 + pytestconfig.getoption("rulebooks")):
        world = World(seed)
        firings = fire(world.vocabulary, world.rules, world.facts, DAY)
        confirm(world.vocabulary, world.rules, world.facts, DAY, firings.instances)
        world.random.shuffle(world.rules)
        world.random.shuffle(world.facts)
        assert fire(world.vocabulary, world.rules, world.facts, DAY) == firings, seed


def test_joins_cut_small_find_the_same(monkeypatch):
    """Joined pair by pair and a few rows at a time, rules have the instances they have when joined at once."""
    whole = {seed: run(World(seed)) for seed in range(2000, 2300)}
    monkeypatch.setattr(joining, "FEW_ROWS", 3)
    monkeypatch.setattr(joining, "FEW_MATCHES", 4)
    monkeypatch.setattr(joining, "_SQUARE", 2)
    for seed, firings in whole.items():
        assert run(World(seed)) == firings, seed


def run(world):
    return fire(world.vocabulary, world.rules, world.facts, DAY)


def order(key):
    ranks = {Decimal: 0, date: 1, str: 2}
    return key[0], key[1], [(ranks[type(value)], value) for _, value in key[2]]
