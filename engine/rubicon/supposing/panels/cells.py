"""The cells of a table as numbers, column by column; what is no value of its column is a problem with its row."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct, field

from rubicon.language.facts import Value
from rubicon.language.figures import day_hint, number_hint
from rubicon.language.sentences import Language
from rubicon.language.tokens import number, tokens_of
from rubicon.problems import BadInput, Problem, did_you_mean, one, several
from rubicon.reading.panels import ColumnSays, PanelMap, word_of
from rubicon.supposing.panels.strands import AFFIRMED, DENIED, PanelRows, Strand

TOLD = 20
"""Problems of a table after which it is read no further."""

EXACTLY = 2**53
"""Whole numbers that a floating-point number holds exactly lie within this."""


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
    _known: dict[tuple[str, str], dict[Any, Value | int | Mistake | None]] = field(default_factory=dict)

    def rows(self, batch: pa.RecordBatch, start: int) -> PanelRows:
        """Read the rows of a batch, of which the first is row `start` of the table.

        Raises:
            BadInput: a cell holds what is no value of its column.
        """
        self.problems = []
        roles, found = {}, self.found
        for part in found.parts:
            if part.entity is not None:
                codes = np.ones(batch.num_rows, dtype=np.int64)
                roles[part.role] = Strand(codes > 0, codes, (part.entity,))
            elif part.column is not None:
                kind = self.kinds.get(part.role, "")
                roles[part.role] = self._strand(batch, start, part.column, kind, self._entity(kind))
        day: Strand | None = None
        if isinstance(found.day, str):
            day = self._strand(batch, start, found.day, "date", self._value("date"))
            self._all_there(day, found.day, start)
        elif found.day is not None:
            codes = np.full(batch.num_rows, found.day.toordinal(), dtype=np.int64)
            day = Strand(codes > 0, codes, None, is_day=True)
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
        return PanelRows(batch.num_rows, roles, day, said, since)

    def note(self, row: int, what: str, remedy: str = "") -> None:
        """Record a problem of a row; after some of them the table is read no further."""
        self.problems.append(Problem(self.shown, self.first + row, what, remedy))
        if len(self.problems) >= TOLD:
            raise BadInput(self.problems)

    def _all_there(self, strand: Strand, column: str, start: int) -> None:
        for row in np.flatnonzero(~strand.there)[:TOLD]:
            self.note(
                start + int(row), f'the column "{column}" gives no day', "Every row is judged on a day."
            )

    def _dated(self, saying: ColumnSays, said: Strand, since: Strand, start: int) -> None:
        for row in np.flatnonzero(said.there & ~since.there)[:TOLD]:
            what = f'the column "{saying.column}" says something, and "{saying.on}" gives no day for it'
            self.note(start + int(row), what, "Give the day, or leave both empty.")

    def _said(self, batch: pa.RecordBatch, start: int, saying: ColumnSays) -> Strand:
        if saying.kind:
            return self._strand(batch, start, saying.column, saying.kind, self._value(saying.kind, saying))
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
    ) -> Strand:
        """Read a column: quickly where its type says it all, else each different value once."""
        array = batch.column(column)
        quick = _quickly(array, kind)
        if quick is not None:
            return quick
        plain = array.dictionary_encode() if not pa.types.is_dictionary(array.type) else array
        known = self._known.setdefault((column, kind), {})
        made: list[Value | int | Mistake | None] = []
        for raw in plain.dictionary.to_pylist():
            if raw not in known:
                try:
                    known[raw] = None if raw is None else read(raw)
                except Mistake as mistake:
                    known[raw] = mistake
            made.append(known[raw])
        where = np.asarray(plain.indices.fill_null(len(made))).astype(np.int64)
        for at, made_ in enumerate(made):
            if isinstance(made_, Mistake):
                for row in np.flatnonzero(where == at)[:TOLD]:
                    self.note(start + int(row), made_.what, made_.remedy)
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
                f'"{raw}" in the column "{saying.column}" says neither yes, nor no, nor that it is open',
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

    def _value(self, kind: str, saying: ColumnSays | None = None) -> Callable[[Any], Value | None]:
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
            if not text.strip() or (saying is not None and word_of(text) in saying.left_open):
                return None
            found = self.language.term(kind, tokens_of(text))
            if not isinstance(found, str):
                values = self.language.names_of(kind)
                hint = did_you_mean(text, values) or f"The values are: {several(values)}."
                raise Mistake(f'"{text}" is no {kind}', hint)
            return found

        return read


def _spelled(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def _quickly(array: pa.Array, kind: str) -> Strand | None:
    """Read a column of whole numbers or of days at once; None where it is neither."""
    there = ~np.asarray(array.is_null())
    if kind == "number" and pa.types.is_integer(array.type) and not pa.types.is_uint64(array.type):
        codes = np.asarray(array.fill_null(0)).astype(np.int64)
        return Strand(there, np.where(there, codes, 0))
    if kind == "number" and pa.types.is_floating(array.type):
        numbers = np.asarray(array.fill_null(0)).astype(np.float64)
        if np.isfinite(numbers).all() and (np.abs(numbers) < EXACTLY).all() and (numbers % 1 == 0).all():
            return Strand(there, np.where(there, numbers.astype(np.int64), 0))
    if kind == "date" and pa.types.is_date32(array.type):
        days = np.asarray(array.cast(pa.int32()).fill_null(0)).astype(np.int64)
        return Strand(there, np.where(there, days + date(1970, 1, 1).toordinal(), 0), None, is_day=True)
    return None


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
    try:
        return date.fromisoformat(text) if len(text) == 10 else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise Mistake(f'"{text}" is no day', day_hint(text))
