"""The possible literals, and the rows they make for a source."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rubicon.firing.comparing import tester
from rubicon.firing.planning import Predicate, Row, Selection, picker
from rubicon.language.facts import Atom, Day, Literal, Value, as_written
from rubicon.language.vocabulary import Vocabulary

Values = tuple[Value, ...]


class Possible:
    """Literals by predicate, with an index for each set of slots that was asked for."""

    __slots__ = ("_indexes", "_tables")

    def __init__(self) -> None:
        self._tables: dict[Predicate, dict[Values, Literal]] = {}
        self._indexes: dict[Predicate, dict[tuple[int, ...], dict[Values, list[Values]]]] = {}

    def add(self, predicate: Predicate, values: Values) -> bool:
        """Add a literal; tell whether it is new."""
        table = self._tables.setdefault(predicate, {})
        if values in table:
            return False
        table[values] = Literal(Atom(predicate[0], values), predicate[1])
        for places, index in self._indexes.get(predicate, {}).items():
            index.setdefault(tuple([values[place] for place in places]), []).append(values)
        return True

    def is_same(self, other: "Possible", predicate: Predicate) -> bool:
        """Tell whether another table has the same literals of a predicate, and writes their numbers alike."""
        mine, theirs = self.all(predicate), other.all(predicate)
        if mine.keys() != theirs.keys():
            return False
        if any(type(value) is Decimal for value in next(iter(mine), ())):
            return set(map(as_written, mine)) == set(map(as_written, theirs))
        return True

    @property
    def predicates(self) -> Iterable[Predicate]:
        """Return the predicates of which something is possible."""
        return self._tables.keys()

    def all(self, predicate: Predicate) -> Mapping[Values, Literal]:
        """Return the literals of a predicate by their values."""
        return self._tables.get(predicate, {})

    def literal(self, predicate: Predicate, values: Values) -> Literal:
        """Return a literal, possible or not; of a possible one there is one object."""
        table = self._tables.get(predicate)
        known = table.get(values) if table else None
        return known or Literal(Atom(predicate[0], values), predicate[1])

    def find(self, predicate: Predicate, places: tuple[int, ...], key: Values) -> Iterable[Values]:
        """Return the values of the literals that have `key` in the slots `places`."""
        table = self._tables.get(predicate)
        if table is None:
            return ()
        if not places:
            return table
        indexes = self._indexes.setdefault(predicate, {})
        index = indexes.get(places)
        if index is None:
            index = indexes[places] = {}
            pick = picker(places)
            for values in table:
                index.setdefault(pick(values), []).append(values)
        return index.get(key, ())


class Relation:
    """A source made ready; equal sources have the same number."""

    __slots__ = ("finds", "is_plain", "number", "pick", "source", "tests")

    def __init__(self, source: Selection, number: int, vocabulary: Vocabulary) -> None:
        where = {name: place for place, name in enumerate(source.columns)}
        self.source = source
        self.number = number
        self.pick = picker(source.positions)
        self.tests = [tester(test, where, vocabulary) for test in source.tests]
        self.is_plain = source.rival is None and not source.repeats and not source.tests
        self.finds = []
        for predicate in source.reads:
            fixed = source.constants
            if predicate == source.predicate and source.rival_value is not None:
                fixed = (*fixed, (source.rival or 0, source.rival_value))
            places = tuple(place for place, _ in fixed)
            self.finds.append((predicate, places, tuple(value for _, value in fixed)))

    def rows(self, possible: Possible, day: Day | None) -> list[Row]:
        """Return the rows of everything possible now."""
        if self.is_plain:
            predicate, places, key = self.finds[0]
            return [self.pick(values) for values in possible.find(predicate, places, key)]
        return Rows(self).all(possible, day)


class Rows:
    """The rows of one source, made as literals become possible.

    Of the values that could meet a denied `one_of` pattern by rivalry, two for each group suffice: any
    denied value differs from one of them.
    """

    __slots__ = ("_rivals", "_seen", "_source", "_table")

    def __init__(self, table: Relation) -> None:
        self._table = table
        self._source = table.source
        self._seen: set[Row] = set()
        self._rivals: dict[Row, int] = {}

    def all(self, possible: Possible, day: Day | None) -> list[Row]:
        """Return the rows of everything possible now."""
        return [
            row
            for predicate, places, key in self._table.finds
            for row in self.take(predicate, possible.find(predicate, places, key), day)
        ]

    def more(self, new: Mapping[Predicate, Sequence[Values]], day: Day | None) -> list[Row]:
        """Return the rows of literals that have just become possible."""
        return [
            row
            for predicate in self._source.reads
            if predicate in new
            for row in self.take(predicate, new[predicate], day)
        ]

    def take(self, predicate: Predicate, atoms: Iterable[Values], day: Day | None) -> list[Row]:
        """Return the rows of literals of a predicate that the source reads; each literal is given once."""
        source, pick, tests = self._source, self._table.pick, self._table.tests
        constants, repeats, rival = source.constants, source.repeats, source.rival
        rows: list[Row] = []
        for values in atoms:
            if constants and any(values[place] != value for place, value in constants):
                continue
            if repeats and any(values[place] != values[first] for place, first in repeats):
                continue
            row: Row | None = pick(values)
            if rival is not None:
                row = self._rival_row(row or (), predicate[1], values[rival])
            if row is not None and all(test(row, day) for test in tests):
                rows.append(row)
        return rows

    def _rival_row(self, group: Row, affirmed: bool, shown: Value) -> Row | None:
        if self._source.rival_variable is None:
            if (shown == self._source.rival_value) == affirmed or group in self._seen:
                return None
            self._seen.add(group)
            return group
        if affirmed:
            known = self._rivals.get(group, 0)
            if known == 2:
                return None
            self._rivals[group] = known + 1
        return (*group, (affirmed, shown))


def rival_holds(shown: tuple[bool, Value], wanted: Value) -> bool:
    """Tell whether a rival row meets a denied pattern: its value denied, or another value affirmed."""
    return (shown[1] != wanted) == shown[0]


def width(source: Selection) -> int:
    """Return the number of places in the source's rows."""
    return len(source.columns) + (source.rival_variable is not None)


def joined(matches: Iterable[Sequence[Row]]) -> list[tuple[Any, ...]]:
    """Lay the rows of each match end to end."""
    return [tuple([value for row in match for value in row]) for match in matches]
