"""A rule's positive conditions, laid out as sources of rows that join."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from rubicon.language.conditions import (
    Comparison,
    Condition,
    Holds,
    Pattern,
    Since,
    Variable,
    expressions,
    needs,
    variables,
)
from rubicon.language.facts import Value
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput, Problem

Predicate: TypeAlias = tuple[str, bool]
"""A statement's name, affirmed or denied."""

SINCE = " since"
"""What the name of a statement ends in where its literals are those asserted, with the day as one more value."""

Row: TypeAlias = tuple[Any, ...]
"""The values of a source's columns; the last of a rival source's row is (truth, value)."""


class Selection(Struct, frozen=True):
    """A positive condition as a table: which literals it takes, and the columns they fill.

    `constants` and `repeats` say which slots must hold a value, or the same as an earlier slot;
    `positions` which slot fills each column. `rival` is the `one_of` slot of a denied pattern, which
    is also met by another value there; `rival_value` its constant, `rival_variable` its variable.
    `tests` are the comparisons that its columns alone decide.
    """

    predicate: Predicate
    constants: tuple[tuple[int, Value], ...]
    repeats: tuple[tuple[int, int], ...]
    positions: tuple[int, ...]
    columns: tuple[str, ...]
    rival: int | None = None
    rival_value: Value | None = None
    rival_variable: str | None = None
    tests: tuple[Comparison, ...] = ()

    @property
    def reads(self) -> tuple[Predicate, ...]:
        """Return the predicates whose literals can fill it."""
        if self.rival is None:
            return (self.predicate,)
        return (self.predicate, (self.predicate[0], True))


class Branch(Struct, frozen=True):
    """One way through a rule's conditions.

    `names` are the keys of the binding, sorted: a plain variable's name, or a wildcard's name, `@` and the
    number of its condition. `locals_` gives, for each condition, the key of each of its own wildcards.
    `tests` are the comparisons that need several sources.
    """

    rule: Rule
    number: int
    conditions: tuple[Condition, ...]
    sources: tuple[Selection, ...]
    names: tuple[str, ...]
    locals_: tuple[dict[str, str], ...]
    tests: tuple[Comparison, ...]


def picker(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Make the function that picks these places of a sequence, as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    if not places:
        return lambda _: ()
    place = places[0]
    return lambda values: (values[place],)


def branches(rule: Rule, vocabulary: Vocabulary) -> tuple[Branch, ...]:
    """Lay out every branch of a rule."""
    return tuple(_branch(rule, number, branch, vocabulary) for number, branch in enumerate(rule.branches))


def _branch(rule: Rule, number: int, conditions: tuple[Condition, ...], vocabulary: Vocabulary) -> Branch:
    locals_ = _wildcards(conditions)
    sources = [
        _source(condition, keys, vocabulary)
        for condition, keys in zip(conditions, locals_, strict=True)
        if isinstance(condition, Holds | Since)
    ]
    bound = {column for source in sources for column in source.columns}
    needed = {source.rival_variable for source in sources if source.rival_variable is not None}
    needed.update(name for pattern in rule.conclusions for name in pattern.variables)
    for condition in (*conditions, *rule.excepting):
        needed.update(name for side in expressions(condition) for name in variables(side))
    if needed - bound:
        raise BadInput([_unbound(rule, min(needed - bound))])
    tests = [condition for condition in conditions if isinstance(condition, Comparison)]
    alone = [_decided(tests, source) for source in sources]
    early = {test for some in alone for test in some}
    return Branch(
        rule=rule,
        number=number,
        conditions=conditions,
        sources=_connected(
            [_with_tests(source, some) for source, some in zip(sources, alone, strict=True)],
        ),
        names=tuple(sorted(bound)),
        locals_=locals_,
        tests=tuple(test for test in tests if test not in early),
    )


def _wildcards(conditions: tuple[Condition, ...]) -> tuple[dict[str, str], ...]:
    return tuple(
        {name: f"{name}@{number}" for name in _row_of(condition).variables if Variable(name).is_wildcard}
        if isinstance(condition, Holds | Since)
        else {}
        for number, condition in enumerate(conditions)
    )


def _row_of(condition: Holds | Since) -> Pattern:
    """Return the pattern of the rows that meet a condition."""
    said = condition.pattern
    if isinstance(condition, Since):
        return Pattern(said.statement + SINCE, (*said.terms, condition.day), said.truth)
    return said


def _source(condition: Holds | Since, keys: dict[str, str], vocabulary: Vocabulary) -> Selection:
    pattern = _row_of(condition)
    one_of = vocabulary.statements[condition.pattern.statement].one_of
    rivalled = one_of is not None and not pattern.truth and not isinstance(condition, Since)
    chosen = pattern.terms[one_of] if one_of is not None and rivalled else None
    if isinstance(chosen, Variable) and chosen.is_wildcard:
        chosen = None
    rival = None if chosen is None else one_of
    constants, repeats = [], []
    first: dict[str, int] = {}
    for place, term in enumerate(pattern.terms):
        if place == rival:
            continue
        if not isinstance(term, Variable):
            constants.append((place, term))
            continue
        key = keys.get(term.name, term.name)
        if key in first:
            repeats.append((place, first[key]))
        else:
            first[key] = place
    return Selection(
        predicate=(pattern.statement, pattern.truth),
        constants=tuple(constants),
        repeats=tuple(repeats),
        positions=tuple(first.values()),
        columns=tuple(first),
        rival=rival,
        rival_value=None if isinstance(chosen, Variable) else chosen,
        rival_variable=chosen.name if isinstance(chosen, Variable) else None,
    )


def _decided(tests: list[Comparison], source: Selection) -> tuple[Comparison, ...]:
    return tuple(test for test in tests if set(source.columns).issuperset(needs(test)))


def _with_tests(source: Selection, tests: tuple[Comparison, ...]) -> Selection:
    return replace(source, tests=tests) if tests else source


def _connected(sources: list[Selection]) -> tuple[Selection, ...]:
    """Order sources so that each shares a column with an earlier one where it can."""
    rest = list(sources)
    ordered: list[Selection] = []
    bound: set[str] = set()
    while rest:
        best = max(rest, key=lambda source: len(bound.intersection(source.columns)))
        rest.remove(best)
        ordered.append(best)
        bound.update(best.columns)
    return tuple(ordered)


def _unbound(rule: Rule, name: str) -> Problem:
    return Problem(
        rule.place.path,
        rule.place.line,
        f'the rule "{rule.id}" does not say which values ?{name} may take',
        "Let it stand in a condition that a fact can meet; a denied sentence is met by any other value.",
    )
