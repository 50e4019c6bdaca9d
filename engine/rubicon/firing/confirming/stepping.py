"""A rule's branches as steps: in each, rows of bound values meet the literals of one condition."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from rubicon.firing.confirming.deciding import names_in
from rubicon.language.conditions import Comparison, Condition, Holds, Pattern, Since, Variable
from rubicon.language.facts import Value
from rubicon.language.rules import Rule
from rubicon.language.sameness import KEPT, Same
from rubicon.language.vocabulary import Vocabulary

SignedName: TypeAlias = tuple[str, bool]


class Lookup(Struct, frozen=True):
    """Where literals are looked up: by the values in `known` slots they give those in `gives`.

    `same` slots must agree. A row's key is `fixed` and the row's values at `places`.
    """

    index: tuple[SignedName, tuple[int, ...], tuple[int, ...], tuple[tuple[int, int], ...]]
    fixed: tuple[Value, ...]
    places: tuple[int, ...]


class JoinStep(Struct, frozen=True):
    """One condition, then the comparisons that its variables decide.

    A denied `one_of` line may also be met by another value, the last that `rival` gives. It must differ
    from `denied`: a constant, or the row's value at a place. `differ` are pairs of places that must
    hold different values from now on; `names` what the row binds afterwards, in order.
    """

    own: Lookup
    rival: Lookup | None
    denied: Value | None
    denied_place: int | None
    differ: tuple[tuple[int, int], ...]
    tests: tuple[Comparison, ...]
    names: tuple[str, ...]


class PositiveLine(Struct, frozen=True):
    """A positive condition; `names` gives each slot's key in the binding, None for a constant.

    One that is `dated` asks of assertions, and has their day as a last slot.
    """

    pattern: Pattern
    names: tuple[str | None, ...]
    one_of: int | None
    dated: bool = False


class JoinSteps(Struct, frozen=True):
    """A branch made ready: its lines, the names it binds, sorted, and one or more ways through it."""

    lines: tuple[PositiveLine, ...]
    names: tuple[str, ...]
    ways: tuple[tuple[JoinStep, ...], ...]
    tests: tuple[Comparison, ...]


class _Way(Struct, frozen=True):
    lines: tuple[PositiveLine, ...]
    tests: tuple[Comparison, ...]
    names: tuple[str, ...] = ()
    pending: tuple[tuple[int, str], ...] = ()
    steps: tuple[JoinStep, ...] = ()


def asked_of(rule: Rule) -> tuple[tuple[tuple[SignedName, SignedName], ...], ...]:
    """Return for each branch the predicates of its positive lines: of each line, one of two must be possible."""
    return _asked_of(Same(rule))


@lru_cache(maxsize=KEPT)
def _asked_of(rule: Same[Rule]) -> tuple[tuple[tuple[SignedName, SignedName], ...], ...]:
    return tuple(
        tuple(_asked(line) for line in branch if isinstance(line, Holds | Since))
        for branch in rule.thing.branches
    )


def names_asked_of(rule: Rule) -> frozenset[SignedName]:
    """Return all the predicates that its positive lines ask of."""
    return _names_asked_of(Same(rule))


@lru_cache(maxsize=KEPT)
def _names_asked_of(rule: Same[Rule]) -> frozenset[SignedName]:
    return frozenset(name for asked in _asked_of(rule) for either in asked for name in either)


def _asked(line: Holds | Since) -> tuple[SignedName, SignedName]:
    name, truth = line.pattern.statement, line.pattern.truth
    dated = (dated_name(name), truth)
    return (dated, dated) if isinstance(line, Since) else ((name, truth), (name, True))


def steps_of(rule: Rule, number: int, vocabulary: Vocabulary) -> JoinSteps:
    """Return the steps of a branch of a rule, or find them made."""
    return _steps_of(Same(rule), number, Same(vocabulary))


@lru_cache(maxsize=KEPT)
def _steps_of(rule: Same[Rule], number: int, vocabulary: Same[Vocabulary]) -> JoinSteps:
    return _steps(rule.thing.branches[number], vocabulary.thing)


def _steps(branch: Sequence[Condition], vocabulary: Vocabulary) -> JoinSteps:
    lines = _lines(branch, vocabulary)
    tests = tuple(line for line in branch if isinstance(line, Comparison))
    ways = [_Way(lines, tests)]
    done: list[tuple[JoinStep, ...]] = []
    while ways:
        way = ways.pop()
        if way.lines:
            ways += _extended(way)
        else:
            done.append(way.steps)
    names = sorted({name for line in lines for name in line.names if name is not None})
    return JoinSteps(lines, tuple(names), tuple(done), tests)


def _lines(branch: Sequence[Condition], vocabulary: Vocabulary) -> tuple[PositiveLine, ...]:
    """Return a branch's positive conditions; a wildcard is told apart by its line's number."""
    lines = []
    for number, line in enumerate(branch):
        if not isinstance(line, Holds | Since):
            continue
        pattern, dated = line.pattern, isinstance(line, Since)
        if isinstance(line, Since):
            pattern = Pattern(dated_name(pattern.statement), (*pattern.terms, line.day), pattern.truth)
        names = [term.name if isinstance(term, Variable) else None for term in pattern.terms]
        own = [f"{name}@{number}" if name is not None and name.startswith("_") else name for name in names]
        one_of = None if pattern.truth or dated else vocabulary.statements[pattern.statement].one_of
        if one_of is not None and (own[one_of] or "").startswith("_"):
            one_of = None
        lines.append(PositiveLine(pattern, tuple(own), one_of, dated))
    return tuple(lines)


def dated_name(statement: str) -> str:
    """Return the name under which the assertions of a statement are looked up with their days."""
    return f"{statement}: on which day"


def _extended(way: _Way) -> list[_Way]:
    """Take the line that has most bound; a denied `one_of` line waits, if it can, until its value is known."""

    def readiness(line: PositiveLine) -> tuple[bool, int]:
        known = [name is None or name in way.names for name in line.names]
        return (line.one_of is None or known[line.one_of], sum(known))

    line = max(way.lines, key=readiness)
    rest = replace(way, lines=tuple(other for other in way.lines if other is not line))
    own, names = _lookup(way, line, line.pattern.truth, None)
    if line.one_of is None:
        return [_stepped(rest, own, None, None, None, names)]
    rival, rival_names = _lookup(way, line, True, line.one_of)
    denied, name = line.pattern.terms[line.one_of], line.names[line.one_of]
    if names == rival_names:
        place = None if name is None else names.index(name)
        return [_stepped(rest, own, rival, None if name else cast(Value, denied), place, names)]
    other = replace(rest, pending=(*rest.pending, (len(rival_names), cast(str, name))))
    return [
        _stepped(rest, own, None, None, None, names),
        _stepped(other, rival, None, None, None, (*rival_names, " ")),
    ]


def _lookup(way: _Way, line: PositiveLine, truth: bool, rival: int | None) -> tuple[Lookup, tuple[str, ...]]:
    """Say how a line is looked up, and the names bound then; the value in the slot `rival` comes last."""
    constants, known, gives, same = [], [], [], []
    first: dict[str, int] = {}
    for slot, (term, name) in enumerate(zip(line.pattern.terms, line.names, strict=True)):
        if slot == rival:
            continue
        if name is None:
            constants.append((slot, cast(Value, term)))
        elif name in way.names:
            known.append((slot, way.names.index(name)))
        elif name in first:
            same.append((slot, first[name]))
        else:
            first[name] = slot
            gives.append(slot)
    if rival is not None:
        gives.append(rival)
    slots = tuple(slot for slot, _ in (*constants, *known))
    index = ((line.pattern.statement, truth), slots, tuple(gives), tuple(same))
    lookup = Lookup(index, tuple(value for _, value in constants), tuple(place for _, place in known))
    return lookup, (*way.names, *first)


def _stepped(
    way: _Way,
    own: Lookup,
    rival: Lookup | None,
    denied: Value | None,
    denied_place: int | None,
    names: tuple[str, ...],
) -> _Way:
    """Add a step, with all that can be decided after it."""
    place = {name: number for number, name in enumerate(names)}
    differ = tuple((at, place[name]) for at, name in way.pending if name in place)
    tests = tuple(test for test in way.tests if names_in(test) <= place.keys())
    step = JoinStep(own, rival, denied, denied_place, differ, tests, names)
    return replace(
        way,
        names=names,
        tests=tuple(test for test in way.tests if test not in tests),
        pending=tuple((at, name) for at, name in way.pending if name not in place),
        steps=(*way.steps, step),
    )
