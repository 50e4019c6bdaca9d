"""Render timelines, backtests and comparisons."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from rubicon.explaining.claims import Cited, Ground
from rubicon.language.conditions import Condition
from rubicon.language.facts import Case, Literal, Value
from rubicon.language.rules import Rulebook
from rubicon.language.templates import render_template
from rubicon.places import shipped
from rubicon.rendering.pages import FILTERS, _form, _render, _Safe, as_json
from rubicon.rendering.records import comparison_object, timeline_object
from rubicon.rendering.scores import agreement_object, backtest_object
from rubicon.rendering.shares import PivotWords
from rubicon.rendering.wording import Words
from rubicon.surveying.backtest.agreement import Agreement
from rubicon.surveying.backtest.records import Backtest, Bin
from rubicon.surveying.comparing.contrasts import Contrast
from rubicon.surveying.timeline.entries import Timeline
from rubicon.surveying.titles import titles


def render_timeline(timeline: Timeline, form: str, folder: Path | None = None) -> str:
    """Render a timeline in one of `FORMATS`; HTML has a drawing of it."""
    if form == "json":
        return as_json(timeline_object(timeline))
    words = Words(timeline.rulebook, _form(form), timeline)
    svg = _drawing("timeline/timeline.svg.j2", words, folder, t=timeline, ranks=_ranges(timeline.rulebook))
    return _render(
        folder, "timeline/timeline.j2", words, timeline.case.title, {"t": timeline, "svg": svg}, timeline
    )


def render_backtest(record: Backtest, form: str, folder: Path | None = None) -> str:
    """Render a backtest in one of `FORMATS`; HTML has figures of the scores and of the calibration."""
    if form == "json":
        return as_json(backtest_object(record))
    words = Words(record.rulebook, _form(form))
    plots = {
        "scores": _drawing("backtest/scores.svg.j2", words, folder, groups=record.groups),
        "calibration": _drawing("backtest/calibration.svg.j2", words, folder, bins=_bins(record)),
    }
    return _render(
        folder,
        "backtest/backtest.j2",
        words,
        "The case library",
        {"b": record, "plots": plots},
        *(ScoredCase(trial.case) for trial in record.trials),
    )


def render_agreement(record: Agreement, form: str, folder: Path | None = None) -> str:
    """Render how far two codings agree in one of `FORMATS`."""
    if form == "json":
        return as_json(agreement_object(record))
    words = Words(record.rulebook, _form(form))
    return _render(folder, "backtest/agreement.j2", words, "Two codings", {"a": record})


def render_comparison(comparison: Contrast, form: str, folder: Path | None = None) -> str:
    """Render a comparison in one of `FORMATS`; HTML has it side by side."""
    if form == "json":
        return as_json(comparison_object(comparison))
    words = PivotWords(comparison.rulebook, _form(form), comparison)
    title = " and ".join(titles([side.case for side in comparison.sides]))
    return _render(
        folder, "compare/compare.j2", words, title, {"c": comparison, "gather": gather}, *comparison.sides
    )


class ScoredCase(Struct, frozen=True):
    """A case of the library: who may see it counts for the whole record, and its scope for the case alone."""

    case: Case
    outside: tuple[Condition, ...] = ()


class Gathered(Struct, frozen=True):
    """Statements that differ in one value alone: the first, the values of the others, and all that asserts them."""

    literal: Literal
    also: tuple[Value, ...]
    evidence: tuple[Cited, ...]


def gather(literals: Iterable[Literal], grounds: Iterable[Ground]) -> tuple[Gathered, ...]:
    """Put statements together that differ in the same one value; each comes with its ground, the first as it is."""
    found: list[tuple[Literal, int | None, list[Value], list[Cited]]] = []
    for literal, ground in zip(literals, grounds, strict=True):
        for at, (first, place, also, known) in enumerate(found):
            where = _one_place(first, literal)
            if where is not None and place in (None, where):
                found[at] = (first, where, [*also, literal.atom.values[where]], [*known, *ground.evidence])
                break
        else:
            found.append((literal, None, [], [*ground.evidence]))
    return tuple(Gathered(literal, tuple(also), tuple(evidence)) for literal, _, also, evidence in found)


def _one_place(one: Literal, other: Literal) -> int | None:
    """Return the one place in which two statements differ."""
    if (one.atom.statement, one.truth) != (other.atom.statement, other.truth):
        return None
    pairs = zip(one.atom.values, other.atom.values, strict=True)
    places = [at for at, (left, right) in enumerate(pairs) if left != right]
    return places[0] if len(places) == 1 else None


def _bins(record: Backtest) -> tuple[Bin, ...]:
    """Return how the first school's words came out in the first sample, days by lot last."""
    groups = sorted(record.groups, key=lambda group: group.sample == "quiet")
    return groups[0].tallies[0].bins if groups else ()


def _ranges(rulebook: Rulebook) -> tuple[object, ...]:
    return rulebook.framework.ranges if rulebook.framework else ()


def _drawing(name: str, words: Words, folder: Path | None, **values: object) -> _Safe:
    if words.form != "html":
        return _Safe("")
    place = folder or shipped("templates")
    return _Safe(render_template(place, name, {"w": words, **values}, html=True, filters=FILTERS))
