"""Reports that conflict, and what they would settle: each is told wherever it would have counted."""

from collections.abc import Iterable

from rubicon.explaining.citing import asserted_in
from rubicon.explaining.claims import Cited, Conflict
from rubicon.firing.instances import GroundCondition
from rubicon.judging.judgements import Argument
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Literal, sort_key


def conflict_about(ledger: Ledger, literal: Literal) -> Conflict | None:
    """Return the reports that cannot all be true, of a statement or its conflict set; None where none conflict."""
    group = sorted((literal, *ledger.rivals(literal)), key=sort_key)
    sides = tuple((side, cited) for side in group if (cited := _reported(ledger, side)))
    if len(sides) < 2:
        return None
    return Conflict(sides, next((side for side, _ in sides if ledger.established(side)), None))


def doubts_of(ledger: Ledger, literals: Iterable[Literal]) -> tuple[Conflict, ...]:
    """Return the unsettled conflicts of reports that alone keep some statements from being established.

    Followed are the arguments of which every condition that is not met would be, if such conflicts were settled.
    """
    walk = _DoubtWalk(ledger)
    found: dict[Literal, Conflict] = {}
    for literal in literals:
        for conflict in walk.lacking(literal) or ():
            found.setdefault(conflict.sides[0][0], conflict)
    return tuple(found.values())


class _DoubtWalk:
    """A walk down the arguments that do not stand."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._known: dict[Literal, tuple[Conflict, ...] | None] = {}

    def lacking(self, literal: Literal) -> tuple[Conflict, ...] | None:
        """Return the conflicts that would have to be settled for a statement; None where more is lacking."""
        if literal not in self._known:
            self._known[literal] = None  # of a circle nothing is established
            self._known[literal] = self._found(literal)
        return self._known[literal]

    def _found(self, literal: Literal) -> tuple[Conflict, ...] | None:
        ledger = self.ledger
        if ledger.meets(literal) is not None:
            return ()
        own = conflict_about(ledger, literal)
        if own is not None and own.settled is None and any(side == literal for side, _ in own.sides):
            return (own,)
        ways = (self._argument(one) for one in ledger.for_(literal) if one.instance is not None)
        found = [way for way in ways if way]
        return tuple(dict.fromkeys(one for way in found for one in way)) if found else None

    def _argument(self, argument: Argument) -> tuple[Conflict, ...] | None:
        instance, found = argument.instance, list[Conflict]()
        if instance is None or argument.applies is True:
            return None
        for ground in instance.conditions:
            lacking = self._condition(ground)
            if lacking is None:
                return None
            found += lacking
        return tuple(found)

    def _condition(self, ground: GroundCondition) -> tuple[Conflict, ...] | None:
        if self.ledger.bearing(ground).met is True:
            return ()
        if ground.condition.kind != "holds":
            return None
        ways = [self.lacking(mention.literal) for mention in ground.mentions]
        return next((way for way in ways if way), None)


def _reported(ledger: Ledger, side: Literal) -> tuple[Cited, ...]:
    assertions = (one for one in ledger.applying(side) if one.instance is None)
    return tuple(cited for argument in assertions for cited in asserted_in(argument))
