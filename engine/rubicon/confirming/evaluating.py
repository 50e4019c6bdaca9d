"""A plain evaluator of a branch's positive conditions. It shares nothing with firing but the task."""

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, cast

from rubicon.facts import Literal, Value
from rubicon.rulebook import Comparison, Condition, Expression, Holds, Operation, Pattern, Variable
from rubicon.vocabulary import Vocabulary

Values: TypeAlias = tuple[Value, ...]
Row: TypeAlias = tuple[Any, ...]
Index: TypeAlias = dict[Values, list[Values]]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


class World:
    """The literals held possible. Add all of them before any is looked up."""

    def __init__(self, vocabulary: Vocabulary, literals: Iterable[Literal]) -> None:
        self.vocabulary = vocabulary
        self.values: dict[tuple[str, bool], dict[Values, None]] = defaultdict(dict)
        self.indexes: dict[object, Index] = {}
        for (statement, values), truth in literals:
            self.values[statement, truth][values] = None

    def index(
        self,
        statement: str,
        truth: bool,
        known: tuple[int, ...],
        gives: tuple[int, ...],
        same: tuple[tuple[int, int], ...],
    ) -> Index:
        """Return, for the values in the slots `known`, those in the slots `gives`, where `same` slots agree."""
        key = (statement, truth, known, gives, same)
        index = self.indexes.get(key)
        if index is None:
            index = self.indexes[key] = defaultdict(list)
            for values in self.values.get((statement, truth), ()):
                if all(values[one] == values[other] for one, other in same):
                    index[tuple([values[slot] for slot in known])].append(
                        tuple([values[slot] for slot in gives])
                    )
        return index


@dataclass(frozen=True, slots=True)
class _Line:
    """A positive condition; `names` gives each slot's key in the binding, None for a constant."""

    pattern: Pattern
    names: tuple[str | None, ...]
    one_of: int | None


@dataclass(slots=True)
class _State:
    """Rows of values for the names bound so far; `pending` values (by place) must differ from a name's."""

    lines: list[_Line]
    tests: list[Comparison]
    names: list[str]
    rows: list[Row]
    pending: list[tuple[int, str]]


def bindings(
    branch: Sequence[Condition], world: World, day: date | None
) -> tuple[tuple[str, ...], set[Values]]:
    """Return the names that a branch binds, sorted, and the values of every binding that it allows."""
    if not can_hold(branch, world):
        return (), set()
    lines = lines_of(branch, world.vocabulary)
    names = tuple(sorted({name for line in lines for name in line.names if name is not None}))
    tests = [line for line in branch if isinstance(line, Comparison)]
    found: set[Values] = set()
    states = [_State(lines, tests, [], [()], [])]
    while states:
        state = states.pop()
        if state.tests or state.pending:
            _filter(state, world.vocabulary, day)
        if not state.rows:
            continue
        if state.lines:
            states += _extended(state, world)
            continue
        places = [state.names.index(name) for name in names]
        found.update([tuple([row[place] for place in places]) for row in state.rows])
    return names, found


def can_hold(conditions: Iterable[Condition | tuple[Condition, ...]], world: World) -> bool:
    """Tell whether some literal speaks of each positive condition's statement; quick, and too kind."""
    for line in conditions:
        if isinstance(line, Holds):
            name, truth = line.pattern.statement, line.pattern.truth
            if (name, truth) not in world.values and (truth or (name, True) not in world.values):
                return False
    return True


def lines_of(branch: Sequence[Condition], vocabulary: Vocabulary) -> list[_Line]:
    """Return a branch's positive conditions; a wildcard of several lines is told apart by the line's number."""
    holding = [(number, line.pattern) for number, line in enumerate(branch) if isinstance(line, Holds)]
    uses: dict[str, int] = defaultdict(int)
    for _, pattern in holding:
        for name in {term.name for term in pattern.terms if isinstance(term, Variable)}:
            uses[name] += name.startswith("_")
    lines = []
    for number, pattern in holding:
        names = [term.name if isinstance(term, Variable) else None for term in pattern.terms]
        own = [f"{name}@{number}" if name is not None and uses[name] > 1 else name for name in names]
        one_of = None if pattern.truth else vocabulary.statements[pattern.statement].one_of
        if one_of is not None and (own[one_of] or "").startswith("_"):
            one_of = None
        lines.append(_Line(pattern, tuple(own), one_of))
    return lines


def _filter(state: _State, vocabulary: Vocabulary, day: date | None) -> None:
    """Apply the comparisons and differences that can be decided now."""
    place = {name: number for number, name in enumerate(state.names)}
    for at, name in state.pending:
        if name in place:
            state.rows = [row for row in state.rows if row[at] != row[place[name]]]
    state.pending = [(at, name) for at, name in state.pending if name not in place]
    for test in state.tests:
        if test_names(test) <= place.keys():
            state.rows = [row for row in state.rows if _holds(test, row, place, vocabulary, day)]
    state.tests = [test for test in state.tests if not test_names(test) <= place.keys()]


def _extended(state: _State, world: World) -> list[_State]:
    """Meet the line that has most bound; a denied `one_of` line waits, if it can, until its value is known."""

    def readiness(line: _Line) -> tuple[bool, int]:
        known = [name is None or name in state.names for name in line.names]
        return (line.one_of is None or known[line.one_of], sum(known))

    line = max(state.lines, key=readiness) if len(state.lines) > 1 else state.lines[0]
    lines = [other for other in state.lines if other is not line]
    rest = _State(lines, state.tests, state.names, state.rows, state.pending)
    own = _met(rest, line, line.pattern.truth, None, world)
    if line.one_of is None:
        return [own]
    rival = _met(rest, line, True, line.one_of, world)
    if own.names == rival.names[:-1]:
        place = len(own.names)
        denied, name = line.pattern.terms[line.one_of], line.names[line.one_of]
        at = None if name is None else own.names.index(name)
        rows = [row[:place] for row in rival.rows if row[place] != (denied if at is None else row[at])]
        own.rows = list(dict.fromkeys(own.rows + rows))
        return [own]
    rival.pending = [*rest.pending, (len(rival.names) - 1, cast(str, line.names[line.one_of]))]
    return [own, rival]


def _met(state: _State, line: _Line, truth: bool, rival: int | None, world: World) -> _State:
    """Join the rows with the literals of a line; the value in the slot `rival` becomes a nameless last column."""
    constants, known, gives, same = [], [], [], []
    first: dict[str, int] = {}
    for slot, (term, name) in enumerate(zip(line.pattern.terms, line.names, strict=True)):
        if slot == rival:
            continue
        if name is None:
            constants.append((slot, cast(Value, term)))
        elif name in state.names:
            known.append((slot, state.names.index(name)))
        elif name in first:
            same.append((slot, first[name]))
        else:
            first[name] = slot
            gives.append(slot)
    slots = tuple(slot for slot, _ in constants) + tuple(slot for slot, _ in known)
    if rival is not None:
        gives.append(rival)
    index = world.index(line.pattern.statement, truth, slots, tuple(gives), tuple(same))
    fixed = tuple(value for _, value in constants)
    places = [place for _, place in known]
    rows = [
        row + more
        for row in state.rows
        for more in index.get(fixed + tuple([row[place] for place in places]), ())
    ]
    names = [*state.names, *first] if rival is None else [*state.names, *first, " "]
    return _State(state.lines, state.tests, names, rows, state.pending)


def test_names(test: Comparison) -> set[str]:
    """Return the variables that a comparison needs."""
    return _names(test.left) | _names(test.right)


def _names(expression: Expression) -> set[str]:
    if isinstance(expression, Operation):
        return _names(expression.left) | _names(expression.right)
    return {expression.name} - {"today"} if isinstance(expression, Variable) else set()


def _holds(
    test: Comparison, row: Row, place: dict[str, int], vocabulary: Vocabulary, day: date | None
) -> bool:
    kind = vocabulary.kinds.get(test.kind)
    compare = _COMPARE[test.operator]
    left, right = (_value(side, row, place, day) for side in (test.left, test.right))
    if left is None or right is None:
        return True  # there is no day, and firing must have refused the rule: let the match count as missed
    if kind is not None and kind.values and test.operator not in {"=", "!="}:
        known = left in kind.values and right in kind.values
        return known and compare(kind.values.index(str(left)), kind.values.index(str(right)))
    return compare(left, right)


def _value(expression: Expression, row: Row, place: dict[str, int], day: date | None) -> Any:
    """Compute with exact fractions; a day counts as its number in the calendar, and no day makes None."""
    if isinstance(expression, Operation):
        left, right = (_value(side, row, place, day) for side in (expression.left, expression.right))
        if left is None or right is None:
            return None
        one, other = (
            Fraction(side.toordinal() if isinstance(side, date) else side) for side in (left, right)
        )
        return {"+": operator.add, "-": operator.sub, "*": operator.mul}[expression.operator](one, other)
    value: Any = expression
    if isinstance(expression, Variable):
        value = row[place[expression.name]] if expression.name in place else day
    return Fraction(value) if isinstance(value, Decimal) else value
