"""Which uncertain days matter: each tried at its other end, against cases that say that day and no other."""

import random
from collections import Counter

from msgspec.structs import replace

from reasons.making import story
from rubicon import assess
from rubicon.explaining import explain
from rubicon.judging.spans import slides
from rubicon.language.dating import public_from
from rulebooks import spanned

STORIES = 160


def spanned_story(seed):
    """Return the rulebook of a story, and its case with many days that are not known exactly."""
    told, chance = story(seed), random.Random(f"spans {seed}")
    made = (spanned(chance, replace(fact, known=None)) for fact in told.case.facts)
    facts = tuple(
        fact if fact.known else replace(fact, known=public_from(fact.on, fact.source, fact.basis))
        for fact in made
    )
    return told.rulebook, replace(told.case, facts=facts)


def with_day(case, fact, which, day):
    """Return the case in which a fact has one certain day, and nothing else differs."""
    exact = {"on": {"on": day, "on_within": None}, "until": {"until": day, "until_within": None}}[which]
    if which == "on" and not fact.known_stated:
        exact["known"] = public_from(day, fact.source, fact.basis)
    return replace(case, facts=tuple(replace(one, **exact) if one is fact else one for one in case.facts))


def found(assessment):
    """Return what is established, how surely, and the answers there may be."""
    judgement = assessment.judgement
    return judgement.established, judgement.confidence, judgement.candidates


def other_ends(fact):
    """Yield each uncertain day of a fact with the end that it does not count from (DESIGN 2.5)."""
    if fact.on_within is not None:
        first, last = fact.on_within.first, fact.on_within.last
        yield "on", last if fact.on == first else first
    if fact.until_within is not None:
        first, last = fact.until_within.first, fact.until_within.last
        yield "until", last if fact.until == first else first


def test_each_uncertain_day_is_tried_as_if_it_were_known():
    """DESIGN 2.5: a day at its other end changes the judgement just as the case that says that day has another."""
    seen = Counter()
    for seed in range(STORIES):
        rulebook, case = spanned_story(seed)
        assessment = assess(rulebook, case)
        moved = {(id(one.fact), one.which): (one.day, one.judgement) for one in slides(assessment)}
        before = found(assessment)
        for fact in case.facts:
            for which, day in other_ends(fact):
                after = found(assess(rulebook, with_day(case, fact, which, day)))
                if after == before:
                    seen["nothing changes"] += 1
                    continue
                seen[f"{which} changes"] += 1
                there, judgement = moved[id(fact), which]
                assert there == day
                assert (judgement.established, judgement.confidence, judgement.candidates) == after, seed
    assert {"nothing changes", "on changes", "until changes"} == set(seen)


def answered(explanation):
    """Return the answer, and the values there may be where none is established."""
    return explanation.question.answer, explanation.question.candidates


def test_the_report_says_which_uncertain_days_would_change_the_answer():
    """DESIGN 2.5: it tells those days whose other end gives another answer, with that answer, and no other day."""
    seen = Counter()
    for seed in (one for one in range(STORIES) if one % 4):
        rulebook, case = spanned_story(seed)
        explanation = explain(assess(rulebook, case))
        told = {
            (one.cited.fact, one.until): (one.day, one.outlook.answer) for one in explanation.brief.uncertain
        }
        expected = {}
        for fact in case.facts:
            for which, day in other_ends(fact):
                other = explain(assess(rulebook, with_day(case, fact, which, day)))
                seen[answered(other) != answered(explanation)] += 1
                if answered(other) != answered(explanation):
                    expected[fact, which == "until"] = day, other.question.answer
        assert told == expected, seed
    assert seen[True] > 3
