"""Why not, over random rulebooks: the search against every binding, and what is asked for against the judge."""

import random
from itertools import product

import pytest

from brief import LEVELS, fact, lit, rule, words
from rubicon.explaining.lacking import why_not
from rubicon.explaining.lacking.contradicting import clash, needed_of_itself, stopped
from rubicon.explaining.lacking.scene import Scene, starts
from rubicon.explaining.lacking.searching import nearest, stops
from rubicon.explaining.lacking.trying import attempt
from rubicon.judging.assessing import Assessment, judgement_of
from rubicon.judging.bearing import SchoolJudgement
from rubicon.language.binding import as_pattern, ground
from rubicon.language.conditions import Holds, Pattern, Variable
from rubicon.language.facts import Atom, Case, Entity, Fact, Literal, Place
from rubicon.language.rules import Rulebook

SEEDS = range(60)
NAMES = ("ann", "bob", "cat")
WORDS = (
    "p ?x:actor",
    "q ?x:actor ?y:actor",
    "r ?x:actor",
    "s ?x:actor ?n:number!",
    "t ?x:actor",
    "goal ?x:actor",
)


class Book:
    """A random rulebook about three actors, without circles: a rule speaks of earlier statements only."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.vocabulary = words(*WORDS)
        self.rules = [self.rule(f"r{at}", at) for at in range(self.random.randint(2, 5))]
        self.facts = [self.fact() for _ in range(self.random.randint(1, 7))]

    def line(self, variables=("?x", "?y"), depth=4):
        """Return a random positive line."""
        x, y = self.random.choice(variables), self.random.choice(variables)
        forms = [f"p {x}", f"q {x} {y}", f"r {x}", f"s {x} ?n", f"t {x}"][:depth]
        said = self.random.choice(forms)
        return f"not {said}" if self.random.random() < 0.2 and "?n" not in said else said

    def rule(self, name, at):
        """Return a random rule; the first two conclude the goal."""
        roll = self.random.random
        depth, head = (4, "goal ?x") if at < 2 else (3, "t ?x")
        if at < 2:
            depth = 5
        lines = [
            f"p {'?x'}" if roll() < 0.3 else "q ?x ?y",
            *(self.line(depth=depth) for _ in range(self.random.randint(0, 2))),
        ]
        bound = " ".join(lines)
        rest = []
        if "?n" in bound and roll() < 0.7:
            rest.append(f"number: ?n {self.random.choice(['>=', '<', '='])} {self.random.choice([1, 2])}")
        if "?y" in bound and roll() < 0.3:
            rest.append("identity: ?x != ?y")
        if roll() < 0.3:
            rest.append("absent r ?x")
        if roll() < 0.2:
            rest.append(f"at least {self.random.choice([1, 2])} ?_z: q ?x ?_z")
        unless = ("p ?_w",) if roll() < 0.15 else ("r ?x",) if roll() < 0.15 else ()
        truth = "not " if roll() < 0.15 else ""
        return rule(name, *lines, *rest, then=truth + head, unless=unless, kind="defeasible")

    def fact(self):
        """Return a random assertion."""
        name, other = self.random.choice(NAMES), self.random.choice(NAMES)
        said = self.random.choice(
            [
                f"p {name}",
                f"q {name} {other}",
                f"r {name}",
                f"s {name} {self.random.choice([1, 2])}",
                f"t {name}",
            ]
        )
        denied = "not " if self.random.random() < 0.2 else ""
        return fact(denied + said, self.random.choice(["A1", "C3", None]))

    def assessment(self, facts=None):
        """Judge the rules over the facts."""
        facts = self.facts if facts is None else facts
        entities = tuple(Entity(name, "actor") for name in NAMES)
        book = Rulebook("", self.vocabulary, entities, rules=tuple(self.rules))
        case = Case("c", "c", Place("c", 1), None, (), (), (), tuple(facts))
        judgement = judgement_of(self.vocabulary, self.rules, facts, None)
        return Assessment(book, case, None, "0", (SchoolJudgement(None, tuple(self.rules), judgement),))


def universe(rule_, branch, vocabulary):
    """Return the plain variables of a branch with the values that each may take."""
    found = {}
    for condition in branch:
        if isinstance(condition, Holds):
            slots = vocabulary.statements[condition.pattern.statement].slots
            for slot, term in zip(slots, condition.pattern.terms, strict=True):
                if isinstance(term, Variable) and not term.is_wildcard:
                    values = (
                        NAMES
                        if slot.kind == "actor"
                        else tuple(lit(f"s ann {n}").atom.values[1] for n in (1, 2))
                    )
                    found[term.name] = values
    return found


def excluded(scene, rule_, conclusion, branch, binding):
    """Tell whether a rule can carry nothing under a binding, whatever is known."""
    if clash(scene, branch, binding) or needed_of_itself(scene, conclusion, branch, binding):
        return True
    return bool(stopped(scene, rule_, conclusion, branch, binding))


def failing(scene, rule_, branch, binding):
    """Count the conditions and exceptions that fail under a whole binding."""
    own = sum(not attempt(scene, condition, binding).met for condition in branch)
    groups = (tuple(attempt(scene, condition, binding) for condition in group) for group in rule_.unless)
    return own + sum(stops(group) for group in groups)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_binding_is_nearer(seed):
    """Of all bindings to known values none fails fewer conditions than those that the search finds."""
    book = Book(seed)
    scene = Scene(book.assessment())
    for name in NAMES:
        goal = as_pattern(lit(f"goal {name}"))
        for one in book.rules:
            for conclusion, start in starts(book.vocabulary, one, goal):
                found, whole = nearest(scene, one, start, conclusion)
                assert whole
                bindings = [
                    (branch, {**dict(zip(free, values, strict=True)), **start})
                    for branch in one.branches
                    for free in [universe(one, branch, book.vocabulary)]
                    for values in product(*free.values())
                ]
                bindings = [
                    (b, binding)
                    for b, binding in bindings
                    if not excluded(scene, one, conclusion, b, binding)
                ]
                if not bindings:
                    continue
                best = found[0]
                counts = [failing(scene, one, branch, binding) for branch, binding in bindings]
                known = [
                    count
                    for (branch, binding), count in zip(bindings, counts, strict=True)
                    if not invents(scene, branch, binding, start)
                ]
                assert best.failed <= min(known, default=best.failed)
                if not best.open:
                    assert best.failed >= min(counts)
                    assert failing(scene, one, one.branches[best.branch], best.binding) == best.failed


def invents(scene, branch, binding, start):
    """Tell whether a binding takes a value that nobody speaks of where a known one would meet the line."""
    for condition in branch:
        if isinstance(condition, Holds):
            literal = ground(condition.pattern, binding)
            spoken = literal is None or any(literal == one for one in scene.ledger.judgement.for_)
            if not spoken and any(True for _ in scene.established(condition.pattern, start)):
                return True
    return False


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rule_without_obstacles_is_one_that_applies(seed):
    """A rule lacks nothing exactly where the judge says that an instance of it applies."""
    book = Book(seed)
    assessment = book.assessment()
    scene = Scene(assessment)
    for name in NAMES:
        literal = lit(f"goal {name}")
        for one in book.rules:
            for conclusion, start in starts(book.vocabulary, one, as_pattern(literal)):
                found, _ = nearest(scene, one, start, conclusion)
                said = Literal(Atom(conclusion.statement, literal.atom.values), conclusion.truth)
                applying = any(
                    a.applies and a.instance is not None and a.instance.rule.id == one.id
                    for a in scene.ledger.for_(said)
                )
                assert bool(found and not found[0].failed and not found[0].open) == applying


def fulfilled(book, facts, answer):
    """Do what the nearest way asks for: return the facts with it, None if it asks for what no fact can do."""
    if answer.ways:
        nearest_ = answer.ways[0].attempts[0]
        needs = [need for obstacle in nearest_.obstacles for need in obstacle.needs]
        needs += [need for defeat in nearest_.defeats for need in defeat.needs]
    else:
        needs = list(answer.needs)
    values = {}
    for need in needs:
        if need.pattern is None or need.kind in ("dispute", "number", "day"):
            return None
        kinds = [slot.kind for slot in book.vocabulary.statements[need.pattern.statement].slots]
        facts = list(doing(need, facts, kinds, values, answer.asked.atom.values))
    return facts


def doing(need, facts, kinds, values, asked):
    """Yield the facts changed as one need asks."""
    made = []
    for _ in range(max(need.count, 1)):
        made.append(filled(need.pattern, kinds, values, asked, {*(one.literal for one in facts), *made}))
    if need.kind == "fewer":
        made = list(need.among[: need.count])
    if need.kind == "withdraw":
        yield from (one for one in facts if one.literal != made[0])
        return
    asserted = [one.contrary for one in made] if need.kind in ("deny", "fewer") else made
    yield from (one for one in facts if not any(in_conflict(one.literal, other) for other in asserted))
    for literal in asserted:
        yield Fact(literal, "argument", Place("argument", 0))


def in_conflict(one, other):
    if one.atom == other.atom:
        return one.truth != other.truth
    return (
        one.atom.statement == other.atom.statement == "s"
        and one.atom.values[0] == other.atom.values[0]
        and one.truth
        and other.truth
    )


def filled(pattern, kinds, values, asked, known):
    """Fill the variables of a pattern with what is not known yet: the same name with the same value."""
    free = [term.name for term in pattern.terms if isinstance(term, Variable)]
    others = [name for name in NAMES if name not in asked] + list(asked)
    found = None
    for names in product(others, repeat=len(free)):
        own = {
            name: values.get("_" if name.startswith("_") else name, value)
            for name, value in zip(free, names, strict=True)
        }
        terms = tuple(
            lit("s ann 2").atom.values[1]
            if kind == "number" and isinstance(term, Variable)
            else own.get(getattr(term, "name", None), term)
            for term, kind in zip(pattern.terms, kinds, strict=True)
        )
        made = Literal(Atom(pattern.statement, terms), pattern.truth)
        found = found or (made, own)
        if made not in known:
            found = (made, own)
            break
    values.update({name: value for name, value in found[1].items() if not name.startswith("_")})
    return found[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_doing_what_is_asked_leads_on(seed):
    """Doing what the nearest way asks makes the sentence stand, or the answer names another obstacle."""
    book = Book(seed)
    for name in NAMES:
        literal = lit(f"goal {name}")
        facts, seen = list(book.facts), []
        for _ in range(12):
            answer = why_not(book.assessment(facts), literal)
            if answer.status in ("so", "assumed"):
                assert answer.ways == ()
                break
            state = frozenset((one.literal, one.basis) for one in facts)
            assert state not in seen, "the answer asks for the same again"
            seen.append(state)
            facts = fulfilled(book, facts, answer)
            if facts is None:
                break
        else:
            pytest.fail(f"no end after {len(seen)} answers: {name}")


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_facts_and_rules_makes_no_difference(seed):
    """Shuffled facts and rules give the same answer."""
    book = Book(seed)
    literal = lit("goal ann")
    first = why_not(book.assessment(), literal)
    book.random.shuffle(book.facts)
    book.random.shuffle(book.rules)
    again = why_not(book.assessment(), literal)
    assert (first.ways, first.hopeless, first.claim) == (again.ways, again.hopeless, again.claim)


def test_levels_are_ordered():
    """A bound beyond the highest value of an ordered kind can never be met."""
    vocabulary = words("mood ?x:actor ?l:level!", "goal ?x:actor")
    one = rule("r", "mood ?x ?l", f"level: ?l > {LEVELS[-1]}", then="goal ?x")
    book = Book(0)
    book.vocabulary, book.rules = vocabulary, [one]
    answer = why_not(book.assessment([]), lit("goal ann"))
    assert [never.rule.id for never in answer.hopeless] == ["r"]
    assert isinstance(one.conclusions[0], Pattern)
