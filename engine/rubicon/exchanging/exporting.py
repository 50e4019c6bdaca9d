"""A case, its works and its judgement in the forms of others, each with what the form cannot carry."""

from typing import Any

from rubicon.exchanging.argdown import argdown
from rubicon.exchanging.provenance import provenance
from rubicon.exchanging.redacting import redacted
from rubicon.exchanging.tables import OF_FACT, facts_table, row_of, row_of_source
from rubicon.exchanging.works import works_object
from rubicon.judging.assessing import assess
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.rendering.headings import FORMAT
from rubicon.rendering.pages import as_json

FORMS = ("csv", "json", "csl", "prov", "argdown")
"""The forms that a case can be exported to."""

LOST = {
    "csv": "a table carries facts and their sources alone: not the title, day and roles, entities, assumptions, "
    "odds, forecasts, outcome, and sources that no fact names",
    "json": "it carries neither the outcome nor odds and forecasts, and no remarks or layout of the case file",
    "csl": "CSL carries works alone, and has no variable for class, origin and marking: they stand in `custom`",
    "prov": "PROV says what came from what: not the weights and grades by which it was judged, nor what an absence shows",
    "argdown": "Argdown has no degrees of confidence and no absences: a premise such as `nothing shows that …` is left out",
}
"""What each form cannot carry."""


def exported(rulebook: Rulebook, case: Case, form: str, *, redact: bool = False) -> str:
    """Return a case in one of `FORMS`; `redact` leaves out notes and what tells of marked sources."""
    shown = redacted(case) if redact else case
    match form:
        case "csv":
            return facts_table(shown, rulebook.vocabulary)
        case "csl":
            return as_json(works_object(shown.sources))
        case "prov":
            return as_json(provenance(assess(rulebook, case), shown))
        case "argdown":
            return argdown(assess(rulebook, case), shown)
        case _:
            return as_json(_object(rulebook, shown))


def _object(rulebook: Rulebook, case: Case) -> dict[str, Any]:
    rows = [row_of(fact, rulebook.vocabulary) for fact in case.facts if fact.basis == "case"]
    return {
        "format": FORMAT,
        "case": case.name,
        "lost": LOST["json"],
        "title": case.title,
        "as_of": case.as_of.isoformat() if case.as_of else None,
        "roles": dict(case.roles),
        "author": case.author,
        "reviewed_by": case.reviewed_by,
        "marking": case.marking,
        "note": case.note,
        "entities": [
            {
                "name": one.name,
                "kind": one.kind,
                "also": list(one.also),
                "code": one.code,
                "hints": list(one.hints),
            }
            for one in case.entities
        ],
        "sources": [
            {"key": one.key, **{k: v if v is None else str(v) for k, v in row_of_source(one).items()}}
            for one in case.sources
        ],
        "facts": [{key: row.get(key) for key in OF_FACT} for row in rows],
        "assumptions": [
            {"sentence": speak(rulebook.vocabulary, one.literal), "why": one.why, "retracted": one.retracted}
            for one in case.facts
            if one.basis == "assumption"
        ],
    }
