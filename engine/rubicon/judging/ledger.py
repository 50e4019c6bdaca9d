"""Where the arguments of one judgement are looked up, by what they speak for and against."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never

from msgspec import Struct

from rubicon.firing.instances import GroundCondition
from rubicon.judging.judgements import Argument, Judgement, Truth, Verdict
from rubicon.judging.reviewing import Counted, holds, measure, meeting, reports
from rubicon.judging.stages import Needs, stages_of
from rubicon.judging.verdicts import verdict_of
from rubicon.language.binding import bound
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Pattern,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
)
from rubicon.language.facts import Atom, Literal
from rubicon.language.vocabulary import Vocabulary


class Bearing(Struct, frozen=True):
    """Whether a ground condition is met, and what bears on it.

    `literals` are those that meet its mentions, never the mentions themselves: what is counted or reported of a
    tally, a sum or reports. `members` are those that count, `low` and `high` what they come to, `or_none` that it
    may be of nothing.
    """

    met: Truth
    literals: tuple[Literal, ...] = ()
    members: tuple[Counted, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    or_none: bool = False


class Ledger:
    """The arguments of one judgement, looked up by what they speak for and against."""

    def __init__(self, judgement: Judgement, vocabulary: Vocabulary) -> None:
        self.judgement, self.vocabulary = judgement, vocabulary
        self._applying: dict[Literal, tuple[Argument, ...]] = {}
        self._groups: dict[tuple[object, ...], list[Literal]] = {}
        atoms: dict[str, dict[Atom, None]] = {}
        for literal in judgement.for_:  # in canonical order
            atoms.setdefault(literal.atom.statement, {})[literal.atom] = None
            group = vocabulary.group(literal.atom)
            if group is not None and literal.truth:
                self._groups.setdefault(group, []).append(literal)
        self._atoms = {statement: tuple(some) for statement, some in atoms.items()}
        self._reasons: dict[Literal, tuple[Argument, ...]] = {}
        self._depths: dict[Literal, int] = {}
        self._bearings: dict[int, tuple[GroundCondition, Bearing]] = {}

    def spoken(self, statement: str) -> tuple[Atom, ...]:
        """Return the atoms of a statement that any argument speaks of, in order of their values."""
        return self._atoms.get(statement, ())

    def established(self, literal: Literal) -> bool:
        """Tell whether a literal is established."""
        return self.judgement.established.get(literal) is True

    def rivals(self, literal: Literal) -> tuple[Literal, ...]:
        """Return its conflict set, as far as anything speaks for it: the contrary, other `one_of` values."""
        found = [literal.contrary]
        group = self.vocabulary.group(literal.atom) if literal.truth else None
        if group is not None:
            found += [other for other in self._groups.get(group, ()) if other != literal]
        return tuple(found)

    def for_(self, literal: Literal) -> tuple[Argument, ...]:
        """Return every argument for a literal, those that do not apply included."""
        arguments = self.judgement.arguments
        return tuple([arguments[index] for index in self.judgement.for_.get(literal, ())])

    def applying(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the arguments for a literal that apply, or may (undefined in the model)."""
        found = self._applying.get(literal)
        if found is None:
            found = tuple([argument for argument in self.for_(literal) if argument.applies is not False])
            self._applying[literal] = found
        return found

    def asserting(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the assertions of a literal that count: those that stand, or apply where nothing does."""
        settled = self.established(literal)
        return tuple(
            argument
            for argument in self.applying(literal)
            if argument.instance is None and (argument.stands or not settled)
        )

    def against(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the arguments for its conflict set that apply, or may."""
        return tuple(found for rival in self.rivals(literal) for found in self.applying(rival))

    def opposite(self, literal: Literal) -> Literal | None:
        """Return the member of its conflict set that is established, if one is."""
        return next((rival for rival in self.rivals(literal) if self.established(rival)), None)

    def in_play(self, literal: Literal) -> bool:
        """Tell whether a literal is, or may be, a candidate: something undefeated applies for it (DESIGN 4)."""
        if literal.truth and literal in self.judgement.candidates:
            return self.judgement.candidates[literal] is not False
        if any(rival in self.judgement.definite for rival in self.rivals(literal)):
            return False
        return any(
            not argument.beaten_by and argument.weight != "defeater" for argument in self.applying(literal)
        )

    def verdict(self, atom: Atom) -> Verdict:
        """Return how a statement stands; of what nothing speaks, unknown."""
        return verdict_of(self.vocabulary, self.judgement, atom)

    def meets(self, literal: Literal) -> Literal | None:
        """Return the established literal that meets a condition on `literal`, if one does (DESIGN 2.2)."""
        if self.established(literal):
            return literal
        return None if literal.truth else self.opposite(literal.contrary)

    def bearing(self, ground: GroundCondition) -> Bearing:
        """Look at a ground condition: whether it is met, and by what. Instances share them, so each is looked at once."""
        known = self._bearings.get(id(ground))
        if known is None:
            known = self._bearings[id(ground)] = (ground, self._bearing(ground))
        return known[1]

    def _bearing(self, ground: GroundCondition) -> Bearing:
        met = holds(self.judgement, ground)
        match ground.condition:
            case Comparison():
                return Bearing(met)
            case Holds() | Absent() | Unsettled():
                found = (self.meets(mention.literal) for mention in ground.mentions)
                return Bearing(met, tuple(dict.fromkeys(one for one in found if one is not None)))
            case Since():
                said = ground.mentions[0].literal
                return Bearing(met, (said,) if self.established(said) else ())
            case Tally() | Several() | Aggregate():
                total = measure(self.judgement, ground)
                members = tuple(member for member in total.members if member.counts)
                literals = dict.fromkeys(literal for member in members for literal in member.literals)
                return Bearing(met, tuple(literals), members, total.low, total.high, total.or_none)
            case Reported():
                return Bearing(met, tuple(one.literal for one in reports(self.judgement, ground)))
            case never:
                assert_never(never)

    def premises(self, argument: Argument) -> tuple[Literal, ...]:
        """Return what meets the positive conditions of an argument: what it rests on beside absences."""
        return self.meeting(argument.instance.conditions if argument.instance else ())

    def meeting(self, grounds: Iterable[GroundCondition]) -> tuple[Literal, ...]:
        """Return what meets the positive ones of some ground conditions, each literal once."""
        found = (
            literal
            for ground in grounds
            if not isinstance(ground.condition, Absent | Unsettled)
            for literal in self.bearing(ground).literals
        )
        return tuple(dict.fromkeys(found))

    def absences(self, argument: Argument, *, exceptions: bool = True) -> tuple[Pattern, ...]:
        """Return what an argument goes by the absence of; with `exceptions`, those not established too."""
        if argument.instance is None:
            return ()
        binding, instance = dict(argument.instance.binding), argument.instance
        own = [g.condition.pattern for g in instance.conditions if isinstance(g.condition, Absent)]
        own += [
            ground.condition.pattern
            for exception in (instance.exceptions if exceptions else ())
            for ground in exception
            if isinstance(ground.condition, Holds) and not self.bearing(ground).literals
        ]
        return tuple(dict.fromkeys(bound(pattern, binding) for pattern in own))

    def beneath(self, literals: Iterable[Literal]) -> Iterator[Argument]:
        """Yield the standing arguments that some literals rest on, and those below, down to the assertions.

        Of a literal that is not established, its assertions that apply.
        """
        met, pending = set[Literal](), list(literals)[::-1]
        while pending:
            literal = pending.pop()
            if literal in met:
                continue
            met.add(literal)
            settled = self.established(literal)
            below: list[Literal] = []
            for argument in self.applying(literal):
                if argument.stands or (argument.instance is None and not settled):
                    yield argument
                    below += self.premises(argument)
            pending += below[::-1]

    def reasons(self, literal: Literal) -> tuple[Argument, ...]:
        """Return the standing arguments for a literal that do not rest on it, those of the fewest steps first.

        Those of one rule stay together. Where conclusions rest on each other in a circle, an argument that comes no
        sooner than its conclusion is left out.
        """
        if literal not in self._reasons:
            self._order(literal)
        return self._reasons.get(literal, ())

    def _order(self, literal: Literal) -> None:
        """Find the reasons for a literal, and for all that they rest on."""
        standing: list[Argument] = []
        needs: list[Needs] = []
        met, pending = set(self._depths), [literal]
        while pending:
            one = pending.pop()
            if one in met:
                continue
            met.add(one)
            for argument in self.for_(one):
                if argument.stands:
                    standing.append(argument)
                    needs.append(self._needs(argument))
                    pending += [below for group in needs[-1] for below in group]
        stages = stages_of(standing, needs, self._depths)
        found: dict[Literal, dict[str | None, list[int]]] = {}
        for index, argument in enumerate(standing):
            if stages.comes_first(index):
                rule = argument.instance.rule.id if argument.instance else None
                found.setdefault(argument.literal, {}).setdefault(rule, []).append(index)

        def nearest(indices: list[int]) -> list[int]:
            return sorted(indices, key=lambda index: stages.depths[index])

        for one, by_rule in found.items():
            ordered = sorted(map(nearest, by_rule.values()), key=lambda some: stages.depths[some[0]])
            self._reasons[one] = tuple(standing[index] for some in ordered for index in some)
        self._depths = stages.reached

    def idle(self, literal: Literal) -> int:
        """Return how many standing arguments for a literal come no sooner than it, and are none of its reasons."""
        return sum(argument.stands for argument in self.for_(literal)) - len(self.reasons(literal))

    def _needs(self, argument: Argument) -> Needs:
        """Return what an argument rests on; of a denied sentence, everything that meets it by itself."""
        groups: list[tuple[Literal, ...]] = []
        for ground in argument.instance.conditions if argument.instance else ():
            if isinstance(ground.condition, Holds):
                met = (one for said in ground.mentions for one in meeting(self.judgement, said.literal))
                groups.append(tuple(one for one in met if self.established(one)))
            elif isinstance(ground.condition, Several):
                groups += [one.literals for one in self.bearing(ground).members if one.literals]
            elif not isinstance(ground.condition, Absent | Unsettled | Comparison):
                groups += [(one,) for one in self.bearing(ground).literals if self.established(one)]
        return tuple(dict.fromkeys(groups))
