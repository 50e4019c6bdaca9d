"""Draw countries and days by lot, and write a case without facts for each: what is made of an ordinary day.

Run it from the top of the checkout; the same seed writes the same files. The days lie in the period that
docs/base-rate.md counts, so that its rows tell what came of each.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

SEED = 20211231
NUMBER = 40
HORIZON = 60
FIRST, LAST = date(1992, 1, 1), date(2021, 12, 31)
FOLDER = Path(__file__).resolve().parents[1] / "cases" / "quiet"

HOSTS = (
    "Armenia",
    "Azerbaijan",
    "Belarus",
    "Estonia",
    "Georgia",
    "Kazakhstan",
    "Kyrgyzstan",
    "Latvia",
    "Lithuania",
    "Moldova",
    "Tajikistan",
    "Turkmenistan",
    "Ukraine",
    "Uzbekistan",
)

COUNTED = (
    ("Moldova", date(1992, 7, 29)),
    ("Georgia", date(1994, 6, 15)),
    ("Georgia", date(2008, 8, 8)),
    ("Ukraine", date(2014, 3, 2)),
    ("Ukraine", date(2014, 8, 27)),
    ("Ukraine", date(2014, 11, 10)),
    ("Ukraine", date(2015, 1, 19)),
    ("Azerbaijan", date(2020, 11, 10)),
)
"""The openings that docs/base-rate.md counts."""

KEPT = ("Tajikistan", 1992, 1993)
"""A country and the years of it that are kept for an independent check: drawn again."""


def lots() -> Iterator[tuple[str, date]]:
    """Yield the countries and days, in the order in which they are drawn."""
    dice = Random(SEED)
    days = (LAST - FIRST).days - HORIZON
    drawn = 0
    while drawn < NUMBER:
        host, day = dice.choice(HOSTS), FIRST + timedelta(days=dice.randrange(days))
        if not (host == KEPT[0] and KEPT[1] <= day.year <= KEPT[2]):
            drawn += 1
            yield host, day


def text(host: str, day: date) -> str:
    """Return the file of a case."""
    came = [on for where, on in COUNTED if where == host and 0 <= (on - day).days <= HORIZON]
    outcome = f"happened = true\non       = {came[0]}\n" if came else "happened = false\n"
    return (
        f"# Drawn by lot (benchmarks/quiet_days.py, seed {SEED}). Nothing was looked up: there are no facts.\n\n"
        f'title = "{host}, {day.day} {day:%B} {day.year}, by lot"\n'
        f"as_of = {day}\n"
        f'roles = {{ intervener = "Russia", host = "{host}" }}\n'
        f'sample = "quiet"\n\n'
        f"[outcome]\n{outcome}"
        'summary  = "By the count in docs/base-rate.md."\n'
    )


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for host, day in lots():
        (FOLDER / f"{host.lower()}-{day}.toml").write_text(text(host, day), encoding="utf-8")
