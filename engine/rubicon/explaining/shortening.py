"""Shorten an answer to `why`: reasons to a depth, and beneath them the sources that they lead to."""

from dataclasses import replace

from rubicon.explaining.claims import Cited, Claim, Premise, Reason
from rubicon.explaining.contents import Why
from rubicon.explaining.numbering import told_in_order
from rubicon.explaining.roots import roots_of
from rubicon.judging.assessing import Assessment
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule


def shortened(assessment: Assessment, answer: Why, depth: int, *, brief: bool = False) -> Why:
    """Cut the reasons of an answer below a depth (0: none at all); `brief` leaves out what falls short, too.

    A statement whose reasons are cut is told with the sources at the bottom of them.
    """
    cut = _Cut(Ledger(assessment.judgement, assessment.rulebook.vocabulary), answer)
    short = () if brief else tuple(cut.reason(reason, depth) for reason in answer.short)
    made = replace(
        answer,
        claim=cut.claim(answer.claim, depth),
        short=short,
        silent=() if brief else answer.silent,
        rules=tuple(used for used in answer.rules if used.rule in cut.rules),
    )
    told, sources = told_in_order(made, dict(answer.sources))
    return replace(told, sources=sources)


class _Cut:
    def __init__(self, ledger: Ledger, answer: Why) -> None:
        self.ledger = ledger
        self.numbers = {source: number for number, source in answer.sources}
        self.rules: list[Rule] = []

    def claim(self, claim: Claim, depth: int) -> Claim:
        if depth and not claim.told:
            return replace(
                claim,
                reasons=tuple(self.reason(reason, depth - 1) for reason in claim.reasons),
                against=tuple(self.reason(reason, depth - 1) for reason in claim.against),
            )
        if not (claim.reasons or claim.against or claim.told):
            return claim
        return replace(
            claim, reasons=(), against=(), told=None, evidence=self.sources(claim.literal), full=False
        )

    def reason(self, reason: Reason, depth: int) -> Reason:
        self.rules += [
            rule for rule in (reason.rule, *(v.rule for v in reason.beaten_by)) if rule is not None
        ]
        premises = tuple(self.premise(premise, depth) for premise in reason.premises)
        return replace(reason, premises=premises, told=None)

    def premise(self, premise: Premise, depth: int) -> Premise:
        return replace(
            premise,
            claims=tuple(self.claim(claim, depth) for claim in premise.claims),
            parts=tuple(self.premise(part, depth) for part in premise.parts),
        )

    def sources(self, literal: Literal) -> tuple[Cited, ...]:
        """Return the assertions at the bottom of the reasons for a statement."""
        return tuple(
            Cited(fact, self.numbers.get(fact.source) if fact.source else None)
            for root in roots_of(self.ledger, [literal]).literals
            for argument in self.ledger.for_(root)
            if argument.instance is None
            for fact in argument.facts
        )
