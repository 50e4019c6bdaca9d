"""Read the conditions and conclusions of a rule, and check them together."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from rubicon.language.comparisons import as_comparison
from rubicon.language.conditions import (
    Aggregate,
    Condition,
    Holds,
    Pattern,
    Several,
    Since,
    Tally,
    needs,
    patterns,
)
from rubicon.language.names import Unread
from rubicon.language.openings import needs_kinds, read_condition
from rubicon.language.rules import lines_of, ways_through
from rubicon.language.sentences import Language
from rubicon.problems import nearest
from rubicon.reading import safety
from rubicon.reading.files import Sheet
from rubicon.reading.lines import Path
from rubicon.reading.several import Wanted, read_wanted, several_of
from rubicon.reading.tables import Nested, Table
from rubicon.reading.works import read_pattern, report

BRANCHES = 256
"""Ways to choose from the alternatives of one rule's `if`."""

LINES = 100
"""Conditions of one rule, exceptions included."""


class Conditions:
    """The lines of `where`, `if` and `unless`, read in two passes: comparisons need the kinds of the others' variables.

    A line of `where` is one of `if`, too.
    """

    def __init__(
        self,
        sheet: Sheet,
        language: Language,
        if_: Nested,
        unless: Nested,
        where: Sequence[tuple[str, Path]] = (),
        standing: Collection[str] = (),
    ) -> None:
        self.sheet, self.language, self.standing = sheet, language, standing
        self.unsafe = safety.Unsafe()
        items: Nested = [*(([line], line[1], False) for line in where), *if_]
        wanted = {path: read_wanted(item) for item, path, _ in items if isinstance(item, Table)}
        self.broken = None in wanted.values()
        counted = [line for some in wanted.values() if some for line in some.lines]
        lines = [line for some, _, _ in (*items, *unless) if not isinstance(some, Table) for line in some]
        if len(lines) + len(counted) > LINES:
            self._limit(f"the rule has {len(lines) + len(counted):,} conditions; at most {LINES} are read")
            lines, counted, items, unless, where = [], [], [], [], ()
        read = self._read_all(lines, counted)
        self.where = tuple(c for _, path in where if (c := read[path]) is not None)
        self.conditions: list[Condition | tuple[Condition, ...]] = []
        for some, path, many in items:
            if isinstance(some, Table):
                made = self._several(wanted.get(path), path, read)
                self.conditions += [made] if made is not None else []
                continue
            found = tuple(c for _, at in some if (c := read[at]) is not None)
            if found and (many or not self._is_twice(found[0])):
                self.conditions.append(found if many else found[0])
        self.tallies = any(isinstance(c, Tally | Aggregate) for c in read.values())
        self.unless = [
            tuple(c for _, path in some if (c := read[path]) is not None)
            for some, _, _ in unless
            if not isinstance(some, Table)
        ]
        branches = 1
        for item in self.conditions:
            branches *= len(item) if isinstance(item, tuple) else 1
        if branches > BRANCHES:
            self._limit(f"the alternatives make {branches:,} ways; at most {BRANCHES} are read")
            self.conditions = []
        self.branches = ways_through(self.conditions)
        self.bound = [safety.binders(branch) for branch in self.branches]
        self.always: Counter[str] = self.bound[0].copy()
        for counts in self.bound[1:]:
            self.always &= counts
        self.ever = frozenset(name for counts in self.bound for name in counts)
        self.kinds = [safety.kinds_of(branch, language.vocabulary) for branch in self.branches]

    def _is_twice(self, condition: Condition) -> bool:
        """Tell whether a line of `if` says what one of `where` says already."""
        return not any(condition is other for other in self.where) and any(
            isinstance(condition, Holds) and condition.pattern == other.pattern for other in self.where
        )

    def _several(
        self, wanted: Wanted | None, path: Path, read: Mapping[Path, Condition | None]
    ) -> Several | None:
        if wanted is None:
            return None
        made = several_of(self.sheet, wanted, path, [read[at] for _, at in wanted.lines])
        self.broken = self.broken or made is None
        return made

    def _limit(self, what: str) -> None:
        self.sheet.problem(("if",), what, "Split the rule in two.")
        self.broken = True

    def _read_all(
        self, outside: list[tuple[str, Path]], counted: list[tuple[str, Path]]
    ) -> dict[Path, Condition | None]:
        """Read all lines; those that are counted among several bind nothing."""
        lines, inside = [*outside, *counted], {path for _, path in counted}
        later = {path for text, path in lines if self._needs_kinds(text)}
        read = {path: self._read(text, path, {}) for text, path in lines if path not in later}
        for text, path in lines:
            others = [c for at, c in read.items() if c is not None and at != path and at not in inside]
            if " is " in text and isinstance(read.get(path), Holds):
                kinds = safety.kinds_of(others, self.language.vocabulary)
                compared = as_comparison(self.language, text, kinds)
                if compared is not None:
                    read[path] = compared
                    self.sheet.placed[id(compared)] = path
        positive = [c for at, c in read.items() if c is not None and at not in inside]
        kinds = safety.kinds_of(positive, self.language.vocabulary)
        return read | {path: self._read(text, path, kinds) for text, path in lines if path in later}

    def _needs_kinds(self, text: str) -> bool:
        try:
            return needs_kinds(self.language, text)
        except Unread:
            return False

    def _read(self, text: str, path: Path, kinds: Mapping[str, str]) -> Condition | None:
        try:
            condition = read_condition(self.language, text, kinds)
        except Unread as unread:
            report(self.sheet, path, unread)
            self.broken = True
            return None
        self.sheet.placed[id(condition)] = path
        return condition

    def conclusions(self, texts: list[tuple[str, Path]], named: Iterable[str] = ()) -> tuple[Pattern, ...]:
        """Read and check the sentences of `then`, then check the whole rule; its reason uses the names `named`."""
        vocabulary = self.language.vocabulary
        found = []
        for text, path in texts:
            pattern = read_pattern(self.language, self.sheet, text, path)
            if pattern is None:
                continue
            found.append(pattern)
            if not self.broken:
                unbound = [name for name in pattern.variables if name not in self.always]
                self.unsafe.add(path, unbound, self.always, self.ever)
            for kinds in self.kinds:
                safety.check_kinds(
                    self.sheet, vocabulary, kinds, pattern, path, self.standing, concludes=True
                )
        self._check(tuple(found), tuple(named))
        return tuple(found)

    def _check(self, conclusions: tuple[Pattern, ...], named: tuple[str, ...]) -> None:
        """Report unsafe variables, wrong kinds and variables used once."""
        vocabulary = self.language.vocabulary
        exceptions = [condition for exception in self.unless for condition in exception]
        for condition in exceptions:
            if isinstance(condition, Since):
                what, path = "an exception has no `since`: it binds no day", self.sheet.placed[id(condition)]
                self.sheet.problem(path, what, "Leave `since` and the day out, or ask for the day in `if`.")
        for branch, bound, kinds in zip(self.branches, self.bound, self.kinds, strict=True):
            for index, condition in enumerate((*branch, *exceptions)):
                path = self.sheet.placed[id(condition)]
                excepts = index >= len(branch)
                known = self.always if excepts else bound
                if not self.broken:
                    safety.check_condition(
                        self.sheet,
                        vocabulary,
                        condition,
                        path,
                        known,
                        self.ever,
                        self.unsafe,
                        excepts=excepts,
                    )
                for pattern in patterns(condition):
                    safety.check_kinds(self.sheet, vocabulary, kinds, pattern, path, self.standing)
        if not self.broken and not self.sheet.broken and not self.unsafe.names:
            uses = [*(pattern.variables for pattern in conclusions), named]
            self._used_once([*lines_of(self.conditions), *exceptions], uses)

    def _used_once(self, conditions: list[Condition], elsewhere: list[tuple[str, ...]]) -> None:
        uses = [*(needs(condition) for condition in conditions), *elsewhere]
        uses += [one.variables for some in conditions if isinstance(some, Several) for one in patterns(some)]
        for name in safety.single_uses(uses):
            where = next((c for c in conditions if name in _names(c)), None)
            if where is not None:
                near = nearest(name, {other for some in uses for other in some if other != name})
                else_ = f'. Did you mean "?{near[0]}"?' if near else "; else check its spelling."
                remedy = f"If it is meant to be whoever it may be, write ?_{name}{else_}"
                self.sheet.problem(
                    self.sheet.placed[id(where)], f"?{name} is used once", remedy, lint="RUB113"
                )


def _names(condition: Condition) -> tuple[str, ...]:
    return (*needs(condition), *(name for pattern in patterns(condition) for name in pattern.variables))
