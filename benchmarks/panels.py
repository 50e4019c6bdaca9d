"""P7: tables of countries by months, judged by `rubicon panel`, each measurement in a process of its own."""

import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet as pq

from rubicon.explaining.answering import pose
from rubicon.explaining.sections import heads_of
from rubicon.judging.assessing import assess
from rubicon.judging.ledger import Ledger
from rubicon.reading import read_kept_rulebook
from rubicon.reading.panels import read_panel_map
from rubicon.supposing.panels.asks import Kin
from rubicon.supposing.panels.grounding import ground_rows
from rubicon.supposing.panels.rowcases import case_of_row
from rubicon.supposing.panels.running import Panel, panel_of, run_into
from rubicon.supposing.panels.spreading import spread_into
from rubicon.supposing.panels.tables import PanelTable, batches, open_table

HOSTS = 200

SAYS = {
    "asked": "{host} asks {guarantor} to intervene",
    "disputed": "the authority of the government of {host} is disputed",
    "storming": "crowds storm public buildings in {host}",
    "unrest": "violent unrest shakes {host}",
    "split": "the armed forces of {host} are split",
    "troops": "{intervener} has {value} troops near {host}",
    "active": "{host} has {value} active troops",
    "dead": "the death toll of unrest in {host} is {value}",
    "fighting": "the death toll of fighting in {host} is {value}",
}
"""Nine columns: five assert, deny or leave open, four give numbers."""

NUMBERS = ("troops", "active", "dead", "fighting")
RULES = Path(__file__).resolve().parents[1] / "rules"


def panel_map(path: Path) -> None:
    """Write the map of the tables, with the hosts as entities."""
    text = ['day = "month"', "[roles]", 'intervener = "Russia"', 'host = { column = "country" }']
    text += ['guarantor = "the CSTO"']
    text += [f'[[entity]]\nname = "Land {number}"\nkind = "country"' for number in range(HOSTS)]
    text += [f'[column.{name}]\nsays = "{sentence}"\ngrade = "B2"' for name, sentence in SAYS.items()]
    path.write_text("\n".join(text), encoding="utf-8")


def panel_table(path: Path, rows: int) -> None:
    """Write a table of so many rows: each host in each month, as often as it takes."""
    chance = random.Random(7)
    schema = pa.schema(
        [("country", pa.string()), ("month", pa.date32())]
        + [(name, pa.int64() if name in NUMBERS else pa.bool_()) for name in SAYS]
    )
    with pq.ParquetWriter(path, schema) as writer:
        for first in range(0, rows, 100_000):
            numbers = range(first, min(rows, first + 100_000))
            columns: dict[str, list[object]] = {
                "country": [f"Land {number % HOSTS}" for number in numbers],
                "month": [
                    date(1990, 1, 1) + timedelta(days=30 * (number // HOSTS % 420)) for number in numbers
                ],
            }
            for name in SAYS:
                choices = (None, None, 12, 50_000, 150_000) if name in NUMBERS else (True, False, None, None)
                columns[name] = chance.choices(choices, k=len(numbers))
            writer.write_table(pa.table(columns, schema=schema))


def _ready(folder: Path, rows: int) -> tuple[Panel, PanelTable]:
    panel_map(folder / "map.toml")
    if not (folder / f"{rows}.parquet").exists():
        panel_table(folder / f"{rows}.parquet", rows)
    rulebook = read_kept_rulebook(RULES)
    found = read_panel_map(folder / "map.toml", rulebook)
    table = open_table(str(folder / f"{rows}.parquet"), found)
    return panel_of(rulebook, found, table.layout), table


def tables(folder: str, *rows: int) -> dict[str, float]:
    """Write the map and the tables of so many rows."""
    for size in rows:
        _ready(Path(folder), size)
    return {}


def grounding(patterns: int) -> dict[str, float]:
    """Ground so many patterns of roles; return the time of each, in seconds."""
    with tempfile.TemporaryDirectory() as name:
        panel, _ = _ready(Path(name), 1)
        [umpire] = panel.umpires
        begun = time.process_time()
        for number in range(patterns):
            roles = (("guarantor", "the CSTO"), ("host", f"Land {number}"), ("intervener", "Russia"))
            ground_rows(umpire.ask, Kin(roles))
        return {"time": (time.process_time() - begun) / patterns}


def judged(folder: str, rows: int, cache: str) -> dict[str, float]:
    """Judge a table that is there into Parquet, with what is kept in a folder; return the time, Python's start included."""
    os.environ["RUBICON_CACHE"] = cache
    panel, table = _ready(Path(folder), rows)
    done = run_into(panel, table, Path(folder) / "out.parquet", lambda _: None)
    return {"time": time.process_time(), "rows": done}


def sampled(folder: str, rows: int, sample: int) -> dict[str, float]:
    """Judge a sample of a table's rows by `assess`; return in how many answer, standing, candidates and variables agree."""
    panel, table = _ready(Path(folder), rows)
    rulebook, framework = panel.rulebook, panel.rulebook.framework
    assert framework is not None
    variables = [one for one in framework.sections if one.kind == "variable"]
    batch = next(batches(table))
    read, told = panel.decoder.rows(batch, 0), panel.judged(batch, 0).to_pylist()
    alike = 0
    for row in random.Random(1).sample(range(len(told)), sample):
        case = case_of_row(panel.found, read, row)
        made = assess(rulebook, case)
        ledger = Ledger(made.judgement, rulebook.vocabulary)
        question = pose(framework, case, made.day, ledger)
        states = [heads_of(ledger, one, dict(case.roles)).state for one in variables]
        theirs = (question.answer, question.standing, set(question.candidates), states)
        ours = (
            told[row]["answer"],
            told[row]["standing"],
            set(told[row]["candidates"]),
            [told[row][one.key] for one in variables],
        )
        alike += ours == theirs
    return {"alike": alike / sample}


def spread(folder: str, rows: int, workers: int, cache: str) -> dict[str, float]:
    """Judge a table on so many worker processes of Dask, their start left out, nothing kept before.

    Return the time by the clock, and the processor time of the worker that took the most.
    """
    from distributed import Client, LocalCluster  # noqa: PLC0415 - only this needs it

    os.environ["RUBICON_CACHE"] = cache
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        panel, table = _ready(Path(folder), rows)
        with Client(cluster.scheduler_address, set_as_default=False) as client:
            before = client.run(time.process_time)
            begun = time.perf_counter()
            spread_into(
                cluster.scheduler_address, panel, table, Path(folder) / "spread.parquet", lambda _: None
            )
            taken = time.perf_counter() - begun
            after = client.run(time.process_time)
        return {"time": taken, "most": max(after[name] - before[name] for name in after)}


if __name__ == "__main__":
    tables(sys.argv[1], *map(int, sys.argv[2:]))
