"""Render timelines, backtests and comparisons."""

from pathlib import Path

from rubicon.histories.contrasts import Comparison
from rubicon.histories.records import Backtest
from rubicon.histories.timelines import Timeline
from rubicon.places import shipped
from rubicon.rendering.pages import FILTERS, _form, _render, _Safe, as_json
from rubicon.rendering.records import backtest_object, comparison_object, timeline_object
from rubicon.rendering.wording import Words
from rubicon.rulebook import Rulebook
from rubicon.templating import render_template


def render_timeline(timeline: Timeline, form: str, folder: Path | None = None) -> str:
    """Render a timeline in one of `FORMATS`; HTML has a drawing of it."""
    if form == "json":
        return as_json(timeline_object(timeline))
    words = Words(timeline.rulebook, _form(form))
    svg = _drawing("timeline.svg.j2", words, folder, t=timeline, ranks=_ranges(timeline.rulebook))
    return _render(folder, "timeline.j2", words, timeline.case.title, {"t": timeline, "svg": svg})


def render_backtest(record: Backtest, form: str, folder: Path | None = None) -> str:
    """Render a backtest in one of `FORMATS`; HTML has a calibration plot."""
    if form == "json":
        return as_json(backtest_object(record))
    words = Words(record.rulebook, _form(form))
    svg = _drawing("backtest.svg.j2", words, folder, b=record, ranges=_ranges(record.rulebook))
    return _render(folder, "backtest.j2", words, "The case library", {"b": record, "svg": svg})


def render_comparison(comparison: Comparison, form: str, folder: Path | None = None) -> str:
    """Render a comparison in one of `FORMATS`; HTML has it side by side."""
    if form == "json":
        return as_json(comparison_object(comparison))
    words = Words(comparison.rulebook, _form(form))
    title = " and ".join(side.case.title for side in comparison.sides)
    return _render(folder, "compare.j2", words, title, {"c": comparison})


def _ranges(rulebook: Rulebook) -> tuple[object, ...]:
    return rulebook.framework.ranges if rulebook.framework else ()


def _drawing(name: str, words: Words, folder: Path | None, **values: object) -> _Safe:
    if words.form != "html":
        return _Safe("")
    place = folder or shipped("templates")
    return _Safe(render_template(place, name, {"w": words, **values}, html=True, filters=FILTERS))
