"""What differs between two judgements: arguments that do more in one than in the other, and why."""

from collections.abc import Iterable, Iterator
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.judging.judgements import Argument
from rubicon.judging.ledger import Bearing, Ledger
from rubicon.language.conditions import Holds, Since
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule

Strength: TypeAlias = OneOf[0, 1, 2, 3]
"""What an argument does: nothing, it may apply (undefined), it applies, it carries its conclusion."""

APPLIES: Strength = 2
CARRIES: Strength = 3


class Turn(Struct, frozen=True):
    """An argument that does more in one of two judgements than in the other, as the stronger one has it, and why.

    `missing` is what meets its conditions in the stronger judgement alone, `arrived` what is established in the weaker
    one alone and stops it there: an absence that is broken, an exception that holds as a whole. `redated` is what is
    established in both, but since another day than its condition names. Where it applies all
    the same, `rivals` are what is established against it there (`held`), else what speaks against it unanswered.
    """

    literal: Literal
    argument: Argument
    was: Strength
    now: Strength
    missing: tuple[Literal, ...] = ()
    arrived: tuple[Literal, ...] = ()
    rivals: tuple[Literal, ...] = ()
    held: bool = False
    redated: tuple[Literal, ...] = ()

    @property
    def rule(self) -> Rule | None:
        """Return its rule; None for assertions."""
        return self.argument.instance.rule if self.argument.instance else None

    @property
    def came(self) -> bool:
        """Tell whether it does more in the second judgement."""
        return self.now > self.was

    @property
    def carried(self) -> bool:
        """Tell whether it carries its conclusion in the stronger judgement."""
        return CARRIES in (self.was, self.now)

    @property
    def told(self) -> tuple[object, ...]:
        """Return what is said of it: turns that differ in their binding alone may come to the same."""
        carries = (self.was == CARRIES, self.now == CARRIES)
        reasons = (self.missing, self.arrived, self.rivals, self.redated)
        return self.literal, self.rule.id if self.rule else None, self.came, carries, reasons


def turns(before: Ledger, after: Ledger, literals: Iterable[Literal]) -> tuple[Turn, ...]:
    """Return what turned among the arguments for some literals, each that is told alike once."""
    found: dict[object, Turn] = {}
    for literal in dict.fromkeys(literals):
        for turn in _turns(before, after, literal):
            found.setdefault(turn.told, turn)
    return tuple(found.values())


def path(before: Ledger, after: Ledger, literals: Iterable[Literal]) -> tuple[Turn, ...]:
    """Return the rules that turned in what some literals and their conflict sets rest on, premises first."""
    pending: list[Literal | Turn] = [*reversed(_sides(before, after, literals))]
    met: set[Literal] = set()
    found: list[Turn] = []
    while pending:
        item = pending.pop()
        if isinstance(item, Turn):
            found.append(item)
        elif item not in met:
            met.add(item)
            for turn in reversed(turns(before, after, (item,))):
                if turn.rule is not None and max(turn.was, turn.now) >= APPLIES:
                    below = _sides(before, after, (*turn.missing, *turn.arrived))
                    pending += [turn, *reversed(below)]
    return tuple(found)


def _sides(before: Ledger, after: Ledger, literals: Iterable[Literal]) -> list[Literal]:
    """Return literals, each with its contrary and the other values that anything speaks for."""
    found: dict[Literal, None] = {}
    for literal in literals:
        affirmed = Literal(literal.atom, truth=True)
        rivals = (rival for ledger in (before, after) for rival in ledger.rivals(affirmed))
        found.update(dict.fromkeys((literal, literal.contrary, *rivals)))
    return list(found)


def _turns(before: Ledger, after: Ledger, literal: Literal) -> Iterator[Turn]:
    one, other = (_by_identity(ledger.for_(literal)) for ledger in (before, after))
    for key in dict.fromkeys((*one, *other)):
        here, there = one.get(key), other.get(key)
        was, now = _strength(here), _strength(there)
        if here is not None and was > now:
            yield _turn((before, after), here, there, was, now)
        elif there is not None and now > was:
            yield _turn((after, before), there, here, was, now)


def _by_identity(arguments: Iterable[Argument]) -> dict[object, Argument]:
    """Return arguments by what makes them the same in two judgements."""
    return {
        (a.instance.rule.id, a.instance.branch, a.instance.binding) if a.instance else None: a
        for a in arguments
    }


def _strength(argument: Argument | None) -> Strength:
    if argument is None or argument.applies is False:
        return 0
    return CARRIES if argument.stands else APPLIES if argument.applies else 1


def _turn(
    sides: tuple[Ledger, Ledger], argument: Argument, weaker: Argument | None, was: Strength, now: Strength
) -> Turn:
    """Tell why an argument does less in the second of two judgements."""
    strong, weak = sides
    missing: dict[Literal, None] = {}
    arrived: dict[Literal, None] = {}
    redated: dict[Literal, None] = {}
    instance = argument.instance
    if instance is not None:
        other = weaker.instance if weaker is not None and weaker.instance is not None else instance
        pairs = list(zip(instance.conditions, other.conditions, strict=True))
        if weaker is None:  # what is counted is known only where the instance is possible
            needed = [pair for pair in pairs if isinstance(pair[0].condition, Holds | Since)]
            pairs = pairs if all(weak.bearing(there).met for _, there in needed) else needed
        for ground, there in pairs:
            one, two = strong.bearing(ground), weak.bearing(there)
            if not two.met:
                missing.update(_alone(one, two))
                if isinstance(ground.condition, Since):
                    redated.update(dict.fromkeys(said for said in one.literals if said in two.literals))
                elif not isinstance(ground.condition, Holds):
                    arrived.update(_alone(two, one))
        for before, group in zip(instance.exceptions, other.exceptions, strict=True):
            if all(weak.bearing(ground).met for ground in group):
                for ground, there in zip(before, group, strict=True):
                    one, two = strong.bearing(ground), weak.bearing(there)
                    if not isinstance(ground.condition, Holds):
                        missing.update(_alone(one, two))  # fewer that count let it hold
                    if not (isinstance(ground.condition, Holds) and one.met):
                        arrived.update(_alone(two, one))
    if missing or arrived or redated or not min(was, now):
        moved = [
            tuple(x for x in some if _standing(strong, x) != _standing(weak, x))
            for some in (missing, arrived)
        ]
        told = (moved[0], moved[1]) if any(moved) else (tuple(missing), tuple(arrived))
        return Turn(argument.literal, argument, was, now, *told, redated=tuple(redated))
    rivals = [one for one in weak.rivals(argument.literal) if _is_unanswered(weak, argument.literal, one)]
    held = [rival for rival in rivals if weak.established(rival)]
    return Turn(argument.literal, argument, was, now, rivals=tuple(held or rivals), held=bool(held))


def _alone(one: Bearing, other: Bearing) -> dict[Literal, None]:
    """Return what bears on a condition in one judgement and not in the other."""
    return dict.fromkeys(literal for literal in one.literals if literal not in other.literals)


def _standing(ledger: Ledger, literal: Literal) -> tuple[object, ...]:
    """Return all by which a literal may count: as established, as a candidate, since which days."""
    judgement = ledger.judgement
    days = [fact.on for argument in ledger.for_(literal) for fact in argument.facts]
    return judgement.established.get(literal), judgement.candidates.get(literal), days


def _is_unanswered(ledger: Ledger, literal: Literal, rival: Literal) -> bool:
    """Tell whether something for a rival applies that nothing for the literal overrides, or is definite."""
    arguments = ledger.judgement.arguments
    return rival in ledger.judgement.definite or any(
        not any(arguments[index].literal == literal for index in attacker.beaten_by)
        for attacker in ledger.applying(rival)
    )
