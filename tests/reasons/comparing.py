"""What a comparison says: each point as the cases are judged, and the differences that carry the answer."""

from itertools import combinations

from reasons.changing import answer_of, check_shifts
from reasons.reports import question_of, state_of
from reasons.worlds import World, matches
from rubicon.judging.assessing import Assessment, judgement_of
from rubicon.judging.bearing import SchoolJudgement


def check_comparison(worlds, told):
    """Check the object of a comparison of two cases judged on one day."""
    sections = {section.key: section for section in worlds[0].rulebook.framework.sections}
    for world, side in zip(worlds, told["cases"], strict=True):
        assert side["question"]["answer"] == answer_of(world), side
    for point in told["points"]:
        check_point(worlds, sections[point["key"]], point)
    check_differences(worlds, told)
    assert told["agree"] == (shown(worlds[0]) == shown(worlds[1])), told
    if settings(worlds[0]) == settings(worlds[1]):
        for crossing in told["crossings"]:
            check_crossing(worlds, told, crossing)


def settings(world):
    """Return what may be told in other terms in another case: who plays which role, and the day."""
    return world.case.roles, world.assessment.day


def check_point(worlds, section, point):
    """Check how a section comes out in both cases, and that what is told of each holds there."""
    for world, view in zip(worlds, point["cases"], strict=True):
        if section.kind == "variable":
            assert view["state"] == state_of(world, section), (view, section.key)
            decided = view["state"] in ("met", "not met")
            assert not decided or all(world.so(said) for said in view["findings"]), view
        applying = {
            a.instance.rule.id for a in world.judgement.arguments if a.instance and a.applies is not False
        }
        assert set(view["rules"]) <= applying, view
        asserted = {world.say(fact.literal) for fact in world.judgement.firings.facts}
        assert {fact["sentence"] for fact in view["facts"]} <= asserted, view
    if section.kind == "variable":
        assert point["same"] == (point["cases"][0]["state"] == point["cases"][1]["state"]), point
    for one, other in point["shared"]:
        assert worlds[0].so(one), point
        assert worlds[1].so(other), point
    for world, only in zip(worlds, point["only"], strict=True):
        assert all(world.so(said) for said in only), point


def check_differences(worlds, told):
    """Check that what is told as a difference is asserted in its case and, graded alike, not in the other."""
    for one in told["differences"]:
        for at, side in enumerate(one["cases"]):
            asserted = {worlds[at].say(fact.literal) for fact in worlds[at].judgement.firings.facts}
            assert {ground["sentence"] for ground in side} <= asserted, one
        if one["graded_otherwise"] or settings(worlds[0]) != settings(worlds[1]):
            continue
        sides = [{ground["sentence"] for ground in side} for side in one["cases"]]
        assert sides[0] != sides[1], one
    if settings(worlds[0]) == settings(worlds[1]):
        check_told(worlds, told)


def check_told(worlds, told):
    """Check that all that one case says and the other does not, or not as firmly, is told as a difference."""
    said = [{}, {}]
    for world, asserted in zip(worlds, said, strict=True):
        for fact in world.judgement.firings.facts:
            if fact.basis != "considered" and not is_tie(world, fact):
                asserted.setdefault(world.say(fact.literal), []).append(fact)
    differing = [
        {ground["sentence"] for one in told["differences"] for ground in one["cases"][at]} for at in (0, 1)
    ]
    for at in (0, 1):
        for sentence, facts in said[at].items():
            other = said[1 - at].get(sentence)
            alike = other is not None and firmness(facts) == firmness(other)
            assert alike != (sentence in differing[at]), (sentence, alike, told["differences"])


def is_tie(world, fact):
    """Tell whether a case says where a part lies: that is no difference, and goes along with what is said of the part."""
    values, name = fact.literal.atom.values, fact.literal.atom.statement
    slots = world.vocabulary.statements[name].slots
    standing = {one.literal.atom.statement for one in world.rulebook.background}
    playing = {role.kind for role in world.rulebook.framework.roles}
    players = {player for _, player in world.case.roles}
    fits = len(values) == 2 and name in standing and slots[0].kind not in playing and values[1] in players
    return fact.basis == "case" and fact.literal.truth and fits


def firmness(facts):
    """Return whether some assertion is as good as given, and the confidence that the best of them carries."""
    given = any(f.basis == "background" or (f.basis == "case" and is_solid(f.grade)) for f in facts)
    return given, max(map(rank, facts))


def is_solid(grade):
    return grade is not None and grade.reliability in "AB" and grade.credibility <= 2


def rank(fact):
    """Return the confidence that an assertion carries, as a number (DESIGN 4)."""
    if fact.basis in ("assumption", "argument"):
        return 1
    if fact.grade is None:
        return 3 if fact.basis == "background" else 2
    letter = {"A": 3, "B": 3, "C": 2, "D": 1, "E": 1, "F": 2}[fact.grade.reliability]
    return min(letter, {1: 3, 2: 3, 3: 2, 4: 1, 5: 1, 6: 2}[fact.grade.credibility])


def shown(world):
    """Return the answer, and where none is established the values in play."""
    asked, at = question_of(world)
    playing = [
        one for one, truth in world.judgement.candidates.items() if truth is not False and matches(asked, one)
    ]
    answer = answer_of(world)
    return answer, tuple(sorted(str(one.atom.values[at]) for one in playing)) if answer is None else ()


def check_crossing(worlds, told, crossing):
    """Check that each set of differences told gives the case the other's answer, and no part of it does."""
    into = crossing["into"]
    goal = shown(worlds[1 - into])
    asked = [one["number"] for one in told["differences"] if one["asked"]]
    for carrier in crossing["sets"]:
        numbers = carrier["differences"]
        moved = world_with(worlds, told, into, numbers)
        assert shown(moved) == goal, ("does not carry it", carrier, crossing)
        for number in numbers:
            less = world_with(worlds, told, into, [one for one in numbers if one != number])
            assert shown(less) != goal, ("less would do", carrier, crossing)
        check_shifts(worlds[into], moved, [{"lost": [], "gained": [], **one} for one in carrier["changes"]])
    told_sets = {frozenset(carrier["differences"]) for carrier in crossing["sets"]}
    up_to = len(asked) if crossing["up_to"] is None else crossing["up_to"]
    assert up_to >= min(2, len(asked)), crossing
    for size in range(1, min(2, up_to) + 1) if not crossing["more"] else ():
        for some in combinations(asked, size):
            if size == 1 or len(asked) <= 6:
                carries = shown(world_with(worlds, told, into, list(some))) == goal
                parts = any(one < frozenset(some) for one in told_sets)
                assert parts or carries == (frozenset(some) in told_sets), ("unsaid", some, carries, crossing)
    assert crossing["whole"] == (shown(world_with(worlds, told, into, asked)) == goal), crossing


def world_with(worlds, told, into, numbers):
    """Return a case with some differences moved into it: what the other says of the same takes their place."""
    world, other = worlds[into], worlds[1 - into]
    players = {name for _, name in world.case.roles}
    chosen = [one for one in told["differences"] if one["number"] in numbers]
    keys = {
        key_of(there.read(ground["sentence"]), players)
        for one in chosen
        for there, side in ((worlds[0], one["cases"][0]), (worlds[1], one["cases"][1]))
        for ground in side
    }
    assert all(one["rule"] is None for one in chosen)
    kept = [
        f
        for f in world.judgement.firings.facts
        if key_of(f.literal, players) not in keys or f.basis == "considered"
    ]
    added = [
        f
        for f in other.judgement.firings.facts
        if key_of(f.literal, players) in keys and f.basis != "considered"
    ]
    named = {value for f in added for value in f.literal.atom.values}
    ties = [f for f in other.judgement.firings.facts if is_tie(other, f) and f not in added]
    added += [f for f in ties if f.literal.atom.values[0] in named]
    view = world.assessment.judgements[0]
    judgement = judgement_of(world.vocabulary, view.rules, [*kept, *added], world.assessment.day)
    made = SchoolJudgement(view.school, view.rules, judgement)
    assessment = Assessment(world.rulebook, world.case, world.assessment.day, "", (made,))
    return World(world.rulebook, world.case, assessment)


def key_of(literal, players):
    """Return what is said of the players by one statement, whoever else it names."""
    values = (value if value in players else None for value in literal.atom.values)
    return (literal.atom.statement, *values)
