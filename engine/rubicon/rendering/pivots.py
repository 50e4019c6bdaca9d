"""Render the answer to `pivots`."""

from pathlib import Path

from rubicon.explaining.pivotal import PivotsPage
from rubicon.rendering.changes import pivots_object
from rubicon.rendering.pages import _form, _render, as_json
from rubicon.rendering.shares import PivotWords


def render_pivots(page: PivotsPage, form: str, folder: Path | None = None) -> str:
    """Render the answer to `pivots` in one of `FORMATS`; HTML has a bar chart of the weights."""
    if form == "json":
        return as_json(pivots_object(page))
    words = PivotWords(page.rulebook, _form(form), page)
    return _render(folder, "pivots/pivots.j2", words, page.case.title, {"y": page, "p": page.told}, page)
