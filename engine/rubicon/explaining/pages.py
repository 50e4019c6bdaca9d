"""Answer `why`, and lay out a rule as a page."""

from rubicon.explaining.citing import Sources
from rubicon.explaining.contents import RulePage, Why
from rubicon.explaining.roots import weakest_link
from rubicon.explaining.runs import ledger_of, run_of
from rubicon.explaining.telling import Chapter, Teller
from rubicon.judging.assessing import Assessment
from rubicon.judging.findings import Finding, findings_of
from rubicon.language.binding import as_pattern, unified
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule, Rulebook


def why(assessment: Assessment, literal: Literal) -> Why:
    """Explain how a literal stands: every argument for it and against it, and what could have spoken for it."""
    ledger = ledger_of(assessment)
    teller = Teller(ledger, Sources())
    teller.chapter = Chapter(0, "why", "")
    told = ledger.meets(literal) or literal
    claim = teller.claim(told)
    lacking = () if claim.status in ("so", "assumed") else ledger.for_(literal)
    short = tuple(teller.reason(a) for a in lacking if a.applies is False and a.instance)
    spoken = {argument.instance.rule.id for argument in ledger.for_(literal) if argument.instance}
    silent = tuple(
        rule
        for rule in sorted(assessment.judgements[0].rules, key=lambda rule: rule.id)
        if rule.id not in spoken
        and claim.status not in ("so", "assumed")
        and any(unified(ledger.vocabulary, one, as_pattern(literal)) is not None for one in rule.conclusions)
    )
    return Why(
        rulebook=assessment.rulebook,
        case=assessment.case,
        day=assessment.day,
        version=assessment.version,
        asked=literal,
        claim=claim,
        short=short,
        silent=silent,
        weakest=weakest_link(ledger, told, teller.sources),
        findings=_findings(teller, told),
        rules=teller.rules(),
        sources=teller.sources.listed(),
        run=run_of(assessment, teller.sources),
    )


def _findings(teller: Teller, first: Literal) -> tuple[Finding, ...]:
    """Return the findings on the way, the one asked first."""
    wanted = {literal.atom for literal in teller.spoken}
    found = findings_of(teller.ledger.judgement, teller.ledger.vocabulary, wanted)
    asked = findings_of(teller.ledger.judgement, teller.ledger.vocabulary, {first.atom})
    return (*asked, *(one for one in found if one not in asked))


def rule_page(rulebook: Rulebook, rule: Rule) -> RulePage:
    """Lay out a rule: its school, what it overrides and what overrides it, the works it cites."""
    sources = Sources()
    cites = sources.cites(rule)
    by_id = {known.id: known for known in rulebook.rules}
    schools = rulebook.framework.schools if rulebook.framework else ()
    return RulePage(
        rulebook,
        rule,
        next((school for school in schools if school.name == rule.school), None),
        tuple(by_id[name] for name in rule.overrides if name in by_id),
        tuple(known for known in rulebook.rules if rule.id in known.overrides),
        sources.listed(),
        cites,
    )
