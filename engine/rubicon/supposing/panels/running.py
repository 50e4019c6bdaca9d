"""A whole panel: batch after batch read, judged and written; what a run that was stopped has made is not made again."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from msgspec import Struct

from rubicon.language.rules import Rulebook
from rubicon.language.sentences import Language
from rubicon.problems import BadInput, Problem, printable
from rubicon.reading.panels import PanelMap
from rubicon.supposing.panels.asking import variables_of
from rubicon.supposing.panels.cells import Decoder
from rubicon.supposing.panels.judging import Judged, Umpire, framework_of, umpires
from rubicon.supposing.panels.keeping import tidy
from rubicon.supposing.panels.lines import by_lines
from rubicon.supposing.panels.sweeping import STANDINGS, STATES
from rubicon.supposing.panels.tables import Layout, PanelTable, Parts, batches, digest_of
from rubicon.version import __version__

LIST = pa.list_(pa.string())
Tell = Callable[[int], None]
"""Is told how many rows are done."""


class Panel(Struct):
    """A map, and the schools that judge what it says of each row."""

    rulebook: Rulebook
    found: PanelMap
    schools: tuple[str, ...] | None
    drafts: bool
    keeps: bool
    umpires: list[Umpire]
    decoder: Decoder
    schema: pa.Schema

    def judged(self, batch: pa.RecordBatch, start: int) -> pa.Table:
        """Judge the rows of a batch, of which the first is row `start` of the table.

        Raises:
            BadInput: a cell holds what is no value, or a row lacks what a sentence needs; told by rows (see `by_lines`).
        """
        columns = [batch.column(name) for name in passed_on(self.found)]
        rows = self.decoder.rows(batch, start)
        for umpire in self.umpires:
            columns += _columns(umpire.judge(rows, start), self.found)
        return pa.Table.from_arrays(columns, schema=self.schema)


def panel_of(
    rulebook: Rulebook,
    found: PanelMap,
    layout: Layout,
    schools: Sequence[str] | None = None,
    *,
    drafts: bool = False,
    keeps: bool = True,
) -> Panel:
    """Make ready to judge a table by a map; `keeps`: groundings are taken from earlier runs and kept for later ones.

    Raises:
        BadInput: a school is unknown, the rulebook has no question, or two columns of the output have one name.
    """
    framework = framework_of(rulebook, found)
    language = Language(rulebook.vocabulary, (*rulebook.entities, *found.entities))
    decoder = Decoder(
        found, language, {role.name: role.kind for role in framework.roles}, layout.shown, layout.first
    )
    made = umpires(
        rulebook, found, schools, drafts=drafts, shown=layout.shown, first=layout.first, keeps=keeps
    )
    fields = [layout.schema.field(name) for name in passed_on(found)]
    for umpire in made:
        before = f"{umpire.name}." if len(made) > 1 else ""
        fields += [pa.field(before + name, pa.string()) for name in ("answer", "standing")]
        fields += [pa.field(f"{before}candidates", LIST)]
        fields += [pa.field(before + one.key, pa.string()) for one in variables_of(framework)]
        fields += [pa.field(f"{before}decisive", LIST)]
    names = [one.name for one in fields]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        what = f'the output has a column "{twice[0]}" of its own'
        remedy = "Give the table's column another name, in a query or in the file."
        raise BadInput([Problem(found.place.path, found.place_of(twice[0]).line, what, remedy)])
    named = tuple(schools) if schools is not None else None
    return Panel(rulebook, found, named, drafts, keeps, made, decoder, pa.schema(fields))


def passed_on(found: PanelMap) -> tuple[str, ...]:
    """Return the columns of the table that stand in the output: roles, the day, and those to be kept."""
    day = (found.day,) if isinstance(found.day, str) else ()
    parts = (part.column for part in found.parts if part.column is not None)
    return tuple(dict.fromkeys((*parts, *day, *found.kept)))


def _columns(judged: Judged, found: PanelMap) -> list[pa.Array]:
    """Turn what a school says into columns of texts."""
    words = pa.array([None, *judged.words], pa.string())
    settled = judged.answer > 0
    playing = judged.playing.copy()
    playing[settled] = False
    if len(judged.words):
        playing[np.flatnonzero(settled), judged.answer[settled] - 1] = True
    states = pa.array(STATES, pa.string())
    return [
        words.take(pa.array(judged.answer)),
        pa.array(STANDINGS, pa.string()).take(pa.array(judged.standing)),
        _lists(playing, judged.words),
        *(states.take(pa.array(judged.sections[:, at])) for at in range(judged.sections.shape[1])),
        _lists(judged.decisive, [saying.column for saying in found.sayings]),
    ]


def _lists(marks: "np.typing.NDArray[np.bool_]", names: Sequence[str]) -> pa.Array:
    """Return for each row the names that it marks; each different set of them is made once."""
    if not names:
        return pa.array([[]] * len(marks), LIST)
    packed = np.packbits(marks, axis=1)
    keys = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, where = np.unique(keys, return_index=True, return_inverse=True)
    told = [[name for name, there in zip(names, marks[at], strict=True) if there] for at in first]
    return pa.array(told, LIST).take(pa.array(where.reshape(-1)))


def settings_of(panel: Panel) -> bytes:
    """Return what the judgements of a panel go by, but for its rows."""
    found = panel.found
    said = [
        [
            saying.column,
            str(saying.pattern),
            str(saying.grade),
            saying.on,
            saying.yes,
            saying.no,
            saying.left_open,
        ]
        for saying in found.sayings
    ]
    parts = [[part.role, part.column, part.entity] for part in found.parts]
    entities = [[one.name, one.kind, one.also] for one in found.entities]
    rules = [[umpire.name, [rule.id for rule in umpire.ask.rules]] for umpire in panel.umpires]
    framework = panel.rulebook.framework
    tier = framework.tiers[0].name if framework and framework.tiers else None
    whole = [
        __version__,
        panel.rulebook.digest,
        said,
        parts,
        entities,
        str(found.day),
        found.kept,
        rules,
        tier,
    ]
    return json.dumps(whole).encode()


def run(panel: Panel, table: PanelTable, tell: Tell) -> Iterator[pa.Table]:
    """Judge a table batch by batch."""
    done = 0
    for batch in batches(table):
        with by_lines(panel.decoder.first):
            judged = panel.judged(batch, done)
        yield judged
        done += batch.num_rows
        tell(done)
    tidy()


def run_into(panel: Panel, table: PanelTable, output: Path, tell: Tell) -> int:
    """Judge a table into a Parquet file; what an earlier run of the same has made is taken over. Return its rows.

    Raises:
        BadInput: a row cannot be judged; the parts made so far are kept.
    """
    parts, settings, digests, done = Parts(output), settings_of(panel), [], 0
    for number, batch in enumerate(batches(table)):
        digest = digest_of(settings, batch)
        if not parts.made(number, digest):
            with by_lines(panel.decoder.first):
                judged = panel.judged(batch, done)
            parts.write(number, digest, judged)
        digests.append(digest)
        done += batch.num_rows
        tell(done)
    tidy()
    parts.join(digests, panel.schema)
    return done


def as_csv(judged: pa.Table, *, header: bool) -> str:
    """Spell judged rows as CSV; the names of a list stand between semicolons, and no mark dresses a terminal."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    if header:
        writer.writerow(judged.schema.names)
    for row in zip(*(column.to_pylist() for column in judged.columns), strict=True):
        cells = ["; ".join(map(str, cell)) if isinstance(cell, list) else cell for cell in row]
        writer.writerow([printable(cell) if isinstance(cell, str) else cell for cell in cells])
    return written.getvalue()
