"""The objects of `--format json`; the keys of DESIGN 3 are stable."""

from collections.abc import Iterable
from typing import Any

from rubicon.explaining.brief import Ending, Rooted
from rubicon.explaining.contents import Changes, Explanation, Question, SchoolView, ToldSection, Why
from rubicon.explaining.filed import OnFile
from rubicon.explaining.pages import RulePage
from rubicon.judging.findings import Finding
from rubicon.language.facts import Source
from rubicon.language.rules import BaseRate, Rule, Rulebook
from rubicon.language.speaking import speak, speak_pattern
from rubicon.language.vocabulary import Vocabulary
from rubicon.rendering.changes import pivotal_object
from rubicon.rendering.filing import why_not
from rubicon.rendering.headings import heading, iso, standing
from rubicon.rendering.records import shifts_object
from rubicon.rendering.wording import Words


def assessment_object(e: Explanation) -> dict[str, Any]:
    """Return the object of a report (DESIGN 3); the keys `since`, `pivots` and `partings` are there if they were asked for."""
    words = Words(e.rulebook, "text")
    return {
        **heading(e),
        "findings": [_finding(found) for found in e.findings],
        "question": _question(e.question, e.rulebook),
        "schools": [_school(e, view) for view in e.schools],
        "sections": [_section(told, e.rulebook) for told in e.sections],
        "facts": [_fact(one, words) for one in e.filed],
        "sources": [_source(source) for source in e.works],
        "unknowns": [words.ask(pattern) for pattern in e.unknowns],
        "assumed": [speak(e.rulebook.vocabulary, literal) for literal in e.run.assumed],
        "withdrawn": [speak(e.rulebook.vocabulary, literal) for literal, _ in e.run.withdrawn],
        **standing(e.case, e.outside),
        **({"since": _since(e.earlier, e.rulebook.vocabulary)} if e.earlier else {}),
        **({"pivots": pivotal_object(e.pivots, e.rulebook)} if e.pivots else {}),
        **({"partings": [_parting(e, one) for one in e.brief.endings]} if e.pivots and e.brief else {}),
    }


def _parting(e: Explanation, one: Ending) -> dict[str, Any]:
    """Return on what a school of another answer parts from the first, and what would end that."""
    vocabulary = e.rulebook.vocabulary
    return {
        "school": one.school.name if one.school else None,
        "answer": one.outlook.answer,
        "roots": {"first": _rooted(one.mine), "other": _rooted(one.yours)},
        "ended_by": [
            {"findings": [speak(vocabulary, literal) for literal in some], "answer": end.outlook.answer}
            for end in one.ends
            for some in end.findings
        ],
        "searched": "whole" if one.settled else "in part",
    }


def _rooted(root: Rooted | None) -> dict[str, Any] | None:
    """Return the rules that a school would lose and gain to give another's answer."""
    if root is None:
        return None
    return {
        "without": [rule.id for rule in root.lost],
        "with": [rule.id for rule in root.gained],
        "sets": root.ways,
        "searched": "whole" if root.whole else "in part",
    }


def _since(changes: Changes, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what changed since an earlier day."""
    return {
        "day": iso(changes.since),
        "new": [speak(vocabulary, literal) for literal in changes.risen],
        "gone": [speak(vocabulary, literal) for literal in changes.fallen],
        "shifts": shifts_object(vocabulary, changes),
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "sentence": found.sentence,
        "truth": found.truth,
        "standing": found.standing,
        "confidence": found.confidence,
        "derived": found.derived,
        "because": [
            {"rule": b.rule, "premises": list(b.premises), "sources": list(b.sources)} for b in found.because
        ],
        "against": [
            {"rule": a.rule, "premises": list(a.premises), "defeated_by": a.defeated_by}
            for a in found.against
        ],
    }


def _question(question: Question | None, rulebook: Rulebook) -> dict[str, Any] | None:
    if question is None:
        return None
    sentence = speak(rulebook.vocabulary, question.literal) if question.literal else None
    span = question.range or question.candidate_range
    return {
        "ask": question.ask,
        "answer": question.answer,
        "candidates": list(question.candidates),
        "sentence": sentence,
        "truth": question.truth,
        "standing": question.standing,
        "confidence": question.confidence,
        "range": [float(bound) for bound in span] if span else None,
        "event": question.event,
        "horizon": question.horizon,
        "tier": question.tier.name if question.tier else None,
        "base_rate": _base_rate(question.tier.base_rate if question.tier else None),
    }


def _base_rate(rate: BaseRate | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    source = rate.source.key if rate.source else None
    return {"share": float(rate.share), "of": rate.of, "until": iso(rate.until), "source": source}


def _fact(one: OnFile, words: Words) -> dict[str, Any]:
    fact = one.fact
    return {
        "sentence": speak(words.vocabulary, one.literal),
        "on": fact.on_within.written if fact.on_within else iso(fact.on),
        "known": iso(fact.known),
        "source": fact.source.key if fact.source else None,
        "grade": str(fact.grade) if fact.grade else None,
        "status": one.use,
        "why_not": why_not(one),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "title": source.title,
        "date": iso(source.date),
        "address": source.address,
        "origin": source.comes_from,
    }


def _school(e: Explanation, view: SchoolView) -> dict[str, Any]:
    return {
        "name": view.school.name if view.school else None,
        "question": _question(view.question, e.rulebook),
        "findings": [_finding(found) for found in e.findings_of(view)],
    }


def _section(told: ToldSection, rulebook: Rulebook) -> dict[str, Any]:
    return {
        "key": told.key,
        "title": told.section.title if told.section else None,
        "kind": told.section.kind if told.section else "findings",
        "state": told.state,
        "confidence": told.confidence,
        "presumed": told.presumed,
        "findings": [
            speak(rulebook.vocabulary, claim.literal)
            for claim in told.claims
            if claim.status in ("so", "assumed")
        ],
        "contested": [
            speak(rulebook.vocabulary, claim.literal)
            for claim in told.claims
            if claim.status in ("contested", "undecided")
        ],
    }


def why_object(y: Why) -> dict[str, Any]:
    """Return the object of an answer to `why`: the findings on the way, the one asked first."""
    vocabulary = y.rulebook.vocabulary
    return {
        **heading(y),
        "asked": speak(vocabulary, y.asked),
        "status": y.claim.status,
        "findings": [_finding(found) for found in y.findings],
        "rules": [used.rule.id for used in y.rules],
        "supports": _supports(y, vocabulary),
        "lacking": [rule.id for rule in y.silent],
        **standing(y.case, y.outside),
    }


def _supports(y: Why, vocabulary: Vocabulary) -> dict[str, Any] | None:
    if y.grounds is None:
        return None
    found = y.grounds.supports
    return {
        "sets": [[speak(vocabulary, literal) for literal in one] for one in found.sets],
        "toppling": [[speak(vocabulary, literal) for literal in one] for one in found.toppling],
        "searched": "whole" if found.whole and found.all_sets else "in part",
    }


def rules_object(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Return the objects of a list of rules."""
    return [
        {
            "id": rule.id,
            "title": rule.title,
            "kind": rule.kind,
            "status": rule.status,
            "school": rule.school,
            "confidence": rule.confidence,
            "otherwise_of": rule.otherwise_of,
            "cites": [f"{cite.source.key} {cite.place}".strip() for cite in rule.cites],
        }
        for rule in rules
    ]


def rule_object(page: RulePage) -> dict[str, Any]:
    """Return the object of a rule's page."""
    rule, vocabulary = page.rule, page.rulebook.vocabulary
    return {
        **rules_object([rule])[0],
        "if": [
            [one.text for one in item] if isinstance(item, tuple) else item.text for item in rule.conditions
        ],
        "unless": [[one.text for one in group] for group in rule.unless],
        "then": [speak_pattern(vocabulary, pattern) for pattern in rule.conclusions],
        "because": rule.because,
        "otherwise": [other.id for other in page.otherwise],
        "contests": list(rule.contests),
        "overrides": [other.id for other in page.overrides],
        "overridden_by": [other.id for other in page.overridden_by],
        "since": rule.since.isoformat() if rule.since else None,
        "until": rule.until.isoformat() if rule.until else None,
        "note": rule.note,
        "examples": [example.name for example in rule.examples],
    }
