"""What `why-not` says is lacking: that it is, and that supplying it suffices or names the next obstacle."""

from datetime import date
from decimal import Decimal
from itertools import combinations, islice, product

from reasons.changing import APPLIES, CARRIES, strength
from reasons.comparing import rank
from reasons.findings import origins_of, rule_of
from reasons.whys import STATUSES, answering
from reasons.worlds import compared, enough, everywhere, filled, literal_of, matches, opposite, pattern_of
from rubicon.language.conditions import (
    TODAY,
    Absent,
    Comparison,
    Holds,
    Pattern,
    Several,
    Since,
    Tally,
    Variable,
    variables,
)
from rubicon.language.dating import said_from


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
        carries = CARRIES if one["own"] or one["exception"] else APPLIES
        assert not does(world, literal, one["rule"], carries), one
        if one["exclude"] or one["own"] or one["exception"]:
            check_impossible(world, literal, one["rule"], carries)


def does(world, literal, name, least):
    """Tell whether an argument of a rule does so much for a literal; one in a circle carries nothing."""
    found = (a for side in answering(world, literal) for a in world.argued(side) if strength(a) >= least)
    return any(rule_of(a) == name and not (a.stands and world.is_circular(a)) for a in found)


def check_impossible(world, literal, name, carries):
    """Check that a rule whose lines are told to exclude each other does not apply where all it needs is given.

    Of one that rests on what it concludes, or denies, that it carries nothing.
    """
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
        for chosen in islice(product(*map(world.values, free.values())), FILLINGS):
            given = [literal_of(everywhere(line, dict(zip(free, chosen, strict=True)))) for line in lines]
            if not any(world.vocabulary.in_conflict(one, other) for one, other in combinations(given, 2)):
                after = world.supposing(assume=sorted(set(map(world.say, given))))
                assert not does(after, literal, name, carries), ("applies all the same", name, given)


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
    binding = {name: valued(said, kinds_of(world, rule)[name]) for name, said in told.items()}
    fewest = []
    for branch in rule.branches:
        names = {
            name for c in branch if isinstance(c, Holds) for name in c.pattern.variables if name[0] != "_"
        }
        if names <= binding.keys():
            fewest.append(failing(world, rule, branch, binding))
    told = len(attempt["obstacles"])
    assert not fewest or any(low <= told <= high for low, high in fewest), (told, fewest, attempt)


def kinds_of(world, rule):
    """Return the kind of each variable of a rule."""
    found = {line.day.name: "date" for line in rule.lines if isinstance(line, Since)}
    lines = (line.pattern for line in rule.lines if isinstance(line, Holds | Since))
    for pattern in (*lines, *rule.conclusions):
        for term, slot in zip(
            pattern.terms, world.vocabulary.statements[pattern.statement].slots, strict=True
        ):
            if isinstance(term, Variable):
                found[term.name] = slot.kind
    return found


def valued(said, kind):
    """Return the value that is told as a text."""
    return date.fromisoformat(said) if kind == "date" else Decimal(said) if kind == "number" else said


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
    """Tell whether a condition holds under a binding; unknown of sums and reports."""
    match condition:
        case Holds():
            return world.shown(filled(condition.pattern, binding))
        case Absent():
            return opposite(world.shown(filled(condition.pattern, binding)))
        case Tally():
            return world.tallied(condition, filled(condition.pattern, binding))
        case Comparison():
            names = {*variables(condition.left), *variables(condition.right)}
            return compared(world, condition, binding) if names <= {*binding, TODAY} else "unknown"
        case Since():
            return is_since(world, condition, binding)
        case Several():
            truths = [tried(world, line, binding) for line in condition.lines]
            known = "unknown" not in truths
            return (
                enough(condition, truths.count(True), len(truths) - truths.count(False))
                if known
                else "unknown"
            )
    return "unknown"


def is_since(world, condition, binding):
    """Tell whether something that matches a pattern is so since the day that is bound, or since any."""
    pattern = filled(condition.pattern, binding)
    meeting = [(one, truth) for one, truth in world.meeting(pattern) if one.truth == pattern.truth]
    days = {first_day(world, one) for one, truth in meeting if truth is True} - {None}
    day = binding.get(condition.day.name)
    return bool(days) if day is None else day.isoformat() in days


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
    elif kind == "since":
        check_days(world, told)
    elif kind == "absent":
        assert world.shown(pattern) is told["met"] or world.shown(pattern) is True, told
        assert told["met"] is None or told["shown"], told
        assert told["met"] is None or all(world.so(said) for said in told["shown"]), told
    elif kind == "exception":
        assert told["met"] is True or told["met"] is None, told
    elif kind in ("open", "disputed"):
        assert all(world.so(said) for said in told["shown"]), told
        contrary = Pattern(pattern.statement, pattern.terms, not pattern.truth)
        settled = world.shown(pattern) is True or world.shown(contrary) is True
        assert bool(told["shown"]) == settled or told["open"], told
        ground = kind == "open" and not pattern.variables
        assert settled or told["met"] is None or not ground, ("it is open", told)
    elif kind == "tally":
        low, high = told["count"]
        assert 0 <= low <= high, told
        counted = [said for said in told["shown"] if world.so(said)]
        assert len(counted) >= low, told
    elif kind == "several":
        low, high = told["count"]
        assert 0 <= low <= high, told
        assert all(any(a.applies is not False for a in world.argued(world.read(s))) for s in told["shown"]), (
            told
        )
    elif kind in ("aggregate", "reported"):
        spoken = [world.read(said) for said in told["shown"]]
        assert all(any(a.applies is not False for a in world.argued(one)) for one in spoken), told
    for way in told["ways"]:
        for attempt in way["attempts"]:
            for obstacle in attempt["obstacles"]:
                check_obstacle(world, obstacle)


def check_days(world, told):
    """Check that what is so since another day, or since none that is told, is so, and since then."""
    truth = world.language.pattern(told["sentence"]).truth
    shown = [world.read(said) for said in told["shown"]]
    days = {first_day(world, one) for one in shown if one.truth == truth} - {None}
    assert shown, told
    assert all(world.so(said) for said in told["shown"]), told
    assert told["since"] == min(days, default=None), told
    assert all(need["day"] is None or need["day"] not in days for need in told["needs"]), told


def first_day(world, literal):
    """Return the first day that the surest dated assertions of a literal give, as text."""
    facts = [fact for argument in world.argued(literal) for fact in argument.facts]
    most = 3 if origins_of(facts) > 1 else 2
    days = [(fact, day) for fact in facts if (day := said_from(fact, world.assessment.day)) is not None]
    sure = [(rank(f) if f.basis == "background" else min(rank(f), most), day) for f, day in days]
    best = max((level for level, _ in sure), default=None)
    return min((day.isoformat() for level, day in sure if level == best), default=None)


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
