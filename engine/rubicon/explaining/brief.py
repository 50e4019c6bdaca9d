"""What the first page says beside the answer and the sections: facts, steps, schools, what is not used."""

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.explaining.claims import Cited, Reference
from rubicon.explaining.filed import Bar
from rubicon.explaining.pivotal import Supposed, Watched, sets_of
from rubicon.language.collecting import uncollected
from rubicon.language.facts import Day, Literal
from rubicon.language.rules import Rule, School, Section

Known: TypeAlias = OneOf["fact", "inferred", "standing", "presumed", "reports", "arguments", "nothing"]
"""How a section is known: by a fact as it stands on file; inferred from facts; from standing knowledge alone;
presumed, as nothing shows otherwise; not, because reports or arguments conflict; not, as nothing on file settles it."""


class Happened(Struct, frozen=True):
    """A fact of the case that the judgement rests on, from how many origins, and what it bears on."""

    literal: Literal
    evidence: tuple[Cited, ...]
    origins: int
    bears: tuple[Reference, ...]


class Estimate(Struct, frozen=True):
    """An answer in one word, None where none is established, with its range in per cent."""

    answer: str | None
    range: tuple[Decimal, Decimal] | None = None


class Turnable(Struct, frozen=True):
    """A single step that changes the answer, or several that differ in who alone, and what the answer then is."""

    supposed: Supposed
    outlook: Estimate


class Parting(Struct, frozen=True):
    """A school of another answer, the section on which it parts from the first (None: the answer alone), and by which rules."""

    school: School | None
    outlook: Estimate
    section: Section | None
    state: str | None
    rules: tuple[Rule, ...]


class Rooted(Struct, frozen=True):
    """The fewest rules that a school would lose and gain, exchanged with another, to give that one's answer.

    They are the first of `ways` such sets; `whole`: there are no more of that size. Without rules none was found.
    """

    lost: tuple[Rule, ...] = ()
    gained: tuple[Rule, ...] = ()
    ways: int = 0
    whole: bool = False


class Ended(Struct, frozen=True):
    """Findings after which two schools give the same answer; a single one may stand for several that differ in who alone."""

    parts: tuple[Supposed, ...]
    outlook: Estimate

    @property
    def findings(self) -> tuple[tuple[Literal, ...], ...]:
        """Return each set of findings that is meant."""
        return sets_of(self.parts)


class Ending(Struct, frozen=True):
    """A school of another answer than the first, on what they part, and the fewest findings that end the difference.

    `mine` is what would give the first school the other's answer, `yours` the reverse; None where both establish none.
    `ends` are the sets of fewest findings; `settled`: they are all of that size, or there are none of any.
    """

    school: School | None
    outlook: Estimate
    mine: Rooted | None
    yours: Rooted | None
    ends: tuple[Ended, ...]
    settled: bool


class Unused(Struct, frozen=True):
    """Facts on file that do not count for one reason: so many sentences, and the first of them."""

    bar: Bar
    number: int
    first: tuple[Literal, ...]


class HingeDay(Struct, frozen=True):
    """A day that is not known exactly and changes the answer at the other end of its span."""

    cited: Cited
    until: bool
    day: Day
    outlook: Estimate


class Brief(Struct, frozen=True):
    """What the first page tells, in its order.

    `carrying` are the facts without which two variables or more come out otherwise, and these.

    `facts` are so many facts of the case that the judgement rests on, `twice` of them from two origins or more;
    `classes` the classes of their sources. Where `turning` is None more was open than could be searched.
    """

    happened: tuple[Happened, ...]
    carrying: tuple[tuple[Literal, tuple[Section, ...]], ...]
    turning: tuple[Turnable, ...] | None
    questions: int
    first: tuple[Watched, ...]
    partings: tuple[Parting, ...]
    agreeing: tuple[School, ...]
    unused: tuple[Unused, ...]
    uncertain: tuple[HingeDay, ...]
    classes: tuple[tuple[str, int], ...]
    endings: tuple[Ending, ...] = ()
    """On what each school of another answer parts and what would end it, where what would change is asked for."""

    @property
    def facts(self) -> int:
        """Return how many facts of the case the judgement rests on."""
        return len(self.happened)

    @property
    def twice(self) -> int:
        """Return how many of them come from two origins or more."""
        return sum(one.origins > 1 for one in self.happened)


def _nothing() -> None:
    """Return nothing."""


class Ahead(Struct, frozen=True, dict=True):
    """What could change a judgement, worked out when a form first tells it: few forms tell it all."""

    asking: Callable[[], tuple[Watched, ...] | None] = _nothing
    briefing: Callable[[], Brief | None] = _nothing

    @cached_property
    def asked(self) -> tuple[Watched, ...] | None:
        """Return the open questions, None where they are too many to be searched."""
        with uncollected():
            return self.asking()

    @cached_property
    def brief(self) -> Brief | None:
        """Return what the first page adds; None without a framework."""
        with uncollected():
            return self.briefing()
