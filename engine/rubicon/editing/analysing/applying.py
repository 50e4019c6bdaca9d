"""What comes nearest to a rule that no case makes apply."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.analysing.sites import Site, Sites
from rubicon.editing.analysing.terrain import TooWideError, terrain_of
from rubicon.editing.analysing.witnesses import has_applied, judged, written
from rubicon.language.conditions import binds, needs
from rubicon.language.rules import Rule, lines_of
from rubicon.supposing.solving import UnsettledError


class NearMiss(Struct, frozen=True):
    """A case in which a rule applies but for one line; without a line it is the empty case."""

    line: str
    witness: str


def near_miss(sites: Sites, rule: Rule) -> NearMiss:
    """Return what comes nearest to a rule that never applies, tried by the judge."""
    first = sites.approaches(rule)
    approach = next(first)
    for line, variant in _dropped(rule):
        changed = replace(
            approach, rules=tuple(variant if one.id == rule.id else one for one in approach.rules)
        )
        try:
            site = Site(sites.statements, terrain_of(sites.outset, sites.statements, changed))
            facts = site.find(("applies", rule.id, ""))
        except (TooWideError, UnsettledError):
            continue
        if facts is not None:
            text = written(site.terrain, facts, f"All that {rule.id} asks but one line")
            if not has_applied(judged(site.terrain, sites.outset.rulebook, text), rule):
                return NearMiss(line, text)
    return NearMiss("", written(sites.at(approach).terrain, (), f"A case for {rule.id}"))


def _dropped(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield a rule without each of its lines that it can be read without, and that line."""
    for at, item in enumerate(rule.conditions):
        kept = (*rule.conditions[:at], *rule.conditions[at + 1 :])
        variant = replace(rule, conditions=kept)
        if _is_bound(variant):
            yield " or ".join(one.text for one in lines_of([item])), variant
    for at, together in enumerate(rule.unless):
        kept_exceptions = (*rule.unless[:at], *rule.unless[at + 1 :])
        yield "; ".join(one.text for one in together), replace(rule, unless=kept_exceptions)


def _is_bound(rule: Rule) -> bool:
    """Tell whether each way through a rule binds every variable that it needs."""
    wanted = {name for pattern in rule.conclusions for name in pattern.variables}
    wanted |= {name for condition in rule.excepting for name in needs(condition)}
    return all(
        {name for condition in branch for name in binds(condition)}.issuperset(
            wanted.union(*(needs(condition) for condition in branch))
        )
        for branch in rule.branches
    )
