"""Cases explained for the tests of reports: the two shipped cases, and a small rulebook about a bridge."""

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from rubicon.explaining import explain
from rubicon.judging.assessing import assess
from rubicon.reading import read_case, read_rulebook

TOP = Path(__file__).resolve().parents[1]
GOLDEN = TOP / "tests" / "golden"
READ_ALOUD = ("kazakhstan-2022", "ukraine-2021", "donbas-2014-08", "quiet/kazakhstan-2014-12-13")
"""Cases whose first pages were read aloud: three days of crisis, and a quiet one."""

REQUEST = "Kazakhstan asks the CSTO to intervene"


@cache
def rulebook(folder):
    return read_rulebook(folder)


@cache
def shipped(name):
    """Return the shipped rulebook and one of its cases."""
    book = rulebook(TOP / "rules")
    return book, read_case(TOP / "cases" / f"{name}.toml", book)


@cache
def bridge():
    """Return the rulebook about a bridge, and its case."""
    book = rulebook(GOLDEN / "bridge" / "rules")
    return book, read_case(GOLDEN / "bridge" / "case.toml", book)


def explained(read, **options):
    """Explain a case; with `assume` or `without`, compared with the case as filed."""
    book, case = read
    changed = {key: options.pop(key) for key in ("assume", "without") if key in options}
    filed = assess(book, case, **options)
    found = explain(assess(book, case, **options, **changed), filed) if changed else explain(filed)
    return replace(found, version="0.0.0")


def shuffled(read, random):
    """Return a rulebook and case with everything in another order that has no meaning."""

    def mixed(items):
        items = list(items)
        random.shuffle(items)
        return tuple(items)

    book, case = read
    book = replace(
        book,
        rules=mixed(book.rules),
        background=mixed(book.background),
        entities=mixed(book.entities),
        sources=dict(mixed(book.sources.items())),
    )
    return book, replace(case, facts=mixed(case.facts), sources=mixed(case.sources))


REPORTS = {
    "kazakhstan-2022": lambda: explained(shipped("kazakhstan-2022")),
    "kazakhstan-2022-without-the-request": lambda: explained(shipped("kazakhstan-2022"), without=[REQUEST]),
    "ukraine-2021": lambda: explained(shipped("ukraine-2021")),
    "bridge": lambda: explained(bridge(), schools=["masons", "drivers"]),
    "bridge-accepted": lambda: explained(
        bridge(), assume=["the Hauliers does not oppose closing the Old Bridge"]
    ),
}
"""The reports that tests read, by name."""
