"""RUB301: a work that nothing cites."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield works that nothing in the rulebook names."""
    book = look.rulebook
    cited = {citation.source.key for rule in book.rules for citation in rule.cites}
    cited |= {fact.source.key for fact in book.background if fact.source}
    tiers = book.framework.tiers if book.framework else ()
    cited |= {tier.base_rate.source.key for tier in tiers if tier.base_rate and tier.base_rate.source}
    for key in sorted(set(book.sources) - cited):
        place = look.header("sources", f"[source.{key}]")
        yield look.told(place, "RUB301", f'nothing cites "{key}"', "Cite it, or remove it.")
