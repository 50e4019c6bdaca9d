"""The deception margin: the fewest origins whose assertions, all withdrawn, change the answer (DESIGN 5)."""

from collections.abc import Sequence

from rubicon.firing import fire
from rubicon.firing.confirming import confirm
from rubicon.judging.assessing import Assessment
from rubicon.judging.reaching import current_of
from rubicon.supposing.answering import Target
from rubicon.supposing.pivots import Margin
from rubicon.supposing.scenarios import Possibilities, Presence, build
from rubicon.supposing.scenarios.choices import Choice
from rubicon.supposing.scenarios.searching import smallest
from rubicon.supposing.switches import enders_of

BUDGET = 1 << 17
"""Sets of origins that are tried, one size after the other."""


def margin_of(assessment: Assessment, asked: Target) -> Margin:
    """Find the smallest sets of origins without whose assertions the answer is another.

    What has no source comes from no origin, and stays.
    """
    vocabulary, day = assessment.rulebook.vocabulary, assessment.day
    facts = current_of(assessment)
    rules = assessment.judgements[0].rules
    firings = fire(vocabulary, rules, facts, day)
    confirm(vocabulary, rules, facts, day, firings.instances)
    origins = sorted({fact.source.comes_from for fact in firings.facts if fact.source is not None})
    numbers = {origin: number for number, origin in enumerate(origins)}
    places = {id(fact): place for place, fact in enumerate(firings.facts)}
    enders = enders_of(assessment.rulebook.vocabulary, firings.facts)
    presences = tuple(
        Presence(
            off=(numbers[fact.source.comes_from],) if fact.source is not None else (),
            ended_by=tuple(sorted(places[id(other)] for other in enders[id(fact)])),
        )
        for fact in firings.facts
    )
    bounds = build(Possibilities(vocabulary, firings, presences), asked.literals)
    choices = [Choice(frozenset({number}), number) for number in range(len(origins))]
    found = smallest(bounds.circuit, asked.gates(bounds), choices, budget=BUDGET)
    return Margin(_fewest(found.sets, origins), found.exhausted, len(origins))


def _fewest(sets: Sequence[tuple[int, ...]], origins: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the sets of the least size, by name."""
    least = min(map(len, sets), default=0)
    return tuple(tuple(origins[at] for at in some) for some in sets if len(some) == least)
