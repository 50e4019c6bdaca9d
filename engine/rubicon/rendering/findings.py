"""Spell the findings of a check for programs: JSON, the annotations of a forge, and SARIF 2.1.0."""

from collections.abc import Mapping
from typing import Any, Protocol

from rubicon.problems import Problem, grouped, printable
from rubicon.rendering.headings import FORMAT
from rubicon.rendering.pages import Checked, as_json
from rubicon.version import __version__

FINDINGS = ("text", "json", "github", "sarif")
"""The forms in which a check tells what it found."""

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FORGE = {"error": "error", "warning": "warning", "note": "notice"}


class Explained(Protocol):
    """What is known of a kind of finding."""

    @property
    def level(self) -> str:
        """Return how much it weighs."""

    @property
    def title(self) -> str:
        """Return its title."""

    @property
    def page(self) -> str:
        """Return its page, in Markdown."""


class Findings(Checked, Protocol):
    """What a check counted and found."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what was found."""


def render_findings(
    checked: Findings, known: Mapping[str, Explained], form: str, more: Mapping[str, Any] | None = None
) -> str:
    """Render what a check found as `json`, `github` or `sarif`; `known` are the lints by id.

    What has one cause is one finding, with the other places beside it. `more` is what JSON tells beside.
    """
    found = [(group[0], group[1:], _level(group[0], known)) for group in grouped(checked.problems)]
    if form == "github":
        return "".join(_annotation(*one) for one in found)
    return as_json(_sarif(found, known) if form == "sarif" else {**_object(checked, found), **(more or {})})


_Found = tuple[Problem, list[Problem], str]


def _level(problem: Problem, known: Mapping[str, Explained]) -> str:
    return known[problem.lint].level if problem.lint in known else "error"


def _object(checked: Findings, found: list[_Found]) -> dict[str, Any]:
    counted = ("folder", "rules", "examples", "statements", "background", "cases")
    return {
        "format": FORMAT,
        **{name: getattr(checked, name) for name in counted},
        "findings": [
            {
                "id": problem.lint or "RUB001",
                "level": level,
                **_place(problem),
                "what": problem.what,
                "remedy": problem.remedy,
                "excerpt": problem.excerpt,
                "also": [_place(other) for other in others],
                **({"witness": problem.witness} if problem.witness else {}),
            }
            for problem, others, level in found
        ],
    }


def _place(problem: Problem) -> dict[str, Any]:
    column, end = problem.columns
    return {"path": problem.path, "line": problem.line, "column": column, "end_column": end}


def _annotation(problem: Problem, others: list[Problem], level: str) -> str:
    column, end = problem.columns
    place = (
        f"file={_escaped(problem.path, more=True)},line={max(problem.line, 1)},col={column},endColumn={end}"
    )
    beside = [f"The same at {len(others)} more place{'s' if len(others) > 1 else ''}."] if others else []
    text = "\n".join([problem.what, *filter(None, [problem.remedy]), *beside])
    return f"::{_FORGE[level]} {place},title={problem.lint or 'RUB001'}::{_escaped(text)}\n"


def _escaped(text: str, *, more: bool = False) -> str:
    """Escape a text for a workflow command; `more` for one among its properties."""
    text = "\n".join(map(printable, text.split("\n")))
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if more else text


def _sarif(found: list[_Found], known: Mapping[str, Explained]) -> dict[str, Any]:
    rules = [
        {
            "id": name,
            "shortDescription": {"text": one.title},
            "help": {"text": one.page, "markdown": one.page},
            "defaultConfiguration": {"level": one.level},
        }
        for name, one in known.items()
    ]
    driver = {"name": "rubicon", "version": __version__, "rules": rules}
    results = [
        {
            "ruleId": problem.lint or "RUB001",
            "level": level,
            "message": {"text": "\n".join(filter(None, [problem.what, problem.remedy, _shown(problem)]))},
            "locations": [_location(one) for one in (problem, *others)],
        }
        for problem, others, level in found
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _shown(problem: Problem) -> str:
    """Return the case that shows a finding, if there is one, with what it is."""
    return f"A case that shows it:\n\n{problem.witness}" if problem.witness else ""


def _location(problem: Problem) -> dict[str, Any]:
    column, end = problem.columns
    region = {"startLine": max(problem.line, 1), "startColumn": column, "endColumn": end}
    return {"physicalLocation": {"artifactLocation": {"uri": problem.path}, "region": region}}
