"""Judging agrees with its definition, and with an independent judge, on random rulebooks."""

import random
from collections import Counter
from datetime import date

from msgspec.structs import replace

from day_oracle import counting
from oracle import ask
from rubicon.firing import fire
from rubicon.judging import candidates, holds, judge, measure
from rubicon.judging.definition import define
from rubicon.judging.judgements import Dispute
from rubicon.language.conditions import Aggregate, Several, Since, Tally
from rulebooks import CONSTRUCTS, SPANS, TODAY, WORDS, random_problem, spanned_problem

ENOUGH = 500
"""So many rulebooks hold every construct."""

STANDINGS = {
    "definite True",
    "definite False",
    "defeasible True",
    "defeasible False",
    "undecided None",
    "contested None",
    "unknown None",
}
EVENTS = {
    "a clash",
    "an undefined argument",
    "an undefined tally or sum",
    "a beaten argument that applies and beats",
    "a literal that stands against attack",
    "several candidates",
    "a candidate that is undefined",
    "a report that is beaten",
    "confidence high",
    "confidence moderate",
    "confidence low",
    "weakest premise",
    "weakest rule",
    "weakest absence",
    "weakest attacked",
    "weakest fact",
    "weakest dispute",
    "an entry of two established numbers",
    "an entry that may be none",
    "a candidate overridden for its contrary alone",
    "what is said otherwise stands",
    "what is said otherwise is overridden",
    "what is said otherwise is contested by another presumption",
    "what is said otherwise is stopped by an exception",
    "undefined lines of several",
    "another day than the first of the surest",
    "a day that decides under attack",
}


def compare(seed):
    """Judge a random rulebook, by clingo and by the definition too, and compare everything that they find."""
    problem = random_problem(random.Random(seed))
    where = f"random_problem(Random({seed}))"
    return problem, compared(problem, problem.facts, where)


def compared(problem, facts, where):
    """Judge a problem, and compare with what clingo, told so of its facts in force, and the definition find."""
    judgement = judge(WORDS, fire(WORDS, problem.rules, problem.facts, TODAY))
    expected = ask(WORDS, problem.rules, facts, TODAY)
    assert judgement.definite == expected.definite, where
    assert {one for clash in judgement.clashes for one in clash.literals} == expected.clashing, where
    assert judgement.established == expected.established, where
    assert judgement.candidates == expected.candidates, where
    assert judgement.confidence == expected.confidence, where
    found = {a: (v.truth, v.standing, v.confidence) for a, v in judgement.verdicts.items()}
    assert found == expected.verdicts, where
    defined = define(WORDS, judgement.firings)
    assert defined.definite == judgement.definite, where
    assert defined.clashing == expected.clashing, where
    assert defined.established == judgement.established, where
    assert defined.candidates == judgement.candidates, where
    assert defined.confidence == judgement.confidence, where
    assert defined.verdicts == judgement.verdicts, where
    return judgement


def check_review(judgement):
    """Check that reading the conditions again afterwards gives what the judgement made of the rule."""
    for argument in judgement.arguments:
        if argument.instance is None:
            continue
        stopped = either(every(holds(judgement, c) for c in some) for some in argument.instance.exceptions)
        met = every(holds(judgement, c) for c in argument.instance.conditions)
        assert argument.applies is every([met, None if stopped is None else not stopped])


def check_consistent(judgement):
    """Check that no two conflicting literals stand, and that each argument's indices are of its rivals."""
    for literal, truth in judgement.established.items():
        rivals = judgement.conflicts.of(literal)
        assert not truth or not any(judgement.established.get(rival) for rival in rivals)
        for index in judgement.for_[literal]:
            argument = judgement.arguments[index]
            assert argument.literal == literal
            assert set(argument.beaten_by) <= set(argument.attacked_by)
            assert {judgement.arguments[i].literal for i in argument.attacked_by} <= set(rivals)


def every(truths):
    found = list(truths)
    return False if False in found else None if None in found else True


def either(truths):
    found = list(truths)
    return True if True in found else None if None in found else False


def events(judgement):
    """Yield what happened in a judgement that a thorough test must have seen."""
    if judgement.clashes:
        yield "a clash"
    for argument in judgement.arguments:
        if argument.applies is None:
            yield "an undefined argument"
        if argument.stands and argument.attacked_by and argument.literal not in judgement.definite:
            yield "a literal that stands against attack"
        if argument.weight == "reported" and argument.beaten_by:
            yield "a report that is beaten"
        for index in argument.beaten_by:
            if judgement.arguments[index].beaten_by and argument.applies:
                yield "a beaten argument that applies and beats"
        if argument.weakest is not None:
            kind = "dispute" if isinstance(argument.weakest, Dispute) else "premise"
            yield f"weakest {argument.weakest if isinstance(argument.weakest, str) else kind}"
        yield from disputes(judgement, argument)
        yield from presumed(judgement, argument)
        yield from asked(judgement, argument)
        for ground in argument.instance.conditions if argument.instance else ():
            if isinstance(ground.condition, Tally | Aggregate) and holds(judgement, ground) is None:
                yield "an undefined tally or sum"
    for literal, truth in judgement.candidates.items():
        if truth is None:
            yield "a candidate that is undefined"
        if len(candidates(WORDS, judgement, literal.atom)) > 1:
            yield "several candidates"
    for level in judgement.confidence.values():
        yield f"confidence {level}"


def presumed(judgement, argument):
    """Yield what became of what a rule says otherwise."""
    if argument.instance is None or argument.instance.rule.otherwise_of is None:
        return
    if argument.stands:
        yield "what is said otherwise stands"
    if argument.applies and argument.beaten_by:
        yield "what is said otherwise is overridden"
    if any(every(holds(judgement, c) for c in some) for some in argument.instance.exceptions):
        yield "what is said otherwise is stopped by an exception"
    attackers = [judgement.arguments[index].instance for index in argument.attacked_by]
    unanswered = [one for one in attackers if one is not None and one.rule.otherwise_of is not None]
    if argument.applies and not argument.beaten_by and unanswered and not argument.stands:
        yield "what is said otherwise is contested by another presumption"


def asked(judgement, argument):
    """Yield what several lines and the days of assertions came to."""
    for ground in argument.instance.conditions if argument.instance else ():
        met = holds(judgement, ground)
        if isinstance(ground.condition, Several) and met is None:
            yield "undefined lines of several"
        if isinstance(ground.condition, Since):
            literal = ground.mentions[0].literal
            if met is False and judgement.established.get(literal):
                yield "another day than the first of the surest"
            if met and any(judgement.arguments[index].attacked_by for index in judgement.for_[literal]):
                yield "a day that decides under attack"


def disputes(judgement, argument):
    """Yield what is in dispute in the sums of an argument, and what only its contrary overrides."""
    for ground in argument.instance.conditions if argument.instance else ():
        if isinstance(ground.condition, Aggregate):
            for entry in measure(judgement, ground).members:
                if entry.or_none:
                    yield "an entry that may be none"
                elif entry.disputed and all(judgement.established.get(one) for one in entry.literals):
                    yield "an entry of two established numbers"
    beaten = [judgement.arguments[index].literal for index in argument.beaten_by]
    if beaten and judgement.candidates.get(argument.literal) and beaten == [argument.literal.contrary]:
        yield "a candidate overridden for its contrary alone"


def test_random_rulebooks_are_judged_as_the_oracle_does(pytestconfig):
    """Truth, standing, confidence, candidates and clashes are equal; every construct and standing occurs."""
    wanted = pytestconfig.getoption("rulebooks")
    constructs, standings, seen = Counter(), Counter(), Counter()
    for seed in range(wanted):
        problem, judgement = compare(seed)
        check_review(judgement)
        check_consistent(judgement)
        constructs.update(problem.counts)
        standings.update(f"{v.standing} {v.truth}" for v in judgement.verdicts.values())
        seen.update(events(judgement))
    for title, counts, names in (
        ("construct", constructs, CONSTRUCTS),
        ("standing", standings, STANDINGS),
        ("event", seen, EVENTS),
    ):
        print(f"{title}:", {name: counts[name] for name in sorted(names)})  # noqa: T201 - pytest -rP shows it
        assert set(counts) <= names, title
        assert wanted < ENOUGH or not [name for name in sorted(names) if not counts[name]], title


def test_random_spans_are_judged_as_the_oracle_does(pytestconfig):
    """DESIGN 2.5: which facts count, and from which day, clingo finds from what was written of them; so is it judged."""
    wanted = pytestconfig.getoption("rulebooks")
    seen, mattered = Counter(), 0
    for seed in range(wanted):
        where = f"spanned_problem(Random({seed}))"
        problem = spanned_problem(random.Random(seed))
        counts, begins = counting(WORDS, problem.asserted, TODAY)
        days = {number: date.fromordinal(day) for number, day in begins.items()}
        told = [replace(fact, on=days.get(number)) for number, fact in enumerate(problem.asserted)]
        assert [fact.on for fact in problem.asserted] == [fact.on for fact in told], where
        facts = tuple(told[number] for number in sorted(counts))
        assert problem.facts == facts, where
        judgement = compared(problem, facts, where)
        check_review(judgement)
        seen.update({name: count for name, count in problem.counts.items() if name in SPANS})
        mattered += len(counts) < len(problem.asserted)
    print("spans:", dict(sorted(seen.items())), "rulebooks with a fact that does not count:", mattered)  # noqa: T201 - as above
    assert wanted < ENOUGH or (set(seen) == SPANS and mattered)
