"""A case judged for each size of event that is asked about: they differ in how the question is posed, and fire as one."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec.structs import replace

from rubicon.firing.cutting import cut
from rubicon.judging.assessing import assess, considered
from rubicon.judging.bearing import FiredShare, SchoolJudgement, Together, Unjudged
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput

SizeAsked: TypeAlias = tuple[Rulebook, Sequence[str] | None]
"""A rulebook about one size of event, and the schools that are asked; the first size has all, the others the first one."""


def judged_by_size(
    sides: Sequence[SizeAsked], case: Case, *, drafts: bool
) -> list[tuple[SchoolJudgement, ...]] | None:
    """Return what the schools of each size judge a case to be; None where all at once pass a limit, or ask for too much."""
    rulebook, schools = sides[0]
    framings = [{fact.literal: fact for fact in considered(side, case)} for side, _ in sides]
    posed = {literal: fact for framing in framings[1:] for literal, fact in framing.items()}
    more = tuple([fact for literal, fact in posed.items() if literal not in framings[0]])
    try:
        wide = assess(rulebook, replace(case, facts=(*case.facts, *more)), schools=schools, drafts=drafts)
    except BadInput:
        return None
    if not more:
        return [wide.judgements[: len(own or (None,))] for _, own in sides]
    vocabulary, fired = rulebook.vocabulary, wide.judgements[0].fired
    found = []
    for framing, (_, own) in zip(framings, sides, strict=True):
        facts = tuple([one for one in fired.facts if one.basis != "considered" or one.literal in framing])
        together = Together(vocabulary, cut(vocabulary, fired, facts=facts))
        views = wide.judgements[: len(own or (None,))]
        found.append(
            tuple(
                SchoolJudgement(
                    view.school,
                    view.rules,
                    Unjudged(vocabulary, FiredShare(together, frozenset(rule.id for rule in view.rules))),
                )
                for view in views
            )
        )
    return found
