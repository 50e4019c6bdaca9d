"""A panel on a cluster of Dask that is already there: the same function over the same batches, and the same rows.

Each worker reads what the panel goes by once, and judges the batches that it is given; how they are shared out is
Dask's work. No more of them are on their way than the workers can use, so that memory stays flat.
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Any

import distributed
import pyarrow as pa
from msgspec import Struct

from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading.panels import PanelMap
from rubicon.supposing.panels.lines import by_lines
from rubicon.supposing.panels.running import Panel, Tell, panel_of, settings_of
from rubicon.supposing.panels.tables import Layout, PanelTable, Parts, batches, digest_of
from rubicon.version import __version__

PATIENCE = 10
"""Seconds in which a scheduler has to answer."""

AHEAD = 2
"""Batches on their way for each worker."""

INSTALL = "Install this version of Rubicon there, with its extra [panel]."

_made = local()
"""The panel that a thread of a worker has made ready."""


class Job(Struct, frozen=True, eq=False):
    """All that a worker needs to judge batches of a panel; `key` tells one job from another."""

    key: bytes
    rulebook: Rulebook
    found: PanelMap
    schools: tuple[str, ...] | None
    drafts: bool
    layout: Layout
    keeps: bool
    workers: tuple[str, ...]


class PartJudged(Struct, frozen=True, eq=False):
    """What a worker makes of a batch: the judged rows, or the problems; and the process that made them."""

    process: int
    rows: pa.Table | None = None
    problems: tuple[Problem, ...] = ()


def judge_part(job: Job, batch: pa.RecordBatch, start: int) -> PartJudged:
    """Judge a batch in a worker, of which the first is row `start` of the table."""
    process = os.getpid()
    try:
        if getattr(_made, "key", None) != job.key:
            _made.panel = panel_of(
                job.rulebook, job.found, job.layout, job.schools, drafts=job.drafts, keeps=job.keeps
            )
            own = distributed.get_worker().address
            place = job.workers.index(own) if own in job.workers else 0
            for umpire in _made.panel.umpires:
                umpire.turn = (place, max(1, len(job.workers)))
            _made.key = job.key
        return PartJudged(process, _made.panel.judged(batch, start))
    except BadInput as bad:
        return PartJudged(process, problems=bad.problems)


def spread_into(address: str, panel: Panel, table: PanelTable, output: Path, tell: Tell) -> frozenset[int]:
    """Judge a table into a Parquet file on a cluster; return the processes that judged some of it.

    What an earlier run of the same has made is taken over.

    Raises:
        BadInput: no scheduler answers at the address, its cluster has no workers or is lost, or a row cannot be
            judged; the parts made so far are kept.
    """
    parts, settings, done = Parts(output), settings_of(panel), 0
    digests: list[str] = []
    processes: set[int] = set()
    waiting: deque[tuple[int, int, Any]] = deque()

    def settle() -> None:
        number, rows, future = waiting.popleft()
        with _understood():
            made = future.result()
        if made.rows is None:
            with by_lines(table.layout.first):
                raise BadInput(made.problems)
        processes.add(made.process)
        parts.write(number, digests[number], made.rows)
        tell(rows)

    with _connected(address) as client:
        job = _job_of(panel, table.layout, address, client)
        with _understood():
            held = client.scatter(job, broadcast=True)
        most = AHEAD * len(job.workers)
        for number, batch in enumerate(batches(table)):
            digests.append(digest_of(settings, batch))
            start, done = done, done + batch.num_rows
            if not parts.made(number, digests[number]):
                sent = client.scatter(batch, hash=False)
                waiting.append((number, done, client.submit(judge_part, held, sent, start, pure=False)))
            while len(waiting) > most:
                settle()
        while waiting:
            settle()
    parts.join(digests, panel.schema)
    return frozenset(processes)


def _job_of(panel: Panel, layout: Layout, address: str, client: Any) -> Job:
    """Make the job of a panel; its key goes by the table, too, since messages and the output's columns do.

    Raises:
        BadInput: nobody is there to do it.
    """
    workers = tuple(sorted(client.scheduler_info(n_workers=-1)["workers"]))
    if not workers:
        remedy = f"Start some: dask worker {address}"
        raise BadInput([Problem("--scheduler", 0, f"the cluster at {address} has no workers", remedy)])
    others = {found for found in client.run(_version_there()).values() if found != __version__}
    if others:
        what = f"a worker of the cluster has {'no Rubicon' if None in others else f'Rubicon {max(map(str, others))}'}, and this is {__version__}"
        raise BadInput([Problem("--scheduler", 0, what, INSTALL)])
    table = repr((layout.shown, layout.first, panel.keeps)).encode()
    key = b"\n".join((settings_of(panel), table, layout.schema.serialize().to_pybytes()))
    rulebook, found, schools = panel.rulebook, panel.found, panel.schools
    return Job(key, rulebook, found, schools, panel.drafts, layout, panel.keeps, workers)


def _version_there() -> Callable[[], str | None]:
    """Return what tells the version of Rubicon on a worker; it is sent as it is, and needs nothing there."""

    def version() -> str | None:
        try:
            from rubicon.version import __version__ as found  # noqa: PLC0415 - it may not be there
        except ImportError:
            return None
        return found

    return version


@contextmanager
def _understood() -> Iterator[None]:
    """Tell what a worker makes of what is sent to it where it has something else than what is here.

    Raises:
        BadInput: it cannot read it, or not begin.
    """
    try:
        yield
    except (BadInput, CancelledError, distributed.KilledWorker, OSError):
        raise
    except Exception as error:
        what = f"a worker of the cluster cannot judge: {type(error).__name__}: {error}"
        raise BadInput([Problem("--scheduler", 0, what, INSTALL)]) from error


def _client() -> Any:
    """Return the class of clients, which has no types."""
    return distributed.Client


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    # What goes wrong is told in words of our own; its log would stand between them.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client: Any = _client()(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        remedy = "Start one with `dask scheduler`, and workers with `dask worker ADDRESS`; docs/panel.md tells how."
        what = f"no scheduler of Dask answers at {address}"
        raise BadInput([Problem("--scheduler", 0, what, remedy)]) from error
    try:
        yield client
    except (CancelledError, distributed.KilledWorker, OSError) as error:
        what = f"the cluster at {address} was lost while it judged"
        remedy = "The parts made so far are kept: run the same again."
        raise BadInput([Problem("--scheduler", 0, what, remedy)]) from error
    finally:
        client.close()
