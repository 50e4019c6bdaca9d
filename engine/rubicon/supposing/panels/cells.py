"""The cells of a table as numbers, column by column; what is no value of its column is a problem with its row."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct, field
from numpy.typing import NDArray

from rubicon.language.facts import Value
from rubicon.language.figures import day_hint, number_hint
from rubicon.language.sentences import Language
from rubicon.language.tokens import day, number, tokens_of
from rubicon.problems import BadInput, Problem, did_you_mean, one, several
from rubicon.reading.panels import EMPTY, OPEN, ColumnSays, PanelMap, word_of
from rubicon.supposing.panels.arrays import held, quickly
from rubicon.supposing.panels.strands import AFFIRMED, DENIED, PanelRows, Strand

TOLD = 20
"""Problems of a table after which it is read no further."""


class Mistake(Exception):
    """A cell holds what is no value of its column: what is wrong, and the remedy."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


class Decoder(Struct):
    """Turns record batches into rows. `shown` and `first` name the table, and the line of its first row, in messages."""

    found: PanelMap
    language: Language
    kinds: Mapping[str, str]
    shown: str
    first: int = 1
    problems: list[Problem] = field(default_factory=list)
    _known: dict[tuple[str, str, bool], dict[Any, Value | int | Mistake | None]] = field(default_factory=dict)
    _faulty: set[tuple[str, int]] = field(default_factory=set)

    def rows(self, batch: pa.RecordBatch, start: int) -> PanelRows:
        """Read the rows of a batch, of which the first is row `start` of the table.

        Raises:
            BadInput: a cell holds what is no value of its column.
        """
        self.problems, self._faulty = [], set()
        roles, found = {}, self.found
        for part in found.parts:
            if part.entity is not None:
                codes = np.ones(batch.num_rows, dtype=np.int64)
                roles[part.role] = Strand(codes > 0, codes, (part.entity,))
            elif part.column is not None:
                kind = self.kinds.get(part.role, "")
                roles[part.role] = self._strand(batch, start, part.column, kind, self._entity(kind))
        judged: Strand | None = None
        if isinstance(found.day, str):
            judged = self._strand(batch, start, found.day, "date", self._value("date"))
            self._all_there(judged, found.day, start)
        elif found.day is not None:
            codes = np.full(batch.num_rows, found.day.toordinal(), dtype=np.int64)
            judged = Strand(codes > 0, codes, None, is_day=True)
        said = tuple(self._said(batch, start, saying) for saying in found.sayings)
        since = {
            at: self._strand(batch, start, saying.on, "date", self._value("date"))
            for at, saying in enumerate(found.sayings)
            if saying.on is not None
        }
        for at, strand in since.items():
            self._dated(found.sayings[at], said[at], strand, start)
        if self.problems:
            raise BadInput(self.problems)
        return PanelRows(batch.num_rows, roles, judged, said, since)

    def note(self, row: int, what: str, remedy: str = "") -> None:
        """Record a problem of a row; after some of them the table is read no further."""
        self.problems.append(Problem(self.shown, self.first + row, what, remedy))
        if len(self.problems) >= TOLD:
            raise BadInput(self.problems)

    def _all_there(self, strand: Strand, column: str, start: int) -> None:
        for row in self._empty(column, ~strand.there, start):
            self.note(row, f'the column "{column}" gives no day', "Every row is judged on a day.")

    def _empty(self, column: str, wrong: NDArray[np.bool_], start: int) -> list[int]:
        """Return rows of the table in which a cell is wrong for being empty, not for what it holds."""
        rows = (start + int(at) for at in np.flatnonzero(wrong))
        return list(islice((row for row in rows if (column, row) not in self._faulty), TOLD))

    def _dated(self, saying: ColumnSays, said: Strand, since: Strand, start: int) -> None:
        for row in self._empty(saying.on or "", said.there & ~since.there, start):
            what = f'the column "{saying.column}" says something, and "{saying.on}" gives no day for it'
            self.note(row, what, "Give the day, or leave both empty.")

    def _said(self, batch: pa.RecordBatch, start: int, saying: ColumnSays) -> Strand:
        if saying.kind:
            own = saying.left_open not in (OPEN, EMPTY)
            read = _unless_open(self._value(saying.kind), saying)
            return self._strand(batch, start, saying.column, saying.kind, read, own=own)
        array = batch.column(saying.column)
        if pa.types.is_boolean(array.type) and {"true"} <= {*saying.yes} and {"false"} <= {*saying.no}:
            there = ~np.asarray(array.is_null())
            codes = np.where(np.asarray(array.fill_null(False)), AFFIRMED, DENIED)
            return Strand(there, np.where(there, codes, 0).astype(np.int64))
        return self._strand(batch, start, saying.column, "", self._word(saying))

    def _strand(
        self,
        batch: pa.RecordBatch,
        start: int,
        column: str,
        kind: str,
        read: Callable[[Any], Value | int | None],
        *,
        own: bool = False,
    ) -> Strand:
        """Read a column: quickly where its type says it all, else each different value once; `own`: by words of its own."""
        array = batch.column(column)
        quick = quickly(array, kind) if not own else None
        if quick is not None:
            return quick
        plain = array.dictionary_encode() if not pa.types.is_dictionary(array.type) else array
        known = self._known.setdefault((column, kind, own), {})
        made: list[Value | int | Mistake | None] = []
        for raw in held(plain.dictionary):
            if raw not in known:
                try:
                    known[raw] = None if raw is None else read(raw)
                except Mistake as mistake:
                    known[raw] = mistake
            made.append(known[raw])
        where = np.asarray(plain.indices.fill_null(len(made))).astype(np.int64)
        for at, made_ in enumerate(made):
            if isinstance(made_, Mistake):
                rows = [start + int(row) for row in np.flatnonzero(where == at)]
                self._faulty |= {(column, row) for row in rows}
                for row in rows[:TOLD]:
                    self.note(row, f'{made_.what} (column "{column}")', made_.remedy)
        values: dict[Value, int] = {}
        codes = []
        for made_ in made:
            if made_ is None or isinstance(made_, Mistake):
                codes.append(0)
            elif isinstance(made_, int):
                codes.append(made_)
            else:
                codes.append(values.setdefault(made_, len(values) + 1))
        found = np.array([*codes, 0], dtype=np.int64)[where]
        if kind == "date":
            ordinals = np.array([0, *(v.toordinal() for v in values if isinstance(v, date))], dtype=np.int64)
            return Strand(found > 0, ordinals[found], None, is_day=True)
        return Strand(found > 0, found, tuple(values) if kind else None)

    def _word(self, saying: ColumnSays) -> Callable[[Any], int | None]:
        def read(raw: Any) -> int | None:
            word = word_of(_spelled(raw))
            if word in saying.yes:
                return AFFIRMED
            if word in saying.no:
                return DENIED
            if word in saying.left_open:
                return None
            known = "; ".join(
                f"{name}: {', '.join(filter(None, words)) or 'none'}"
                for name, words in (("yes", saying.yes), ("no", saying.no), ("open", saying.left_open))
            )
            raise Mistake(
                f'"{raw}" says neither yes, nor no, nor that it is open',
                f'What is read is {known}. Other words are given in the map: yes = ["…"]',
            )

        return read

    def _entity(self, kind: str) -> Callable[[Any], Value | None]:
        def read(raw: Any) -> Value | None:
            text = _spelled(raw)
            if not text.strip():
                return None
            found = self.language.entity(text)
            if found is None:
                known = self.language.names_of(kind) if kind else self.language.all_names()
                hint = did_you_mean(text, known)
                raise Mistake(f'unknown entity "{text}"', hint or "Add it to the map as an [[entity]].")
            if kind and not self.language.vocabulary.is_a(found.kind, kind):
                raise Mistake(f"wrong kind: {found.name} is {one(found.kind)}, and {one(kind)} is wanted")
            return found.name

        return read

    def _value(self, kind: str) -> Callable[[Any], Value | None]:
        if kind == "date":
            return _day
        if kind == "number":
            return _number
        if kind == "text":
            return lambda raw: _spelled(raw) or None
        listed = self.language.listed.get(kind)
        if listed is None:
            return self._entity(kind)

        def read(raw: Any) -> Value | None:
            text = _spelled(raw)
            if not text.strip():
                return None
            found = self.language.term(kind, tokens_of(text))
            if not isinstance(found, str):
                values = self.language.names_of(kind)
                hint = did_you_mean(text, values) or f"The values are: {several(values)}."
                raise Mistake(f'"{text}" is no {kind}', hint)
            return found

        return read


def _unless_open(read: Callable[[Any], Value | None], saying: ColumnSays) -> Callable[[Any], Value | None]:
    """Read the values of a column, but for those by which it leaves open; a number is one however it is spelled."""
    numbers = {number(word) for word in saying.left_open} - {None}

    def known(raw: Any) -> Value | None:
        if word_of(_spelled(raw)) in saying.left_open:
            return None
        found = read(raw)
        return None if found in numbers else found

    return known


def _spelled(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def _number(raw: Any) -> Value | None:
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    if isinstance(raw, float):
        found = Decimal(repr(raw))
        if not found.is_finite():
            raise Mistake(f'"{raw}" is no number', "Leave the cell empty where there is none.")
        return found
    text = str(raw).strip()
    if not text:
        return None
    read = number(text)
    if read is None:
        raise Mistake(f'"{text}" is no number', number_hint(text))
    return read


def _day(raw: Any) -> Value | None:
    if isinstance(raw, datetime):
        if raw.time() != time(0):
            raise Mistake(f'"{raw}" has a time', "Give a day: CAST(… AS DATE) in a query.")
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    if not text:
        return None
    found = day(text.split())
    if found is None:
        raise Mistake(f'"{text}" is no day', day_hint(text))
    return found
