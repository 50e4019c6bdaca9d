"""What the timeline of a case comes to: days, what they brought, and the stretches between changes."""

from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.explaining.claims import Cited
from rubicon.explaining.contents import Changes, Question, RuleUsed, VariableOutcome
from rubicon.language.conditions import Condition
from rubicon.language.facts import Case, Level, Literal
from rubicon.language.rules import Rule, Rulebook, School, Section

Happening: TypeAlias = OneOf[
    "standing", "known", "repeated", "begun", "announced", "past", "withdrawn", "ended", "superseded"
]
"""What a day brought for a statement: it counted from the start, undated; it became known and counts; another
report of what counted already; known before, it came into force; known, but in force later, or no longer;
the report was withdrawn; what it says ended; a later report of the same source took its place."""


class Development(Struct, frozen=True):
    """What a day brought for a statement, and the assertions that it is about."""

    literal: Literal
    how: Happening
    evidence: tuple[Cited, ...]


class EventfulDay(Struct, frozen=True):
    """A day on which something happened; without entries and rules time alone changed the judgement."""

    day: date
    entries: tuple[Development, ...]
    begun: tuple[Rule, ...] = ()
    ended: tuple[Rule, ...] = ()

    @property
    def brought(self) -> bool:
        """Tell whether it brought anything: news, or a rule that begins or ends."""
        return bool(self.entries or self.begun or self.ended)


class VariableState(Struct, frozen=True):
    """How a variable of the framework stands."""

    section: Section
    state: VariableOutcome
    confidence: Level | None


class Stretch(Struct, frozen=True):
    """The days from one change of the judgement to the next; `days[0]` brought the change.

    `questions` has one for each school, the first of which `outlooks` and `changes` are told by. `changes` is None on
    the first day. `present`: the case's own day lies in it.
    """

    days: tuple[EventfulDay, ...]
    questions: tuple[Question, ...]
    outlooks: tuple[VariableState, ...]
    changes: Changes | None
    turned: bool = True
    """The first school's answer or a variable changed, be it in confidence alone; else only another's answer."""
    present: bool = False

    @property
    def day(self) -> date:
        """Return the first day."""
        return self.days[0].day


class BandRun(Struct, frozen=True):
    """Neighbouring columns, the last included, in which a band looks the same."""

    first: int
    last: int
    label: str
    rank: int = 0


class Band(Struct, frozen=True):
    """One row of the drawing: a school's answers (`section` None) or a variable."""

    title: str
    section: Section | None
    runs: tuple[BandRun, ...]


class Timeline(Struct, frozen=True):
    """The judgements of a case from the first day to the last on which something happened.

    `present` is the column of the case's own day: the last day up to it; None before the first.
    """

    rulebook: Rulebook
    case: Case
    version: str
    schools: tuple[School | None, ...]
    stretches: tuple[Stretch, ...]
    bands: tuple[Band, ...]
    present: int | None
    rules: tuple[RuleUsed, ...]
    outside: tuple[Condition, ...] = ()

    @property
    def days(self) -> tuple[EventfulDay, ...]:
        """Return every day, one for each column of the drawing."""
        return tuple(day for stretch in self.stretches for day in stretch.days)
