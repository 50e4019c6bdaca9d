"""Find what differs between two cases: asserted in one and not in the other, or a rule in force on one day alone."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.claims import Cited, Ground
from rubicon.judging.assessing import Assessment
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.weighing import fact_rank, is_solid
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.language.rules import Framework
from rubicon.surveying.comparing.bearing import Relevance
from rubicon.surveying.comparing.contrasts import Difference
from rubicon.surveying.comparing.translating import Translation, entities_of, players

Matter = tuple[object, ...]
"""What is said of the players by one statement, whoever else it names and whatever the number, day or value."""

Pair: TypeAlias = tuple[Mapping[Literal, list[Fact]], Mapping[Literal, list[Fact]]]
"""What each case says under one key, in the terms of the second."""

STAYS, IDLE = "stays", "idle"
"""Marks of what names something that lies in one case's country alone, and of standing facts that no rule reaches."""


class Gap(Struct, frozen=True):
    """A difference, and how to move it into either case: what to withdraw there and what to add, or the rule."""

    difference: Difference
    withdraw: tuple[tuple[Fact, ...], tuple[Fact, ...]]
    add: tuple[tuple[Fact, ...], tuple[Fact, ...]]


def gaps(
    framework: Framework,
    assessments: tuple[Assessment, Assessment],
    views: tuple[SchoolJudgement, SchoolJudgement],
    there: Translation,
    back: Translation,
) -> tuple[tuple[Gap, ...], tuple[tuple[Ground, ...], tuple[Ground, ...]]]:
    """Return what differs, in the order of the variables that it can bear on first, and what cannot be compared."""
    bearing = Relevance(framework, assessments, views)
    ours, kept = _comparable(views[0], there)
    theirs, kept_there = _comparable(views[1], back)
    anchors = players(assessments[1].case) | {
        dict(there.swaps).get(name, name) for name in players(assessments[0].case)
    }
    one = _by_key(((there.literal(fact.literal), fact) for fact in ours), anchors)
    other = _by_key(((fact.literal, fact) for fact in theirs), anchors)
    found = []
    for key in sorted({**one, **other}, key=_key_order):
        for mark, pair in _split((one.get(key, {}), other.get(key, {})), (there, back), bearing):
            gap = _gap(pair, there, back, bearing)
            if gap is not None:
                found.append(_marked(gap, mark))
    found += _rule_gaps(views, bearing)
    found.sort(key=lambda gap: (bearing.rank(gap.difference), gap.difference.rule is not None))
    told = tuple(_grounds(_by_literal(some), _by_literal(some)) for some in (kept, kept_there))
    return tuple(found), (told[0], told[1])


def _comparable(view: SchoolJudgement, there: Translation) -> tuple[list[Fact], list[Fact]]:
    """Return the facts that count: the case's own, and standing ones on its players or on nobody who moves.

    Beside them what the case says of a part of its own that has no counterpart in the other, and cannot be told of that.
    """
    kept, unmoved = [], []
    ties = {tie.literal for _, tie in there.ties}
    for fact in view.judgement.firings.facts:
        if fact.basis == "considered" or (fact.basis == "case" and fact.literal in ties):
            continue
        named = set(entities_of(fact.literal))
        standing = fact.basis == "background"
        if standing and (named & there.foreign or (named & there.movers and not named & there.own)):
            continue
        if not named & there.strays or (there.bare and not standing):
            kept.append(fact)
        elif not standing:
            unmoved.append(fact)
    return kept, unmoved


def _by_literal(facts: Iterable[Fact]) -> dict[Literal, list[Fact]]:
    found: dict[Literal, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.literal, []).append(fact)
    return found


def _by_key(
    said: Iterable[tuple[Literal, Fact]], anchors: frozenset[str]
) -> dict[Matter, dict[Literal, list[Fact]]]:
    found: dict[Matter, dict[Literal, list[Fact]]] = {}
    for literal, fact in said:
        values = (value if value in anchors else None for value in literal.atom.values)
        key = (literal.atom.statement, *values)
        found.setdefault(key, {}).setdefault(literal, []).append(fact)
    return found


def _key_order(key: Matter) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in key)


def _split(
    pair: Pair, ways: tuple[Translation, Translation], bearing: Relevance
) -> Iterable[tuple[str, Pair]]:
    """Yield what moves together: apart from it what stays with its country, and standing facts that no rule reaches."""
    alike = _alike(pair)
    marked: dict[str, tuple[dict[Literal, list[Fact]], dict[Literal, list[Fact]]]] = {}
    for at in (0, 1):
        for literal, facts in pair[at].items():
            mark = "" if literal in alike else _mark(facts, ways[at], bearing, at)
            marked.setdefault(mark, ({}, {}))[at][literal] = facts
    return sorted(marked.items())


def _mark(facts: Iterable[Fact], there: Translation, bearing: Relevance, at: int) -> str:
    some = list(facts)
    if any(there.strays.intersection(entities_of(fact.literal)) for fact in some):
        return STAYS
    standing = all(fact.basis == "background" for fact in some)
    return IDLE if standing and not bearing.titles(at, [fact.literal for fact in some]) else ""


def _marked(gap: Gap, mark: str) -> Gap:
    """Return a gap of which nothing can be added to the other case, or which no rule asks about."""
    if mark == STAYS:
        return replace(gap, difference=replace(gap.difference, moved=((), ())), add=((), ()))
    return replace(gap, difference=replace(gap.difference, asked=False)) if mark == IDLE else gap


def _alike(pair: Pair) -> list[Literal]:
    """Return what both say, and as firmly."""
    one, other = pair
    return [
        literal for literal in one if literal in other and _weight(one[literal]) == _weight(other[literal])
    ]


def _gap(
    pair: Pair,
    there: Translation,
    back: Translation,
    bearing: Relevance,
) -> Gap | None:
    one, other = pair
    alike = _alike(pair)
    if len(alike) == len(one) == len(other):
        return None
    odd = ([x for x in one if x not in alike], [x for x in other if x not in alike])
    sides = (_grounds(one, odd[0]), _grounds(other, odd[1]))
    moved = (tuple(sorted(odd[0], key=sort_key)), tuple(map(back.literal, sorted(odd[1], key=sort_key))))
    facts = tuple(tuple(fact for literal in side for fact in side[literal]) for side in pair)
    statement = next(iter((*one, *other))).atom.statement
    own = [fact.literal for literal in odd[0] for fact in one[literal]]
    bears = (*bearing.titles(0, own), *bearing.titles(1, odd[1]))
    difference = Difference(
        sides,
        moved,
        statement in bearing.asked,
        weighed=bool(odd[0]) and sorted(odd[0], key=sort_key) == sorted(odd[1], key=sort_key),
        bears=bearing.ordered(bears),
    )
    return Gap(
        difference,
        withdraw=(facts[0], facts[1]),
        add=(_moved(facts[1], back), _moved(facts[0], there)),
    )


def _moved(facts: tuple[Fact, ...], there: Translation) -> tuple[Fact, ...]:
    """Return facts in the other case's terms, with those that say where what they name lies."""
    named = {name for fact in facts for name in entities_of(fact.literal)} - there.movers
    ties = (tie for name, tie in there.ties if name in named)
    return tuple(map(there.fact, dict.fromkeys((*facts, *ties))))


def _weight(facts: Iterable[Fact]) -> tuple[bool, int]:
    """Return whether some assertion is as good as given, and the confidence the best of them carries."""
    some = list(facts)
    return (any(fact.basis == "background" or is_solid(fact) for fact in some), max(map(fact_rank, some)))


def _grounds(said: Mapping[Literal, list[Fact]], odd: Iterable[Literal]) -> tuple[Ground, ...]:
    grounds = []
    for literal in sorted(odd, key=sort_key):
        facts = said[literal]
        grounds.append(Ground(facts[0].literal, tuple(Cited(fact) for fact in facts)))
    return tuple(grounds)


def _rule_gaps(views: tuple[SchoolJudgement, SchoolJudgement], bearing: Relevance) -> list[Gap]:
    held = [{rule.id: rule for rule in view.rules} for view in views]
    found = []
    for at in (0, 1):
        for name, rule in sorted(held[at].items()):
            if name not in held[1 - at]:
                concluded = [pattern.statement for pattern in rule.conclusions]
                matters = not bearing.asked.isdisjoint(concluded)
                titles = bearing.titles_of_rule(at, rule)
                difference = Difference(((), ()), ((), ()), matters, rule=rule, held=at, bears=titles)
                found.append(Gap(difference, ((), ()), ((), ())))
    return found
