"""Rows judged together: put by what they share, each kind ground once, and the findings put back in their order."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from rubicon.judging.assessing import rules_by_school
from rubicon.language.facts import Value
from rubicon.language.rules import Framework, Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading.panels import VALUE, PanelMap
from rubicon.supposing.panels.asking import variables_of
from rubicon.supposing.panels.asks import Ask, Kin, bound_columns
from rubicon.supposing.panels.grounding import Grounding, ground_rows
from rubicon.supposing.panels.strands import PanelRows, Whole
from rubicon.supposing.panels.sweeping import Mask, sweep

NOWHERE = -(2**63)
"""The key of a cell that holds nothing, among rows that are ground value by value."""

HELD = 512
"""Groundings that are held in memory; beyond them the one longest unused goes."""


class Judged(Struct, frozen=True, eq=False):
    """What a school says of each row, as in `sweeping.Found`; the answers are numbered by `words`, from 1."""

    words: tuple[str, ...]
    answer: NDArray[np.int64]
    standing: NDArray[np.int8]
    playing: Mask
    sections: NDArray[np.int8]
    decisive: Mask


class Umpire(Struct):
    """One school ready to judge the rows of a map, with the groundings it has made so far."""

    name: str
    ask: Ask
    shown: str
    first: int
    grounded: dict[Kin, Grounding] = field(default_factory=dict)
    bound: dict[tuple[tuple[str, str], ...], frozenset[tuple[int, bool]]] = field(default_factory=dict)

    def judge(self, rows: PanelRows, start: int) -> Judged:
        """Judge rows, of which the first is row `start` of the table.

        Raises:
            BadInput: a row lacks what a sentence needs, or grounding passes a limit.
        """
        words: dict[str, int] = {}
        parts = []
        for kin, places in self.kins(rows, start):
            grounding = self.grounding(kin)
            found = sweep(grounding, rows.of(places), self.ask.rulebook.vocabulary)
            parts.append(
                (places, found, [words.setdefault(w, len(words)) for w, _, _ in grounding.reading.answers])
            )
        framework = self.ask.rulebook.framework
        sections = len(variables_of(framework)) if framework else 0
        made = Judged(
            tuple(words),
            np.zeros(rows.size, dtype=np.int64),
            np.zeros(rows.size, dtype=np.int8),
            np.zeros((rows.size, len(words)), dtype=bool),
            np.zeros((rows.size, sections), dtype=np.int8),
            np.zeros((rows.size, len(rows.said)), dtype=bool),
        )
        for places, found, numbers in parts:
            made.answer[places] = np.array([0, *(number + 1 for number in numbers)])[found.answer]
            made.standing[places] = found.standing
            for at, number in enumerate(numbers):
                made.playing[places, number] |= found.playing[:, at]
            made.sections[places] = found.sections
            made.decisive[places] = found.decisive
        return made

    def grounding(self, kin: Kin) -> Grounding:
        """Return the grounding of some rows, made or found made."""
        found = self.grounded.pop(kin, None)
        if found is None:
            found = ground_rows(self.ask, kin)
            while len(self.grounded) >= HELD:
                del self.grounded[next(iter(self.grounded))]
        self.grounded[kin] = found
        return found

    def kins(self, rows: PanelRows, start: int) -> Iterator[tuple[Kin, Whole]]:
        """Yield rows that share a grounding, by their places, in the order of the first of each."""
        for places in _alike([strand.codes for strand in rows.roles.values()], np.arange(rows.size)):
            row = int(places[0])
            roles = tuple(sorted((name, str(s.value(row))) for name, s in rows.roles.items() if s.there[row]))
            self._check(dict(roles), rows, places, start)
            exact = self.bound.get(roles)
            if exact is None:
                exact = self.bound[roles] = bound_columns(self.ask, dict(roles))
            fixed = sorted(exact)
            strands = [rows.since[at] if since else rows.said[at] for at, since in fixed]
            keys = [np.where(s.there, s.codes, NOWHERE)[places] for s in strands]
            dated = rows.day is not None and not self.ask.freedom.today
            if rows.day is not None and dated:
                keys.append(rows.day.codes[places])
            for alike in _alike(keys, places):
                one = int(alike[0])
                values: list[tuple[int, Value]] = []
                days: list[tuple[int, date]] = []
                for (at, since), strand in zip(fixed, strands, strict=True):
                    value = strand.value(one) if strand.there[one] else None
                    if since and isinstance(value, date):
                        days.append((at, value))
                    elif value is not None and not since:
                        values.append((at, value))
                day = rows.day.value(one) if rows.day is not None and dated else None
                yield Kin(roles, tuple(values), tuple(days), day if isinstance(day, date) else None), alike

    def _check(self, roles: dict[str, str], rows: PanelRows, places: Whole, start: int) -> None:
        """Refuse rows that name no one for a role that the framework, or what they say, needs."""
        framework = self.ask.rulebook.framework
        problems = [
            Problem(self.shown, self.first + start + int(places[0]), f'the row names no one as "{role.name}"')
            for role in (framework.roles if framework else ())
            if role.required and role.name not in roles
        ]
        for at, saying in enumerate(self.ask.sayings):
            lacking = [name for name in saying.pattern.variables if name != VALUE and name not in roles]
            said = places[rows.said[at].there[places]]
            if lacking and said.size:
                what = f'the column "{saying.column}" says something of "{lacking[0]}", and the row names no one as that'
                problems.append(
                    Problem(self.shown, self.first + start + int(said[0]), what, "Leave it empty.")
                )
        if problems:
            raise BadInput(problems)


def _alike(keys: Sequence[Whole], places: Whole) -> Iterator[Whole]:
    """Yield the places at which all keys are alike, in the order of the first of each."""
    found = np.zeros(len(places), dtype=np.int64)
    for key in keys:
        _, own = np.unique(key, return_inverse=True)
        _, found = np.unique(found * (int(own.max(initial=0)) + 1) + own.reshape(-1), return_inverse=True)
    order = np.argsort(found, kind="stable")
    ends = np.flatnonzero(np.diff(found[order])) + 1
    some = [places[part] for part in np.split(order, ends)] if len(places) else []
    yield from sorted(some, key=lambda part: int(part[0]))


def umpires(
    rulebook: Rulebook,
    found: PanelMap,
    schools: Sequence[str] | None,
    *,
    drafts: bool,
    shown: str,
    first: int,
) -> list[Umpire]:
    """Make each school asked for ready to judge the rows of a map.

    Raises:
        BadInput: a school is unknown, or the rulebook has no question.
    """
    framework_of(rulebook, found)
    made = []
    for school, rules in rules_by_school(rulebook, schools, None, drafts=drafts):
        ask = Ask.of(rulebook, rules, found.sayings, dated=found.day is not None)
        made.append(Umpire(school.name if school else "", ask, shown, first))
    return made


def framework_of(rulebook: Rulebook, found: PanelMap) -> Framework:
    """Return the framework, whose question every row is asked.

    Raises:
        BadInput: the rulebook has none.
    """
    if rulebook.framework is None:
        what = "the rulebook has no framework, and so no question to ask of a row"
        raise BadInput([Problem(found.place.path, 0, what, "Write framework.toml, or use another rulebook.")])
    return rulebook.framework
