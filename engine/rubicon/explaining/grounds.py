"""Tell what a conclusion rests on, beside the reasons for it."""

from msgspec.structs import replace

from rubicon.explaining.claims import Cited, Ground, Grounds
from rubicon.explaining.contents import Why
from rubicon.judging.assessing import Assessment
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Literal
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
    )
    return replace(answer, grounds=grounds)
