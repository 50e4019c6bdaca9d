"""From where a rulebook is looked at: by each school, on days by which other rules take part, of each size, with each player."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, product

from rubicon.editing.analysing.cones import names_in
from rubicon.editing.analysing.terrain import Approach, Outset
from rubicon.judging.assessing import all_schools, rules_by_school
from rubicon.language.rules import Rule, Rulebook


def approaches(outset: Outset, *rules: Rule) -> list[Approach]:
    """Return from where to look at rules first: with each school that holds them all, on one day; nothing without one."""
    days = _days_of(outset, rules, rules)
    return list(_seen(outset, rules, days[0], None, ())) if days else []


def further(outset: Outset, bearing: Sequence[Rule], *rules: Rule) -> Iterator[Approach]:
    """Yield from where else to look at rules, given what was seen to bear on them: other days, tiers and players."""
    sides = product(_days_of(outset, rules, bearing), _casts(outset, rules), tiers_of(outset.rulebook))
    for day, players, tier in islice(sides, 1, None):
        yield from _seen(outset, rules, day, tier, players)


def everywhere(outset: Outset) -> Iterator[Approach]:
    """Yield every side from which any rule may be looked at, the likeliest first."""
    used = [rule for rule in outset.rulebook.rules if rule.status != "retired"]
    drafts = [rule for rule in used if rule.status == "draft"]
    casts, days = _casts(outset, used), _days_of(outset, (), used)
    for players, tier, day in product(casts, tiers_of(outset.rulebook), days):
        for drafted in (False, True) if drafts else (False,):
            yield from _seen(outset, (), day, tier, players, drafts=drafted)


def tiers_of(rulebook: Rulebook) -> list[str | None]:
    """Return the sizes of event that rules read, by name; None: the one that is asked about otherwise."""
    read = {pattern.statement for one in rulebook.rules for pattern in one.premises}
    others = rulebook.framework.tiers[1:] if rulebook.framework else ()
    return [None, *(one.name for one in others if one.considered and one.considered.statement in read)]


def _seen(
    outset: Outset,
    wanted: Iterable[Rule],
    day: date,
    tier: str | None,
    players: tuple[tuple[str, str], ...],
    *,
    drafts: bool = False,
) -> Iterator[Approach]:
    names = {rule.id for rule in wanted}
    drafts = drafts or any(rule.status == "draft" for rule in wanted)
    for school, rules in rules_by_school(outset.rulebook, all_schools(outset.rulebook), day, drafts=drafts):
        if names <= {one.id for one in rules}:
            yield Approach(school, rules, day, tier, players, drafts)


def _days_of(outset: Outset, rules: Sequence[Rule], bearing: Iterable[Rule]) -> list[date]:
    """Return days on which rules take part, one for each set of all that bear that then do."""
    turns = {day for one in (*rules, *bearing) for day in (one.since, one.until) if day}
    before = min(turns, default=outset.day) - timedelta(1)
    days = [outset.day, *sorted(turns, reverse=True), before, outset.dawn]
    return [day for day in dict.fromkeys(days) if all(rule.in_force(day) for rule in rules)]


def _casts(outset: Outset, rules: Iterable[Rule]) -> list[tuple[tuple[str, str], ...]]:
    """Return who may play the parts: new things, and in turn each thing that the rules name."""
    rulebook = outset.rulebook
    kinds = {entity.name: entity.kind for entity in rulebook.entities}
    named = sorted({name for rule in rules for name in names_in(rule) if name in kinds})
    found: list[tuple[tuple[str, str], ...]] = [()]
    for role in rulebook.framework.roles if rulebook.framework else ():
        if role.required:
            found += [((role.name, one),) for one in named if rulebook.vocabulary.is_a(kinds[one], role.kind)]
    return found
