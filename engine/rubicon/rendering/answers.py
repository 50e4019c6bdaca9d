"""Render the answers to `why-not` and `what-if`."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from rubicon.explaining.claims import Victor
from rubicon.explaining.lacking.ways import (
    Attempt,
    Defeat,
    Mistimed,
    Need,
    Obstacle,
    Stance,
    StandingShift,
    Way,
    WhatIf,
    WhyNot,
)
from rubicon.judging.differences import Turn
from rubicon.judging.findings import sources_of
from rubicon.language.conditions import Comparison, Operator, Pattern, Several, Tally
from rubicon.language.facts import Literal, source_keys
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import say_form, speak, speak_pattern
from rubicon.rendering.fillings import fill_open
from rubicon.rendering.headings import heading, iso, standing
from rubicon.rendering.objects import _question
from rubicon.rendering.pages import _form, _render, as_json
from rubicon.rendering.spelling import listed
from rubicon.rendering.wording import Words

_NEGATED: dict[str, Operator] = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}


class AnswerWords(Words):
    """Words answers: patterns whose variables nobody fills, comparisons that fail, bindings that differ."""

    def any(self, pattern: Pattern) -> str:
        """Return a pattern's sentence; a variable left in it reads `any country`."""
        return self._open(pattern, "any")

    def some(self, pattern: Pattern) -> str:
        """Return a pattern's sentence; a variable left in it reads `some country`."""
        return self._open(pattern, "some")

    def _open(self, pattern: Pattern, word: str) -> str:
        statement = self.vocabulary.statements[pattern.statement]
        denied = None if pattern.truth else statement.denied
        form = denied or statement.form
        said = say_form(form, fill_open(statement, form, pattern.terms, word), prose=True)
        return self.text(said if pattern.truth or denied else f"it is false that {said}")

    @staticmethod
    def negated(comparison: Comparison) -> Comparison:
        """Return the comparison that holds where this one fails."""
        return replace(comparison, operator=_NEGATED[comparison.operator])

    def binding(self, way: Way, attempt: Attempt) -> str:
        """Name what tells a binding from the others that come as near."""
        others = [dict(other.binding) for other in way.attempts]
        names = {name for one in others for name in one if len({repr(o.get(name)) for o in others}) > 1}
        own = dict(attempt.binding)
        said = [
            f"{self.value(own[name])} as the {name.replace('_', ' ')}" for name in sorted(names & own.keys())
        ]
        return self.text(f"with {listed(said)}" if said else "by one of its alternatives")

    @staticmethod
    def alike(way: Way) -> bool:
        """Tell whether the bindings that come as near all lack the same, and nothing is known of it."""
        shapes = [tuple(obstacle.condition for obstacle in attempt.obstacles) for attempt in way.attempts]
        plain = all(
            obstacle.bar == "unshown" and not obstacle.deeper
            for attempt in way.attempts
            for obstacle in attempt.obstacles
        )
        return (
            len(way.attempts) > 1
            and plain
            and all(shape == shapes[0] for shape in shapes)
            and bool(shapes[0])
        )

    @staticmethod
    def kinds(names: Iterable[str]) -> list[str]:
        """Return kinds as `a country`, `an alliance`."""
        return [f"{'an' if name[:1] in 'aeiou' else 'a'} {name.replace('-', ' ')}" for name in names]


def render_why_not(answer: WhyNot, form: str, folder: Path | None = None) -> str:
    """Render the answer to `why-not` in one of `FORMATS`."""
    if form == "json":
        return as_json(why_not_object(answer))
    words = AnswerWords(answer.rulebook, _form(form), answer)
    return _render(folder, "why-not/why-not.j2", words, "Why not", {"y": answer}, answer)


def render_lacking(answer: WhyNot, rule: str) -> str:
    """Say in plain text what a rule lacks for the sentence asked for, one thing a line; nothing if no rule could conclude it."""
    ways = sorted(answer.ways, key=lambda way: way.rule.id != rule)
    if not ways:
        return ""
    words = AnswerWords(answer.rulebook, "text")
    given = {"way": ways[0], "rule": rule}
    said = _render(None, "why-not/example.j2", words, "", given)
    return "\n".join(line for line in said.splitlines() if line.strip())


def why_not_object(answer: WhyNot) -> dict[str, Any]:
    """Return the object of an answer to `why-not`."""
    say = _Speaker(answer.rulebook)
    return {
        **heading(answer),
        "asked": speak(answer.rulebook.vocabulary, answer.asked),
        "status": answer.status,
        "instead": speak(answer.rulebook.vocabulary, answer.instead.literal) if answer.instead else None,
        "mistimed": [say.mistimed(one) for one in answer.mistimed],
        "defeated_by": [say.defeat(one) for one in answer.defeats],
        "ways": [say.way(way) for way in answer.ways],
        "impossible": [
            {
                "rule": never.rule.id,
                "kinds": list(never.kinds),
                "tally": never.few.text if never.few else None,
                "comparisons": [one.text for one in never.comparisons],
                "exclude": [say.pattern(one) for one in never.clash],
                "own": [say.pattern(one) for one in never.own],
            }
            for never in answer.hopeless
        ],
        "not_taking_part": [
            {"rule": one.way.rule.id, "why": one.why, "missing": one.way.missing} for one in answer.bystanders
        ],
        "needs": [say.need(need) for need in answer.needs],
        **standing(answer.case, answer.outside),
    }


def render_what_if(answer: WhatIf, form: str, folder: Path | None = None) -> str:
    """Render the answer to `what-if` in one of `FORMATS`."""
    if form == "json":
        return as_json(what_if_object(answer))
    words = AnswerWords(answer.rulebook, _form(form), answer)
    return _render(folder, "what-if/what-if.j2", words, "What if", {"y": answer}, answer)


def what_if_object(answer: WhatIf) -> dict[str, Any]:
    """Return the object of an answer to `what-if`."""
    vocabulary = answer.rulebook.vocabulary
    was, now = answer.question or (None, None)
    return {
        **heading(answer),
        "assumed": [speak(vocabulary, literal) for literal in answer.run.assumed],
        "withdrawn": [speak(vocabulary, literal) for literal, _ in answer.run.withdrawn],
        "question": {
            "before": _question(was, answer.rulebook),
            "after": _question(now, answer.rulebook),
        }
        if answer.question
        else None,
        "variables": [
            {"key": one.section.key, "title": one.section.title, "before": one.before, "after": one.after}
            for one in answer.variables
        ],
        "changes": [_difference(one, answer.rulebook) for one in (*answer.first, *answer.others)],
        "unchanged": answer.same,
        **standing(answer.case, answer.outside),
    }


def _difference(one: StandingShift, rulebook: Rulebook) -> dict[str, Any]:
    return {
        "sentence": speak(rulebook.vocabulary, one.literal),
        "before": _stance(one.before),
        "after": _stance(one.after),
        "fell": [_turn(turn, rulebook) for turn in one.fell],
        "came": [_turn(turn, rulebook) for turn in one.came],
    }


def _stance(stance: Stance) -> dict[str, Any]:
    return {"truth": stance.truth, "standing": stance.standing, "confidence": stance.confidence}


def _turn(turn: Turn, rulebook: Rulebook) -> dict[str, Any]:
    def said(literals: Iterable[Literal]) -> list[str]:
        return [speak(rulebook.vocabulary, literal) for literal in literals]

    return {
        "rule": turn.rule.id if turn.rule else None,
        "for": speak(rulebook.vocabulary, turn.literal),
        "sources": list(sources_of(turn.argument)) if turn.rule is None else [],
        "premises": said(turn.missing),
        "redated": said(turn.redated),
        "stopped_by": said(turn.arrived),
        "defeated_by": said(turn.rivals),
    }


class _Speaker:
    """Turns the parts of answers into objects."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.vocabulary = rulebook.vocabulary

    def pattern(self, pattern: Pattern | None) -> str | None:
        return speak_pattern(self.vocabulary, pattern) if pattern is not None else None

    def way(self, way: Way) -> dict[str, Any]:
        return {
            "rule": way.rule.id,
            "missing": way.missing,
            "attempts": [self.attempt(attempt) for attempt in way.attempts],
            "more": way.more,
            "searched": "whole" if way.whole else "in part",
        }

    def attempt(self, attempt: Attempt) -> dict[str, Any]:
        return {
            "conclusion": self.pattern(attempt.conclusion),
            "binding": {name: str(value) for name, value in attempt.binding},
            "open": list(attempt.open),
            "met": attempt.met,
            "of": attempt.total,
            "obstacles": [self.obstacle(obstacle) for obstacle in attempt.obstacles],
            "defeats": [self.defeat(defeat) for defeat in attempt.defeats],
        }

    def obstacle(self, o: Obstacle) -> dict[str, Any]:
        tallied = o.tallied
        return {
            "kind": o.kind,
            "condition": o.condition.text if o.condition else None,
            "sentence": self.pattern(o.pattern),
            "how": o.bar,
            "met": o.met,
            "open": list(o.open),
            "shown": [
                speak(self.vocabulary, c.literal)
                for c in (*o.claims, *(c for p in o.parts for c in p.claims))
            ],
            "mistimed": [self.mistimed(one) for one in o.mistimed],
            "count": [_number(tallied.low), _number(tallied.high)] if tallied else None,
            "limit": _limit(o),
            "since": iso(min(filter(None, o.since), default=None)),
            "reachable": o.reachable,
            "needs": [self.need(need) for need in o.needs],
            "ways": [self.way(way) for way in o.deeper],
        }

    def defeat(self, defeat: Defeat) -> dict[str, Any]:
        return {
            "against": speak(self.vocabulary, defeat.against.literal),
            "overridden_by": [_speaks(victor) for victor in defeat.victors],
            "unanswered": [_speaks(victor) for victor in defeat.attackers],
            "given": defeat.outdone,
            "needs": [self.need(need) for need in defeat.needs],
        }

    def need(self, need: Need) -> dict[str, Any]:
        return {
            "kind": need.kind,
            "sentence": self.pattern(need.pattern),
            "ask": need.ask,
            "count": need.count or None,
            "among": [speak(self.vocabulary, literal) for literal in need.among],
            "day": iso(need.day),
            "lines": [self.pattern(pattern) for pattern in need.patterns],
        }

    @staticmethod
    def mistimed(one: Mistimed) -> dict[str, Any]:
        fact = one.cited.fact
        return {
            "why": one.why,
            "day": iso(one.day),
            "source": fact.source.key if fact.source else None,
        }


def _limit(o: Obstacle) -> int | float | None:
    if isinstance(o.condition, Tally | Several):
        return o.condition.number
    return _number(o.limit) if o.limit is not None else None


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _speaks(victor: Victor) -> dict[str, Any]:
    return {
        "rule": victor.rule.id if victor.rule else None,
        "sources": source_keys(cited.fact for cited in victor.evidence),
    }
