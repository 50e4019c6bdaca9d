"""Supply what `why-not` says is lacking: each time the sentence stands, or something else is lacking."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import product

from msgspec.structs import replace

from brief import NOWHERE
from reasons.lacking import is_pending
from reasons.worlds import World, everywhere, literal_of, matches, pattern_of
from rubicon.judging.assessing import considered
from rubicon.language.conditions import Absent, Aggregate, Holds, Reported, Since, Variable
from rubicon.language.facts import Fact, Grade

GOOD = Grade("A", 1)
"""The grade of what is supplied with a day."""


class Supplier:
    """Supplies what an answer to `why-not` asks for, one answer after the other, and judges again."""

    def __init__(self, world, literal):
        self.rulebook, self.case, self.literal = world.rulebook, world.case, literal
        self.assumed, self.dated = {}, {}
        self.gone, self.disputed = set(), set()
        self.day, self.world = world.assessment.day, world
        self.tried, self.fresh = set(), False

    def judge(self):
        """Judge the case with all that was supplied."""
        added = [f for literal in self.disputed for f in (reported(literal), reported(literal.contrary))]
        added += [replace(reported(literal), on=day, grade=GOOD) for literal, day in self.dated.items()]
        self.world = World(
            replace(self.rulebook, background=self.kept(self.rulebook.background)),
            replace(self.case, facts=(*self.kept(self.case.facts), *added)),
            as_of=self.day,
            without=[
                self.world.say(f.literal)
                for f in considered(self.rulebook, self.case)
                if f.literal in self.gone
            ],
            assume=[self.world.say(literal) for literal in self.assumed],
        )

    def kept(self, facts):
        """Return the facts that what was supplied leaves in place."""
        moved = {*self.gone, *self.dated, *self.disputed, *(one.contrary for one in self.disputed)}
        conflicts = self.rulebook.vocabulary.in_conflict
        return tuple(
            fact
            for fact in facts
            if fact.literal not in moved and not any(conflicts(fact.literal, one) for one in self.dated)
        )

    def supply(self, needs):
        """Do what some needs ask for."""
        values, self.fresh = {}, False
        for need in sorted(needs, key=lambda need: "?" in (need["sentence"] or "?")):
            self.do(need, values)

    def do(self, need, values):
        """Do what one need asks for."""
        pattern = self.world.language.pattern(need["sentence"]) if need["sentence"] else None
        match need["kind"]:
            case "day":
                self.day = max(self.day, date.fromisoformat(need["day"]))
            case "assert" | "value":
                self.assume(self.fill(pattern, values, besides=need["besides"]))
            case "dated":
                literal = self.fill(pattern, values)
                self.take(literal)
                self.dated[literal] = date.fromisoformat(need["day"]) if need["day"] else self.day
            case "deny":
                self.assume(literal_of(pattern).contrary)
            case "withdraw":
                self.withdraw(literal_of(pattern))
            case "more":
                for _ in range(need["count"]):
                    self.assume(self.fill(pattern, {}))
            case "fewer":
                assert need["among"], need
                for said in need["among"][: need["count"]]:
                    self.assume(self.world.read(said).contrary)
            case "lines":
                for said in need["lines"][: need["count"]]:
                    self.assume(self.fill(self.world.language.pattern(said), values))
            case "dispute":
                literal = self.fill(pattern, values)
                for side in (literal, literal.contrary):
                    self.withdraw(side)
                self.disputed.add(literal)
            case "number":
                self.number(pattern, need["number"], values)
            case kind:
                raise AssertionError(kind)

    def poses(self, need):
        """Tell whether a need is to dispute what only poses the question, which the roles say."""
        posed = {fact.literal.atom.statement for fact in considered(self.rulebook, self.case)}
        return need["kind"] == "dispute" and self.world.language.pattern(need["sentence"]).statement in posed

    def withdraw(self, literal):
        """Take back all that asserts a sentence."""
        self.gone.add(literal)
        self.disputed -= {literal, literal.contrary}
        for some in (self.assumed, self.dated):
            some.pop(literal, None)

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
        self.disputed -= {literal, literal.contrary}

    def number(self, pattern, target, values):
        """Supply an entry with which numbers come to what is asked of them, and deny those that keep them from it."""
        at, limit = pattern.terms.index(Variable(target["variable"])), Decimal(str(target["limit"]))
        step = {"less than": -1, "more than": 1}.get(target["bound"], 0)
        wanted, upward = limit + step, target["bound"] in ("at least", "more than")
        spoken = (one for one in self.world.by_literal if one.truth and matches(pattern, one))
        entries = [one for one in spoken if any(a.applies is not False for a in self.world.argued(one))]
        numbers = [one.atom.values[at] for one in entries]
        beyond = [
            one for one, n in zip(entries, numbers, strict=True) if (n < wanted if upward else n > wanted)
        ]
        if target["of"] == "sum":
            wanted -= sum(numbers)
        elif (target["of"], upward) in {("smallest", True), ("largest", False)} or target["of"] == "every":
            for one in beyond:
                self.assume(one.contrary)
            reported = target["of"] == "every"
            counting = (one for one in entries if one not in beyond and self.world.est(one) is True)
            if any(not reported or any(a.facts for a in self.world.argued(one)) for one in counting):
                return
        terms = tuple(wanted if place == at else term for place, term in enumerate(pattern.terms))
        self.assume(self.fill(replace(pattern, terms=terms), values))

    def fill(self, pattern, values, *, besides=None):
        """Fill the variables of a pattern, the same name with the same value, so that it says something new.

        `besides` is what no variable is to be.
        """
        slots = self.rulebook.vocabulary.statements[pattern.statement].slots
        free = {
            t.name: slot.kind for t, slot in zip(pattern.terms, slots, strict=True) if isinstance(t, Variable)
        }
        choices = [
            [values[name]] if name in values else self.world.values(kind) for name, kind in free.items()
        ]
        filled = [dict(zip(free, chosen, strict=True)) for chosen in product(*choices)]
        bindings = [some for some in filled if besides not in map(str, some.values())] or filled
        found = [(literal_of(everywhere(pattern, binding)), binding) for binding in bindings]
        new = [
            (one, binding)
            for one, binding in found
            if self.world.shown(pattern_of(one)) is not True and one not in self.assumed
        ]
        new.sort(key=lambda some: self.denies(some[0]))
        untried = [(one, binding) for one, binding in new if one not in self.tried]
        self.fresh = self.fresh or (len(untried) > 0 and len(found) > 1)
        literal, binding = (*untried, *new, *found)[0]
        self.tried.add(literal)
        values.update({name: value for name, value in binding.items() if not name.startswith("_")})
        return literal

    def denies(self, literal):
        """Tell whether a sentence denies what is established, or was supplied."""
        conflicts = self.rulebook.vocabulary.in_conflict
        established = any(self.world.est(one) is True for one in self.world.conflicting(literal))
        return established or any(conflicts(literal, one) for one in self.assumed)


def reported(literal):
    """Return an ungraded report of a literal."""
    return Fact(literal, "case", NOWHERE)


def needs_of(told):
    """Return what the nearest way asks for; without a way, what a report of the sentence itself needs."""
    return told["ways"][0]["attempts"][0]["needs"] if told["ways"] else told["needs"]


def check_supplied(world, literal, ask, seen=None):
    """Supply what is asked for, one answer after the other: each time the sentence stands, or something else is lacking.

    Where any value would do, another one is tried before the same is lacking again. A rule may be at odds with others,
    so that each answer undoes an earlier one: such circles are counted, and are few. Return after how many answers it
    stands, or None.
    """
    seen = Counter() if seen is None else seen
    supplier, earlier = Supplier(world, literal), []
    for turn in range(TURNS):
        told = ask(supplier.world, literal)
        if supplier.world.verdict(literal).truth is True:
            seen["supplied, and it stands"] += turn > 0
            seen["supplied, and the next is named"] += turn > 1
            return turn
        lacks, needs = what_lacks(told), needs_of(told)
        if not needs:
            check_no_room(supplier.world, literal, told)
            seen["nothing is asked for"] += 1
            return None
        if any(supplier.poses(need) for need in needs):
            return None
        if lacks in earlier and not supplier.fresh:
            again = lacks == earlier[-1] and not measures_itself(world, told)
            assert not again, ("lacking again when supplied", lacks, told)
            break
        earlier.append(lacks)
        supplier.supply(needs)
        supplier.judge()
    seen["supplied in a circle"] += 1
    return None


def measures_itself(world, told):
    """Tell whether the nearest rule measures numbers of what it needs, or shows, itself: then each entry undoes another."""
    rules = {rule.id: rule for rule in world.rulebook.rules}
    rule = rules[told["ways"][0]["rule"]] if told["ways"] else None
    lines = (*rule.lines, *rule.excepting) if rule else ()
    measured = {line.pattern.statement for line in lines if isinstance(line, Aggregate | Reported)}
    named = [line.pattern.statement for line in lines if isinstance(line, Holds | Since | Absent)]
    twice = sum(isinstance(line, Aggregate | Reported) for line in lines) > len(measured)
    shown = [pattern.statement for pattern in rule.conclusions] if rule else []
    return twice or not measured.isdisjoint((*named, *shown))


def check_no_room(world, literal, told):
    """Check that where nothing is asked for, something given leaves no room, or a comparison none that is known."""
    attempt = told["ways"][0]["attempts"][0] if told["ways"] else {"obstacles": [], "defeats": []}
    for one in (*attempt["obstacles"], *attempt["defeats"]):
        if one["needs"] or ("kind" in one and is_pending(one)):
            continue
        if "against" in one:
            assert world.settled(world.read(one["against"])), one
        elif one["kind"] == "holds":
            needed = literal_of(world.language.pattern(one["sentence"]))
            assert any(map(world.settled, world.conflicting(needed))), one
        else:
            assert one["kind"] in ("comparison", "several", "exception", "absent"), one
    if not told["ways"]:
        assert any(map(world.settled, world.conflicting(literal))), ("nothing bars it", told)


def what_lacks(told):
    """Return what the nearest way lacks, and what it asks for."""
    needs = [(need["kind"], need["sentence"], need["count"], need["day"]) for need in needs_of(told)]
    if not told["ways"]:
        return needs
    attempt = told["ways"][0]["attempts"][0]
    lacking = [(one["kind"], one["sentence"], one["shown"]) for one in attempt["obstacles"]]
    lacking += [one["against"] for one in attempt["defeats"]]
    return told["ways"][0]["rule"], attempt["binding"], lacking, needs


TURNS = 16
"""Answers after which a sentence is given up."""
