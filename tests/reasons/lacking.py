"""What `why-not` says is lacking: that it is, and that supplying it suffices or names the next obstacle."""

from datetime import date
from itertools import combinations, islice, product

from msgspec.structs import replace

from brief import NOWHERE
from reasons.findings import rule_of
from reasons.whys import STATUSES, answering
from reasons.worlds import World, filled, literal_of, matches, pattern_of
from rubicon.judging.assessing import considered
from rubicon.language.conditions import Absent, Holds, Pattern, Since, Tally, Variable
from rubicon.language.facts import Fact
from rulebooks import ENDS

VALUES = {str(value): value for values in ENDS.values() for value in values}
"""What the values of a binding are told as."""


def check_why_not(world, literal, told):
    """Check the object of an answer to `why-not`."""
    truth = world.verdict(literal).truth
    assert told["status"] in STATUSES[truth], told
    if truth is True:
        assert not told["ways"], told
        return
    if told["instead"] is not None:
        assert world.so(told["instead"]), told
        assert world.vocabulary.in_conflict(world.read(told["instead"]), literal), told
    for one in told["defeated_by"]:
        check_defeat(world, literal, one)
    for way in told["ways"]:
        check_way(world, literal, way)
    check_rules(world, literal, told)


def check_rules(world, literal, told):
    """Check that every rule that could conclude a sentence is told once: as a way, as impossible, or as taking no part."""
    taking_part = {rule.id for rule in world.assessment.judgements[0].rules}
    told_of = [one["rule"] for key in ("ways", "impossible", "not_taking_part") for one in told[key]]
    assert len(told_of) == len(set(told_of)), told_of
    for rule in world.rulebook.rules:
        shows = rule.kind != "defeater"
        could = shows and any(concludes(world, pattern, literal) for pattern in rule.conclusions)
        assert could or rule.id not in told_of, (rule.id, told)
        if could and rule.id in taking_part:
            assert rule.id in told_of, ("not told", rule.id, told)
    for one in told["not_taking_part"]:
        assert one["rule"] not in taking_part, one
    for one in told["impossible"]:
        assert one["rule"] in taking_part, one
        applying = [a for side in answering(world, literal) for a in world.argued(side) if a.applies]
        assert all(rule_of(a) != one["rule"] for a in applying), one
        if one["exclude"]:
            check_impossible(world, literal, one["rule"])


def check_impossible(world, literal, name):
    """Check that a rule whose lines are told to exclude each other does not apply where all it needs is given."""
    rule = {rule.id: rule for rule in world.rulebook.rules}[name]
    for branch in rule.branches:
        lines = [c.pattern for c in branch if isinstance(c, Holds)]
        free = {
            term.name: slot.kind
            for pattern in (*lines, *rule.conclusions)
            for term, slot in zip(
                pattern.terms, world.vocabulary.statements[pattern.statement].slots, strict=True
            )
            if isinstance(term, Variable)
        }
        if not set(free.values()) <= ENDS.keys():
            return  # another world than the random ones
        for chosen in islice(product(*(ENDS[kind] for kind in free.values())), FILLINGS):
            given = [literal_of(everywhere(line, dict(zip(free, chosen, strict=True)))) for line in lines]
            if not any(world.vocabulary.in_conflict(one, other) for one, other in combinations(given, 2)):
                after = world.supposing(assume=sorted(set(map(world.say, given))))
                applying = [a for side in answering(world, literal) for a in after.argued(side) if a.applies]
                assert all(rule_of(a) != name for a in applying), ("applies all the same", name, given)


FILLINGS = 4
"""Ways of filling a rule that are tried to make it apply."""


def concludes(world, pattern, literal):
    """Tell whether a conclusion can be a literal, or another value that a denied one is met by."""
    if pattern.truth == literal.truth:
        return matches(pattern, literal)
    one_of = world.vocabulary.statements[pattern.statement].one_of
    if literal.truth or one_of is None or not matches(pattern, literal, one_of):
        return False
    value, names = pattern.terms[one_of], [t for at, t in enumerate(pattern.terms) if at != one_of]
    if isinstance(value, Variable):
        same = [v for t, v in zip(pattern.terms, literal.atom.values, strict=True) if t == value]
        return value not in names or same[0] != literal.atom.values[one_of]
    return value != literal.atom.values[one_of]


def check_way(world, literal, way):
    """Check each attempt of a rule: what is told as an obstacle is one, and without any the rule applies."""
    rule = {rule.id: rule for rule in world.rulebook.rules}[way["rule"]]
    assert way["missing"] == sum(not is_pending(one) for one in way["attempts"][0]["obstacles"]), way
    for attempt in way["attempts"]:
        assert attempt["met"] + len(attempt["obstacles"]) == attempt["of"], attempt
        for obstacle in attempt["obstacles"]:
            check_obstacle(world, obstacle)
        if not attempt["obstacles"] and not attempt["open"]:
            applied = [
                a
                for one in answering(world, literal)
                for a in world.argued(one)
                if rule_of(a) == rule.id and a.applies is not False
            ]
            assert applied, ("does not apply", attempt, way)
            assert attempt["defeats"] or any(a.applies is None for a in applied) or rule.kind == "defeater", (
                way
            )
        for defeat in attempt["defeats"]:
            check_defeat(world, world.read(attempt["conclusion"]), defeat)
        if not attempt["open"]:
            check_count(world, rule, attempt)


def is_pending(obstacle):
    """Tell whether an obstacle could only be tried once something else is known."""
    return obstacle["met"] is None and bool(obstacle["open"])


def check_count(world, rule, attempt):
    """Check that so many conditions fail under the binding told, by one branch of the rule."""
    told = {name: said for name, said in attempt["binding"].items() if not name.startswith("_")}
    if not VALUES.keys() >= set(told.values()):
        return  # other worlds than the random ones have values of more kinds
    binding = {name: VALUES[said] for name, said in told.items()}
    fewest = []
    for branch in rule.branches:
        names = {
            name for c in branch if isinstance(c, Holds) for name in c.pattern.variables if name[0] != "_"
        }
        if names <= binding.keys():
            fewest.append(failing(world, rule, branch, binding))
    told = len(attempt["obstacles"])
    assert not fewest or any(low <= told <= high for low, high in fewest), (told, fewest, attempt)


def failing(world, rule, branch, binding):
    """Return how many conditions and exceptions fail under a binding, and how many may."""
    truths = [tried(world, condition, binding) for condition in branch]
    for group in rule.unless:
        parts = [tried(world, condition, binding) for condition in group]
        stopped = (
            False
            if False in parts
            else "unknown"
            if "unknown" in parts
            else True
            if None not in parts
            else None
        )
        truths.append({True: False, False: True, None: None}.get(stopped, "unknown"))
    low = sum(truth in (False, None) and truth != "unknown" for truth in truths)
    return low, low + truths.count("unknown")


def tried(world, condition, binding):
    """Tell whether a condition holds under a binding; unknown of numbers and comparisons."""
    if isinstance(condition, Holds | Absent):
        truth = world.shown(filled(condition.pattern, binding))
        return truth if isinstance(condition, Holds) else None if truth is None else not truth
    if isinstance(condition, Tally):
        return world.tallied(condition, filled(condition.pattern, binding))
    return "unknown"


def check_obstacle(world, told):
    """Check that what is told as an obstacle is one, and for the reason told."""
    if is_pending(told):
        return
    assert told["met"] is not True or told["kind"] == "exception", told
    pattern = world.language.pattern(told["sentence"]) if told["sentence"] else None
    kind = told["kind"]
    if kind == "holds":
        assert told["open"] or world.shown(pattern) is not True or pattern.variables, told
        if not pattern.variables:
            check_bar(world, literal_of(pattern), told)
    elif kind == "absent":
        assert world.shown(pattern) is told["met"] or world.shown(pattern) is True, told
        assert told["met"] is None or told["shown"], told
        assert told["met"] is None or all(world.so(said) for said in told["shown"]), told
    elif kind == "exception":
        assert told["met"] is True or told["met"] is None, told
    elif kind == "tally":
        low, high = told["count"]
        assert 0 <= low <= high, told
        counted = [said for said in told["shown"] if world.so(said)]
        assert len(counted) >= low, told
    for way in told["ways"]:
        for attempt in way["attempts"]:
            for obstacle in attempt["obstacles"]:
                check_obstacle(world, obstacle)


def check_bar(world, literal, told):
    """Check how a needed sentence is said to fail."""
    sides = (literal, *world.conflicting(literal))
    argued = any(a.applies is not False for side in sides for a in world.argued(side))
    shown = world.shown(pattern_of(literal))
    assert shown is not True, told
    opposite = (
        any(world.est(side) is True for side in sides[1:])
        or world.shown(pattern_of(literal.contrary)) is True
    )
    how = told["how"]
    if how == "denied":
        assert opposite, told
    elif how == "contested":
        assert argued, ("nothing applies", told)
        assert not opposite, ("denied", told)
    elif how == "undecided":
        assert shown is None, told
    elif how == "unshown":
        assert not argued, told
        assert not opposite, told
    else:
        assert how == "dated", told
        assert told["mistimed"], told


def check_defeat(world, literal, told):
    """Check that what is told to stand against an argument applies, and that what is told to override it does."""
    against = world.read(told["against"])
    assert world.vocabulary.in_conflict(against, literal), (told, world.say(literal))
    applying = [a for a in world.argued(against) if a.applies is not False]
    assert applying or told["given"], told
    names = {rule_of(a) for a in applying}
    for one in (*told["unanswered"], *told["overridden_by"]):
        assert one["rule"] in names, (one, told)
    if told["given"]:
        clashing = any(against in clash.literals for clash in world.judgement.clashes)
        given = against in world.judgement.definite or clashing
        assert given, told


class Supplier:
    """Supplies what an answer to `why-not` asks for, one answer after the other, and judges again."""

    def __init__(self, world, literal):
        self.rulebook, self.case, self.literal = world.rulebook, world.case, literal
        self.assumed, self.without, self.day = {}, set(), world.assessment.day
        self.disputed = {}
        self.world = world

    @property
    def state(self):
        """Return what was supplied so far."""
        return frozenset(self.assumed), frozenset(self.without), self.day, frozenset(self.disputed)

    def judge(self):
        """Judge the case with all that was supplied."""
        world = self.world
        facts = (*self.rulebook.background, *considered(self.rulebook, self.case), *self.case.facts)
        asserted = {fact.literal for fact in facts}
        case = self.case
        if self.disputed:
            facts = [f for literal in self.disputed for f in (reported(literal), reported(literal.contrary))]
            case = replace(case, facts=(*case.facts, *facts))
        self.world = World(
            self.rulebook,
            case,
            as_of=self.day,
            assume=[world.say(literal) for literal in self.assumed],
            without=[world.say(literal) for literal in self.without if literal in asserted],
        )
        return self.world

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
            case "deny" | "withdraw":
                literal = literal_of(pattern)
                if literal in self.disputed or literal.contrary in self.disputed:
                    return False
                if need["kind"] == "deny":
                    self.assume(literal.contrary)
                else:
                    self.without.add(literal)
                    self.assumed.pop(literal, None)
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
        vocabulary = self.rulebook.vocabulary
        self.assumed = {one: None for one in self.assumed if not vocabulary.in_conflict(one, literal)}
        self.assumed[literal] = None
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


def everywhere(pattern, binding):
    """Return a pattern with all its variables filled, wildcards too."""
    terms = tuple(binding[t.name] if isinstance(t, Variable) else t for t in pattern.terms)
    return Pattern(pattern.statement, terms, pattern.truth)


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
        excused = excused or one.judgement.clashes or is_at_odds(world, literal) or asks_since(world, told)
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


def asks_since(world, told):
    """Tell whether the nearest rule asks since when something is so: a day is not supplied with a sentence."""
    rules = {rule.id: rule for rule in world.rulebook.rules}
    branches = rules[told["ways"][0]["rule"]].branches if told["ways"] else ()
    return any(isinstance(condition, Since) for branch in branches for condition in branch)


def is_at_odds(world, literal):
    """Tell whether a rule for a statement, or against it, needs what it denies: nothing that is supplied can help it."""
    return any(
        conclusion.statement == literal.atom.statement
        and any(isinstance(c, Holds | Since) and c.pattern.statement == conclusion.statement for c in branch)
        for rule in world.rulebook.rules
        for conclusion in rule.conclusions
        for branch in rule.branches
    )


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
