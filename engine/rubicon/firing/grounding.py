"""Ground conditions: what each condition of an instance speaks of, once everything possible is known."""

from collections.abc import Callable
from decimal import Decimal
from typing import assert_never, cast

from msgspec import Struct, field

from rubicon.firing.comparing import reader, tester
from rubicon.firing.instances import GroundCondition, Mention
from rubicon.firing.planning import Predicate, picker
from rubicon.firing.speech import Scope, speech
from rubicon.firing.tables import Possible, Values
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Condition,
    Holds,
    Pattern,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
    needs,
    variables,
)
from rubicon.language.facts import Day, Fact
from rubicon.language.vocabulary import Vocabulary


class World(Struct):
    """What is possible and what is asserted, on a day."""

    possible: Possible
    facts: tuple[Fact, ...]
    day: Day | None
    known: dict["Grounder", dict[Values, GroundCondition]] = field(default_factory=dict)
    single: dict[Predicate, dict[Values, tuple[Mention]]] = field(default_factory=dict)

    known_asserted: Possible | None = None

    @property
    def asserted(self) -> Possible:
        """Return the facts' literals, gathered when a condition first asks."""
        if self.known_asserted is None:
            self.known_asserted = Possible()
            for atom, truth in dict.fromkeys(fact.literal for fact in self.facts):
                self.known_asserted.add((atom.statement, truth), atom.values)
        return self.known_asserted

    def mention(self, predicate: Predicate, values: Values) -> tuple[Mention]:
        """Return the mention of one literal; one object for all conditions that speak of it."""
        known = self.single.get(predicate)
        if known is None:
            known = self.single[predicate] = {}
        made = known.get(values)
        if made is None:
            made = known[values] = (Mention(self.possible.literal(predicate, values)),)
        return made


class Grounder(Struct, frozen=True, eq=False):
    """A condition made ready: `pick` takes from an instance's row the key that `make` needs.

    Not `is_shared`: the key differs from instance to instance, and nothing is gained by remembering.
    """

    pick: Callable[[Values], Values]
    make: Callable[[Values, World], GroundCondition]
    is_shared: bool = True


def ground(maker: Grounder, row: Values, world: World) -> GroundCondition:
    """Ground a condition for an instance's row, or find it ground before."""
    key = maker.pick(row)
    if not maker.is_shared:
        return maker.make(key, world)
    known = world.known.get(maker)
    if known is None:
        known = world.known[maker] = {}
    made = known.get(key)
    if made is None:
        made = known[key] = maker.make(key, world)
    return made


def grounder(condition: Condition, scope: Scope, positive: bool) -> Grounder:
    """Make a condition ready; `positive` tells a condition of `if` from one of `unless`."""
    match condition:
        case Comparison():
            return _compared(condition, scope, positive)
        case Tally() | Aggregate() | Reported():
            return _counted(condition, scope)
        case Holds() | Absent() | Unsettled():
            return _said(condition, scope)
        case Since():
            return _since(condition, scope)
        case Several():
            return _several(condition, scope)
        case _:
            assert_never(condition)


def _compared(condition: Comparison, scope: Scope, positive: bool) -> Grounder:
    if positive:
        held = GroundCondition(condition)
        return Grounder(picker(()), lambda _key, _world: held)
    names = sorted(needs(condition))
    test = tester(condition, {name: place for place, name in enumerate(names)}, scope.vocabulary)
    return Grounder(
        picker([scope.where[name] for name in names]),
        lambda key, world: GroundCondition(condition, holds=test(key, world.day)),
    )


def _said(condition: Holds | Absent | Unsettled, scope: Scope) -> Grounder:
    said = speech(condition.pattern, scope)
    pick = picker(said.places)
    if len(said.slots) == len(condition.pattern.terms) and not isinstance(condition, Absent):
        predicate = (said.statement, said.truth)
        return Grounder(
            pick,
            lambda key, world: GroundCondition(condition, world.mention(predicate, key)),
            is_shared=len(set(said.places) & set(scope.keys.values())) < len(scope.keys),
        )

    def make(key: Values, world: World) -> GroundCondition:
        atoms = said.spoken(key, world.possible, said.truth)
        if isinstance(condition, Unsettled):
            atoms |= said.spoken(key, world.possible, not said.truth)
        return GroundCondition(condition, said.mentions(atoms))

    return Grounder(pick, make)


def _since(condition: Since, scope: Scope) -> Grounder:
    said = speech(condition.pattern, scope)
    predicate, count = (said.statement, said.truth), len(said.places)

    def make(key: Values, world: World) -> GroundCondition:
        literal = world.possible.literal(predicate, key[:count])
        return GroundCondition(condition, (Mention(literal, key[count]),))

    return Grounder(picker([*said.places, scope.where[condition.day.name]]), make)


def _several(condition: Several, scope: Scope) -> Grounder:
    made = [
        _compared(line, scope, positive=False) if isinstance(line, Comparison) else _line(line, scope)
        for line in condition.lines
    ]

    def make(row: Values, world: World) -> GroundCondition:
        parts = tuple([ground(maker, row, world) for maker in made])
        mentions = dict.fromkeys(mention for part in parts for mention in part.mentions)
        return GroundCondition(condition, tuple(mentions), parts=parts)

    return Grounder(lambda row: row, make, is_shared=False)


def _line(condition: Holds, scope: Scope) -> Grounder:
    """Make a line of several ready; what nothing outside binds may be anything."""
    said = speech(condition.pattern, scope)
    return Grounder(
        picker(said.places),
        lambda key, world: GroundCondition(
            condition, said.mentions(said.spoken(key, world.possible, said.truth))
        ),
    )


def _counted(condition: Tally | Aggregate | Reported, scope: Scope) -> Grounder:
    pattern, limit = condition.pattern, condition.limit
    said = speech(pattern, scope, free=condition.counted)
    names = sorted(variables(limit)) if limit is not None else []
    count = len(said.places)
    read = reader(limit, {name: count + at for at, name in enumerate(names)}) if limit is not None else None
    member_slot = _slot(pattern, condition.member)
    number_slot = _slot(pattern, None if isinstance(condition, Tally) else condition.number)
    entry = entry_slots(scope.vocabulary, condition) if isinstance(condition, Aggregate) else None

    def make(key: Values, world: World) -> GroundCondition:
        own = key[:count]
        if isinstance(condition, Reported):
            atoms = said.affirmed(own, world.asserted, said.truth)
        else:
            atoms = said.spoken(own, world.possible, said.truth)
        return GroundCondition(
            condition,
            said.mentions(atoms, member_slot, number_slot, entry),
            None if read is None else cast(Decimal, read(key, world.day)),
        )

    return Grounder(picker([*said.places, *(scope.where[name] for name in names)]), make)


def entry_slots(vocabulary: Vocabulary, condition: Aggregate) -> tuple[int, ...]:
    """Return the slots by which an aggregate's entries differ: all but the number's and the `one_of` slot."""
    one_of = vocabulary.statements[condition.pattern.statement].one_of
    own = (condition.pattern.terms.index(Variable(condition.number)), one_of)
    return tuple(slot for slot in range(len(condition.pattern.terms)) if slot not in own)


def _slot(pattern: Pattern, name: str | None) -> int | None:
    return None if name is None else pattern.terms.index(Variable(name))
