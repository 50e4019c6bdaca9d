"""Supply what `why-not` says is lacking: each time the sentence stands, or something else is lacking."""

from datetime import date
from itertools import product

from msgspec.structs import replace

from brief import NOWHERE
from reasons.worlds import World, everywhere, literal_of, pattern_of
from rubicon.judging.assessing import considered
from rubicon.language.conditions import Variable
from rubicon.language.facts import Fact, Grade
from rulebooks import ENDS

GOOD = Grade("A", 1)
"""The grade of what is supplied with a day."""


class Supplier:
    """Supplies what an answer to `why-not` asks for, one answer after the other, and judges again."""

    def __init__(self, world, literal):
        self.rulebook, self.case, self.literal = world.rulebook, world.case, literal
        self.assumed, self.without, self.day = {}, set(), world.assessment.day
        self.disputed, self.dated = {}, {}
        self.world = world

    @property
    def state(self):
        """Return what was supplied so far."""
        supplied = (self.assumed, self.without, self.disputed, self.dated.items())
        return self.day, *map(frozenset, supplied)

    def judge(self):
        """Judge the case with all that was supplied."""
        world = self.world
        rulebook = replace(self.rulebook, background=self.kept(self.rulebook.background))
        added = [f for literal in self.disputed for f in (reported(literal), reported(literal.contrary))]
        added += [replace(reported(literal), on=day, grade=GOOD) for literal, day in self.dated.items()]
        case = replace(self.case, facts=(*self.kept(self.case.facts), *added))
        facts = (*rulebook.background, *considered(rulebook, case), *case.facts)
        asserted = {fact.literal for fact in facts}
        self.world = World(
            rulebook,
            case,
            as_of=self.day,
            assume=[world.say(literal) for literal in self.assumed],
            without=[world.say(literal) for literal in self.without if literal in asserted],
        )
        return self.world

    def kept(self, facts):
        """Return the facts that what was supplied with its day leaves in place."""
        vocabulary = self.rulebook.vocabulary
        taken = self.dated
        return tuple(
            fact
            for fact in facts
            if fact.literal not in taken
            and not any(vocabulary.in_conflict(fact.literal, one) for one in taken)
        )

    def supply(self, needs):
        """Do what some needs ask for; tell whether all of it could be done."""
        values = {}
        done = [self.do(need, values) for need in needs]
        return all(done)

    def do(self, need, values):
        """Do what one need asks for; tell whether it could be done."""
        pattern = self.world.language.pattern(need["sentence"]) if need["sentence"] else None
        match need["kind"]:
            case "day":
                self.day = max(self.day, date.fromisoformat(need["day"]))
            case "assert" | "value":
                self.assume(self.fill(pattern, values))
            case "dated":
                day = date.fromisoformat(need["day"]) if need["day"] else self.day
                literal = self.fill(pattern, values)
                self.take(literal)
                self.dated[literal] = day
            case "deny" | "withdraw":
                literal = literal_of(pattern)
                if literal in self.disputed or literal.contrary in self.disputed:
                    return False
                if need["kind"] == "deny":
                    self.assume(literal.contrary)
                else:
                    self.without.add(literal)
                    self.assumed.pop(literal, None)
                    self.dated.pop(literal, None)
            case "more":
                for _ in range(need["count"]):
                    self.assume(self.fill(pattern, {}))
            case "fewer":
                if not need["among"]:  # what counts are comparisons, or lines that nobody can deny by a fact
                    return False
                for said in need["among"][: need["count"]]:
                    self.assume(self.world.read(said).contrary)
            case "dispute":
                literal = self.fill(pattern, values)
                self.disputed[literal] = None
                for side in (literal, literal.contrary):
                    self.without.discard(side)
                    self.assumed.pop(side, None)
            case _:
                return False
        return True

    def assume(self, literal):
        """Take a sentence as given, in place of what it conflicts with."""
        self.take(literal)
        self.assumed[literal] = None

    def take(self, literal):
        """Make room for a sentence: drop what was supplied of it, or against it."""
        vocabulary = self.rulebook.vocabulary
        for some in (self.assumed, self.dated):
            for one in [one for one in some if one == literal or vocabulary.in_conflict(one, literal)]:
                del some[one]
        self.without.discard(literal)

    def fill(self, pattern, values):
        """Fill the variables of a pattern, the same name with the same value, so that it says something new."""
        slots = self.rulebook.vocabulary.statements[pattern.statement].slots
        free = {
            t.name: slot.kind for t, slot in zip(pattern.terms, slots, strict=True) if isinstance(t, Variable)
        }
        choices = [[values[name]] if name in values else ENDS[kind] for name, kind in free.items()]
        found = None
        for chosen in product(*choices):
            binding = dict(zip(free, chosen, strict=True))
            literal = literal_of(everywhere(pattern, binding))
            found = found or (literal, binding)
            if self.world.shown(pattern_of(literal)) is not True and literal not in self.assumed:
                found = (literal, binding)
                break
        literal, binding = found
        values.update({name: value for name, value in binding.items() if not name.startswith("_")})
        return literal


def reported(literal):
    """Return an ungraded report of a literal."""
    return Fact(literal, "case", NOWHERE)


def needs_of(told):
    """Return what the nearest way asks for; without a way, what a report of the sentence itself needs."""
    if not told["ways"]:
        return told["needs"]
    attempt = told["ways"][0]["attempts"][0]
    needs = [need for obstacle in attempt["obstacles"] for need in obstacle["needs"]]
    return needs + [need for defeat in attempt["defeats"] for need in defeat["needs"]]


def check_supplied(world, literal, ask):
    """Supply what is asked for, one answer after the other: each time the sentence stands, or something else is lacking."""
    supplier, before = Supplier(world, literal), None
    for turn in range(TURNS):
        told = ask(supplier.world, literal)
        if supplier.world.verdict(literal).truth is True:
            return turn
        lacks, one = what_lacks(told), supplier.world
        excused = (
            told["ways"] and told["ways"][0]["attempts"][0]["open"]
        )  # any value would do but the one supplied
        excused = excused or one.judgement.clashes
        assert lacks != before or excused, (
            "the same is lacking when it is supplied",
            lacks,
            supplier.state,
            told,
        )
        before, needs = lacks, needs_of(told)
        if not needs or not supplier.supply(needs):
            return None
        supplier.judge()
    return None


def what_lacks(told):
    """Return what the nearest way lacks, and what it asks for."""
    needs = [(need["kind"], need["sentence"], need["count"], need["day"]) for need in needs_of(told)]
    if not told["ways"]:
        return needs
    attempt = told["ways"][0]["attempts"][0]
    lacking = [(one["kind"], one["sentence"], one["shown"]) for one in attempt["obstacles"]]
    lacking += [one["against"] for one in attempt["defeats"]]
    return told["ways"][0]["rule"], attempt["binding"], lacking, needs


TURNS = 8
"""Answers after which a sentence is given up."""
