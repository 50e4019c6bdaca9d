"""What a report says: its findings, the answer, the variables, what is not known, and no reason in a circle."""

from reasons.findings import check_findings
from reasons.worlds import filled, matches, pattern_of, plain
from rubicon.judging import verdict_of
from rubicon.language.conditions import Absent, Aggregate, Holds, Reported, Several, Since, Tally, Unsettled
from rubicon.language.facts import Literal


def check_report(world, told, *, alone=True):
    """Check the object of a report, or of one school in it, against the judgement it is about."""
    check_findings(world, told["findings"], complete=True)
    assert told["assumed"] == [world.say(one) for one in world.assessment.assumed]
    framework = world.rulebook.framework
    if framework is None:
        return
    check_question(world, told["question"])
    for section, one in zip(framework.sections, told["sections"], strict=True) if alone else ():
        check_section(world, section, one)


def check_question(world, told):
    """Check the answer, and the values that are still in play."""
    asked, at = question_of(world)
    values = [literal for literal in world.judgement.established if matches(asked, literal) and literal.truth]
    stand = [literal for literal in values if world.est(literal) is True]
    if stand:
        (literal,) = stand
        assert told["sentence"] == world.say(literal), told
        assert told["answer"] == str(literal.atom.values[at]), told
        assert (told["truth"], told["standing"], told["confidence"]) == world.stance(literal), told
        return
    assert [told[key] for key in ("answer", "sentence", "truth", "confidence")] == [None] * 4, told
    playing = [
        one for one, truth in world.judgement.candidates.items() if truth is not False and matches(asked, one)
    ]
    assert sorted(told["candidates"]) == sorted(str(one.atom.values[at]) for one in playing), told


def question_of(world):
    """Return the pattern of the question about this case, and the slot that holds the answer."""
    asked = filled(world.rulebook.framework.question, dict(world.case.roles))
    return asked, world.vocabulary.statements[asked.statement].one_of


def check_section(world, section, told):
    """Check how a section is said to come out, and what is told to be found or contested."""
    for said in told["findings"]:
        assert world.so(said), (section.key, said)
    for said in told["contested"]:
        assert world.verdict(world.read(said)).truth is None, (section.key, said)
    if section.kind == "variable":
        assert told["state"] == state_of(world, section), (section.key, told)
        decided = told["state"] in ("met", "not met")
        assert not decided or told["findings"], told
        literals = [world.read(said) for said in told["findings"]]
        levels = [world.verdict(literal).confidence for literal in literals]
        assert told["confidence"] in (levels if decided else [None]), told
        assert told["presumed"] == (decided and is_presumed(world, literals)), told


def state_of(world, section):
    """Return how a variable comes out: by what counts for it and against it, asserted or concluded."""
    favour, oppose = spoken_of(world, section)
    for_ = [world.verdict(literal).truth for literal in favour]
    con = [world.est(literal) for literal in oppose]
    if True in for_ and True in con:
        return "contested"
    if True in for_:
        return "met"
    if True in con or False in for_:
        return "not met"
    argued = [
        verdict_of(world.vocabulary, world.judgement, literal.atom)
        for literal in (*favour, *oppose)
        if any(a.applies is not False for one in both(world, literal) for a in world.argued(one))
    ]
    return "contested" if any(one.truth is None for one in argued) else "open"


def deciding(world, section):
    """Return what decides a variable that is met or not met, each with its confidence."""
    favour, oppose = spoken_of(world, section)
    met = [one for one in favour if world.est(one) is True]
    against = [*oppose, *(rival for one in favour for rival in world.conflicting(one))]
    return {one: world.judgement.confidence.get(one) for one in met or against if world.est(one) is True}


def spoken_of(world, section):
    """Return what counts for a variable and against it, as far as anything speaks of it."""
    roles = dict(world.case.roles)
    atoms = {argument.literal.atom for argument in world.judgement.arguments}

    def spoken(patterns):
        patterns = [filled(pattern, roles) for pattern in patterns]
        return [
            Literal(atom, pattern.truth)
            for pattern in patterns
            for atom in atoms
            if matches(pattern, Literal(atom, pattern.truth))
        ]

    return spoken(section.for_), spoken(section.against)


def both(world, literal):
    """Return a literal and its conflict set."""
    return (literal, *world.conflicting(literal))


def is_presumed(world, literals):
    """Tell whether no standing argument, at any depth, rests on the case's own facts, and some on an absence."""
    pending, met, absent = list(literals), set(), False
    while pending:
        literal = pending.pop()
        if literal in met:
            continue
        met.add(literal)
        for argument in world.argued(literal):
            if not argument.stands and not (argument.instance is None and world.est(literal) is not True):
                continue
            if any(fact.basis in ("case", "assumption", "argument") for fact in argument.facts):
                return False
            if argument.instance is not None:
                absent = absent or rests_on_absence(world, argument.instance)
                pending += carrying(world, argument.instance)
    return absent


def rests_on_absence(world, instance):
    """Tell whether an argument goes by what is not shown, by what is open, or by how little there is."""
    missing = [
        ground.condition.pattern
        for group in instance.exceptions
        for ground in group
        if isinstance(ground.condition, Holds) and not world.holds(ground, plain(instance))
    ]
    little = any(
        isinstance(ground.condition, Absent | Unsettled)
        or getattr(ground.condition, "bound", "at least") != "at least"
        for ground in instance.conditions
        if not isinstance(ground.condition, Reported)
    )
    return bool(missing) or little


def carrying(world, instance):
    """Return what meets the conditions of an argument, and the reports that its sums and reports count."""
    found = []
    for ground in instance.conditions:
        if isinstance(ground.condition, Holds | Since | Tally | Several | Aggregate | Reported):
            for mention in ground.mentions:
                found += [one for one, truth in world.meeting(pattern_of(mention.literal)) if truth]
                if in_dispute(world, ground, mention):
                    found.append(mention.literal)
    return found


def in_dispute(world, ground, mention):
    """Tell whether a number counts without being established: a report, or one of an entry of which none is."""
    if isinstance(ground.condition, Aggregate):
        entry = [other.literal for other in ground.mentions if other.entry == mention.entry]
        playing = world.judgement.candidates.get(mention.literal, False) is not False
        return playing and not any(world.est(literal) is True for literal in entry)
    return isinstance(ground.condition, Reported)


def check_tree(root):
    """Check that no sentence is told as a reason for itself, however deep: a tree of claims, reasons, premises."""
    _descend(root, ())


def _descend(node, path):
    if hasattr(node, "__struct_fields__"):
        literal = getattr(node, "literal", None)
        if type(node).__name__ == "Claim" and node.reasons:
            assert literal not in path, (literal, path)
            path = (*path, literal)
        for name in node.__struct_fields__:
            if name not in ("against", "instead"):
                _descend(getattr(node, name), path)
    elif isinstance(node, tuple | list):
        for one in node:
            _descend(one, path)
