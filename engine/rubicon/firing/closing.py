"""The closure: every rule against everything possible, in the order in which rules feed each other."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Inexact
from functools import lru_cache

from msgspec import Struct, field

from rubicon.firing.comparing import NoDay
from rubicon.firing.joining import (
    MOST_MATCHES,
    MOST_VALUES,
    Chain,
    Star,
    Tokens,
    TooMany,
    Work,
    is_small,
    join_at_once,
)
from rubicon.firing.ordering import in_order
from rubicon.firing.planning import Predicate, Row
from rubicon.firing.preparing import Prepared, Ready
from rubicon.firing.recalling import Recollection
from rubicon.firing.tables import Possible, Rows, Values, rival_holds
from rubicon.language.facts import DIGITS, Day
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput, Problem

MOST_INSTANCES = 400_000
"""Rule instances of one run (about 0.8 kB each)."""

MOST_PREMISES = 500_000
"""Conditions of all instances of one run: what judging and telling them takes grows with these."""

DIVIDE = "Let its conditions share more variables, or divide it: let a rule of its own conclude what some of them come to."
"""What helps a rule that has too many ways of applying."""


FEW, MOST_KEPT = 64, 4_096
"""Rows whose matches are kept for the next run, and how many times so many."""

_kept: dict[tuple[Prepared, Day | None, tuple[tuple[Row, ...], ...]], Sequence[Values]] = {}


class Closure(Struct):
    """What a run has found so far: the possible literals, and for each branch the values of its bindings."""

    vocabulary: Vocabulary
    day: Day | None
    possible: Possible
    recollection: Recollection
    found: dict[Prepared, dict[Values, None]] = field(default_factory=dict)
    fired: Rule | None = None
    instances: int = 0
    premises: int = 0
    work: Work = field(default_factory=Work)
    tables: dict[int, list[Row]] = field(default_factory=dict)
    matches: dict[int, Sequence[Values]] = field(default_factory=dict)
    tokens: Tokens = field(default_factory=Tokens)


def close(rules: Sequence[Ready], closure: Closure) -> None:
    """Fire all rules until nothing new is possible; raises BadInput when a rule outgrows a limit."""
    with blaming(closure):
        for numbers, is_circle in _groups(tuple(rules)):
            if len(numbers) == 1:
                _fire_alone(rules[numbers[0]], closure, is_circle)
            else:
                branches = [branch for number in numbers for branch in rules[number].branches]
                _fire_circle(branches, closure)


@lru_cache(maxsize=64)
def _groups(rules: tuple[Ready, ...]) -> list[tuple[tuple[int, ...], bool]]:
    return in_order([rule.reads for rule in rules], [rule.writes for rule in rules])


@contextmanager
def blaming(closure: Closure) -> Iterator[None]:
    """Turn what goes wrong inside into a BadInput that names the rule fired last."""
    try:
        yield
    except NoDay:
        if closure.fired is None:
            raise
        raise BadInput([needs_day(closure.fired)]) from None
    except Inexact:
        what = f"computes a number of more than {DIGITS:,} digits"
        raise _named(closure.fired, what, "Use smaller numbers.") from None
    except TooMany:
        if closure.work.values > MOST_VALUES:
            what = f"meets some of its conditions in so many ways that they take more than {MOST_VALUES:,} values"
        else:
            what = f"has more than {MOST_MATCHES:,} ways of meeting some of its conditions"
        raise _named(closure.fired, what, DIVIDE) from None


def _fire_alone(rule: Ready, closure: Closure, is_circle: bool) -> None:
    """Fire a rule that no later one feeds, or take over what it fired in the run before."""
    known, before = closure.recollection, closure.work.values
    known.begin(rule)
    if known.before is not None and known.has_bindings(rule):
        closure.fired = rule.rule
        closure.work.add(known.before.work[rule], 1)
        for branch in rule.branches:
            found = known.before.found.get(branch)
            if found:
                _conclude(branch, found, closure)
    elif is_circle:
        _fire_circle(rule.branches, closure)
    else:
        for branch in rule.branches:
            _fire_once(branch, closure)
    known.now.work[rule] = closure.work.values - before


def _fire_once(branch: Prepared, closure: Closure) -> None:
    """Fire a branch that does not feed itself, over all that is possible."""
    matches = closure.matches.get(branch.query)
    if matches is None:
        closure.fired = branch.branch.rule
        matches = closure.matches[branch.query] = _matches(branch, closure)
    _conclude(branch, matches, closure)


def _matches(branch: Prepared, closure: Closure) -> Sequence[Values]:
    """Return the matches of a branch; few rows that met in an earlier run are not joined again."""
    tables = []
    for table in branch.tables:
        rows = closure.tables.get(table.number)
        if rows is None:
            rows = closure.tables[table.number] = table.rows(closure.possible, closure.day)
        if not rows:
            return []
        tables.append(rows)
    plan = branch.star
    if plan is None or not is_small(tables):
        return Chain(branch.branch, closure.vocabulary, closure.day, closure.work).feed(tables)
    if branch.numbers or sum(map(len, tables)) > FEW:
        return _joined(branch, plan, tables, closure)
    key = (branch, closure.day if branch.tests else None, tuple(map(tuple, tables)))
    matches = _kept.get(key)
    if matches is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        matches = _kept[key] = _joined(branch, plan, tables, closure)
    return matches


def _joined(
    branch: Prepared, plan: Star, tables: Sequence[Sequence[Row]], closure: Closure
) -> Sequence[Values]:
    """Join the rows of all sources of a branch in one ruleset."""
    rows = join_at_once(plan, tables or [[()]], closure.tokens)
    if branch.rivals:
        rows = [row for row in rows if all(rival_holds(row[at], row[wanted]) for at, wanted in branch.rivals)]
    matches = [branch.pick(row) for row in rows]
    if branch.tests:
        matches = [values for values in matches if all(test(values, closure.day) for test in branch.tests)]
    return matches


def _fire_circle(branches: Sequence[Prepared], closure: Closure) -> None:
    """Fire branches that feed each other, round by round, each round with what the last made possible."""
    for branch in branches:
        if not branch.branch.sources:
            _fire_once(branch, closure)
    fed = [branch for branch in branches if branch.branch.sources]
    makers = [[Rows(table) for table in branch.tables] for branch in fed]
    chains = [Chain(branch.branch, closure.vocabulary, closure.day, closure.work) for branch in fed]
    new: dict[Predicate, list[Values]] | None = None
    while new is None or new:
        tables = []
        for branch, rows in zip(fed, makers, strict=True):
            closure.fired = branch.branch.rule
            if new is None:
                tables.append([some.all(closure.possible, closure.day) for some in rows])
            else:
                tables.append([some.more(new, closure.day) for some in rows])
        new = {}
        for branch, chain, some in zip(fed, chains, tables, strict=True):
            closure.fired = branch.branch.rule
            for predicate, values in _conclude(branch, chain.feed(some), closure):
                new.setdefault(predicate, []).append(values)


def _conclude(
    branch: Prepared, matches: Iterable[Values], closure: Closure
) -> Iterable[tuple[Predicate, Values]]:
    """Note the new bindings among the matches; return the literals they make possible for the first time."""
    found = closure.found.setdefault(branch, {})
    before = len(found)
    concludes = branch.branch.rule.kind != "defeater"
    new = []
    for values in matches:
        if values in found:
            continue
        found[values] = None
        if concludes:
            row = values + branch.constants
            for conclusion in branch.conclusions:
                made = conclusion.pick(row)
                if closure.possible.add(conclusion.predicate, made):
                    new.append((conclusion.predicate, made))
    closure.instances += len(found) - before
    closure.premises += (len(found) - before) * len(branch.branch.conditions)
    if closure.instances > MOST_INSTANCES:
        what = f"brings the instances of all rules to more than {MOST_INSTANCES:,}"
        raise _named(branch.branch.rule, what, DIVIDE)
    if closure.premises > MOST_PREMISES:
        what = f"brings the conditions of all instances to more than {MOST_PREMISES:,}"
        raise _named(branch.branch.rule, what, DIVIDE)
    return new


def needs_day(rule: Rule) -> Problem:
    """Return the problem of a rule that asks for the day judged where there is none."""
    what = f'the rule "{rule.id}" needs the day judged, and none is given'
    return Problem(rule.place.path, rule.place.line, what, "Give the case `as_of`.")


def _named(rule: Rule | None, what: str, remedy: str) -> BadInput:
    if rule is None:
        raise RuntimeError(what)
    return BadInput([Problem(rule.place.path, rule.place.line, f'the rule "{rule.id}" {what}', remedy)])
