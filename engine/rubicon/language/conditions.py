"""What a rule may ask: terms, patterns and the kinds of condition, with all that goes by the kind alone."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, TypeAlias
from typing import Literal as OneOf

from msgspec import Struct
from msgspec.structs import replace

from rubicon.language.facts import Value


class Variable(Struct, frozen=True, gc=False):
    """A name that stands for a value. `name` lacks the `?`; a leading `_` marks "whoever it may be"."""

    name: str

    @property
    def is_wildcard(self) -> bool:
        """Tell whether the variable belongs to its own line alone."""
        return self.name.startswith("_")


Term: TypeAlias = Variable | Value


class Pattern(Struct, frozen=True, gc=False):
    """A statement with terms in its slots; not truth means its contrary."""

    statement: str
    terms: tuple[Term, ...]
    truth: bool = True

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the names of its variables, each once, in order."""
        return tuple(dict.fromkeys([term.name for term in self.terms if isinstance(term, Variable)]))


class Operation(Struct, frozen=True, gc=False):
    """Left `+`, `-` or `*` right, over numbers; `-` over two dates gives whole days."""

    operator: OneOf["+", "-", "*"]
    left: "Expression"
    right: "Expression"


Expression: TypeAlias = Variable | Value | Operation
"""A variable (`today` is the day judged), a literal, or arithmetic over them."""

TODAY = "today"
"""The variable that is the day judged; only comparisons and limits may use it."""

ConditionKind: TypeAlias = OneOf[
    "holds",
    "since",
    "absent",
    "open",
    "disputed",
    "tally",
    "several",
    "aggregate",
    "reported",
    "comparison",
]
"""What a condition asks. It also has its `pattern` (None for a comparison and for `several`), the `limit` of its number
(None but for an aggregate and a `reported` one), and the variables `counted`, which stand for every value at once."""


class _Uncounted(Struct, frozen=True, gc=False):
    """Has no limit, and counts nothing."""

    limit: ClassVar[None] = None
    counted: ClassVar[tuple[str, ...]] = ()


class Holds(_Uncounted, frozen=True):
    """The pattern is established; a denied pattern: a member of the conflict set is established."""

    text: str
    pattern: Pattern
    kind: ClassVar[ConditionKind] = "holds"


class Since(_Uncounted, frozen=True):
    """`… since ?day`: the pattern is established, and `day` is the first of its surest dated assertions."""

    text: str
    pattern: Pattern
    day: Variable
    kind: ClassVar[ConditionKind] = "since"


class Absent(_Uncounted, frozen=True):
    """`nothing shows that …`: the pattern is not established."""

    text: str
    pattern: Pattern
    kind: ClassVar[ConditionKind] = "absent"


class Unsettled(_Uncounted, frozen=True):
    """`it is open whether …`, or `it is disputed whether …`: neither the pattern nor its contrary holds."""

    text: str
    pattern: Pattern
    disputed: bool

    @property
    def kind(self) -> ConditionKind:
        """Return which of the two it is."""
        return "disputed" if self.disputed else "open"


class Tally(Struct, frozen=True, gc=False):
    """`at least 3 ?_x: …`: so many different bindings of the variable `member` are established."""

    text: str
    bound: OneOf["at least", "at most", "exactly"]
    number: int
    member: str
    pattern: Pattern
    kind: ClassVar[ConditionKind] = "tally"
    limit: ClassVar[None] = None

    @property
    def counted(self) -> tuple[str, ...]:
        """Return the variable that is counted."""
        return (self.member,)


class Aggregate(Struct, frozen=True, gc=False):
    """`the sum of ?_n over ?_x: … is at least 3`: one number for each member, put together."""

    text: str
    function: OneOf["sum", "largest", "smallest"]
    number: str
    member: str
    pattern: Pattern
    bound: OneOf["at least", "at most"]
    limit: Expression
    kind: ClassVar[ConditionKind] = "aggregate"

    @property
    def counted(self) -> tuple[str, ...]:
        """Return the variables of the number and of whom it is measured over."""
        return (self.number, self.member)


class Reported(Struct, frozen=True, gc=False):
    """`every reported ?_n: … is at least 3`: over the values asserted in force and not outgraded."""

    text: str
    every: bool
    number: str
    pattern: Pattern
    bound: OneOf["at least", "at most"]
    limit: Expression
    kind: ClassVar[ConditionKind] = "reported"
    member: ClassVar[None] = None

    @property
    def counted(self) -> tuple[str, ...]:
        """Return the variable of the number."""
        return (self.number,)


Operator: TypeAlias = OneOf["<", "<=", "=", "!=", ">=", ">"]


_NEGATED: dict[Operator, Operator] = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}


class Comparison(_Uncounted, frozen=True):
    """A comparison. `scale` is number, date, identity (`=` and `!=` alone) or the name of an ordered kind."""

    text: str
    left: Expression
    operator: Operator
    right: Expression
    scale: str
    kind: ClassVar[ConditionKind] = "comparison"
    pattern: ClassVar[None] = None

    @property
    def negated(self) -> "Comparison":
        """Return the comparison that holds where this one fails."""
        return replace(self, operator=_NEGATED[self.operator])


class Several(_Uncounted, frozen=True):
    """`{ at_least = 3, of = […] }`: so many of the lines hold; what nothing outside binds is a line's own."""

    text: str
    bound: OneOf["at least", "at most", "exactly"]
    number: int
    lines: tuple[Holds | Comparison, ...]
    kind: ClassVar[ConditionKind] = "several"
    pattern: ClassVar[None] = None


Condition: TypeAlias = (
    Holds | Since | Absent | Unsettled | Tally | Several | Aggregate | Reported | Comparison
)
"""One line of `if` or `unless`; `text` is the line as written."""


def patterns(condition: Condition) -> tuple[Pattern, ...]:
    """Return every pattern that a condition speaks of."""
    if isinstance(condition, Several):
        return tuple(line.pattern for line in condition.lines if isinstance(line, Holds))
    return () if condition.pattern is None else (condition.pattern,)


def binds(condition: Condition) -> tuple[str, ...]:
    """Return the plain variables that a positive condition of `if` binds, each once."""
    if not isinstance(condition, Holds | Since):
        return ()
    names = condition.pattern.variables
    if isinstance(condition, Since):
        names = (*names, condition.day.name)
    return tuple(dict.fromkeys([name for name in names if not Variable(name).is_wildcard]))


def leaves(expression: Expression) -> Iterator[Variable | Value]:
    """Yield the variables and literals of an expression, as they stand."""
    if isinstance(expression, Operation):
        yield from leaves(expression.left)
        yield from leaves(expression.right)
    else:
        yield expression


def variables(expression: Expression) -> tuple[str, ...]:
    """Return the variables of an expression that a rule has to bind, each once (`today` is not one).

    >>> variables(Operation("-", Variable(TODAY), Operation("*", Variable("n"), Variable("n"))))
    ('n',)
    """
    names = (leaf.name for leaf in leaves(expression) if isinstance(leaf, Variable))
    return tuple(dict.fromkeys(name for name in names if name != TODAY))


def grounded(expression: Expression, binding: Mapping[str, Value]) -> Expression:
    """Return an expression with the variables of a binding filled in."""
    if isinstance(expression, Operation):
        left, right = grounded(expression.left, binding), grounded(expression.right, binding)
        return Operation(expression.operator, left, right)
    return binding.get(expression.name, expression) if isinstance(expression, Variable) else expression


def expressions(condition: Condition) -> tuple[Expression, ...]:
    """Return what a condition compares: two sides, or the limit of its number."""
    if isinstance(condition, Comparison):
        return (condition.left, condition.right)
    if isinstance(condition, Several):
        return tuple(side for line in condition.lines for side in expressions(line))
    return () if condition.limit is None else (condition.limit,)


def reads_today(condition: Condition) -> bool:
    """Tell whether a condition goes by the day judged, as a `since` does of what is only assumed."""
    return isinstance(condition, Since) or any(
        Variable(TODAY) in leaves(side) for side in expressions(condition)
    )


def needs(condition: Condition) -> tuple[str, ...]:
    """Return the variables that a condition needs bound: all but what is counted and what is its own line's.

    A wildcard that is compared is needed too, for no condition can give it a value.
    """
    counted = condition.counted
    said = condition.pattern.variables if condition.pattern is not None else ()
    names = [
        name for name in (*binds(condition), *said) if name not in counted and not Variable(name).is_wildcard
    ]
    for side in expressions(condition):
        names += variables(side)
    return tuple(dict.fromkeys(names))


def weakens(condition: Condition) -> bool:
    """Tell whether a strict rule with such a condition weighs as a defeasible one (DESIGN 4)."""
    return condition.kind not in ("holds", "comparison")


_SETTLED = {
    "absent": "nothing shows",
    "open": "it is open",
    "disputed": "it is disputed",
    "tally": "a tally",
    "several": "a tally",
    "aggregate": "a sum",
}


def settles(condition: Condition) -> str:
    """Return in which words a condition asks that its statement be settled first; "" if it does not."""
    return _SETTLED.get(condition.kind, "")
