"""Tell what a conclusion rests on, beside the reasons for it."""

from msgspec.structs import replace

from rubicon.explaining.claims import Cited, Claim, Ground, Grounds
from rubicon.explaining.contents import Why
from rubicon.judging.assessing import Assessment, judgement_of
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule
from rubicon.supposing.supporting import supports_of


def with_grounds(assessment: Assessment, answer: Why) -> Why:
    """Add to an answer to `why` the minimal sets of facts that its sentence rests on, if it stands."""
    if answer.claim.status not in ("so", "assumed"):
        return answer
    supports = supports_of(assessment, answer.claim.literal)
    if supports is None:
        return answer
    ledger = Ledger(assessment.judgement, assessment.rulebook.vocabulary)
    shared = [one for one in supports.sets[0] if (one,) in supports.toppling]

    def ground(literal: Literal) -> Ground:
        facts = [
            fact for argument in ledger.for_(literal) if argument.instance is None for fact in argument.facts
        ]
        return Ground(literal, tuple(Cited(fact) for fact in facts))

    grounds = Grounds(
        tuple(ground(one) for one in shared),
        tuple(
            rest
            for some in supports.sets
            if (rest := tuple(ground(one) for one in some if one not in shared)) or len(supports.sets) > 1
        ),
        supports,
        () if supports.sets[0] else _bare(assessment, ledger, answer.claim),
    )
    return replace(answer, grounds=grounds)


def _bare(assessment: Assessment, ledger: Ledger, claim: Claim) -> tuple[Rule, ...]:
    """Return the rules by which what is told with facts among its reasons stands with all of them withdrawn."""
    if not _tells_facts(claim):
        return ()
    posed = [fact for fact in ledger.judgement.firings.facts if fact.basis == "considered"]
    vocabulary, rules = assessment.rulebook.vocabulary, assessment.judgements[0].rules
    without = Ledger(judgement_of(vocabulary, rules, posed, assessment.day), vocabulary)
    found = (argument.instance.rule for argument in without.reasons(claim.literal) if argument.instance)
    return tuple(dict.fromkeys(found))


def _tells_facts(claim: Claim) -> bool:
    """Tell whether facts are cited for a claim, however far down."""
    reasons = claim.reasons
    cited = (*claim.evidence, *(one for reason in reasons for one in reason.evidence))
    if any(one.fact.basis != "considered" for one in cited):
        return True
    premises = [premise for reason in reasons for premise in reason.premises]
    parts = [part for premise in premises for part in premise.parts]
    return any(_tells_facts(below) for premise in (*premises, *parts) for below in premise.claims)
