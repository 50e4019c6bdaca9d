"""The objects of `--format json` for what a rule lacks: ways, attempts, obstacles and needs."""

from decimal import Decimal
from typing import Any

from rubicon.explaining.claims import Victor
from rubicon.explaining.lacking.ways import Attempt, Defeat, Mistimed, Need, Obstacle, Way
from rubicon.language.conditions import Pattern, Several, Tally
from rubicon.language.facts import source_keys
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak, speak_pattern
from rubicon.rendering.headings import iso


class AttemptSpeaker:
    """Turns the parts of answers into objects."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.vocabulary = rulebook.vocabulary

    def pattern(self, pattern: Pattern | None) -> str | None:
        """Return the sentence of a pattern, its variables as `?x`."""
        return speak_pattern(self.vocabulary, pattern) if pattern is not None else None

    def way(self, way: Way) -> dict[str, Any]:
        """Return the object of a rule with its nearest attempts."""
        return {
            "rule": way.rule.id,
            "missing": way.missing,
            "attempts": [self.attempt(attempt) for attempt in way.attempts],
            "more": way.more,
            "searched": "whole" if way.whole else "in part",
        }

    def attempt(self, attempt: Attempt) -> dict[str, Any]:
        """Return the object of a rule under one binding."""
        return {
            "conclusion": self.pattern(attempt.conclusion),
            "binding": {name: str(value) for name, value in attempt.binding},
            "open": list(attempt.open),
            "met": attempt.met,
            "of": attempt.total,
            "obstacles": [self.obstacle(obstacle) for obstacle in attempt.obstacles],
            "defeats": [self.defeat(defeat) for defeat in attempt.defeats],
            "needs": [self.need(need) for need in attempt.needs],
        }

    def obstacle(self, o: Obstacle) -> dict[str, Any]:
        """Return the object of a condition that is not met."""
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
        """Return the object of what keeps a rule that applies from prevailing."""
        return {
            "against": speak(self.vocabulary, defeat.against.literal),
            "overridden_by": [_speaks(victor) for victor in defeat.victors],
            "unanswered": [_speaks(victor) for victor in defeat.attackers],
            "given": defeat.outdone,
            "needs": [self.need(need) for need in defeat.needs],
        }

    def need(self, need: Need) -> dict[str, Any]:
        """Return the object of one thing that would take an obstacle away."""
        target = need.target
        return {
            "kind": need.kind,
            "sentence": self.pattern(need.pattern),
            "ask": need.ask,
            "count": need.count or None,
            "among": [speak(self.vocabulary, literal) for literal in need.among],
            "day": iso(need.day),
            "lines": [self.pattern(pattern) for pattern in need.patterns],
            "besides": None if need.besides is None else str(need.besides),
            "number": {
                "of": target.of,
                "variable": target.variable,
                "bound": target.bound,
                "limit": _number(target.limit),
            }
            if target
            else None,
        }

    @staticmethod
    def mistimed(one: Mistimed) -> dict[str, Any]:
        """Return the object of an assertion that does not count on the day."""
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
