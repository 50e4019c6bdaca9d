"""The objects of `--format json` for timelines and comparisons."""

from collections.abc import Iterable
from typing import Any

from rubicon.explaining.claims import Ground
from rubicon.explaining.contents import Changes, Question, Shift
from rubicon.judging.differences import Turn
from rubicon.language.facts import source_keys
from rubicon.language.rules import School
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.rendering.headings import about, iso, standing
from rubicon.surveying.comparing.contrasts import Carrier, Contrast, Crossing, Difference, Point
from rubicon.surveying.timeline.entries import EventfulDay, Stretch, Timeline


def timeline_object(t: Timeline) -> dict[str, Any]:
    """Return the object of a timeline: a stretch for each change, with the days in it."""
    vocabulary = t.rulebook.vocabulary
    return {
        **about(t.rulebook, t.version, case=t.case.name, as_of=iso(t.case.as_of)),
        "schools": [name_of(school) for school in t.schools],
        "stretches": [_stretch(vocabulary, stretch) for stretch in t.stretches],
        "rules": [used.rule.id for used in t.rules],
        **standing(t.case, t.outside),
    }


def comparison_object(c: Contrast) -> dict[str, Any]:
    """Return the object of a comparison."""
    vocabulary = c.rulebook.vocabulary
    numbers = {found: at for at, found in enumerate(c.differences, 1)}
    return {
        **about(c.rulebook, c.version),
        "school": name_of(c.school),
        "agree": c.agree,
        "cases": [
            {
                "case": side.case.name,
                "title": side.case.title,
                "as_of": iso(side.day),
                "question": question_object(side.question),
                **standing(side.case, side.outside),
            }
            for side in c.sides
        ],
        "roles": [{"role": role, "entities": [one or None, other or None]} for role, one, other in c.pairs],
        "points": [_point(vocabulary, point) for point in c.points],
        "differences": [
            {"number": at, **_difference(vocabulary, found)} for at, found in enumerate(c.differences, 1)
        ],
        "crossings": [_crossing(crossing, numbers) for crossing in c.crossings],
        "ended_by": _meetings(c),
        "idle": [numbers[found] for found in c.idle],
    }


def _stretch(vocabulary: Vocabulary, stretch: Stretch) -> dict[str, Any]:
    return {
        "day": stretch.day.isoformat(),
        "present": stretch.present,
        "questions": [question_object(question) for question in stretch.questions],
        "variables": [
            {"key": one.section.key, "state": one.state, "confidence": one.confidence}
            for one in stretch.outlooks
        ],
        "shifts": shifts_object(vocabulary, stretch.changes),
        "days": [_day(vocabulary, day) for day in stretch.days],
    }


def _day(vocabulary: Vocabulary, day: EventfulDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "facts": [
            {
                "sentence": speak(vocabulary, entry.literal),
                "how": entry.how,
                "sources": source_keys(cited.fact for cited in entry.evidence),
            }
            for entry in day.entries
        ],
        "rules_begun": [rule.id for rule in day.begun],
        "rules_ended": [rule.id for rule in day.ended],
    }


def shifts_object(vocabulary: Vocabulary, changes: Changes | None) -> list[dict[str, Any]]:
    """Return the objects of what shifted between two judgements, the answer first."""
    return [
        {
            "key": shift.key,
            "before": shift.before,
            "after": shift.after,
            "lost": [_turn(vocabulary, turn) for turn in shift.lost],
            "gained": [_turn(vocabulary, turn) for turn in shift.gained],
        }
        for shift in _all_shifts(changes)
    ]


def _turn(vocabulary: Vocabulary, turn: Turn) -> dict[str, Any]:
    needed = [speak(vocabulary, literal) for literal in (*turn.missing, *turn.redated)]
    against = [speak(vocabulary, literal) for literal in (*turn.arrived, *turn.rivals)]
    return {
        "rule": turn.rule.id if turn.rule else None,
        "sentence": speak(vocabulary, turn.literal),
        "gone": against if turn.came else needed,
        "arrived": needed if turn.came else against,
    }


def _all_shifts(changes: Changes | None) -> tuple[Shift, ...]:
    """Return the shifts of the sections, the answer's first."""
    if changes is None:
        return ()
    return (*((changes.answer,) if changes.answer else ()), *changes.shifts)


def question_object(question: Question) -> dict[str, Any]:
    """Return the object of a question and its answer."""
    span = question.range or question.candidate_range
    return {
        "ask": question.ask,
        "answer": question.answer,
        "candidates": list(question.candidates),
        "standing": question.standing,
        "confidence": question.confidence,
        "range": [float(bound) for bound in span] if span else None,
    }


def _point(vocabulary: Vocabulary, point: Point) -> dict[str, Any]:
    return {
        "key": point.section.key,
        "title": point.section.title,
        "kind": point.section.kind,
        "same": point.same,
        "cases": [
            {
                "state": view.state,
                "confidence": view.confidence,
                "findings": [speak(vocabulary, literal) for literal in view.literals],
                "rules": [reason.rule.id for reason in (*view.reasons, *view.against) if reason.rule],
                "facts": _grounds(vocabulary, view.facts),
            }
            for view in point.views
        ],
        "shared": [[speak(vocabulary, found.literal) for found in pair] for pair in point.shared],
        "only": [[speak(vocabulary, found.literal) for found in side] for side in point.only],
    }


def _difference(vocabulary: Vocabulary, found: Difference) -> dict[str, Any]:
    return {
        "cases": [_grounds(vocabulary, side) for side in found.sides],
        "moved": [[speak(vocabulary, literal) for literal in side] for side in found.moved],
        "rule": {"id": found.rule.id, "case": found.held} if found.rule else None,
        "graded_otherwise": found.weighed,
        "asked": found.asked,
        "bears_on": list(found.bears),
    }


def _meetings(c: Contrast) -> dict[str, Any] | None:
    """Return the fewest findings that end the difference; None where there is none, or it could not be searched."""
    if c.meetings is None:
        return None
    sets = [
        {
            "findings": [
                {"case": case, "sentence": speak(c.rulebook.vocabulary, literal)}
                for case, literal in zip(one.cases, some, strict=True)
            ],
            "answer": one.outlook.answer,
        }
        for one in c.meetings
        for some in one.findings
    ]
    return {"sets": sets, "searched": "whole" if c.met_whole else "in part"}


def _crossing(crossing: Crossing, numbers: dict[Difference, int]) -> dict[str, Any]:
    return {
        "into": crossing.into,
        "sets": [_carrier(carrier, numbers) for carrier in crossing.carriers],
        "bounded": crossing.more > 0 or crossing.up_to is not None,
        "more": crossing.more,
        "up_to": crossing.up_to,
        "whole": crossing.whole,
    }


def _carrier(carrier: Carrier, numbers: dict[Difference, int]) -> dict[str, Any]:
    return {
        "differences": [numbers[found] for found in carrier.differences],
        "changes": [
            {"key": shift.key, "before": shift.before, "after": shift.after}
            for shift in _all_shifts(carrier.changes)
        ],
    }


def _grounds(vocabulary: Vocabulary, grounds: Iterable[Ground]) -> list[dict[str, Any]]:
    return [
        {
            "sentence": speak(vocabulary, one.literal),
            "sources": source_keys(cited.fact for cited in one.evidence),
        }
        for one in grounds
    ]


def name_of(school: School | None) -> str | None:
    """Return the name of a school."""
    return school.name if school else None
