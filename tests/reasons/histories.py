"""What a timeline says: each stretch as it is judged on its day, and what brought the change."""

from datetime import date

from reasons.changing import answer_of, check_shifts
from reasons.reports import state_of
from reasons.worlds import filled, matches
from rubicon.language.facts import Literal


def check_timeline(judged, told):
    """Check the object of a timeline; `judged` returns the world of a day."""
    previous = None
    for stretch in told["stretches"]:
        first = judged(date.fromisoformat(stretch["day"]))
        assert stretch["day"] == stretch["days"][0]["day"]
        variables = {section.key: section for section in first.rulebook.framework.sections}
        for day in stretch["days"]:
            now = judged(date.fromisoformat(day["day"]))
            assert stretch["questions"][0]["answer"] == answer_of(now), day
            for one in stretch["variables"]:
                section = variables[one["key"]]
                assert one["state"] == state_of(now, section), (one, day)
                assert one["confidence"] in levels_of(now, section, one["state"]), (one, day)
        if previous is not None:
            last = judged(date.fromisoformat(previous["days"][-1]["day"]))
            check_shifts(last, first, stretch["shifts"])
            check_days(judged, previous["days"][-1], stretch["days"][0])
            assert differs(previous, stretch, last, first), (previous, stretch)
        for one, other in zip(stretch["days"], stretch["days"][1:], strict=False):
            check_days(judged, one, other)
        previous = stretch


def levels_of(world, section, state):
    """Return the confidence that is told of a variable: that of a statement which decides it; none of an open one."""
    if state not in ("met", "not met"):
        return {None}
    roles = dict(world.case.roles)
    patterns = [filled(pattern, roles) for pattern in (*section.for_, *section.against)]
    atoms = {argument.literal.atom for argument in world.judgement.arguments}
    verdicts = [
        world.verdict(Literal(atom, truth=True))
        for atom in atoms
        if any(matches(pattern, Literal(atom, truth=True)) for pattern in patterns)
    ]
    return {verdict.confidence for verdict in verdicts if verdict.truth is not None}


def differs(previous, stretch, last, first):
    """Tell whether a stretch has another answer, variable or confidence than the one before."""
    keys = ("questions", "variables")
    return any(previous[key] != stretch[key] for key in keys) or bool(stretch["shifts"])


def is_far(was, now, literal):
    """Tell whether only standing knowledge says a sentence, and of nobody who plays a role: that is no news of the case."""
    facts = [f for world in (was, now) for f in world.judgement.firings.facts if f.literal == literal]
    players = {name for _, name in now.case.roles}
    return all(f.basis == "background" for f in facts) and players.isdisjoint(literal.atom.values)


def check_days(judged, one, other):
    """Check what a day is said to have brought against the facts that count on it and on the day before."""
    was, now = (judged(date.fromisoformat(day["day"])) for day in (one, other))
    before, after = ({fact.literal for fact in w.judgement.firings.facts} for w in (was, now))
    for entry in other["facts"]:
        literal = now.read(entry["sentence"])
        if entry["how"] in ("known", "begun"):
            assert literal in after, (entry, other)
        if entry["how"] == "repeated":
            assert literal in before, (entry, other)
            assert literal in after, (entry, other)
    told = {entry["sentence"] for entry in other["facts"]}
    moved = {now.say(literal) for literal in before ^ after if not is_far(was, now, literal)}
    assert moved <= told, (moved - told, other)
