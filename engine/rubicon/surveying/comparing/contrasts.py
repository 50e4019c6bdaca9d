"""What comparing two cases comes to: points, differences, and what carries the difference."""

from datetime import date

from msgspec import Struct

from rubicon.explaining.brief import Estimate
from rubicon.explaining.claims import Ground, Reason
from rubicon.explaining.contents import Changes, Question, RuleUsed
from rubicon.explaining.pivotal import Supposed, sets_of
from rubicon.language.conditions import Condition, Pattern
from rubicon.language.facts import Case, Level, Literal
from rubicon.language.rules import Rule, Rulebook, School, Section


class Hindrance(Struct, frozen=True):
    """A reason that all but its hindrance speaks for: exceptions that stop it, or a premise that is contested.

    `against` are the reasons against the contested premise.
    """

    reason: Reason
    exceptions: tuple[Ground, ...] = ()
    contested: Literal | None = None
    against: tuple[Reason, ...] = ()


class View(Struct, frozen=True):
    """How one case sees a point: the reasons for its outcome, the facts and absences these rest on."""

    state: str | None
    confidence: Level | None
    literals: tuple[Literal, ...]
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    facts: tuple[Ground, ...] = ()
    absences: tuple[Pattern, ...] = ()
    hindered: tuple[Hindrance, ...] = ()
    """Why nothing is settled, where that is so."""


class ToldFinding(Struct, frozen=True):
    """A finding and the reasons it stands on."""

    literal: Literal
    reasons: tuple[Reason, ...]


class Point(Struct, frozen=True):
    """A section of the framework in both cases; of findings, `shared` are those that hold in both, in each one's terms."""

    section: Section
    same: bool
    views: tuple[View, View]
    shared: tuple[tuple[ToldFinding, ToldFinding], ...] = ()
    only: tuple[tuple[ToldFinding, ...], tuple[ToldFinding, ...]] = ((), ())


class Difference(Struct, frozen=True):
    """Something that differs between the cases: what is asserted in one alone, or a rule in force in one alone.

    `sides` are the assertions in each case's own terms, `moved` the same in the terms of the other, in the same order.
    `weighed`: the same is asserted, but graded otherwise. `asked`: some rule on the way to the answer asks about it.
    """

    sides: tuple[tuple[Ground, ...], tuple[Ground, ...]]
    moved: tuple[tuple[Literal, ...], tuple[Literal, ...]]
    asked: bool
    weighed: bool = False
    rule: Rule | None = None
    held: int = 0
    """The case in which the rule is in force."""
    bears: tuple[str, ...] = ()
    """The titles of the variables that it can bear on, in the framework's order."""

    @property
    def standing(self) -> bool:
        """Tell whether standing knowledge alone makes it, and no report of a case."""
        grounds = [ground for side in self.sides for ground in side]
        return bool(grounds) and all(
            cited.fact.basis == "background" for ground in grounds for cited in ground.evidence
        )


class Carrier(Struct, frozen=True):
    """A smallest set of differences that, moved into a case, gives it the other's answer, and what it changes there."""

    differences: tuple[Difference, ...]
    changes: Changes


class Crossing(Struct, frozen=True):
    """How the case `into` (0 or 1) would come to the other's answer.

    Each set that does so, and has no part that does, is known of up to `up_to` differences, and of any number where that
    is None; `more` of them are not told.
    `whole`: with every difference moved it comes to the other's answer.
    """

    into: int
    carriers: tuple[Carrier, ...]
    more: int
    up_to: int | None
    whole: bool


class Meeting(Struct, frozen=True):
    """Findings after which both cases have the same answer, each of one of the cases; and that answer."""

    parts: tuple[Supposed, ...]
    cases: tuple[int, ...]
    outlook: Estimate

    @property
    def findings(self) -> tuple[tuple[Literal, ...], ...]:
        """Return each set of findings that is meant."""
        return sets_of(self.parts)


class Side(Struct, frozen=True):
    """One of the two cases as judged."""

    case: Case
    day: date | None
    question: Question
    reasons: tuple[Reason, ...] = ()
    """Why the answer is what it is; without one, what speaks for those still in play."""
    outside: tuple[Condition, ...] = ()
    """The conditions of the framework's scope that are not definite."""


class Contrast(Struct, frozen=True):
    """Why two cases differ, or do not. `files` names the files they were read from."""

    rulebook: Rulebook
    version: str
    school: School | None
    sides: tuple[Side, Side]
    files: tuple[str, ...]
    pairs: tuple[tuple[str, str, str], ...]
    """Role, and who plays it in the one case and in the other."""
    swaps: tuple[tuple[str, str], ...]
    """Who changes places, each pair once."""
    points: tuple[Point, ...]
    differences: tuple[Difference, ...]
    crossings: tuple[Crossing, ...]
    rules: tuple[RuleUsed, ...]
    meetings: tuple[Meeting, ...] | None = None
    """The fewest findings that end the difference; None where they agree, or more is open than could be searched."""
    met_whole: bool = False
    """Whether there are no others as few; without any, none at all."""
    unmoved: tuple[tuple[Ground, ...], tuple[Ground, ...]] = ((), ())
    """What each case says of something of its own alone, such as a region, which cannot be told of the other."""

    @property
    def names(self) -> tuple[str, str] | None:
        """Return who tells the cases apart: the entities of the first role that differs; None where none does."""
        return next(((one, other) for _, one, other in self.pairs if one and other and one != other), None)

    @property
    def crossways(self) -> tuple[tuple[ToldFinding, ...], tuple[ToldFinding, ...]]:
        """Return the findings of each case that speak of the other's country, or whoever tells the cases apart."""
        if self.names is None:
            return (), ()
        told = tuple(
            tuple(
                found
                for point in self.points
                if point.section.kind == "findings"
                for found in (*(pair[at] for pair in point.shared), *point.only[at])
                if self.names[1 - at] in found.literal.atom.values
            )
            for at in (0, 1)
        )
        return told[0], told[1]

    @property
    def agree(self) -> bool:
        """Tell whether both cases get the same answer."""
        one, other = (side.question for side in self.sides)
        return (one.answer, one.candidates) == (other.answer, other.candidates)

    @property
    def idle(self) -> tuple[Difference, ...]:
        """Return the differences that are in no set that carries the answer."""
        carrying = [
            found
            for crossing in self.crossings
            for carrier in crossing.carriers
            for found in carrier.differences
        ]
        return tuple(found for found in self.differences if found not in carrying)
