"""Tell an editor what examples cover, what nothing notices and what nothing guards, in every form."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rubicon.editing.analysing import BOUND, CONFLICT, Analysis
from rubicon.editing.analysing.calendars import Days, words
from rubicon.editing.analysing.gaps import COLUMNS
from rubicon.editing.analysing.views import Extent
from rubicon.editing.guarding import Unguarded
from rubicon.editing.mutating import Mutation, Tried
from rubicon.editing.testing import Tested
from rubicon.language.rules import Rulebook
from rubicon.problems import Problem
from rubicon.rendering import as_json, render_page
from rubicon.rendering.headings import FORMAT


def tell_tested(found: Tested, form: str) -> str:
    """Tell what running the examples found, and what they cover."""
    if form == "json":
        return as_json(_tested(found))
    return render_page(found.rulebook, form, "rules/test.j2", "What the examples show", {"t": found})


def tell_mutation(found: Mutation, form: str) -> str:
    """Tell what became of the mutants of rules, and which nothing notices."""
    if form == "json":
        return as_json(_mutation(found))
    return render_page(found.rulebook, form, "rules/mutate.j2", "What notices a change", {"m": found})


def tell_unguarded(rulebook: Rulebook, found: Sequence[Unguarded]) -> str:
    """Tell in Markdown what no example guards, each with the example to paste."""
    title = "What no example guards"
    return render_page(rulebook, "markdown", "rules/guarding.j2", title, {"found": tuple(found)})


def tell_analysis(rulebook: Rulebook, found: Analysis, problems: Sequence[Problem]) -> str:
    """Tell in Markdown what the analysis of a rulebook shows, each of the problems with the case that shows it."""
    values = {
        "found": [one for one in problems if one.witness],
        "bound": BOUND,
        "number": len(problems),
        "conflicts": sum(one.lint == CONFLICT for one in found.problems if one not in problems),
        "variables": [[one.title, *map(_mark, one.shown)] for one in found.variables],
        "looked": [(one.title, _measured(one.bound)) for one in found.variables],
        "proofs": [(one.stated.title, one.state, one.of, _measured(one.bound)) for one in found.proofs],
    }
    return render_page(rulebook, "markdown", "rules/analysis.j2", "What the analysis shows", values)


def analysis_object(found: Analysis) -> dict[str, Any]:
    """Return what JSON tells of an analysis beside its findings."""
    return {
        "bound": BOUND,
        "variables": [
            {
                "title": one.title,
                **dict(zip(COLUMNS, map(_mark, one.shown), strict=True)),
                "within": _bound(one.bound),
            }
            for one in found.variables
        ],
        "properties": [
            {
                "title": one.stated.title,
                "state": one.state,
                "of": one.of or None,
                "within": _bound(one.bound),
            }
            for one in found.proofs
        ],
    }


def _mark(shown: Days | None) -> str:
    """Say when a variable can be so."""
    if not shown:
        return "not decided" if shown is None else "never"
    return words(shown) or "yes"


def _bound(bound: Extent) -> dict[str, Any]:
    """Return within what something was looked at."""
    return {
        "days": [day.isoformat() for day in sorted(bound.days)],
        "numbers": [str(one) for one in sorted(bound.numbers)],
        "things": sorted(bound.things),
    }


def _measured(bound: Extent) -> dict[str, Any]:
    """Return how much something was looked at: how many days and numbers from which to which, and the things."""
    ends = {
        name: {"number": len(some), "first": min(some), "last": max(some)}
        for name, some in (("days", bound.days), ("numbers", bound.numbers))
        if some
    }
    return {"days": None, "numbers": None, **ends, "things": sorted(bound.things)}


def _tested(found: Tested) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "rubicon": found.version,
        "rules": found.rules,
        "examples": found.examples,
        "passes": found.is_well,
        "coverage": _percent(found.coverage) if found.parts else None,
        "parts": [
            {
                "title": part.title,
                "covered": part.covered,
                "total": part.total,
                "missing": [{"rule": rule, "line": line or None} for rule, line in part.missing],
            }
            for part in found.parts
        ],
    }


def _mutation(found: Mutation) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "rubicon": found.version,
        "rules": found.rules,
        "tried": found.whole.total,
        "noticed": found.whole.noticed,
        "same": found.whole.same,
        "score": _percent(found.whole.score),
        "changes": [
            {"change": one.change, "tried": one.total, **one.fates, "score": _percent(one.score)}
            for one in found.tallies
        ],
        "unnoticed": [_tried(one) for one in found.unnoticed],
        "same_meaning": [{**_tried(one), "because": one.by} for one in found.same],
    }


def _tried(one: Tried) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "change": one.change,
        "before": one.before,
        "after": one.after or None,
        "late": one.fate == "late",
    }


def _percent(share: Fraction) -> float:
    """Return a share in per cent, to one place, never rounded up."""
    return int(share * 1000) / 10
