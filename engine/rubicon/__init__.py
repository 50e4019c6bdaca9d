"""Rubicon: an explainable expert system for analysts of armed intervention.

>>> from rubicon import read_rulebook, parse_case, assess
"""

from rubicon.assessing import Assessment, assess
from rubicon.facts import Case
from rubicon.findings import Finding
from rubicon.judgements import Verdict
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case, read_case, read_rulebook
from rubicon.rulebook import Rulebook
from rubicon.version import __version__

__all__ = [
    "Assessment",
    "BadInput",
    "Case",
    "Finding",
    "Problem",
    "Rulebook",
    "Verdict",
    "__version__",
    "assess",
    "parse_case",
    "read_case",
    "read_rulebook",
]
