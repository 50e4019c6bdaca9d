"""Rubicon: an explainable expert system for analysts of armed intervention.

>>> from rubicon import read_rulebook, parse_case, assess
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Assessment": "judging.assessing",
    "BadInput": "problems",
    "Case": "language.facts",
    "Finding": "judging.findings",
    "Problem": "problems",
    "Rulebook": "language.rules",
    "Verdict": "judging.judgements",
    "__version__": "version",
    "assess": "judging.assessing",
    "backtest": "surveying.backtest",
    "backtest_frame": "exchanging.frames",
    "facts_frame": "exchanging.frames",
    "findings_frame": "exchanging.frames",
    "panel": "supposing.panels.framed",
    "parse_case": "reading",
    "read_case": "reading",
    "read_panel_map": "reading.panels",
    "read_rulebook": "reading",
}
"""Where each name lies. It is loaded when it is asked for, so that the command line can be interrupted
while modules load; `__init__.pyi` tells type checkers the same."""

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a name of the interface from where it lies."""
    if name not in _HOMES:
        raise AttributeError(f"module 'rubicon' has no attribute {name!r}")
    home = import_module(f"rubicon.{_HOMES[name]}")
    if name in ("Assessment", "assess"):
        home.Assessment._repr_html_ = _first_page
    value = globals()[name] = getattr(home, name)
    return value


def __dir__() -> list[str]:
    """List the names of the interface, so that a notebook completes them before they are loaded."""
    return sorted({*globals(), *__all__})


def _first_page(assessment: Any) -> str:
    """Show the first page of an assessment in a notebook, which asks for it by the name `_repr_html_`.

    It is set here, above all rooms: judging knows nothing of pages. The frame keeps its style to itself.
    """
    shown = import_module("rubicon.explaining").explain(assessment)
    page = import_module("rubicon.rendering").render_assessment(shown, "html", brief=True)
    escape = import_module("html").escape  # slow to load, and only a notebook needs it
    return f'<iframe sandbox srcdoc="{escape(page)}" style="width: 100%; height: 40em; border: 0"></iframe>'
