"""What a rule may ask: terms, patterns and the seven kinds of condition."""

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from rubicon.language.facts import Value


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
