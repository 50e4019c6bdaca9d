"""A rule as a page: its text, the rules that feed it, and those that it feeds."""

from msgspec import Struct

from rubicon.editing.inspecting import Inspection
from rubicon.explaining import rule_page
from rubicon.language.rules import Rule, Rulebook
from rubicon.rendering import render_rule
from rubicon.web.panes import Pane, pane_of


class Around(Struct, frozen=True):
    """A rule's own page, the rules whose conclusions it reads, and the rules that read its own."""

    pane: Pane
    feeding: tuple[Rule, ...]
    fed: tuple[Rule, ...]


def around_of(rulebook: Rulebook, rule: Rule) -> Around:
    """Lay out a rule and what stands around it; a rule reads a statement and its denial alike."""
    inspection = Inspection(rulebook)
    return Around(
        pane_of(render_rule(rule_page(rulebook, rule), "linked")).silent(),
        tuple(inspection.feeding(rule)),
        tuple(inspection.fed(rule)),
    )
