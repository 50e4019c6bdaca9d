"""One firing cut to what some of its rules, or facts, alone would have fired: instances and mentions both.

Rules and facts only ever make more possible, so what fewer fire is among what more do. What is left of a
firing is its instances that the facts reach through the rules, and of their mentions those that are still
possible, or asserted.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from rubicon.firing.instances import Firings, GroundCondition, Instance, Mention
from rubicon.firing.parting import PARTS, fewer, parts_of
from rubicon.language.conditions import (
    Comparison,
    Condition,
    Holds,
    Pattern,
    Reported,
    Several,
    Since,
    Unsettled,
    Variable,
)
from rubicon.language.dating import said_from
from rubicon.language.facts import Day, Fact, Literal, Value
from rubicon.language.sameness import Same, SameEach
from rubicon.language.vocabulary import Vocabulary

NeededLiteral: TypeAlias = tuple[Literal, bool]
"""What a positive condition needs: a literal, or, where the flag is set, a rival of it that denies it."""

SaidFrom: TypeAlias = tuple[Literal, Day | None]
"""What a fact asserts, and the day that it says that from, if it says one."""


def cut(
    vocabulary: Vocabulary,
    firings: Firings,
    rules: AbstractSet[str] | None = None,
    facts: tuple[Fact, ...] | None = None,
) -> Firings:
    """Return what the rules with these ids, some of those that were fired, would have fired alone; None: all of them.

    Likewise of the facts, given in the order in which the firing has them. It is cut part by part, and the very instances
    come of a part that was cut lately.
    """
    ids = None if rules is None else frozenset(rules)
    if facts is not None:
        firings = replace(firings, facts=facts)
    parts = parts_of(vocabulary, firings)
    work = _cut if len(parts) > 1 else _cut_now
    kept = [work(Same(vocabulary), part.instances, _said(part.facts, firings.day), ids) for part in parts]
    return Firings(firings.day, firings.facts, fewer(vocabulary, firings, parts, kept))


def _said(facts: Iterable[Fact], day: Day | None) -> frozenset[SaidFrom]:
    return frozenset([(fact.literal, said_from(fact, day)) for fact in facts])


def _cut_now(
    vocabulary: Same[Vocabulary],
    instances: SameEach[Instance],
    said: frozenset[SaidFrom],
    rules: frozenset[str] | None,
) -> tuple[tuple[int, Instance], ...]:
    """Cut some instances to those of some rules over what is said; return them with their places."""
    mine = [
        (at, one)
        for at, one in enumerate(instances.things)
        if (rules is None or one.rule.id in rules) and _is_dated(one, said)
    ]
    asserted = {literal for literal, _ in said}
    possible = _Possible(vocabulary.thing, asserted)
    reached = _reached(possible, asserted, [one for _, one in mine])
    known: dict[int, GroundCondition] = {}

    def narrowed(ground: GroundCondition) -> GroundCondition:
        made = known.get(id(ground))
        if made is None:
            made = known[id(ground)] = _narrowed(possible, ground)
        return made

    def trimmed(instance: Instance) -> Instance:
        exceptions = tuple([tuple(map(narrowed, some)) for some in instance.exceptions])
        conditions = tuple(
            [g if isinstance(g.condition, Holds | Since) else narrowed(g) for g in instance.conditions]
        )
        if conditions == instance.conditions and exceptions == instance.exceptions:
            return instance
        return replace(instance, conditions=conditions, exceptions=exceptions)

    return tuple([(at, trimmed(one)) for number, (at, one) in enumerate(mine) if number in reached])


_cut = lru_cache(maxsize=PARTS)(_cut_now)


class _Possible(Struct):
    """The literals that are possible, and for each group of values of which one is true those affirmed."""

    vocabulary: Vocabulary
    asserted: AbstractSet[Literal]
    literals: set[Literal] = field(default_factory=set)
    groups: dict[tuple[object, ...], set[Value]] = field(default_factory=dict)

    def add(self, literal: Literal) -> tuple[object, ...] | None:
        """Add a literal; return its group if it affirms a value."""
        self.literals.add(literal)
        group = self.vocabulary.group(literal.atom) if literal.truth else None
        if group is not None:
            self.groups.setdefault(group, set()).add(self._value(literal))
        return group

    def has(self, literal: Literal, by_rival: bool) -> bool:
        """Tell whether a literal is possible or, `by_rival`, another value that denies it."""
        if literal in self.literals:
            return True
        if literal.truth or not by_rival:
            return False
        group = self.vocabulary.group(literal.atom)
        return group is not None and bool(self.groups.get(group, set()) - {self._value(literal)})

    def _value(self, literal: Literal) -> Value:
        return literal.atom.values[self.vocabulary.statements[literal.atom.statement].one_of or 0]

    def has_rivals(self, pattern: Pattern, free: Iterable[str] = ()) -> bool:
        """Tell whether another value may meet a denied pattern: its `one_of` slot is bound."""
        one_of = self.vocabulary.statements[pattern.statement].one_of
        term = None if one_of is None else pattern.terms[one_of]
        is_free = isinstance(term, Variable) and (term.is_wildcard or term.name in free)
        return one_of is not None and not is_free


def _reached(possible: _Possible, facts: Iterable[Literal], instances: Sequence[Instance]) -> set[int]:
    """Return the numbers of the instances that the facts reach; what these conclude becomes possible."""
    needs = [_premises(possible, instance) for instance in instances]
    waiting: dict[object, list[int]] = {}
    reached: set[int] = set()
    queue: list[Literal] = list(facts)

    def settle(number: int) -> None:
        premises = needs[number]
        while premises:
            literal, by_rival = premises[-1]
            if not possible.has(literal, by_rival):
                waiting.setdefault(literal, []).append(number)
                if by_rival and not literal.truth:
                    waiting.setdefault(possible.vocabulary.group(literal.atom), []).append(number)
                return
            premises.pop()
        if number not in reached:
            reached.add(number)
            if instances[number].rule.kind != "defeater":
                queue.extend(instances[number].conclusions)

    for number in range(len(instances)):
        settle(number)
    while queue:
        literal = queue.pop()
        if literal in possible.literals:
            continue
        group = possible.add(literal)
        for number in (*waiting.pop(literal, ()), *(waiting.pop(group, ()) if group is not None else ())):
            settle(number)
    return reached


def _is_dated(instance: Instance, said: AbstractSet[SaidFrom]) -> bool:
    """Tell whether the days of an instance (`… since ?day`) are still said."""
    return all(
        (ground.mentions[0].literal, ground.mentions[0].member) in said
        for ground in instance.conditions
        if isinstance(ground.condition, Since)
    )


def _premises(possible: _Possible, instance: Instance) -> list[NeededLiteral]:
    return [
        (ground.mentions[0].literal, possible.has_rivals(ground.condition.pattern))
        for ground in instance.conditions
        if isinstance(ground.condition, Holds)
    ]


def _narrowed(possible: _Possible, ground: GroundCondition) -> GroundCondition:
    """Return a condition with the mentions that are still possible; the same one where all are."""
    condition = ground.condition
    if isinstance(condition, Comparison | Since) or _is_plain(condition):
        return ground
    if isinstance(condition, Reported):
        kept = tuple([mention for mention in ground.mentions if mention.literal in possible.asserted])
        return ground if len(kept) == len(ground.mentions) else replace(ground, mentions=kept)
    if isinstance(condition, Several):
        parts = tuple([one if one.is_comparison else _kept(possible, one) for one in ground.parts])
        mentions = dict.fromkeys(mention for part in parts for mention in part.mentions)
        return ground if parts == ground.parts else replace(ground, mentions=tuple(mentions), parts=parts)
    return _kept(possible, ground)


def _kept(possible: _Possible, ground: GroundCondition) -> GroundCondition:
    condition = ground.condition
    if condition.pattern is None:
        return ground
    by_rival = possible.has_rivals(condition.pattern, condition.counted)
    kept = [mention for mention in ground.mentions if _is_spoken(possible, condition, mention, by_rival)]
    return ground if len(kept) == len(ground.mentions) else replace(ground, mentions=tuple(kept))


def _is_plain(condition: Condition) -> bool:
    """Tell whether a condition mentions its one literal, be it possible or not."""
    if not isinstance(condition, Holds | Unsettled):
        return False
    return not any(Variable(name).is_wildcard for name in condition.pattern.variables)


def _is_spoken(possible: _Possible, condition: Condition, mention: Mention, by_rival: bool) -> bool:
    if possible.has(mention.literal, by_rival):
        return True
    return isinstance(condition, Unsettled) and possible.has(mention.literal.contrary, by_rival)
