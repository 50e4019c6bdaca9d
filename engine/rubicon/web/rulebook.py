"""A rule as a page: its text, the rules that feed it, and those that it feeds."""

from collections.abc import Iterable

from msgspec import Struct

from rubicon.explaining import rule_page
from rubicon.language.conditions import Pattern, patterns
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
    concluded, read = _statements(rule.conclusions), _read(rule)
    others = [other for other in rulebook.rules if other.id != rule.id and other.status != "retired"]
    return Around(
        pane_of(render_rule(rule_page(rulebook, rule), "linked")).silent(),
        tuple(other for other in others if read & _statements(other.conclusions)),
        tuple(other for other in others if concluded & _read(other)),
    )


def _read(rule: Rule) -> set[str]:
    return _statements(one for line in (*rule.lines, *rule.excepting) for one in patterns(line))


def _statements(some: Iterable[Pattern]) -> set[str]:
    return {pattern.statement for pattern in some}
