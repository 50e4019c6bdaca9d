"""The objects of what would change a judgement; their keys are stable."""

from fractions import Fraction
from typing import Any

from rubicon.explaining.hypotheses import Exhibit, Hypotheses
from rubicon.explaining.pivotal import AskedElsewhere, Pivotal, PivotsPage
from rubicon.judging.differences import APPLIES, CARRIES, Strength, Turn
from rubicon.judging.questions import Reply
from rubicon.language.conditions import Holds, Pattern, Since
from rubicon.language.facts import Literal, source_keys
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak, speak_pattern
from rubicon.rendering.headings import heading, standing
from rubicon.rendering.wording import Words
from rubicon.supposing.pivots import (
    Answer,
    Change,
    Course,
    End,
    Leaf,
    Linchpin,
    Move,
    Odds,
    OpenQuestion,
    Settling,
    Share,
)


def pivots_object(page: PivotsPage) -> dict[str, Any]:
    """Return the object of an answer to `pivots`: the case, and the keys of `pivotal_object`.

    `elsewhere` has the schools beside the one judged by whose answer hangs on questions that have no weight here: `school`,
    `answer`, the `questions` (`sentence`, `ask`), and the fewest `findings` among them that would give another `answer`.
    """
    return {
        **heading(page),
        **pivotal_object(page.told, page.rulebook),
        "elsewhere": [_elsewhere(one, page.rulebook) for one in page.elsewhere],
        **standing(page.case, page.outside),
    }


def _elsewhere(one: AskedElsewhere, rulebook: Rulebook) -> dict[str, Any]:
    words = Words(rulebook, "text")
    literals = (literal for part in one.parts for literal in part.literals)
    return {
        "school": one.school.name,
        "answer": one.outcome.answer,
        "questions": [
            {"ask": words.ask(pattern), "sentence": speak_pattern(rulebook.vocabulary, pattern)}
            for question in one.watched
            for pattern in question.patterns
        ],
        "changed_by": {
            "findings": [speak(rulebook.vocabulary, literal) for literal in literals],
            "answer": one.after.answer,
            "sets": one.ways,
        }
        if one.parts
        else None,
    }


def pivotal_object(told: Pivotal, rulebook: Rulebook) -> dict[str, Any]:
    """Return the object of what would change the answer; it is also the key `pivots` of a report.

    - `about`: the sentence asked about; null for the framework's question. `answer`: how it stands now:
      `answer` (the value, `yes`; null where none is established or a sentence is asked about), `sentence`,
      `truth`, `standing`.
    - `changes`: smallest sets of `moves`, fewest moves first, the `answer` each leads to, and its `path`,
      premises first. A move: `act` (`yes`, `no`, `value`, `none`: how an open question is answered; `withdraw`,
      `deny`: what is done to a reported fact), its `sentence`, what to `assume` and to put `without` in order to
      make it with `what-if`, and `sources`. A step of a path: `rule`, what it speaks for (`sentence`), what it
      does `before` and `after` (`carries`, `applies` but does not prevail, null: neither), its `premises`.
    - `more`: changes as small that are not listed. `complete_to`: there are no others of up to so many moves.
      `exhausted`: there are no others at all.
    - `robustness`: `share` of the completions in which the answer holds, `error` (standard error; null where
      the share is exact), `completions` (ways of answering every open question), `sample` (random completions
      judged; null where all were).
    - `questions`: the open questions, by falling `weight` (share of completions in which another reply alone
      changes the answer), its `error`, the `ask`, the `sentence`, and the `replies` as what each takes as given.
    - `linchpins`: what is asserted and cannot be withdrawn without changing the answer: `sentence`, `origin`,
      `sources`, `grades`, and the `answer` without it.
    - `doubtful`: the reported facts and assumptions that a change may withdraw or deny.
    - `settles`: smallest `sets` of replies (of each what is `given`) after which the `answer` is the same however all else that is
      open is answered or left open; `more` that are not listed; a `course` of questions (`ask`, `sentence`, the
      `replies` with what comes `next`; at its ends an `answer`, null where it is not settled there), which asks
      `worst` at worst (null: it ends unsettled somewhere), and whether none is `shortest`.
    - `origins`: the smallest `sets` of origins whose assertions, all withdrawn, change the answer, `of` so many; where
      there are none, `exhausted` tells that none do.
    - `matrix`: null unless asked for. The `candidates` of the answer (`sentence`, `stands`) and the `evidence`: of each `sentence`
      its `sources`, a cell for each candidate in turn with the rules through which it speaks `for` and `against` it,
      whether it is `diagnostic` and how the candidates stand `without` it, and whether it is `consistent` with all.
    - `odds`: null unless some are stated. `stated`, `idle` (those that bear on nothing), `weights`: between `low` and
      `high` for each `answer`; `exact`: these bounds are reached.
    """
    say = _ChangeSpeaker(told, rulebook)
    found = told.found
    return {
        "about": say.maybe(found.about),
        "answer": say.answer(found.answer),
        "changes": [say.change(change) for change in found.changes],
        "more": found.more,
        "complete_to": found.whole,
        "exhausted": found.exhausted,
        "robustness": {
            **_share("share", found.robustness),
            "completions": told.ways,
            "sample": found.sample,
        },
        "questions": [say.question(question) for question in found.questions],
        "linchpins": [say.linchpin(pin) for pin in found.linchpins],
        "doubtful": [say.literal(doubt.literal) for doubt in found.doubts],
        "settles": say.settling(found.settling),
        "origins": {
            "sets": [list(some) for some in found.margin.sets],
            "exhausted": found.margin.exhausted,
            "of": found.margin.origins,
        },
        "odds": say.odds(found.odds) if found.odds else None,
        "matrix": say.matrix(told.matrix) if told.matrix else None,
    }


class _ChangeSpeaker:
    """Turns the parts of what was found into objects."""

    def __init__(self, told: Pivotal, rulebook: Rulebook) -> None:
        self.told, self.vocabulary = told, rulebook.vocabulary
        self.words = Words(rulebook, "text")
        self.facts = {doubt.literal: doubt.facts for doubt in told.found.doubts}

    def literal(self, literal: Literal) -> str:
        return speak(self.vocabulary, literal)

    def maybe(self, literal: Literal | None) -> str | None:
        return self.literal(literal) if literal is not None else None

    def answer(self, answer: Answer) -> dict[str, Any]:
        return {
            "answer": self.told.values.get(answer.literal) if answer.literal else None,
            "sentence": self.maybe(answer.literal),
            "truth": answer.truth,
            "standing": answer.standing,
        }

    def change(self, change: Change) -> dict[str, Any]:
        return {
            "moves": [self.move(move) for move in change.moves],
            "answer": self.answer(change.answer),
            "path": [self.step(turn) for turn in change.path],
        }

    def move(self, move: Move) -> dict[str, Any]:
        return {
            "act": move.act,
            "sentence": self.literal(move.literal),
            "assume": [self.literal(literal) for literal in move.assumed],
            "without": [self.literal(literal) for literal in move.without],
            "sources": source_keys(self.facts.get(move.literal, ())),
        }

    def step(self, turn: Turn) -> dict[str, Any]:
        instance = turn.argument.instance
        held = [g for g in instance.conditions if isinstance(g.condition, Holds | Since)] if instance else []
        return {
            "rule": turn.rule.id if turn.rule else None,
            "sentence": self.literal(turn.literal),
            "before": _does(turn.was),
            "after": _does(turn.now),
            "premises": [
                self.literal(one) for one in dict.fromkeys(m.literal for g in held for m in g.mentions)
            ],
        }

    def question(self, question: OpenQuestion) -> dict[str, Any]:
        atom = question.about.atom
        return {
            "ask": self.words.ask(Pattern(atom.statement, atom.values, truth=True)),
            "sentence": self.literal(question.about),
            **_share("weight", question.weight),
            "replies": [
                {"act": reply.act, "given": [self.literal(literal) for literal in reply.given]}
                for reply in question.replies
            ],
        }

    def linchpin(self, pin: Linchpin) -> dict[str, Any]:
        return {
            "sentence": self.literal(pin.literal),
            "origin": list(dict.fromkeys(fact.basis for fact in pin.facts)),
            "sources": source_keys(pin.facts),
            "grades": [str(fact.grade) if fact.grade else None for fact in pin.facts],
            "answer": self.answer(pin.answer),
        }

    def end(self, end: End) -> dict[str, Any]:
        return {
            "answer": self.told.values.get(end.literal) if end.literal else None,
            "sentence": self.maybe(end.literal),
            "truth": end.truth,
        }

    def settling(self, settling: Settling) -> dict[str, Any]:
        return {
            "sets": [
                {"given": [self.given(reply) for reply in one.replies], "answer": self.end(one.end)}
                for one in settling.sets
            ],
            "more": settling.more,
            "course": self.course(settling.course),
            "worst": settling.worst,
            "shortest": settling.shortest,
        }

    def given(self, reply: Reply) -> list[str]:
        return [self.literal(literal) for literal in reply.given]

    def course(self, course: Course | Leaf) -> dict[str, Any]:
        if isinstance(course, Leaf):
            return {"answer": self.end(course.end) if course.end else None}
        atom = course.about.atom
        return {
            "ask": self.words.ask(Pattern(atom.statement, atom.values, truth=True)),
            "sentence": self.literal(course.about),
            "replies": [
                {"given": self.given(reply), "next": self.course(after)} for reply, after in course.replies
            ],
        }

    def odds(self, odds: Odds) -> dict[str, Any]:
        return {
            "stated": [{"sentence": self.literal(one), "p": float(share)} for one, share in odds.stated],
            "idle": [self.literal(one) for one in odds.idle],
            "weights": [
                {"answer": self.end(one.end), "low": float(one.low), "high": float(one.high)}
                for one in odds.weights
            ],
            "exact": odds.exact,
        }

    def matrix(self, told: Hypotheses) -> dict[str, Any]:
        return {
            "candidates": [{"sentence": self.literal(one), "stands": fate} for one, fate in told.candidates],
            "evidence": [self.exhibit(one, told) for one in told.exhibits],
        }

    def exhibit(self, one: Exhibit, told: Hypotheses) -> dict[str, Any]:
        after = dict(told.candidates) | dict(one.moved)
        return {
            "sentence": self.literal(one.literal),
            "sources": source_keys(cited.fact for cited in one.evidence),
            "cells": [
                {"for": [rule.id for rule in cell.favour], "against": [rule.id for rule in cell.oppose]}
                for cell in one.cells
            ],
            "diagnostic": bool(one.moved),
            "without": list(after.values()),
            "consistent": one.consistent,
        }


def _share(name: str, share: Share) -> dict[str, float | None]:
    return {name: float(share.value), "error": _float(share.error)}


def _float(share: Fraction | None) -> float | None:
    return float(share) if share is not None else None


def _does(strength: Strength) -> str | None:
    return "carries" if strength == CARRIES else "applies" if strength == APPLIES else None
