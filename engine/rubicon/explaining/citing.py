"""Cite: what an argument asserts, which facts are information, and how a statement stands."""

from typing import Literal as OneOf

from rubicon.explaining.claims import Cited, Status
from rubicon.judging.judgements import Argument
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Fact, Literal

ASSUMED = ("assumption", "argument")
"""Origins that are the analyst's own, and no information."""


def is_framing(fact: Fact) -> bool:
    """Tell whether a fact only poses the question."""
    return fact.basis == "considered"


def status_of(ledger: Ledger, literal: Literal) -> Status:
    """Return how a statement stands, in the words of a claim."""
    if ledger.established(literal):
        facts = [f for a in ledger.for_(literal) if a.stands for f in a.facts or (None,)]
        assumed = bool(facts) and all(fact is not None and fact.basis in ASSUMED for fact in facts)
        return "assumed" if assumed else "so"
    if ledger.opposite(literal) is not None:
        return "refuted"
    if ledger.verdict(literal.atom).standing == "undecided":
        return "undecided"
    return "contested" if ledger.applying(literal) or ledger.against(literal) else "unshown"


def one_sided(ledger: Ledger, literal: Literal) -> OneOf["for", "against"] | None:
    """Return the side on which all stands that could settle a contested statement, if it is one side."""
    own, other = (
        any(argument.weight != "defeater" for argument in some)
        for some in (ledger.applying(literal), ledger.against(literal))
    )
    return None if own == other else "for" if own else "against"


def asserted_in(argument: Argument) -> tuple[Cited, ...]:
    """Return the assertions of an argument, but for those that only pose the question."""
    return tuple(Cited(fact) for fact in argument.facts if not is_framing(fact))
