"""Find what differs between two cases: asserted in one and not in the other, or a rule in force on one day alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rubicon.assessing import Assessment, SchoolJudgement
from rubicon.comparing.translating import Translation, entities_of, players
from rubicon.explaining.citing import Sources
from rubicon.explanations import Cited
from rubicon.facts import Fact, Literal, sort_key
from rubicon.histories.contrasts import Difference, Ground
from rubicon.judging.weighing import fact_rank, is_solid
from rubicon.rulebook import (
    Comparison,
    Condition,
    Framework,
    Rule,
)

Key = tuple[object, ...]
"""What is said of the players by one statement, whoever else it names and whatever the number, day or value."""


@dataclass(frozen=True, slots=True)
class Gap:
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
    sources: Sources,
) -> tuple[Gap, ...]:
    """Return what differs, in the order of the variables that it can bear on first."""
    bearing = _Bearing(framework, (*views[0].rules, *views[1].rules))
    ours = _comparable(assessments[0], views[0], there.movers)
    theirs = _comparable(assessments[1], views[1], back.movers)
    anchors = players(assessments[1].case) | {
        dict(there.swaps).get(name, name) for name in players(assessments[0].case)
    }
    one = _by_key(((there.literal(fact.literal), fact) for fact in ours), anchors)
    other = _by_key(((fact.literal, fact) for fact in theirs), anchors)
    found = []
    for key in sorted({**one, **other}, key=_key_order):
        pair = (one.get(key, {}), other.get(key, {}))
        gap = _gap(pair, there, back, bearing, sources)
        if gap is not None:
            found.append(gap)
    found += _rule_gaps(views, bearing)
    return tuple(
        sorted(found, key=lambda gap: (bearing.rank(gap.difference), gap.difference.rule is not None))
    )


class _Bearing:
    """Which statements the answer hangs on, and which sections on its way each can bear on, followed back through the rules."""

    def __init__(self, framework: Framework, rules: Iterable[Rule]) -> None:
        self._concluding: dict[str, list[Rule]] = {}
        for rule in rules:
            for pattern in rule.conclusions:
                self._concluding.setdefault(pattern.statement, []).append(rule)
        self.asked = self._back([framework.question.statement])
        self._variables = [
            (section.title, self._back([pattern.statement for pattern in (*section.for_, *section.against)]))
            for section in framework.sections
            if section.kind == "variable" or any(one.statement in self.asked for one in section.for_)
        ]

    def titles(self, statements: Iterable[str]) -> tuple[str, ...]:
        """Return the titles of the variables that some statements can bear on."""
        some = set(statements)
        return tuple(title for title, reached in self._variables if some & reached)

    def rank(self, difference: Difference) -> int:
        """Return the place of the first variable that a difference bears on."""
        titles = [title for title, _ in self._variables]
        return titles.index(difference.bears[0]) if difference.bears else len(titles)

    def _back(self, statements: list[str]) -> frozenset[str]:
        reached, pending = set[str](), statements[::-1]
        while pending:
            statement = pending.pop()
            if statement in reached:
                continue
            reached.add(statement)
            for rule in self._concluding.get(statement, ()):
                pending += [name for one in _conditions(rule) if (name := _statement(one))]
        return frozenset(reached)


def _conditions(rule: Rule) -> Iterable[Condition]:
    for item in rule.conditions:
        yield from item if isinstance(item, tuple) else (item,)
    for group in rule.unless:
        yield from group


def _statement(condition: Condition) -> str | None:
    return None if isinstance(condition, Comparison) else condition.pattern.statement


def _comparable(assessment: Assessment, view: SchoolJudgement, movers: frozenset[str]) -> list[Fact]:
    """Return the facts that count: the case's own, and standing ones on its players or on nobody who moves."""
    own = players(assessment.case) & movers
    kept = []
    for fact in view.judgement.firings.facts:
        if fact.origin == "considered":
            continue
        named = set(entities_of(fact.literal))
        if fact.origin != "background" or named & own or not named & movers:
            kept.append(fact)
    return kept


def _by_key(
    said: Iterable[tuple[Literal, Fact]], anchors: frozenset[str]
) -> dict[Key, dict[Literal, list[Fact]]]:
    found: dict[Key, dict[Literal, list[Fact]]] = {}
    for literal, fact in said:
        values = (value if value in anchors else None for value in literal.atom.values)
        key = (literal.atom.statement, *values)
        found.setdefault(key, {}).setdefault(literal, []).append(fact)
    return found


def _key_order(key: Key) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in key)


def _gap(
    pair: tuple[Mapping[Literal, list[Fact]], Mapping[Literal, list[Fact]]],
    there: Translation,
    back: Translation,
    bearing: _Bearing,
    sources: Sources,
) -> Gap | None:
    one, other = pair
    alike = [
        literal for literal in one if literal in other and _weight(one[literal]) == _weight(other[literal])
    ]
    if len(alike) == len(one) == len(other):
        return None
    odd = ([x for x in one if x not in alike], [x for x in other if x not in alike])
    sides = (_grounds(one, odd[0], sources), _grounds(other, odd[1], sources))
    moved = (tuple(sorted(odd[0], key=sort_key)), tuple(map(back.literal, sorted(odd[1], key=sort_key))))
    facts = tuple(tuple(fact for literal in side for fact in side[literal]) for side in pair)
    statement = next(iter((*one, *other))).atom.statement
    difference = Difference(
        sides,
        moved,
        statement in bearing.asked,
        weighed=bool(odd[0]) and sorted(odd[0], key=sort_key) == sorted(odd[1], key=sort_key),
        bears=bearing.titles([statement]),
    )
    return Gap(
        difference,
        withdraw=(facts[0], facts[1]),
        add=(tuple(map(back.fact, facts[1])), tuple(map(there.fact, facts[0]))),
    )


def _weight(facts: Iterable[Fact]) -> tuple[bool, int]:
    """Return whether some assertion is as good as given, and the confidence the best of them carries."""
    some = list(facts)
    return (any(fact.origin == "background" or is_solid(fact) for fact in some), max(map(fact_rank, some)))


def _grounds(
    said: Mapping[Literal, list[Fact]], odd: Iterable[Literal], sources: Sources
) -> tuple[Ground, ...]:
    grounds = []
    for literal in sorted(odd, key=sort_key):
        facts = said[literal]
        cited = [Cited(fact, sources.number(fact.source) if fact.source else None) for fact in facts]
        grounds.append(Ground(facts[0].literal, tuple(sorted(cited, key=lambda one: one.number or 0))))
    return tuple(grounds)


def _rule_gaps(views: tuple[SchoolJudgement, SchoolJudgement], bearing: _Bearing) -> list[Gap]:
    held = [{rule.id: rule for rule in view.rules} for view in views]
    found = []
    for at in (0, 1):
        for name, rule in sorted(held[at].items()):
            if name not in held[1 - at]:
                concluded = [pattern.statement for pattern in rule.conclusions]
                matters = not bearing.asked.isdisjoint(concluded)
                titles = bearing.titles(concluded)
                difference = Difference(((), ()), ((), ()), matters, rule=rule, held=at, bears=titles)
                found.append(Gap(difference, ((), ()), ((), ())))
    return found
