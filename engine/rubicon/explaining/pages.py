"""Answer `why`, and lay out a rule as a page."""

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.contents import Why
from rubicon.explaining.roots import weakest_link
from rubicon.explaining.runs import headed, ledger_of
from rubicon.explaining.telling import DEPTH, Chapter, Teller
from rubicon.judging.assessing import Assessment
from rubicon.judging.findings import Finding, findings_of
from rubicon.language.binding import as_pattern, unified
from rubicon.language.facts import Literal
from rubicon.language.rules import Citation, Rule, Rulebook, School

LINES = 400
"""Lines of reasons that an answer to `why` tells, unless it is asked for a depth."""

DEEPEST = 100
"""The most steps of reasons that are told."""

DEPTHS = (DEPTH, 12, 8, 6, 5, 4, 3, 2, 1)
"""Depths that are tried until the reasons keep within the lines."""


class RulePage(Struct, frozen=True):
    """A rule as a page: who overrides it, its school, and what it says otherwise."""

    rulebook: Rulebook
    rule: Rule
    school: School | None
    overrides: tuple[Rule, ...]
    overridden_by: tuple[Rule, ...]
    cites: tuple[Citation, ...]
    otherwise: tuple[Rule, ...] = ()


def why(assessment: Assessment, literal: Literal, depth: int | None = None, *, brief: bool = False) -> Why:
    """Explain how a literal stands: every argument for it and against it, and what could have spoken for it.

    Reasons are told to a depth (0: none at all) and, where none is given, as deep as keeps them within `LINES`.
    `brief` is one step, unless a depth is given, without what falls short.
    """
    if brief and depth is None:
        depth = 1
    ledger = ledger_of(assessment)
    for one in DEPTHS if depth is None else (min(depth, DEEPEST),):
        teller = Teller(ledger, one, LINES if depth is None else None)
        answer = _answered(assessment, teller, literal, brief=brief)
        if not teller.is_full:
            break
    asked = depth is not None and depth <= DEEPEST
    cut = teller.cut()
    teller.finish()
    return replace(
        answer,
        findings=_findings(teller, ledger.meets(literal) or literal),
        rules=teller.rules(),
        cut=None if asked else cut,
    )


def _answered(assessment: Assessment, teller: Teller, literal: Literal, *, brief: bool) -> Why:
    """Tell a literal with its reasons, not yet what is found on the way."""
    ledger = teller.ledger
    teller.chapter = Chapter(0, "why", "")
    told = ledger.meets(literal) or literal
    claim = teller.claim(told)
    standing = claim.status in ("so", "assumed")
    answering = (literal,) if literal.truth else ledger.rivals(literal.contrary)
    speaking = [argument for one in answering for argument in ledger.for_(one) if argument.instance]
    lacking = [] if standing or brief else speaking
    spoken = {argument.instance.rule.id for argument in speaking if argument.instance}
    return Why(
        *headed(assessment),
        asked=literal,
        claim=claim,
        short=tuple(teller.reason(a) for a in lacking if a.applies is False),
        silent=()
        if standing or brief
        else tuple(
            rule
            for rule in sorted(assessment.judgements[0].rules, key=lambda rule: rule.id)
            if rule.id not in spoken
            and any(
                unified(ledger.vocabulary, one, as_pattern(literal)) is not None for one in rule.conclusions
            )
        ),
        weakest=weakest_link(ledger, told),
        findings=(),
        rules=(),
    )


def _findings(teller: Teller, first: Literal) -> tuple[Finding, ...]:
    """Return the findings on the way, the one asked first."""
    wanted = {literal.atom for literal in teller.spoken}
    found = findings_of(teller.ledger.judgement, teller.ledger.vocabulary, wanted)
    asked = findings_of(teller.ledger.judgement, teller.ledger.vocabulary, {first.atom})
    return (*asked, *(one for one in found if one not in asked))


def rule_page(rulebook: Rulebook, rule: Rule) -> RulePage:
    """Lay out a rule: its school, what it overrides and what overrides it, the works it cites."""
    cites = rule.cites
    by_id = {known.id: known for known in rulebook.rules}
    schools = rulebook.framework.schools if rulebook.framework else ()
    return RulePage(
        rulebook,
        rule,
        next((school for school in schools if school.name == rule.school), None),
        tuple(by_id[name] for name in rule.overrides if name in by_id),
        tuple(known for known in rulebook.rules if rule.id in known.overrides),
        cites,
        tuple(known for known in rulebook.rules if known.otherwise_of == rule.id),
    )
