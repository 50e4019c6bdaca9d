from rubicon.exchanging.frames import backtest_frame, facts_frame, findings_frame
from rubicon.judging.assessing import Assessment, assess
from rubicon.judging.findings import Finding
from rubicon.judging.judgements import Verdict
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case, read_case, read_rulebook
from rubicon.reading.panels import read_panel_map
from rubicon.supposing.panels.framed import panel
from rubicon.surveying.backtest import backtest
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
    "backtest",
    "backtest_frame",
    "facts_frame",
    "findings_frame",
    "panel",
    "parse_case",
    "read_case",
    "read_panel_map",
    "read_rulebook",
]
