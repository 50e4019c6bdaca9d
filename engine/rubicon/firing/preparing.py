"""Rules made ready to fire, and kept ready for the next run."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import count
from typing import Any

from msgspec import Struct

from rubicon.firing.comparing import ComparisonTest, tester
from rubicon.firing.grounding import Grounder, grounder
from rubicon.firing.joining import Star, star
from rubicon.firing.planning import SINCE, Branch, Predicate, branches, picker
from rubicon.firing.speech import Scope
from rubicon.firing.tables import Relation, Values, width
from rubicon.language.conditions import Pattern, Reported
from rubicon.language.rules import Rule
from rubicon.language.sameness import KEPT, Same
from rubicon.language.vocabulary import Vocabulary


class Conclusion(Struct, frozen=True, eq=False):
    """What a rule concludes: `pick` takes its values from an instance's row."""

    predicate: Predicate
    pick: Callable[[Values], Values]


class Prepared(Struct, eq=False):
    """A branch made ready; its conditions are when they are first needed.

    `pick` takes the binding's values from the rows of a match laid end to end, `rivals` are the places
    there of what a denied `one_of` pattern must differ from, `tests` decide on the binding's values. What
    has `numbers` has matches that equal ones could not stand for: 2.5 and 2.50 are written differently.
    Branches with the same `query` have the same matches. An instance's row is the binding's values and the branch's `constants`.
    """

    branch: Branch
    star: Star | None
    pick: Callable[[tuple[Any, ...]], Values]
    rivals: tuple[tuple[int, int], ...]
    tests: tuple[ComparisonTest, ...]
    query: int
    tables: tuple[Relation, ...]
    constants: Values
    conclusions: tuple[Conclusion, ...]
    numbers: bool
    grounders: "Grounders | None" = None


class Grounders(Struct, frozen=True, eq=False):
    """What grounds an instance's conditions and exceptions; its row is the binding's values and `constants`."""

    conditions: tuple[Grounder, ...]
    exceptions: tuple[tuple[Grounder, ...], ...]
    constants: Values


class Ready(Struct, frozen=True, eq=False, dict=True):
    """A rule made ready: its branches, the predicates it reads and those of which it makes more possible."""

    rule: Rule
    vocabulary: Vocabulary
    branches: tuple[Prepared, ...]
    reads: tuple[Predicate, ...]
    writes: tuple[Predicate, ...]

    @cached_property
    def circle(self) -> tuple[Predicate, ...]:
        """Return the predicates by which it feeds itself."""
        return tuple(one for one in self.reads if one in self.writes)

    @cached_property
    def fed_by(self) -> tuple[Predicate, ...]:
        """Return the other predicates that it reads."""
        return tuple(one for one in self.reads if one not in self.writes)

    @cached_property
    def speaks_of(self) -> tuple[Predicate, ...]:
        """Return the predicates of all that its conditions may speak of, and of what it concludes of numbers.

        There a literal is written as whoever made it possible wrote it.
        """
        both = [(pattern.statement, truth) for pattern in self.rule.premises for truth in (True, False)]
        heads = [(p.statement, p.truth) for p in self.rule.conclusions if self._is_of_numbers(p.statement)]
        return tuple(dict.fromkeys((*self.reads, *both, *heads)))

    def _is_of_numbers(self, statement: str) -> bool:
        return any(slot.kind == "number" for slot in self.vocabulary.statements[statement].slots)

    @cached_property
    def reports(self) -> tuple[Predicate, ...]:
        """Return the predicates of which its conditions speak as reported."""
        lines = [one.pattern for one in self.rule.all_conditions if isinstance(one, Reported)]
        return tuple((pattern.statement, pattern.truth) for pattern in lines)

    @cached_property
    def reads_today(self) -> bool:
        """Tell whether it goes by the day judged."""
        return self.rule.reads_today


_numbers: dict[object, int] = {}
_next_number = count()


def ready(rule: Rule, vocabulary: Vocabulary) -> Ready:
    """Make a rule ready, or find it ready; raises BadInput when a variable is not bound."""
    return _ready(Same(rule), Same(vocabulary))


@lru_cache(maxsize=KEPT)
def _ready(rule_kept: Same[Rule], vocabulary_kept: Same[Vocabulary]) -> Ready:
    rule, vocabulary = rule_kept.thing, vocabulary_kept.thing
    made = [_prepared(branch, vocabulary) for branch in branches(rule, vocabulary)]
    reads = dict.fromkeys(
        predicate for some in made for source in some.branch.sources for predicate in source.reads
    )
    writes = () if rule.kind == "defeater" else ((p.statement, p.truth) for p in rule.conclusions)
    return Ready(rule, vocabulary, tuple(made), tuple(reads), tuple(dict.fromkeys(writes)))


def _prepared(branch: Branch, vocabulary: Vocabulary) -> Prepared:
    where: dict[str, int] = {}
    hidden: list[tuple[int, str]] = []
    places = 0
    for source in branch.sources:
        for place, name in enumerate(source.columns):
            where.setdefault(name, places + place)
        places += width(source)
        if source.rival_variable is not None:
            hidden.append((places - 1, source.rival_variable))
    scope = _scope(branch, vocabulary)

    def conclusion(pattern: Pattern) -> Conclusion:
        found = [scope.place(term) for term in pattern.terms]
        return Conclusion((pattern.statement, pattern.truth), picker([p for p in found if p is not None]))

    names = {name: place for place, name in enumerate(branch.names)}
    return Prepared(
        branch=branch,
        star=star(branch.sources),
        pick=picker([where[name] for name in branch.names]),
        rivals=tuple((place, where[name]) for place, name in hidden),
        tests=tuple(tester(test, names, vocabulary) for test in branch.tests),
        query=_number((branch.sources, branch.tests)),
        tables=tuple(Relation(source, _number(source), vocabulary) for source in branch.sources),
        conclusions=tuple(conclusion(pattern) for pattern in branch.rule.conclusions),
        constants=tuple(scope.constants),
        numbers=any(
            slot.kind == "number"
            for source in branch.sources
            for predicate in source.reads
            for slot in vocabulary.statements[predicate[0].removesuffix(SINCE)].slots
        ),
    )


def grounders(prepared: Prepared, vocabulary: Vocabulary) -> Grounders:
    """Make the conditions of a branch ready, once; not before it has an instance, for many never have."""
    made = prepared.grounders
    if made is None:
        branch = prepared.branch
        scope = _scope(branch, vocabulary)
        conditions = tuple(
            grounder(condition, scope.within(own), positive=True)
            for condition, own in zip(branch.conditions, branch.locals_, strict=True)
        )
        exceptions = tuple(
            tuple(grounder(condition, scope, positive=False) for condition in together)
            for together in branch.rule.unless
        )
        made = prepared.grounders = Grounders(conditions, exceptions, tuple(scope.constants))
    return made


def _scope(branch: Branch, vocabulary: Vocabulary) -> Scope:
    plain = {name: place for place, name in enumerate(branch.names) if not name.startswith("_")}
    return Scope(plain, dict(zip(branch.names, range(len(branch.names)), strict=True)), [], vocabulary)


def _number(thing: object) -> int:
    """Give equal things the same number, as long as they are kept."""
    if len(_numbers) >= 4 * KEPT:
        _numbers.clear()
    number = _numbers.get(thing)
    if number is None:
        number = _numbers[thing] = next(_next_number)
    return number
