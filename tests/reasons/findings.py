"""What findings say: how each statement stands, what it rests on, and what speaks against it and is defeated."""

from reasons.worlds import ABSENCE, DISPUTED, OPEN, filled, literal_of, matches, pattern_of, plain, said_of
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
)


def check_findings(world, found, *, complete):
    """Check some findings of a judgement; with `complete`, that they are all there is."""
    told = {}
    for finding in found:
        literal = world.read(finding["sentence"])
        assert literal.truth, finding
        assert literal.atom not in told, finding
        told[literal.atom] = finding
        check_finding(world, literal, finding)
    if complete:
        spoken = {a.literal.atom for a in world.judgement.arguments if a.applies is not False}
        assert told.keys() == spoken
    check_founded(world, found)


def check_finding(world, literal, finding):
    """Check how a statement is said to stand, and every argument told of it."""
    stance = (finding["truth"], finding["standing"], finding["confidence"])
    assert stance == world.stance(literal), finding
    truth = finding["truth"]
    against = {literal.contrary, *world.conflicting(literal)}
    sides = (against, {literal}) if truth is False else ({literal}, against)
    for_, contra = (
        [a for one in side for a in world.argued(one) if a.applies is not False] for side in sides
    )
    if truth is not None:
        for_ = [argument for argument in for_ if argument.stands]
    pair(world, for_, finding["because"], finding)
    pair(world, contra, finding["against"], finding)
    assert finding["derived"] == any(one["rule"] is not None for one in finding["because"]), finding
    assert truth is None or finding["because"], finding
    for one in finding["against"]:
        check_defeat(world, contra, one, finding)


def pair(world, arguments, told, finding):
    """Check that what is told are these arguments, each with what meets its conditions.

    An argument that rests on what it shows adds nothing, and may be left out.
    """
    rest = list(arguments)
    for one in told:
        fit = [a for a in rest if rule_of(a) == one["rule"] and is_told(world, a, one["premises"])]
        assert fit, (finding, one)
        rest.remove(fit[0])
    assert all(argument.stands and world.is_circular(argument) for argument in rest), (finding, rest)


def rule_of(argument):
    return argument.instance.rule.id if argument.instance else None


def is_told(world, argument, premises):
    """Tell whether premises name what meets each condition of an argument, and nothing else."""
    if argument.instance is None:
        return not premises
    explained, binding = set(), plain(argument.instance)
    for ground in argument.instance.conditions:
        needed, allowed = wanted(world, ground, binding)
        if not all(any(said in premises for said in some) for some in needed):
            return False
        explained.update(said for some in (*needed, allowed) for said in some)
    return set(premises) <= explained and len(set(premises)) == len(premises)


def wanted(world, ground, binding):
    """Return sets of sentences of which each must have one told, and what else may be told of a condition."""
    condition = ground.condition
    match condition:
        case Comparison():
            return [], set()
        case Holds():
            literal = ground.mentions[0].literal
            sure, doubtful = sides(world, pattern_of(literal))
            return [set(map(world.say, sure or [literal, *doubtful]))], set()
        case Since():
            return [{world.say(ground.mentions[0].literal)}], set()
        case Several():
            lines = [filled(line.pattern, binding) for line in condition.lines if isinstance(line, Holds)]
            found = [sides(world, line) for line in lines]
            sure = [set(map(world.say, some)) for some, _ in found if some]
            return sure, {world.say(one) for _, some in found for one in some}
        case Absent() | Unsettled():
            return [{said_of(world.vocabulary, condition, binding)}], set()
        case Tally():
            sure, doubtful = sides(world, filled(condition.pattern, binding))
            at = condition.pattern.terms.index(Variable(condition.member))
            return grouped(world, sure, {at}.__contains__), set(map(world.say, doubtful))
        case Aggregate():
            mentioned = [mention.literal for mention in ground.mentions]
            sure = [one for one in mentioned if world.est(one) is True]
            number = condition.pattern.terms.index(Variable(condition.number))
            one_of = world.vocabulary.statements[condition.pattern.statement].one_of
            played = [one for one in mentioned if any(a.applies is not False for a in world.argued(one))]
            return grouped(world, sure, lambda at: at not in (number, one_of)), set(map(world.say, played))
        case Reported():
            return [], {world.say(mention.literal) for mention in ground.mentions}
    raise TypeError(condition)


def sides(world, pattern):
    """Return what meets a pattern and is established, and what may be."""
    meeting = list(world.meeting(pattern))
    return [one for one, truth in meeting if truth is True], [one for one, truth in meeting if truth is None]


def grouped(world, literals, counts):
    """Return the sentences of each member that is counted: those alike in the slots that count."""
    found = {}
    for one in literals:
        member = tuple(value for at, value in enumerate(one.atom.values) if counts(at))
        found.setdefault(member, set()).add(world.say(one))
    return list(found.values())


def check_defeat(world, contra, one, finding):
    """Check that what is told to defeat an argument applies and does, and that nothing does where none is told."""
    attackers = [a for a in contra if rule_of(a) == one["rule"] and is_told(world, a, one["premises"])]
    victor = one["defeated_by"]
    assert any(is_defeated(world, attacker, victor) for attacker in attackers), (finding, one)
    assert victor is not None or finding["truth"] is None, (finding, one)


def is_defeated(world, attacker, victor):
    """Tell whether what is named defeats an argument; without a name, whether nothing does."""
    rivals = world.conflicting(attacker.literal)
    beating = [a for rival in rivals for a in world.argued(rival) if a.applies]
    beating = [a for a in beating if a.weight != "defeater" and overrides(world, a, attacker)]
    definite = any(rival in world.judgement.definite for rival in rivals)
    if victor == "what is given":
        return definite
    if victor is None:
        return not beating and not definite
    name = None if victor == "a report" else victor
    return any(rule_of(a) == name for a in beating)


def overrides(world, one, other):
    """Tell whether an argument overrides another: by its rule, by its grades, or as what a presumption yields to."""
    if other.instance is None:
        reports = one.instance is None and one.weight == other.weight == "reported"
        return reports and outgrades(one.facts, other.facts)
    if one.instance is not None and rule_of(other) in one.instance.rule.overrides:
        return True
    absences = [
        ground.condition for ground in other.instance.conditions if isinstance(ground.condition, Absent)
    ]
    presumed = [filled(absence.pattern, plain(other.instance)) for absence in absences]
    if any(pattern == pattern_of(one.literal) or meets(world, one.literal, pattern) for pattern in presumed):
        return True
    return other.instance.rule.otherwise_of is not None and not is_presumed(world, one)


def is_presumed(world, argument):
    """Tell whether an argument says something otherwise, or by the absence of what its conclusion denies."""
    if argument.instance is None:
        return False
    binding = plain(argument.instance)
    absences = [g.condition for g in argument.instance.conditions if isinstance(g.condition, Absent)]
    patterns = [filled(absence.pattern, binding) for absence in absences]
    denied = [literal_of(pattern) for pattern in patterns if not pattern.variables]
    presumes = any(world.vocabulary.in_conflict(argument.literal, one) for one in denied)
    return presumes or argument.instance.rule.otherwise_of is not None


def outgrades(some, others):
    """Tell whether each grade of the others is below some grade of these (DESIGN 4)."""
    mine, theirs = ([grade_of(fact, origins_of(facts)) for fact in facts] for facts in (some, others))
    return all(any(is_below(one, other) for other in mine) for one in theirs)


def origins_of(facts):
    """Return how many origins no worse than C and 3 assert a sentence (DESIGN 2.4)."""
    sources = [
        f.source
        for f in facts
        if f.grade and f.source and f.grade.reliability <= "C" and f.grade.credibility <= 3
    ]
    return len({source.origin or source.publisher or source.key for source in sources})


def grade_of(fact, origins):
    """Return the letter and digit of a fact; None of one that compares with its like alone.

    What no other source confirms is not confirmed, whatever its digit says.
    """
    grade = None if fact.basis == "assumption" else fact.grade
    if grade is None or grade.reliability == "F" or grade.credibility == 6:
        return None
    digit = 2 if grade.credibility == 1 and origins < 2 else grade.credibility
    return ("ABCDE".index(grade.reliability), digit)


def is_below(one, other):
    """Tell whether a grade is worse than another in letter or digit, and better in neither."""
    if one is None or other is None:
        return one is None and other is not None and other[0] <= 2 and other[1] <= 3
    return one != other and other[0] <= one[0] and other[1] <= one[1]


def meets(world, literal, pattern):
    """Tell whether a literal would meet a pattern, were it established."""
    if literal.truth == pattern.truth:
        return matches(pattern, literal)
    one_of = world.vocabulary.statements[pattern.statement].one_of
    if pattern.truth or one_of is None:
        return False
    return matches(pattern, literal, one_of) and pattern.terms[one_of] != literal.atom.values[one_of]


def check_founded(world, found):
    """Check that each established statement is told with a reason that does not rest, in the end, on itself."""
    told = {world.read(one["sentence"]).atom: one for one in found if one["truth"] is not None}
    founded = set()
    while True:
        fresh = {
            atom
            for atom, one in told.items()
            if atom not in founded and any(below(world, reason, told) <= founded for reason in one["because"])
        }
        if not fresh:
            break
        founded |= fresh
    assert founded == told.keys(), [told[atom] for atom in told.keys() - founded]


def below(world, reason, told):
    """Return the statements that a reason rests on, as far as they are told."""
    plain_ = (said for said in reason["premises"] if not said.startswith((ABSENCE, OPEN, DISPUTED)))
    return {atom for said in plain_ if (atom := world.read(said).atom) in told}
