"""Tables for P7: countries by months, with columns that assert, deny, leave open or give a number, and days of their own."""

import random
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet as pq

HOSTS = 200

SAYS = {
    "asked": "{host} asks {guarantor} to intervene",
    "disputed": "the authority of the government of {host} is disputed",
    "storming": "crowds storm public buildings in {host}",
    "unrest": "violent unrest shakes {host}",
    "split": "the armed forces of {host} are split",
    "rival": "{host} is drawing near to a rival of {intervener}",
    "troops": "{intervener} has {value} troops near {host}",
    "active": "{host} has {value} active troops",
    "dead": "the death toll of unrest in {host} is {value}",
    "fighting": "the death toll of fighting in {host} is {value}",
}
"""Ten columns, four of them of numbers; what the vocabulary has no sentence for is left out."""

NUMBERS = ("troops", "active", "dead", "fighting")


def panel_map(path: Path, says: dict[str, str]) -> None:
    """Write the map of the tables, with the hosts as entities."""
    text = ['day = "month"', "", "[roles]", 'intervener = "Russia"', 'host = { column = "country" }']
    text += ['guarantor = "the CSTO"', ""]
    text += [f'[[entity]]\nname = "Land {number}"\nkind = "country"\n' for number in range(HOSTS)]
    text += [f'[column.{name}]\nsays = "{sentence}"\ngrade = "B2"\n' for name, sentence in says.items()]
    path.write_text("\n".join(text), encoding="utf-8")


def panel_table(path: Path, rows: int, says: dict[str, str]) -> None:
    """Write a table of so many rows: each host in each month, as often as it takes."""
    chance = random.Random(7)
    with_values: pq.ParquetWriter | None = None
    done = 0
    while done < rows:
        size = min(100_000, rows - done)
        numbers = range(done, done + size)
        columns: dict[str, list[object]] = {
            "country": [f"Land {number % HOSTS}" for number in numbers],
            "month": [date(1990, 1, 1) + timedelta(days=30 * (number // HOSTS % 420)) for number in numbers],
        }
        for name in says:
            if name in NUMBERS:
                columns[name] = [
                    chance.randrange(200_000) if chance.random() < 0.5 else None for _ in numbers
                ]
            else:
                columns[name] = [chance.choice((True, False, None, None)) for _ in numbers]
        table = pa.table(columns)
        with_values = with_values or pq.ParquetWriter(path, table.schema)
        with_values.write_table(table)
        done += size
    if with_values is not None:
        with_values.close()
