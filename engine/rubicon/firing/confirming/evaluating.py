"""A plain evaluator of rules over literals. It shares nothing with firing but the task."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

from rubicon.firing.confirming.deciding import decide
from rubicon.firing.confirming.stepping import JoinStep, JoinSteps, Lookup, SignedName, dated_name
from rubicon.language.facts import Fact, Literal, Value
from rubicon.language.vocabulary import Vocabulary

GroundValues: TypeAlias = tuple[Value, ...]
GroundRow: TypeAlias = tuple[Any, ...]
RowsByKey: TypeAlias = dict[GroundValues, list[GroundValues]]


class PossibleLiterals:
    """The literals held possible. Add all of them before any is looked up."""

    def __init__(self, vocabulary: Vocabulary, day: date | None) -> None:
        self.vocabulary = vocabulary
        self.day = day
        self.values: dict[SignedName, dict[GroundValues, None]] = defaultdict(dict)
        self.indexes: dict[object, RowsByKey] = {}

    def add(self, literals: Iterable[Literal]) -> None:
        """Hold literals possible."""
        for (statement, values), truth in literals:
            self.values[statement, truth][values] = None

    def add_days(self, facts: Iterable[Fact]) -> None:
        """Hold possible that what is asserted is so from the day given or, where a run or example says it, today."""
        for fact in facts:
            on = fact.on
            if on is None and fact.basis in {"argument", "example"}:
                on = self.day
            if on is not None:
                (statement, values), truth = fact.literal
                self.values[dated_name(statement), truth][(*values, on)] = None

    def may_meet(self, asked: Iterable[tuple[SignedName, SignedName]]) -> bool:
        """Tell whether anything is possible of each positive line (see `asked_of`); if not, a branch has no match."""
        return all(one in self.values or other in self.values for one, other in asked)

    def look(self, rows: list[GroundRow], lookup: Lookup) -> list[GroundRow]:
        """Return each row extended by what each literal that it meets gives."""
        index = self.indexes.get(lookup.index)
        if index is None:
            index = self.indexes[lookup.index] = self._index(*lookup.index)
        if not index:
            return []
        fixed, known = lookup.fixed, lookup.places
        if not known:
            return [row + more for more in index.get(fixed, ()) for row in rows]
        return [
            row + more
            for row in rows
            for more in index.get(fixed + tuple([row[place] for place in known]), ())
        ]

    def _index(
        self,
        predicate: SignedName,
        known: tuple[int, ...],
        gives: tuple[int, ...],
        same: tuple[tuple[int, int], ...],
    ) -> RowsByKey:
        index: RowsByKey = {}
        for values in self.values.get(predicate, ()):
            if all(values[one] == values[other] for one, other in same):
                key = tuple([values[slot] for slot in known])
                index.setdefault(key, []).append(tuple([values[slot] for slot in gives]))
        return index


def bindings(steps: JoinSteps, world: PossibleLiterals) -> set[GroundValues]:
    """Return the values, in the order of the branch's names, of every binding that it allows."""
    found: set[GroundValues] = set()
    for way in steps.ways:
        rows: list[GroundRow] = [()]
        for step in way:
            rows = _taken(step, rows, world)
            if not rows:
                break
        if not way:
            rows = [
                row
                for row in rows
                if all(decide(test, row, {}, world.vocabulary, world.day) for test in steps.tests)
            ]
        if rows:
            names = way[-1].names if way else ()
            if names == steps.names:
                found.update(rows)
            else:
                order = [names.index(name) for name in steps.names]
                found.update([tuple([row[place] for place in order]) for row in rows])
    return found


def _taken(step: JoinStep, rows: list[GroundRow], world: PossibleLiterals) -> list[GroundRow]:
    after = world.look(rows, step.own)
    if step.rival is not None:
        others = world.look(rows, step.rival)
        if step.denied_place is None:
            after += [row[:-1] for row in others if row[-1] != step.denied]
        else:
            after += [row[:-1] for row in others if row[-1] != row[step.denied_place]]
        after = list(dict.fromkeys(after))
    for one, other in step.differ:
        after = [row for row in after if row[one] != row[other]]
    for test in step.tests:
        place = {name: number for number, name in enumerate(step.names)}
        after = [row for row in after if decide(test, row, place, world.vocabulary, world.day)]
    return after
