"""What differs between two judgements: that it did change, that the rules named turned, and for the reasons told."""

from reasons.reports import deciding, question_of, state_of
from reasons.worlds import every, filled, matches, pattern_of, plain
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Reported,
    Since,
    Tally,
    Unsettled,
    patterns,
)
from rubicon.language.dating import said_from
from rubicon.language.facts import Literal

NOTHING, DOUBTFUL, APPLIES, CARRIES = range(4)
"""What an argument does: nothing, it may apply, it applies, it carries its conclusion."""


def strength(argument):
    """Return how much an argument does."""
    if argument is None or argument.applies is False:
        return NOTHING
    return CARRIES if argument.stands else APPLIES if argument.applies else DOUBTFUL


def check_what_if(before, after, told):
    """Check the object of an answer to `what-if`: all that changed is told, and nothing else."""
    changed = {}
    for one in told["changes"]:
        literal = before.read(one["sentence"])
        changed[literal.atom] = one
        assert tuple(one["before"].values()) == before.stance(literal), one
        assert tuple(one["after"].values()) == after.stance(literal), one
        check_turned(before, after, literal, one)
    spoken = {
        a.literal.atom
        for world in (before, after)
        for a in world.judgement.arguments
        if a.applies is not False
    }
    for atom in spoken:
        literal = Literal(atom, truth=True)
        differs = before.stance(literal) != after.stance(literal)
        assert not differs or atom in changed, ("not told", before.say(literal))
    assert told["unchanged"] == len(spoken) - len(changed), told
    check_heads(before, after, told)


def check_heads(before, after, told):
    """Check how the answer and the variables are said to come out on either side."""
    framework = before.rulebook.framework
    if framework is None:
        return
    variables = [section for section in framework.sections if section.kind == "variable"]
    for section, one in zip(variables, told["variables"], strict=True):
        assert one["before"] == state_of(before, section), one
        assert one["after"] == state_of(after, section), one
    for world, said in ((before, told["question"]["before"]), (after, told["question"]["after"])):
        assert said["answer"] == answer_of(world), said


def answer_of(world):
    """Return the value that is established for the question, as text; None where none is."""
    asked, at = question_of(world)
    stand = [
        one
        for one, truth in world.judgement.established.items()
        if truth and one.truth and matches(asked, one)
    ]
    return str(stand[0].atom.values[at]) if stand else None


def check_turned(before, after, literal, told):
    """Check the reasons told for one sentence: that each fell or came, and that one did where its truth changed."""
    for one in told["fell"]:
        check_turn(
            before,
            after,
            before.read(one["for"]),
            one,
            [*one["premises"], *one["redated"]],
            one["stopped_by"],
            one["defeated_by"],
        )
    for one in told["came"]:
        check_turn(
            after,
            before,
            before.read(one["for"]),
            one,
            [*one["premises"], *one["redated"]],
            one["stopped_by"],
            one["defeated_by"],
        )
    for strong, weak, said in ((before, after, told["fell"]), (after, before, told["came"])):
        for side in (literal, literal.contrary):
            if strong.est(side) is True and weak.est(side) is not True:
                names = {(one["rule"], one["for"]) for one in said}
                fallen = {
                    (key[0], strong.say(side))
                    for key in strong.by_literal.get(side, ())
                    if strong.arguments[key].stands and not strong.is_circular(strong.arguments[key])
                }
                assert fallen <= names, (
                    "what carried it is not told",
                    strong.say(side),
                    fallen - names,
                    told,
                )


def check_turn(strong, weak, literal, told, missing, arrived, rivals=None):
    """Check that an argument of the rule named does more in one judgement than in the other, for what is told.

    `rivals` are those told apart; None where they stand among what arrived.
    """
    keys = [key for key in strong.by_literal.get(literal, ()) if key[0] == told["rule"]]
    turned = [key for key in keys if strength(strong.arguments[key]) > strength(weak.arguments.get(key))]
    assert turned, ("no argument of it turned", told)
    measured = [c for key in turned for c in measures(strong.arguments[key].instance)]
    for said in missing:
        check_only(strong, weak, said, measured, told)
    for said in arrived if rivals is not None else ():
        check_only(weak, strong, said, measured, told)
    assert any(accounts(strong, weak, key, missing, arrived, rivals) for key in turned), (
        "not for that",
        told,
    )


def measures(instance):
    """Return the conditions of an instance that go by more than what is established: by numbers, reports, days."""
    grounds = (*instance.conditions, *(g for group in instance.exceptions for g in group)) if instance else ()
    return [(g.condition, instance) for g in grounds if isinstance(g.condition, Aggregate | Reported | Since)]


def check_only(one, other, said, measured, told):
    """Check that a sentence is so in one judgement alone; what is measured may be in play, or reported, there alone."""
    literal = one.read(said)
    if any(speaks_of(condition, literal, instance) for condition, instance in measured):
        assert in_play(one, literal) != in_play(other, literal), ("counts alike in both", said, told)
        return
    assert shown(one, said), ("does not hold", said, told)
    assert not shown(other, said), ("holds in the other too", said, told)


def in_play(world, literal):
    """Return how a literal may count: whether it is established, a candidate, and as of which days it is asserted."""
    facts = (fact for argument in world.argued(literal) for fact in argument.facts)
    days = sorted(str(said_from(fact, world.assessment.day)) for fact in facts)
    return world.est(literal), world.judgement.candidates.get(literal, False), days


def shown(world, said):
    literal = world.read(said)
    return world.shown(pattern_of(literal)) is True


def accounts(strong, weak, key, missing, arrived, rivals):
    """Tell whether what is told accounts for an argument that does less in one judgement: all of it, and all for it."""
    argument, weaker = strong.arguments[key], weak.arguments.get(key)
    missing, arrived = ([weak.read(said) for said in some] for some in (missing, arrived))
    apart = None if rivals is None else [weak.read(said) for said in rivals]
    instance = argument.instance
    if instance is None:
        return not missing and all(is_rival(weak, literal, argument) for literal in apart or arrived)
    change = Change(strong, weak, instance, weaker and weaker.instance)
    rest = arrived if apart is None else apart
    doubtful = weaker is not None and weaker.applies is None and not missing and bool(rest)
    if doubtful or (not change.failing and not change.stopping and weaker is not None):
        clashing = any(argument.literal in clash.literals for clash in weak.judgement.clashes)
        attacked = bool(rest) or clashing or strength(argument) < CARRIES or strength(weaker) < APPLIES
        if not doubtful or all(is_rival(weak, one, argument) for one in rest):
            return attacked and not missing and all(is_rival(weak, one, argument) for one in rest)
    return not apart and change.is_told(missing, arrived)


class Change:
    """What keeps an instance from applying in the weaker of two judgements, that did not in the stronger.

    `failing` are its conditions that do not hold there, `stopping` those of exceptions that do, or may, as a whole;
    of `lost` and `stops` something must be told: of a condition that held and does not, of an exception that did not.
    Where there is no such instance in the weaker one, what it needs is impossible there, and that is enough to tell.
    """

    def __init__(self, strong, weak, instance, weaker):
        self.instance, binding, is_there = instance, plain(instance), weaker is not None
        weaker = weaker or instance
        pairs = list(zip(instance.conditions, weaker.conditions, strict=True))
        truths = [(strong.met(one, binding), weak.met(other, binding)) for one, other in pairs]
        conditions = [ground.condition for ground in instance.conditions]
        self.failing = [one for one, (_, now) in zip(conditions, truths, strict=True) if now is not True]
        lost = [one for one, both in zip(conditions, truths, strict=True) if both == (True, False)]
        self.lost = [one for one in lost if is_there or isinstance(one, Holds)]
        self.stopping, self.stops = [], []
        for one, other in zip(instance.exceptions, weaker.exceptions, strict=True):
            was, now = (
                every(world.holds(ground, binding) for ground in group)
                for world, group in ((strong, one), (weak, other))
            )
            if now is not False:
                self.stopping += [ground.condition for ground in other]
            if is_there and (was, now) == (False, True):
                self.stops.append([ground.condition for ground in other])

    def is_told(self, missing, arrived):
        """Tell whether all that is told keeps the instance from applying, and all that does is told."""
        blocking = [*self.stopping, *(one for one in self.failing if not isinstance(one, Holds))]
        lapsing = [*self.failing, *(one for one in self.stopping if not isinstance(one, Holds))]
        return (
            all(self.is_met(lapsing, literal) for literal in missing)
            and all(self.is_met(blocking, literal) for literal in arrived)
            and all(self.is_accounted(condition, missing, arrived) for condition in self.lost)
            and all(
                any(self.is_met(group, one) for one in (*arrived, *missing)) or opaque(group)
                for group in self.stops
            )
        )

    def is_met(self, conditions, literal):
        """Tell whether some condition speaks of a literal."""
        return any(speaks_of(condition, literal, self.instance) for condition in conditions)

    def is_accounted(self, condition, missing, arrived):
        """Tell whether something is told of a condition that fails; a sum or a matter unsettled may fail by less."""
        if isinstance(condition, Comparison | Aggregate | Reported | Unsettled):
            return True
        told = {Absent: arrived, Holds: missing, Since: missing}.get(type(condition), (*missing, *arrived))
        return any(speaks_of(condition, literal, self.instance) for literal in told)


def opaque(conditions):
    """Tell whether an exception may come to hold by what is no longer said, or by reports alone."""
    return any(not isinstance(condition, Holds | Tally) for condition in conditions)


def speaks_of(condition, literal, instance):
    """Tell whether a condition speaks of a literal, or of what conflicts with it."""
    settles = isinstance(condition, Unsettled)
    for pattern in patterns(condition):
        said = filled(pattern, plain(instance))
        if literal.atom.statement == said.statement and (matches(said, literal) or not said.truth or settles):
            return True
    return False


def is_rival(weak, literal, argument):
    """Tell whether something for a literal applies, or may, against an argument."""
    conflicts = weak.vocabulary.in_conflict(literal, argument.literal)
    return conflicts and any(a.applies is not False for a in weak.argued(literal))


def check_shifts(before, after, shifts):
    """Check what is told to have shifted from one judgement to another: variables and the answer."""
    sections = {section.key: section for section in before.rulebook.framework.sections}
    for shift in shifts:
        if shift["key"] == "answer":
            assert (shift["before"], shift["after"]) == (answer_of(before), answer_of(after)), shift
        elif sections[shift["key"]].kind == "variable":
            section = sections[shift["key"]]
            assert (shift["before"], shift["after"]) == (
                state_of(before, section),
                state_of(after, section),
            ), shift
        for one in shift["lost"]:
            check_turn(before, after, before.read(one["sentence"]), one, one["gone"], one["arrived"])
        for one in shift["gained"]:
            check_turn(after, before, before.read(one["sentence"]), one, one["arrived"], one["gone"])
    told = {shift["key"] for shift in shifts}
    for key, section in sections.items():
        if section.kind == "variable":
            states = [state_of(world, section) for world in (before, after)]
            weighed = [deciding(world, section) for world in (before, after)]
            same = states[0] == states[1] and (states[0] not in DECIDED or weighed[0] == weighed[1])
            assert same or key in told, (key, states, weighed, shifts)


DECIDED = ("met", "not met")
"""How a variable comes out that something established decides."""
