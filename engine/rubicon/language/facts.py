"""What is said of the world: entities, sources, grades, facts and cases."""

from collections.abc import Iterable
from datetime import date
from decimal import Context, Decimal, Inexact
from functools import reduce
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from rubicon.problems import Problem

Day: TypeAlias = date
"""A day; the name leaves `date` free for fields."""

Value: TypeAlias = str | Decimal | date
"""An argument of a statement: an entity's name, a listed value or a text (str), a number, a day."""

Basis: TypeAlias = OneOf["case", "assumption", "background", "considered", "example", "argument"]
"""Where an assertion comes from: a case's fact or assumption, the rulebook's background, the framing of
the question, an example's `given`, or the command line's `--assume`."""

Level: TypeAlias = OneOf["high", "moderate", "low"]
"""A degree of confidence."""

SampleKind: TypeAlias = OneOf["in", "out", "quiet"]
"""How a case stands to the rules: they were built or changed with it in view, they were not, or it is a day drawn
by lot."""


DIGITS = 5_000
"""Digits within which arithmetic is exact; beyond them it is refused."""

EXACT = Context(prec=DIGITS, traps=[Inexact])
"""Arithmetic that never rounds, whatever the caller's decimal context."""


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """Add numbers up without rounding.

    >>> exact_sum([Decimal("1e22"), Decimal("1e-9")])
    Decimal('10000000000000000000000.000000001')
    """
    return reduce(EXACT.add, numbers, Decimal(0))


class Place(NamedTuple):
    """A line of a file, counted from 1; line 0 stands for the file as a whole."""

    path: str
    line: int


class Atom(NamedTuple):
    """A ground statement. A tuple and no dataclass: the engine hashes these by the hundred thousand."""

    statement: str
    values: tuple[Value, ...]


class Literal(NamedTuple):
    """A ground statement (truth) or its contrary (not truth)."""

    atom: Atom
    truth: bool

    @property
    def contrary(self) -> "Literal":
        """Return the same atom with the opposite truth."""
        return Literal(self.atom, not self.truth)


def sort_key(literal: Literal) -> tuple[str, tuple[tuple[int, str | Decimal | date], ...], bool]:
    """Order literals by statement, values and truth, whatever the kinds of the values."""
    (statement, values), truth = literal
    return statement, tuple([(_KINDS[type(value)], value) for value in values]), not truth


def as_written(values: tuple[Value, ...]) -> tuple[object, ...]:
    """Return values of which equal ones are also written alike: 2.5 and 2.50 are the same number, and not written so.

    >>> as_written((Decimal("2.5"),)) == as_written((Decimal("2.50"),))
    False
    """
    return tuple([(value, str(value)) if type(value) is Decimal else value for value in values])


_KINDS = {Decimal: 0, date: 1, str: 2}


class Entity(Struct, frozen=True, gc=False):
    """Somebody or something that sentences name; `name` carries its article.

    `hints` are other words for it that an analyst may look for, such as a capital; only a search reads them.
    """

    name: str
    kind: str
    also: tuple[str, ...] = ()
    code: str | None = None
    hints: tuple[str, ...] = ()


class Source(Struct, frozen=True, gc=False):
    """A work or report that facts and rules cite; `origin` is whoever the report came from in the end.

    `marking` says who may see it; what is redacted leaves it out.
    """

    key: str
    title: str
    author: str | None = None
    publisher: str | None = None
    date: Day | None = None
    address: str | None = None
    class_: str | None = None
    origin: str | None = None
    marking: str | None = None

    @property
    def comes_from(self) -> str:
        """Return the person, body or wire that the report came from; else its publisher; else the source."""
        return self.origin or self.publisher or self.key


class Uncertain(Struct, frozen=True, gc=False):
    """A day of which only a span is known: `first` to `last`, both included; `written` is its EDTF form."""

    written: str
    first: date
    last: date


class Grade(Struct, frozen=True, gc=False):
    """An Admiralty grade: the source's reliability A-F, the item's credibility 1-6."""

    reliability: str
    credibility: int

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


class Fact(Struct, frozen=True, gc=False):
    """One assertion of a sentence by one source. All spans are half-open: the last day is excluded.

    `on` and `until` are the days from which it counts; where only a span of days is known (`on_within`,
    `until_within`), those that DESIGN 2.5 sets. What is `retracted`, and why, never counts. `known_stated`: the case says when
    it was `known`; else that follows from `on` and the source's date.
    """

    literal: Literal
    basis: Basis
    place: Place
    on: date | None = None
    until: date | None = None
    known: date | None = None
    withdrawn: date | None = None
    source: Source | None = None
    grade: Grade | None = None
    note: str | None = None
    why: str | None = None
    on_within: Uncertain | None = None
    until_within: Uncertain | None = None
    coder: str | None = None
    retracted: str | None = None
    known_stated: bool = False


class Outcome(Struct, frozen=True):
    """What history did with an event of the framework; only back-testing and scoring look at it.

    `unscored` says why it is too doubtful to be scored.
    """

    happened: bool
    on: date | None
    summary: str
    unscored: str | None = None


class Forecast(Struct, frozen=True):
    """What people gave as the probability (0 to 1) of the event, and of what, by a source; only scoring looks at it.

    `words` are theirs where they gave no number.
    """

    by: str
    day: date
    probability: Decimal
    of: str
    source: Source
    words: str | None = None
    note: str | None = None


class Stated(Struct, frozen=True):
    """How likely the analyst holds an open answer, between 0 and 1, and why."""

    literal: Literal
    p: Decimal
    why: str | None = None


class Case(Struct, frozen=True):
    """A situation to be judged: roles, the day, the facts and the analyst's assumptions.

    `outcome` is that of the default tier, `outcomes` has those of others by name. `marking` says who may
    see what is written of the case, and stands on every page. Cases of one `episode` count as one where they are
    scored, and `unscored` says why a case is not.
    """

    name: str
    title: str
    place: Place
    as_of: date | None
    roles: tuple[tuple[str, str], ...]
    entities: tuple[Entity, ...]
    sources: tuple[Source, ...]
    facts: tuple[Fact, ...]
    outcome: Outcome | None = None
    note: str | None = None
    warnings: tuple[Problem, ...] = ()
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    author: str | None = None
    reviewed_by: str | None = None
    marking: str | None = None
    sample: SampleKind = "in"
    episode: str | None = None
    unscored: str | None = None
    forecasts: tuple[Forecast, ...] = ()
    odds: tuple[Stated, ...] = ()

    def role(self, name: str) -> str | None:
        """Return the entity that fills a role, if any."""
        return dict(self.roles).get(name)


def source_keys(facts: Iterable[Fact]) -> list[str]:
    """Return the keys of the sources that some facts cite, each once, in their order."""
    return list(dict.fromkeys(fact.source.key for fact in facts if fact.source))
