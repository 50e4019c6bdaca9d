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
    "parse_case": "reading",
    "read_case": "reading",
    "read_rulebook": "reading",
}
"""Where each name lies. It is loaded when it is asked for, so that the command line can be interrupted
while modules load; `__init__.pyi` tells type checkers the same."""

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Load a name of the interface from where it lies."""
    if name not in _HOMES:
        raise AttributeError(f"module 'rubicon' has no attribute {name!r}")
    value = getattr(import_module(f"rubicon.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
