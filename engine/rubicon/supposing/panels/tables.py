"""Tables in and out: Parquet, CSV or a query through DuckDB, in batches of rows; Parquet out, part by part."""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
from msgspec import Struct

from rubicon.problems import BadInput, Problem, did_you_mean, several
from rubicon.reading.headers import refuse_doubled
from rubicon.reading.panels import PanelMap
from rubicon.reading.replacing import whole
from rubicon.supposing.panels.lines import LEGIBLE, ailing, header_of, overlong, sign_of

ROWS = 1 << 17
"""Rows that are read, judged and written at once."""

MEMORY = "200MB"
"""What DuckDB may take for reading."""

CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zst")
PARQUET = (".parquet", ".pq")

QUOTE = '"'
"""What cells of a CSV file may stand in; DuckDB would guess it from the first rows, which may need none."""

NESTED = ("list", "array", "struct", "map", "union")
"""Types of DuckDB whose cells hold several values."""

_QUERY = re.compile(r"[\s(]*(select|from|with)[\s(*\"']", re.IGNORECASE)
_LINE = re.compile(r"CSV Error on Line: ([0-9]+)")


class Layout(Struct, frozen=True, eq=False):
    """How a table is named, the line of its first row, and the columns of it that are read."""

    shown: str
    first: int
    schema: pa.Schema


class PanelTable(Struct, frozen=True, eq=False):
    """A table opened: its layout, and what yields its rows."""

    layout: Layout
    relation: Any


def open_table(named: str, found: PanelMap) -> PanelTable:
    """Open a table by the name of its file, or by a query, and see that it has the columns of a map.

    Raises:
        BadInput: it cannot be opened, or lacks columns.
    """
    is_query = _QUERY.match(named)
    shown, first = ("the query", 1) if is_query else (named, 1)
    try:
        held = _connected()
        if is_query:
            relation = held.sql(named)
            names = list(relation.columns)
        elif not Path(named).is_file():
            near = did_you_mean(named, map(str, Path(named).parent.glob("*")))
            raise BadInput(
                [Problem(named, 0, "there is no such table", near or "Name a file, or write a query.")]
            )
        elif named.lower().endswith(PARQUET):
            relation = held.read_parquet(named)
            names = pq.read_schema(named).names
        elif named.lower().endswith(CSV):
            relation, first = _csv(held, named), 2
            names = list(relation.columns)
        else:
            what = "a table is Parquet, CSV or a query of DuckDB"
            raise BadInput(
                [Problem(named, 0, what, f"Give the file one of the endings {several([*PARQUET, *CSV])}.")]
            )
    except (duckdb.Error, pa.ArrowInvalid) as error:
        raise BadInput([_faulty(shown, error)]) from None
    refuse_doubled(shown, [name for name in names if name in found.read])
    return _with_columns(relation, shown, first, found)


def _connected() -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that stays within its memory, fetches nothing, and knows one time zone wherever it runs."""
    held = duckdb.connect(
        ":memory:", config={"memory_limit": MEMORY, "threads": "1", "autoinstall_known_extensions": "false"}
    )
    held.execute("SET enable_progress_bar = false; SET TimeZone = 'UTC'").fetchall()
    return held


def _csv(held: duckdb.DuckDBPyConnection, named: str) -> Any:
    """Read a CSV file by its header: what parts its cells is not guessed from the rows below.

    Raises:
        BadInput: two columns have one name, or its rows are not all as long as its header.
    """
    path, plain = Path(named), named.lower().endswith(LEGIBLE)
    header = header_of(path) if plain else ()
    sign = sign_of(path) if plain else None
    relation = held.read_csv(
        named, header=True, all_varchar=True, sep=sign, quotechar=QUOTE, escapechar=QUOTE, comment=""
    )
    uneven = sign is not None and (tuple(relation.columns) != header or overlong(path, len(header), sign))
    ill = ailing(path) if uneven else None
    if ill is not None:  # DuckDB would begin at a later row
        raise BadInput([ill])
    return relation


def open_frame(frame: pa.Table, found: PanelMap) -> PanelTable:
    """Take a table of Arrow for the table of a map; raises as `open_table` does."""
    refuse_doubled("the table", [name for name in frame.column_names if name in found.read])
    return _with_columns(_connected().from_arrow(frame), "the table", 1, found)


def _with_columns(relation: Any, shown: str, first: int, found: PanelMap) -> PanelTable:
    known = list(relation.columns)
    missing = [
        Problem(
            one.path,
            one.line,
            f'the column "{column}" of {shown} holds {kind.id}s',
            "Give each cell one value: unnest them in a query.",
        )
        for column, kind in zip(known, relation.types, strict=True)
        if kind.id in NESTED and column in found.read and column not in found.kept
        for one in [found.place_of(column)]
    ]
    for column in found.read:
        if column not in known:
            place = found.place_of(column)
            hint = did_you_mean(column, known) or f"Its columns are: {several(known)}."
            missing.append(Problem(place.path, place.line, f'{shown} has no column "{column}"', hint))
    if missing:
        raise BadInput(missing)
    quoted = ", ".join('"' + column.replace('"', '""') + '"' for column in found.read)
    read = relation.project(quoted)
    return PanelTable(Layout(shown, first, read.limit(0).to_arrow_table().schema), read)


def batches(table: PanelTable, rows: int = ROWS) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a table in their order, so many at a time.

    Raises:
        BadInput: a row cannot be read.
    """
    try:
        reader = getattr(table.relation, "to_arrow_reader", None) or table.relation.fetch_record_batch
        waiting: list[pa.RecordBatch] = []
        held = 0
        for batch in reader(rows):
            waiting.append(batch)
            held += batch.num_rows
            while held >= rows:
                whole = _joined(waiting)
                yield whole.slice(0, rows)
                waiting, held = [whole.slice(rows)], held - rows
        if held:
            yield _joined(waiting)
    except (duckdb.Error, OSError) as error:  # Arrow's reader says what DuckDB says as an OSError
        raise BadInput([_faulty(table.layout.shown, error)]) from None


def _joined(some: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    if len(some) == 1:
        return some[0]
    table = pa.Table.from_batches(some).combine_chunks()
    return table.to_batches()[0]


def _faulty(shown: str, error: Exception) -> Problem:
    """Say why a table cannot be read: of a file of text in words of our own, where they are known."""
    if shown.lower().endswith(LEGIBLE):
        found = ailing(Path(shown))
        if found is not None:
            return found
    told = str(error).strip().split("\n\n")[0].split("\n")
    line = _LINE.search(told[0])
    what = f"DuckDB cannot read it: {told[-1] if line else told[0]}"
    return Problem(shown, int(line.group(1)) if line else 0, what, "Check the file, or the query.")


def digest_of(settings: bytes, batch: pa.RecordBatch) -> str:
    """Return the digest of all that the judgements of a batch go by."""
    found = hashlib.sha256(settings)
    found.update(batch.schema.serialize())
    found.update(batch.serialize())
    return found.hexdigest()


class Parts(Struct, frozen=True):
    """The parts of an output that is in the making, in a folder beside it; whole, they are joined into one file.

    A part is named by its number and by the digest of what it was made from, so that a run that was stopped is
    resumed, and nothing is taken over that would come out otherwise.
    """

    output: Path

    @property
    def folder(self) -> Path:
        """Return the folder of the parts."""
        return self.output.with_name(f"{self.output.name}.parts")

    def path(self, number: int, digest: str) -> Path:
        """Return the file of a part."""
        return self.folder / f"{number:06}-{digest[:32]}.arrow"

    def made(self, number: int, digest: str) -> bool:
        """Tell whether a part is there, and whole."""
        try:
            with pa.memory_map(str(self.path(number, digest))) as held:
                pa.ipc.open_file(held)
        except (OSError, pa.ArrowInvalid):
            return False
        return True

    def write(self, number: int, digest: str, part: pa.Table) -> None:
        """Write a part, whole or not at all.

        Raises:
            BadInput: it cannot be written.
        """
        with self._told():
            self.folder.mkdir(exist_ok=True)
            path = self.path(number, digest)
            with whole(path) as made, pa.ipc.new_file(str(made), part.schema) as writer:
                writer.write_table(part)

    def join(self, digests: Sequence[str], schema: pa.Schema) -> None:
        """Join the parts into the output, and take them away.

        Raises:
            BadInput: it cannot be written.
        """
        with self._told(), whole(self.output) as made, pq.ParquetWriter(str(made), schema) as writer:
            for number, digest in enumerate(digests):
                with pa.memory_map(str(self.path(number, digest))) as held:
                    writer.write_table(pa.ipc.open_file(held).read_all())
        rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what the system refuses of the output, and what becomes of the parts."""
        try:
            yield
        except OSError as error:
            reason = os.strerror(error.errno).lower() if error.errno else str(error)
            what, remedy = f"the output cannot be written: {reason}", "Check the folder."
            if self.folder.is_dir():
                remedy = f"What is made lies in {self.folder}: the next run goes on from there."
            elif self.output.parent.is_dir() and isinstance(error, FileNotFoundError):
                what = "another run wrote it meanwhile, and took away the parts that both had made"
                remedy = "Run it again where this run's rows are wanted."
            raise BadInput([Problem(str(self.output), 0, what, remedy)]) from None
