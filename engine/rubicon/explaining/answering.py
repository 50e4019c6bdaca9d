"""The question of the framework: its answer, or what is still in play."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from rubicon.explaining.contents import Question
from rubicon.explaining.roots import weakest_link
from rubicon.explaining.sections import one_a_conflict, spoken
from rubicon.explaining.telling import Chapter, Teller
from rubicon.judging.judgements import Standing
from rubicon.judging.ledger import Ledger
from rubicon.language.conditions import Variable
from rubicon.language.dating import days_later
from rubicon.language.facts import Case, Literal, Value
from rubicon.language.rules import Framework
from rubicon.language.speaking import fill

QUESTION = Chapter(0, "answer", "")
"""The chapter that tells how the answer follows; templates give it its title."""

OPEN: tuple[Standing, ...] = ("undecided", "contested")
"""Why nothing is established, first that fits; else it is unknown."""


def pose(framework: Framework, case: Case, day: date | None, ledger: Ledger) -> Question:
    """Return the question with its answer, its claims not yet told."""
    roles: dict[str, Value] = dict(case.roles)
    index = _slot(framework, roles)
    possible = answers(framework, roles, ledger)
    settled = _settled(ledger, possible, index)
    answer = _value(settled, index) if settled else None
    inplay = tuple(dict.fromkeys(_value(literal, index) for literal in candidates_of(ledger, possible)))
    ranges = {value: (low, high) for value, low, high in framework.ranges}
    standings = [ledger.verdict(literal.atom).standing for literal in possible]
    open_: Standing = next((standing for standing in OPEN if standing in standings), "unknown")
    return Question(
        ask=fill(framework.ask, roles),
        event=fill(framework.event, roles),
        horizon=framework.horizon,
        deadline=(days_later(day, framework.horizon) or date.max) if day else None,
        answer=answer,
        literal=settled,
        candidates=inplay if answer is None else (answer,),
        truth=None if answer is None else answer != "no",
        standing=ledger.verdict(settled.atom).standing if settled else open_,
        confidence=ledger.judgement.confidence.get(settled) if settled else None,
        range=ranges.get(answer) if answer else None,
        candidate_range=_span([ranges[value] for value in inplay if value in ranges]),
        tier=framework.tiers[0] if framework.tiers else None,
    )


def tell_question(teller: Teller, question: Question, framework: Framework, case: Case) -> Question:
    """Tell how the answer follows, or what speaks for each candidate."""
    ledger = teller.ledger
    heads: tuple[Literal, ...] = (question.literal,) if question.literal else ()
    if not heads:
        heads = one_a_conflict(ledger, candidates_of(ledger, answers(framework, dict(case.roles), ledger)))
    claims = tuple(teller.head(literal, QUESTION) for literal in heads)
    if question.literal is not None:
        weakest = weakest_link(ledger, question.literal)
        return replace(question, claims=claims, weakest=weakest)
    teller.chapter = QUESTION
    lacking = (
        argument
        for literal in answers(framework, dict(case.roles), ledger)
        for argument in ledger.for_(literal)
        if argument.applies is False and argument.instance is not None
    )
    return replace(question, claims=claims, short=tuple(teller.reason(argument) for argument in lacking))


def answers(framework: Framework, roles: Mapping[str, Value], ledger: Ledger) -> tuple[Literal, ...]:
    """Return the literals that answer the question and of which anything speaks, lowest value first."""
    index = _slot(framework, roles)
    found = spoken(ledger, (framework.question,), roles)
    if index is None:
        return tuple(side for literal in found for side in (literal, literal.contrary))
    slot = ledger.vocabulary.statements[framework.question.statement].slots[index]
    kind = ledger.vocabulary.kinds.get(slot.kind)
    order = {value: at for at, value in enumerate(kind.values if kind else ())}
    return tuple(sorted(found, key=lambda literal: order.get(str(literal.atom.values[index]), -1)))


def candidates_of(ledger: Ledger, possible: tuple[Literal, ...]) -> tuple[Literal, ...]:
    """Return the values still in play (DESIGN 4): something applies for them, and they are not defeated."""
    return tuple(literal for literal in possible if ledger.in_play(literal))


def _settled(ledger: Ledger, possible: tuple[Literal, ...], index: int | None) -> Literal | None:
    if index is not None:
        possible = tuple(literal for literal in possible if literal.truth)
    return next((literal for literal in possible if ledger.established(literal)), None)


def _slot(framework: Framework, roles: Mapping[str, Value]) -> int | None:
    """Return the index of the slot that holds the answer; None for a question of yes or no."""
    for index, term in enumerate(framework.question.terms):
        if isinstance(term, Variable) and term.name not in roles:
            return index
    return None


def answer_in(framework: Framework, roles: Mapping[str, Value], literal: Literal) -> str:
    """Return in one word the answer that a literal gives."""
    return _value(literal, _slot(framework, roles))


def _value(literal: Literal, index: int | None) -> str:
    return ("yes" if literal.truth else "no") if index is None else str(literal.atom.values[index])


def _span(spans: list[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal] | None:
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None
