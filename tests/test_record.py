"""The README's table of speed: every figure in it stands in the record of runs, under the same aim."""

import re

import pytest

from reported import TOP

README = (TOP / "README.md").read_text(encoding="utf-8")
RECORD = (TOP / "benchmarks" / "record.md").read_text(encoding="utf-8").splitlines()
TABLE = README[README.index("| work | Rubicon | against | ratio | aim |") :].split("\n\n")[0].splitlines()[2:]
FIGURE = re.compile(r"(?<![\w.^])\d[\d,]*(?:\.\d+)?(?!\^)")


def _figures(text):
    return [one.replace(",", "") for one in FIGURE.findall(text)]


def _is_told(figure, recorded):
    """Tell whether a figure is one of the record, rounded as it is written, or that in thousandths of its unit."""
    zeros = len(figure) - len(figure.rstrip("0")) if "." not in figure and len(figure) > 3 else 0
    digits = len(figure.partition(".")[2]) - zeros
    return any(round(one * unit, digits) == float(figure) for one in recorded for unit in (1, 1000))


@pytest.mark.parametrize("row", TABLE)
def test_every_figure_of_the_table_stands_in_the_record(row):
    """Nobody has to believe a figure: the run that gave it is kept, with its revision and its day."""
    work, *cells, _aim = (cell.strip() for cell in row.strip("|").split("|"))
    name = re.match(r"(?:the )?(P\d+b?|page)\b", work).group(1)
    recorded = [float(one) for line in RECORD if re.match(rf"\| {name}\b", line) for one in _figures(line)]
    missing = [one for cell in cells for one in _figures(cell) if not _is_told(one, recorded)]
    assert missing == []


def test_the_table_has_every_aim():
    """No aim is left out because it was missed."""
    told = {re.match(r"\| (?:the )?(P\d+b?|page)\b", row).group(1) for row in TABLE}
    assert told == {"P1", "P1b", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "page"}
