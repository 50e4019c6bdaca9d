"""Tell an editor what an edit does, in every form."""

from typing import Any

from rubicon.editing.impact import CaseMove, FiledMove, Impact
from rubicon.editing.merits import Merits
from rubicon.editing.repairing import Repairs
from rubicon.editing.repairing.holding import Repair
from rubicon.explaining.contents import Question
from rubicon.rendering import as_json, render_page
from rubicon.rendering.headings import FORMAT


def tell_impact(found: Impact, form: str) -> str:
    """Tell which judgements an edit moves."""
    if form == "json":
        return as_json(_impact(found))
    return render_page(found.rulebook, form, "rules/impact.j2", "What an edit moves", {"i": found})


def tell_merits(found: Merits, form: str) -> str:
    """Tell what each rule did for the cases."""
    if form == "json":
        rows = [
            {
                "rule": one.rule.id,
                "bears": one.bears,
                "decided": list(one.decided),
                "alone": list(one.alone),
                "right": list(one.right),
                "wrong": list(one.wrong),
                "fresh": list(one.fresh),
                "lot": list(one.lot),
                "late": list(one.late),
                "applied": list(one.applied),
                "advice": one.advice or None,
            }
            for one in found.merits
        ]
        school = found.school.name if found.school else None
        told = {"format": FORMAT, "rubicon": found.version, "school": school, "cases": found.cases}
        unread = [{"case": name, "what": what} for name, what in found.unread]
        return as_json({**told, "rules": rows, "unread": unread})
    return render_page(found.rulebook, form, "rules/merits.j2", "What each rule did", {"m": found})


def tell_repairs(found: Repairs, form: str) -> str:
    """Tell which edits would mend a judgement, and what each costs."""
    if form == "json":
        rows = [_repair(one) for one in found.repairs]
        broken = [{"edit": edit, "breaks": by} for edit, by in found.broken]
        told = {"format": FORMAT, "rubicon": found.version, "case": found.case.name, "school": found.school}
        names = ("is_so", "rules", "tried", "pairs", "possible", "alone", "mending", "held", "whole")
        counts = {name: getattr(found, name) for name in names}
        return as_json({**told, "wanted": found.wanted, **counts, "repairs": rows, "broken": broken})
    return render_page(found.rulebook, form, "rules/repair.j2", "What would mend the judgement", {"r": found})


def _repair(one: Repair) -> dict[str, Any]:
    """Return a repair; where a figure moves with its range, whose ends are null where it has none."""
    steps = [
        {
            "rule": step.rule,
            "title": step.title,
            "change": step.change,
            "before": step.before,
            "after": step.after,
            **({"from": step.low, "to": step.high} if step.ranges else {}),
        }
        for step in one.steps
    ]
    return {**steps[0], "beside": steps[1:], "moved": list(one.moved), "touched": list(one.touched)}


def _impact(found: Impact) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "rubicon": found.version,
        "before": found.before,
        "rules": {
            "new": list(found.rewritten.new),
            "gone": list(found.rewritten.gone),
            "changed": list(found.rewritten.changed),
        },
        "cases": found.cases,
        "moved": [_case(one) for one in found.moved],
        "unread": [{"case": name, "what": what} for name, what in found.unread],
        "filed": found.held,
        "filed_moved": [_filed(one) for one in found.filed],
    }


def _case(one: CaseMove) -> dict[str, Any]:
    return {
        "case": one.case.name,
        "schools": [
            {
                "school": move.school.name if move.school else None,
                "was": _answer(move.was),
                "now": _answer(move.now),
            }
            for move in one.schools
        ],
        "sections": [shift.key for shift in one.changes.shifts] if one.changes else None,
    }


def _filed(one: FiledMove) -> dict[str, Any]:
    return {
        "entry": one.filed.entry.number,
        "case": one.filed.entry.case,
        "was": _answer(one.was),
        "now": _answer(one.now),
        "reason": one.reason or None,
    }


def _answer(question: Question | None) -> str | None:
    return None if question is None else question.answer
