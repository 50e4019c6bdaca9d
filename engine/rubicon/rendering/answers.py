"""Render the answers to `why-not` and `what-if`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rubicon.explaining.lacking.ways import (
    Attempt,
    Stance,
    StandingShift,
    Way,
    WhatIf,
    WhyNot,
)
from rubicon.judging.differences import Turn
from rubicon.judging.findings import sources_of
from rubicon.language.conditions import Comparison, Pattern
from rubicon.language.facts import Literal
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import say_form, speak
from rubicon.rendering.attempts import AttemptSpeaker
from rubicon.rendering.fillings import fill_open
from rubicon.rendering.headings import heading, standing
from rubicon.rendering.objects import _question
from rubicon.rendering.pages import _form, _render, as_json
from rubicon.rendering.spelling import listed
from rubicon.rendering.wording import Words


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
    say = AttemptSpeaker(answer.rulebook)
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
                "exception": [
                    one.text if isinstance(one, Comparison) else say.pattern(one) for one in never.exception
                ],
            }
            for never in answer.hopeless
        ],
        "not_taking_part": [
            {"rule": one.way.rule.id, "why": one.why, "missing": one.way.missing} for one in answer.bystanders
        ],
        "needs": [say.need(need) for need in answer.needs],
        **standing(answer.case, answer.outside),
    }


def render_what_if(answer: WhatIf, form: str, folder: Path | None = None, *, written: bool = False) -> str:
    """Render the answer to `what-if` in one of `FORMATS`; `written`: what differs stands in the case's file."""
    if form == "json":
        return as_json(what_if_object(answer))
    words = AnswerWords(answer.rulebook, _form(form), answer)
    return _render(folder, "what-if/what-if.j2", words, "What if", {"y": answer, "written": written}, answer)


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
