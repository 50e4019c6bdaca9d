"""Whether a rule, or an override, makes a difference: one judgement with it and one without it, side by side."""

from collections.abc import Callable, Container, Iterable

from msgspec.structs import replace

from rubicon.editing.analysing.fields import Inquiry
from rubicon.editing.analysing.sites import Facts, Site
from rubicon.editing.analysing.witnesses import judged, written
from rubicon.firing.cutting import cut
from rubicon.firing.instances import Firings, Instance
from rubicon.language.conditions import Unsettled
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule
from rubicon.supposing.scenarios.cells import Cells
from rubicon.supposing.scenarios.conditions import supporters
from rubicon.supposing.scenarios.formulas import FALSE, Formula, some
from rubicon.supposing.solving import UnsettledError

Removal = Callable[[Site], Firings]
"""What is fired in a world once something is taken out of the rules."""


def without_rule(name: str) -> Removal:
    """Return what takes a rule out."""

    def changed(site: Site) -> Firings:
        firings, vocabulary = site.field.firings, site.terrain.rulebook.vocabulary
        return cut(vocabulary, firings, {one.rule.id for one in firings.instances} - {name})

    return changed


def without_override(name: str, other: str) -> Removal:
    """Return what takes an override out."""

    def changed(site: Site) -> Firings:
        firings = site.field.firings
        return replace(firings, instances=tuple(_weaker(one, name, other) for one in firings.instances))

    return changed


def _weaker(instance: Instance, name: str, other: str) -> Instance:
    rule = instance.rule
    if rule.id != name:
        return instance
    return replace(
        instance, rule=replace(rule, overrides=tuple(one for one in rule.overrides if one != other))
    )


def difference(site: Site, name: str, change: Removal) -> Facts | None:
    """Return the facts of a case in which a change shows in what a rule concludes, or in its rivals; None: there is none.

    It shows in what is established, what is a candidate, and what is in dispute where a rule asks for that; not in how
    sure it is.

    Raises:
        UnsettledError: that is not decided.
    """
    before = site.field.over(site.field.firings)
    after = site.field.over(change(site))
    literals = _concerned(site, before, name)
    disputed = {
        condition.pattern.statement
        for rule in site.terrain.rulebook.rules
        for condition in rule.all_conditions
        if isinstance(condition, Unsettled)
    }
    inquiry = Inquiry(site.terrain)
    bounds = [inquiry.lay(cells, _shown(cells, literals, disputed)) for cells in (before, after)]
    pairs = [(one[at], other[at]) for one, other in zip(*bounds, strict=True) for at in (0, 1)]
    circuit = inquiry.circuit
    changed = circuit.any(
        circuit.every((circuit.any((one, other)), circuit.negation(circuit.every((one, other)))))
        for one, other in pairs
    )
    inquiry.ready([changed])
    return inquiry.find(changed)


def _concerned(site: Site, cells: Cells, name: str) -> list[Literal]:
    """Return the literals that a rule concludes something for or against."""
    heads = [
        literal
        for number in site.field.of_rule(name)
        for literal in cells.instances[number].conclusions
        if literal.atom.statement in site.statements
    ]
    return list(dict.fromkeys(one for literal in heads for one in (literal, *cells.conflicts.of(literal))))


def _shown(cells: Cells, literals: Iterable[Literal], disputed: Container[str]) -> list[Formula]:
    """Return what is told of some literals; of what no rule asks whether it is disputed, that is not told."""
    found: list[Formula] = []
    for literal in literals:
        if literal not in cells.conflicts.literals:
            found += [FALSE] * 3
            continue
        found += [
            cells.holds("established", literal),
            cells.holds("candidate", literal) if literal.truth else FALSE,
            some(supporters(cells, literal)) if literal.atom.statement in disputed else FALSE,
        ]
    return found


def is_as_sure(site: Site, rule: Rule, others: Iterable[Rule]) -> bool:
    """Tell whether what is judged of a statement is as sure with a rule as without it, where it meets each of some others.

    That is tried on one case for each of them, by the judge.
    """
    rulebook, names = site.terrain.rulebook, frozenset(site.statements)
    fewer = replace(rulebook, rules=tuple(one for one in rulebook.rules if one.id != rule.id))
    for other in others:
        try:
            facts = site.find(("applies", rule.id, ""), ("applies", other.id, ""))
        except UnsettledError:
            continue
        if facts is None:
            continue
        text = written(site.terrain, facts, f"{rule.id} and {other.id}")
        made = (judged(site.terrain, book, text).confidence for book in (rulebook, fewer))
        with_, without = (
            {one: level for one, level in some_.items() if one.atom.statement in names} for some_ in made
        )
        if with_ != without:
            return False
    return True
