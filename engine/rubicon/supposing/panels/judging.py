"""Rows judged together: put by what they share, each kind ground once, and the findings put back in their order."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from rubicon.judging.assessing import rules_by_school
from rubicon.language.facts import Value
from rubicon.language.rules import Framework, Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading.panels import VALUE, PanelMap
from rubicon.supposing.panels.asking import variables_of
from rubicon.supposing.panels.asks import Ask, Kin, bound_columns
from rubicon.supposing.panels.deciding import Mask
from rubicon.supposing.panels.grounding import Grounding, ground_rows
from rubicon.supposing.panels.keeping import kept_grounding, state_of_ask
from rubicon.supposing.panels.strands import PanelRows, Whole
from rubicon.supposing.panels.sweeping import Masks, machine_of, sweep
from rubicon.supposing.scenarios.machine import Machine

NOWHERE = -(2**63)
"""The key of a cell that holds nothing, among rows that are ground value by value."""

FEW = 1 << 16
"""Groups of rows up to which their numbers are sorted digit by digit."""

HELD = 100_000_000
"""Bytes of the groundings that are held ready; beyond them those longest unused go."""


class Judged(Struct, frozen=True, eq=False):
    """What a school says of each row, as in `sweeping.Found`; the answers are numbered by `words`, from 1."""

    answer: NDArray[np.int64]
    standing: NDArray[np.int8]
    playing: Mask
    sections: NDArray[np.int8]
    decisive: Mask
    words: tuple[str, ...] = ()


class Umpire(Struct):
    """One school ready to judge the rows of a map, with the groundings it has made so far.

    `state` is the digest under which groundings are kept for other runs; None: they are not. `turn` is a place among
    so many processes that share what is kept: each begins at other patterns of roles, so that few are ground twice.
    """

    name: str
    ask: Ask
    shown: str
    first: int
    state: bytes | None = None
    turn: tuple[int, int] = (0, 1)
    grounded: dict[Kin, tuple[Grounding, Machine]] = field(default_factory=dict)
    bytes: int = 0
    bound: dict[tuple[tuple[str, str], ...], frozenset[tuple[int, bool]]] = field(default_factory=dict)

    def judge(self, rows: PanelRows, start: int) -> Judged:
        """Judge rows, of which the first is row `start` of the table.

        Raises:
            BadInput: a row lacks what a sentence needs, or grounding passes a limit.
        """
        kins = _by_turn(list(self.kins(rows, start)), *self.turn)
        order = np.concatenate([places for _, places in kins]) if kins else np.zeros(0, dtype=np.int64)
        masks = Masks(rows.of(order), self.ask.rulebook.vocabulary)
        framework = self.ask.rulebook.framework
        words: dict[str, int] = {}
        made = Judged(
            answer=np.zeros(rows.size, dtype=np.int64),
            standing=np.zeros(rows.size, dtype=np.int8),
            playing=np.zeros((rows.size, 0), dtype=bool),
            sections=np.zeros((rows.size, len(variables_of(framework)) if framework else 0), dtype=np.int8),
            decisive=np.zeros((rows.size, len(rows.said)), dtype=bool),
        )
        at, playing = 0, []
        for kin, places in kins:
            grounding, machine = self.ready(kin)
            found = sweep(grounding, machine, masks, at, at + len(places))
            numbers = [words.setdefault(word, len(words)) for word, _, _ in grounding.reading.answers]
            made.answer[places] = np.array([0, *(number + 1 for number in numbers)])[found.answer]
            made.standing[places] = found.standing
            made.sections[places] = found.sections
            made.decisive[places] = found.decisive
            playing.append((places, found.playing, numbers))
            at += len(places)
        in_play = np.zeros((rows.size, len(words)), dtype=bool)
        for places, some, numbers in playing:
            for place, number in enumerate(numbers):
                in_play[places, number] |= some[:, place]
        return replace(made, words=tuple(words), playing=in_play)

    def ready(self, kin: Kin) -> tuple[Grounding, Machine]:
        """Return the grounding of some rows and its machine, made or found made."""
        found = self.grounded.pop(kin, None)
        if found is None:
            grounding = (
                kept_grounding(self.ask, self.state, kin) if self.state else ground_rows(self.ask, kin)
            )
            found = grounding, machine_of(grounding)
            self.bytes += found[1].bytes
            while self.grounded and self.bytes > HELD:
                self.bytes -= self.grounded.pop(next(iter(self.grounded)))[1].bytes
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
            said = places[rows.said[at].there[places]] if lacking else places[:0]
            if said.size:
                what = f'the column "{saying.column}" says something of "{lacking[0]}", and the row names no one as that'
                problems.append(
                    Problem(self.shown, self.first + start + int(said[0]), what, "Leave it empty.")
                )
        if problems:
            raise BadInput(problems)


def _by_turn(kins: list[tuple[Kin, Whole]], place: int, of: int) -> list[tuple[Kin, Whole]]:
    """Put kinds of rows in the order for one of several processes: two by two they go towards each other.

    >>> [[kin for kin, _ in _by_turn([(at, None) for at in range(6)], place, 2)] for place in (0, 1)]
    [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]]
    """
    if place % 2:
        first = len(kins) * min(place + 1, of) // of
        return kins[:first][::-1] + kins[first:][::-1]
    first = len(kins) * place // of
    return kins[first:] + kins[:first]


def _alike(keys: Sequence[Whole], places: Whole) -> Iterator[Whole]:
    """Yield the places at which all keys are alike, in the order of the first of each."""
    found, size = np.zeros(len(places), dtype=np.int64), 1
    for key in keys:
        width = int(key.max(initial=0)) + 1
        if int(key.min(initial=0)) >= 0 and size * width <= FEW:
            found, size = found * width + key, size * width
        else:
            _, own = np.unique(key, return_inverse=True)
            _, found = np.unique(found * (int(own.max(initial=0)) + 1) + own.reshape(-1), return_inverse=True)
            found, size = found.reshape(-1), int(found.max(initial=0)) + 1
    order = np.argsort(found.astype(np.uint16) if size <= FEW else found, kind="stable")
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
    keeps: bool,
) -> list[Umpire]:
    """Make each school asked for ready to judge the rows of a map.

    Raises:
        BadInput: a school is unknown, or the rulebook has no question.
    """
    framework_of(rulebook, found)
    made = []
    for school, rules in rules_by_school(rulebook, schools, None, drafts=drafts):
        ask = Ask.of(rulebook, rules, found.sayings, dated=found.day is not None)
        made.append(
            Umpire(school.name if school else "", ask, shown, first, state_of_ask(ask) if keeps else None)
        )
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
