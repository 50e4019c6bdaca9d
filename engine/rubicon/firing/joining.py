"""Joining the rows of a branch's sources: in one ruleset when few, pair by pair when many or growing."""

from collections.abc import Iterable, Iterator, Sequence
from math import prod
from typing import Any, TypeAlias

from msgspec import Struct, field

from rubicon.firing.comparing import ComparisonTest, tester
from rubicon.firing.matching import MOST_CONDITIONS, MOST_KEYS, Item, JoinShape, match
from rubicon.firing.planning import Branch, Row, Selection, picker
from rubicon.firing.tables import joined, rival_holds, width
from rubicon.language.conditions import needs
from rubicon.language.facts import Day
from rubicon.language.vocabulary import Vocabulary

MOST_MATCHES = 1_000_000
"""Matches of two conditions, or of two with all before them, that one branch may have."""

MOST_VALUES = 8_000_000
"""Values that the matches of some conditions hold in one run, those of a chain's early conditions included."""

FEW_ROWS = 1_000
"""Rows that one ruleset is given: beyond them its lists grow long and it slows down."""

FEW_MATCHES = 20_000
"""Matches left waiting in one ruleset."""


MatchedRows: TypeAlias = tuple[Sequence[Row], Sequence[Row]]
"""Rows of two sides that have the same key, each of which meets each."""

_PAIR: JoinShape = ((0,), (0,))
_SQUARE = 128


class TooMany(Exception):
    """A join has more matches than MOST_MATCHES, or those of a run hold more values than MOST_VALUES."""


class Work(Struct):
    """The values that the matches of a run's joins hold, so far."""

    values: int = 0

    def add(self, matches: int, width: int) -> None:
        """Count matches of so many values each before they are made; raises TooMany."""
        self.values += matches * width
        if self.values > MOST_VALUES:
            raise TooMany


class Tokens(dict[Any, str]):
    """A short text of digits for each value or tuple of values; equal ones have the same."""

    __slots__ = ()

    def __missing__(self, key: Any) -> str:
        token = self[key] = str(len(self))
        return token


class Star(Struct, frozen=True):
    """How the sources of a branch join in one ruleset: its shape, and the key columns of each source."""

    shape: JoinShape
    keys: tuple[tuple[int, ...], ...]


def star(sources: Sequence[Selection]) -> Star | None:
    """Lay sources out for one ruleset, none as one that has a single empty row.

    Return None when they are too many or join on too much.
    """
    if not sources:
        return Star(((),), ((),))
    uses: dict[str, int] = {}
    for source in sources:
        for name in source.columns:
            uses[name] = uses.get(name, 0) + 1
    numbers: dict[str, int] = {}
    shape, keys = [], []
    for source in sources:
        shared = [place for place, name in enumerate(source.columns) if uses[name] > 1]
        keys.append(tuple(shared))
        shape.append(tuple(numbers.setdefault(source.columns[place], len(numbers)) for place in shared))
    if len(sources) > MOST_CONDITIONS or any(len(some) > MOST_KEYS for some in keys):
        return None
    return Star(tuple(shape), tuple(keys))


def is_small(tables: Sequence[Sequence[Row]]) -> bool:
    """Tell whether these tables may be joined in one ruleset."""
    return sum(map(len, tables)) <= FEW_ROWS and prod(map(len, tables)) <= FEW_MATCHES


def join_at_once(plan: Star, tables: Sequence[Sequence[Row]], tokens: Tokens) -> list[Row]:
    """Join tables in one ruleset; return the rows of each match end to end."""
    return joined(
        match(
            plan.shape,
            (
                (number, [tokens[row[place]] for place in keys], row)
                for number, (keys, table) in enumerate(zip(plan.keys, tables, strict=True))
                for row in table
            ),
        )
    )


class Chain(Struct):
    """A branch joined pair by pair: each stage meets the matches so far with the rows of one more source.

    It can be fed again: then new rows meet earlier ones too.
    """

    branch: Branch
    vocabulary: Vocabulary
    day: Day | None
    work: Work
    stages: list["_Stage"] = field(default_factory=list)
    where: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = 0
        hidden: list[tuple[int, str]] = []
        tests = list(self.branch.tests)
        for number, source in enumerate(self.branch.sources):
            shared = [name for name in source.columns if name in self.where] if number else []
            stage = _Stage(
                left=tuple(self.where[name] for name in shared),
                right=tuple(source.columns.index(name) for name in shared),
                alone=number == 0,
            )
            for place, name in enumerate(source.columns):
                self.where.setdefault(name, places + place)
            places += width(source)
            stage.width = places
            if source.rival_variable is not None:
                hidden.append((places - 1, source.rival_variable))
            now = [test for test in tests if self.where.keys() >= set(needs(test))]
            tests = [test for test in tests if test not in now]
            stage.tests = [tester(test, self.where, self.vocabulary) for test in now]
            stage.rivals = [(place, self.where[name]) for place, name in hidden if name in self.where]
            hidden = [(place, name) for place, name in hidden if name not in self.where]
            self.stages.append(stage)

    def feed(self, tables: Sequence[Sequence[Row]]) -> list[Row]:
        """Add rows to each source; return the new matches, as values in the order of the branch's names."""
        found: list[Row] = []
        for number, (stage, table) in enumerate(zip(self.stages, tables, strict=True)):
            found = stage.feed(found, table, self.work) if number else stage.feed((), table, self.work)
            if stage.tests or stage.rivals:
                found = [row for row in found if stage.passes(row, self.day)]
        pick = picker([self.where[name] for name in self.branch.names])
        return [pick(row) for row in found]


class _Stage(Struct):
    """The join of two growing tables on equal keys, or the first table alone.

    Rulesets are not kept: what is new is joined, in a fresh one, with those earlier rows that it meets,
    and they are never more than the matches they make.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    alone: bool
    tests: list[ComparisonTest] = field(default_factory=list)
    rivals: list[tuple[int, int]] = field(default_factory=list)
    lefts: dict[Row, list[Row]] = field(default_factory=dict)
    rights: dict[Row, list[Row]] = field(default_factory=dict)
    matches: int = 0
    width: int = 0

    def passes(self, row: Row, day: Day | None) -> bool:
        return all(rival_holds(row[place], row[wanted]) for place, wanted in self.rivals) and all(
            test(row, day) for test in self.tests
        )

    def feed(self, left: Sequence[Row], right: Sequence[Row], work: Work) -> list[Row]:
        """Add rows on both sides; return the new pairs, end to end (or, alone, the rows of the right)."""
        if self.alone:
            return self._feed_alone(right)
        new_lefts, new_rights = _grouped(left, self.left), _grouped(right, self.right)
        earlier = [(list(self.lefts[key]), rows) for key, rows in new_rights.items() if key in self.lefts]
        for key, rows in new_rights.items():
            self.rights.setdefault(key, []).extend(rows)
        for key, rows in new_lefts.items():
            self.lefts.setdefault(key, []).extend(rows)
        later = [(rows, self.rights[key]) for key, rows in new_lefts.items() if key in self.rights]
        meetings = earlier + later
        fresh = sum(len(ours) * len(theirs) for ours, theirs in meetings)
        self.matches += fresh
        if self.matches > MOST_MATCHES:
            raise TooMany
        work.add(fresh, self.width)
        return _met(meetings)

    def _feed_alone(self, rows: Sequence[Row]) -> list[Row]:
        return joined(
            found
            for start in range(0, len(rows), FEW_ROWS)
            for found in match(((),), ((0, (), row) for row in rows[start : start + FEW_ROWS]))
        )


def _grouped(rows: Sequence[Row], places: tuple[int, ...]) -> dict[Row, list[Row]]:
    pick = picker(places)
    groups: dict[Row, list[Row]] = {}
    for row in rows:
        groups.setdefault(pick(row), []).append(row)
    return groups


def _met(meetings: Iterable[MatchedRows]) -> list[Row]:
    """Pair the two sides of each meeting, some blocks at a time in one ruleset."""
    found: list[Row] = []
    items: list[Item] = []
    brings = 0
    for number, (lefts, rights) in enumerate(_blocks(meetings)):
        if items and (len(items) >= FEW_ROWS or brings + len(lefts) * len(rights) > FEW_MATCHES):
            found += joined(match(_PAIR, items))
            items, brings = [], 0
        token = (str(number),)
        items += [(0, token, row) for row in lefts]
        items += [(1, token, row) for row in rights]
        brings += len(lefts) * len(rights)
    return found + joined(match(_PAIR, items)) if items else found


def _blocks(meetings: Iterable[MatchedRows]) -> Iterator[MatchedRows]:
    """Cut meetings into blocks that have no more than FEW_ROWS on a side and FEW_MATCHES between them."""
    for lefts, rights in meetings:
        if len(lefts) * len(rights) <= FEW_MATCHES and len(lefts) + len(rights) <= FEW_ROWS:
            yield lefts, rights
            continue
        tall = max(_SQUARE, FEW_ROWS // max(1, len(rights)))
        for top in range(0, len(lefts), tall):
            some = lefts[top : top + tall]
            wide = min(FEW_ROWS, FEW_MATCHES // len(some))
            for start in range(0, len(rights), wide):
                yield some, rights[start : start + wide]
