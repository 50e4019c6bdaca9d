"""The knowledge base: conditions, rules, examples, the framework and the rulebook."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal as OneOf
from typing import TypeAlias

from rubicon.facts import Entity, Fact, Level, Literal, Place, Source, Value
from rubicon.problems import Problem
from rubicon.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that stands for a value. `name` lacks the `?`; a leading `_` marks "whoever it may be"."""

    name: str

    @property
    def is_wildcard(self) -> bool:
        """Tell whether the variable belongs to its own line alone."""
        return self.name.startswith("_")


Term: TypeAlias = Variable | Value


@dataclass(frozen=True, slots=True)
class Pattern:
    """A statement with terms in its slots; not truth means its contrary."""

    statement: str
    terms: tuple[Term, ...]
    truth: bool = True

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the names of its variables, each once, in order."""
        return tuple(dict.fromkeys(term.name for term in self.terms if isinstance(term, Variable)))


@dataclass(frozen=True, slots=True)
class Operation:
    """Left `+`, `-` or `*` right, over numbers; `-` over two dates gives whole days."""

    operator: OneOf["+", "-", "*"]
    left: "Expression"
    right: "Expression"


Expression: TypeAlias = Variable | Value | Operation
"""A variable (`today` is the day judged), a literal, or arithmetic over them."""


@dataclass(frozen=True, slots=True)
class Holds:
    """The pattern is established; a denied pattern: a member of the conflict set is established."""

    text: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Absent:
    """`nothing shows that …`: the pattern is not established."""

    text: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Unsettled:
    """`it is open whether …`, or `it is disputed whether …`: neither the pattern nor its contrary holds."""

    text: str
    pattern: Pattern
    disputed: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """`at least 3 ?_x: …`: so many different bindings of the counted variable are established."""

    text: str
    bound: OneOf["at least", "at most", "exactly"]
    number: int
    counted: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`the sum of ?_n over ?_x: … is at least 3`: one number for each member, put together."""

    text: str
    function: OneOf["sum", "largest", "smallest"]
    number: str
    member: str
    pattern: Pattern
    bound: OneOf["at least", "at most"]
    limit: Expression


@dataclass(frozen=True, slots=True)
class Reported:
    """`every reported ?_n: … is at least 3`: over the values asserted in force and not outgraded."""

    text: str
    every: bool
    number: str
    pattern: Pattern
    bound: OneOf["at least", "at most"]
    limit: Expression


Operator: TypeAlias = OneOf["<", "<=", "=", "!=", ">=", ">"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison. `kind` is number, date, identity (`=` and `!=` alone) or the name of an ordered kind."""

    text: str
    left: Expression
    operator: Operator
    right: Expression
    kind: str


Condition: TypeAlias = Holds | Absent | Unsettled | Tally | Aggregate | Reported | Comparison
"""One line of `if` or `unless`; `text` is the line as written."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A work and the place in it."""

    source: Source
    place: str


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule must conclude (`expect`, `false`) and must not (`refuse`) from given facts."""

    name: str
    place: Place
    given: tuple[Fact, ...]
    expect: tuple[Literal, ...] = ()
    refuse: tuple[Literal, ...] = ()
    false: tuple[Literal, ...] = ()
    as_of: date | None = None
    roles: tuple[tuple[str, str], ...] = ()
    entities: tuple[Entity, ...] = ()
    beside: tuple[str, ...] | OneOf["all"] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file. An item of `conditions` is a condition, or a tuple of them: any one of these.

    `unless` is a tuple of exceptions; each is a tuple of conditions that hold together.
    """

    id: str
    title: str
    place: Place
    conditions: tuple[Condition | tuple[Condition, ...], ...]
    unless: tuple[tuple[Condition, ...], ...]
    conclusions: tuple[Pattern, ...]
    kind: OneOf["strict", "defeasible", "defeater"] = "defeasible"
    overrides: tuple[str, ...] = ()
    because: str = ""
    cites: tuple[Citation, ...] = ()
    school: str | None = None
    status: OneOf["draft", "stable", "retired"] = "stable"
    since: date | None = None
    until: date | None = None
    confidence: Level = "high"
    note: str | None = None
    examples: tuple[Example, ...] = ()

    @property
    def branches(self) -> tuple[tuple[Condition, ...], ...]:
        """Return every way of choosing one from each "any one of these", in written order."""
        return tuple(product(*(c if isinstance(c, tuple) else (c,) for c in self.conditions)))

    def in_force(self, day: date | None) -> bool:
        """Tell whether a dated rule takes part on a day (without a day it does)."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: the statements whose truth counts for it, and those that count against it.

    `kind` is "variable" (met, not met, contested, open) or "findings" (whatever is established).
    Patterns may hold variables named for the roles; other variables stand for anything.
    """

    key: str
    title: str
    kind: OneOf["variable", "findings"]
    for_: tuple[Pattern, ...]
    against: tuple[Pattern, ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True)
class School:
    """A framework that rules belong to; it is judged together with the schools in `beside`."""

    name: str
    title: str
    beside: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A part that an entity of a kind plays in a case, such as the intervener."""

    name: str
    kind: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Framework:
    """The question, its event and horizon, the sections of the report and the schools, in order.

    `question` has one variable that is no role: the `one_of` slot that holds the answer. `ask` and
    `event` are texts with `{role}` in them. `ranges` gives each answer's range in per cent, `misses`
    the known misses that every report shows, `method` a paragraph on method.
    """

    title: str
    place: Place
    ask: str
    question: Pattern
    roles: tuple[Role, ...]
    event: str
    horizon: int
    considered: Pattern
    sections: tuple[Section, ...]
    ranges: tuple[tuple[str, Decimal, Decimal], ...]
    schools: tuple[School, ...]
    default_school: str | None
    misses: tuple[str, ...] = ()
    method: str = ""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A folder of text files, read. `digest` is the SHA-256 of its content."""

    folder: str
    vocabulary: Vocabulary
    entities: tuple[Entity, ...] = ()
    background: tuple[Fact, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    framework: Framework | None = None
    digest: str = ""
    warnings: tuple[Problem, ...] = ()
