"""What `rules check --analyse` does beside checking; here, so that a check alone loads nothing of it."""

from collections.abc import Sequence
from typing import Any

from rubicon.cli.options import rulebook_of
from rubicon.cli.rules.about import progress
from rubicon.editing.analysing import ANALYSED, Analysis, analyse
from rubicon.editing.check import Check
from rubicon.editing.guarding import unguarded
from rubicon.editing.spreading import Crew
from rubicon.editing.telling_tests import analysis_object, tell_analysis, tell_unguarded
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.surveying.spreading import cores


def searched(rulebook: Rulebook, about: str, cases: Sequence[Case]) -> Analysis:
    """Search for what no case brings about."""
    stated = {fact.literal.atom.statement for case in cases for fact in case.facts}
    with progress("Searching") as tick:
        return analyse(rulebook, about, stated, Crew(rulebook, cores()), tick)


def search_told(folder: str | None, about: str, checked: Check, found: Analysis) -> str:
    """Tell in words what was found, and which lines no example guards."""
    rulebook = rulebook_of(folder, examples=True)
    told = tell_analysis(rulebook, found, [one for one in checked.problems if one.lint in ANALYSED])
    with progress("Looking for guards") as tick:
        guards = unguarded(rulebook, about, Crew(rulebook, cores()), tick)
    return f"\n{told}\n{tell_unguarded(rulebook, guards)}"


def search_object(found: Analysis) -> dict[str, Any]:
    """Tell what was found as plain values."""
    return analysis_object(found)
