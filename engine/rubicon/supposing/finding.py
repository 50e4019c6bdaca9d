"""What would change the judgement of a case: DESIGN 5.

The case is fired once over its facts and everything that might be supposed: each reply to an open question,
each fact withdrawn or denied. All that could follow is one circuit (see `rubicon.scenarios`), which is then
computed for sets of few moves, for the loss of each fact, and for all completions.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from rubicon.judging.assessing import Assessment, assess, read_arguments
from rubicon.judging.bearing import bearing_on
from rubicon.judging.differences import path
from rubicon.judging.judgements import Judgement
from rubicon.judging.ledger import Ledger
from rubicon.judging.reaching import reached
from rubicon.language.facts import Case, Literal
from rubicon.language.rules import Rulebook
from rubicon.supposing.answering import Target, goal_of, target
from rubicon.supposing.inputs import Inputs, inputs_of, moves_of
from rubicon.supposing.odds import odds_of
from rubicon.supposing.origins import margin_of
from rubicon.supposing.pivots import Answer, Change, Linchpin, Move, Pivots
from rubicon.supposing.scenarios import Bounds, build
from rubicon.supposing.scenarios.choices import Choice
from rubicon.supposing.scenarios.searching import smallest
from rubicon.supposing.settling import settling_of
from rubicon.supposing.shares import weigh
from rubicon.supposing.solving import BUDGET, fewest
from rubicon.supposing.switches import judged_with, possibilities

__all__ = ["pivots", "pivots_of"]

FOLLOWED = 16
"""Smallest changes whose path is followed."""

FEW = 6
"""Changes of given facts that are shown where the inputs change nothing."""


JudgedWith: TypeAlias = Callable[[Sequence[Literal], Sequence[Literal]], Judgement]
"""Judges what bears on what is asked after with some statements assumed, and others withdrawn."""


def pivots(
    rulebook: Rulebook,
    case: Case,
    *,
    as_of: date | None = None,
    assume: Sequence[str] = (),
    without: Sequence[str] = (),
    school: str | None = None,
    drafts: bool = False,
    about: str | None = None,
) -> Pivots:
    """Find what would change the answer to the framework's question, or the truth of a sentence, in a case.

    Raises:
        BadInput: as `assess` does; or no sentence is given and the rulebook has no question.
    """
    schools = None if school is None else (school,)
    assessment = assess(
        rulebook, case, as_of=as_of, assume=assume, without=without, schools=schools, drafts=drafts
    )
    asked = None if about is None else read_arguments(assessment.language, [about])[0]
    return pivots_of(assessment, asked)


def pivots_of(
    assessment: Assessment, about: Literal | None = None, odds: Sequence[tuple[Literal, Fraction]] = ()
) -> Pivots:
    """Find what would change the answer, or the truth of a sentence, in the first judgement of an assessment.

    `odds` gives the probability of some open answers, before those that the case states.
    """
    laid = {one.literal: Fraction(one.p) for one in assessment.case.odds} | dict(odds)
    inputs = inputs_of(assessment, goal_of(assessment, about))
    possible = possibilities(assessment, inputs.switches)
    asked = target(assessment, about, possible.firings)
    bounds = build(possible, asked.literals)
    instances = (one for at, one in enumerate(possible.firings.instances) if bounds.applying.get(at))
    questions = reached(possible.vocabulary, instances, inputs.questions, asked.literals)
    answer = asked.answer(assessment.judgement)
    kept = {inputs.switches.assumed[one] for q in questions for reply in q.replies for one in reply.given}
    fixed = {switch: False for switch in inputs.switches.all if switch not in kept}
    completed = build(possible, asked.literals, fixed)
    robustness, weighed, bits, size = weigh(
        completed.circuit, asked.gates(completed), asked.shown(answer), questions, inputs.switches
    )
    heaviest = sorted(questions, key=lambda one: [other.about for other in weighed].index(one.about[0]))
    gates = asked.gates(completed)
    moves, choices = moves_of(inputs, questions, inputs.doubts)
    found = fewest(bounds.circuit, asked.gates(bounds), asked.shown(answer), choices, FOLLOWED)
    about_it = {one.atom.statement for one in asked.literals}
    bearing = bearing_on(possible.vocabulary, possible.firings, about_it)
    judged = partial(judged_with, assessment, fired=possible.firings, bearing=bearing)
    ledger = Ledger(assessment.judgement, possible.vocabulary)
    followed = _followed(judged, ledger, asked, answer, moves, found.sets[:FOLLOWED])
    beyond: tuple[Change, ...] = ()
    if found.exhausted and not found.sets:
        moves, choices = moves_of(inputs, questions, inputs.own)
        firmer = smallest(bounds.circuit, asked.gates(bounds), choices, budget=BUDGET)
        beyond = _followed(judged, ledger, asked, answer, moves, firmer.sets[:FEW])
    return Pivots(
        about=about,
        answer=answer,
        questions=weighed,
        doubts=inputs.doubts,
        changes=followed,
        more=len(found.sets) - len(followed),
        whole=found.whole,
        exhausted=found.exhausted,
        robustness=robustness,
        beyond=beyond,
        linchpins=_linchpins(judged, asked, answer, inputs, bounds),
        bits=bits,
        sample=size,
        settling=settling_of(completed.circuit, gates, heaviest, inputs.switches, asked.end),
        margin=margin_of(assessment, asked),
        odds=odds_of(completed.circuit, gates, heaviest, inputs.switches, asked.end, tuple(laid.items()))
        if laid
        else None,
    )


def _followed(
    judged: JudgedWith,
    ledger: Ledger,
    asked: Target,
    before: Answer,
    moves: Sequence[Move],
    sets: Iterable[tuple[int, ...]],
) -> tuple[Change, ...]:
    return tuple(_follow(judged, ledger, asked, before, [moves[at] for at in some]) for some in sets)


def _follow(
    judged: JudgedWith,
    ledger: Ledger,
    asked: Target,
    before: Answer,
    moves: Sequence[Move],
) -> Change:
    """Judge the case with some moves made, and follow what they change."""
    assumed = [literal for move in moves for literal in move.assumed]
    without = [literal for move in moves for literal in move.without]
    judgement = judged(assumed, without)
    answer = asked.answer(judgement)
    if asked.shown(answer) == asked.shown(before):
        raise RuntimeError(f"scenarios and judging disagree on {moves}")
    ends = [one.literal for one in (answer, before) if one.literal is not None]
    after = Ledger(judgement, ledger.vocabulary)
    return Change(tuple(moves), answer, path(ledger, after, ends), judgement)


def _linchpins(
    judged: JudgedWith, asked: Target, answer: Answer, inputs: Inputs, bounds: Bounds
) -> tuple[Linchpin, ...]:
    """Return the statements without whose assertions the answer falls; none where there is no answer."""
    if answer.truth is None:
        return ()
    losses = [
        Choice(frozenset({inputs.switches.without[one.literal]}), at)
        for at, one in enumerate(inputs.asserted)
    ]
    found = smallest(bounds.circuit, asked.gates(bounds), losses, budget=BUDGET, most=1)
    linchpins = []
    for (at,) in found.sets:
        lost = inputs.asserted[at]
        after = asked.answer(judged((), (lost.literal,)))
        linchpins.append(Linchpin(lost.literal, lost.facts, after))
    return tuple(linchpins)
