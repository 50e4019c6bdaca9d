"""Read files into values; every problem of a run is reported at once."""

from rubicon.reading.books import read_rulebook
from rubicon.reading.cases import parse_case, read_case

__all__ = ["parse_case", "read_case", "read_rulebook"]
