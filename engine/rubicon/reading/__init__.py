"""Read files into values; every problem of a run is reported at once."""

from pathlib import Path

from rubicon.language.rules import Rulebook
from rubicon.reading.cases import parse_case, read_case

__all__ = ["parse_case", "read_case", "read_kept_rulebook", "read_rulebook"]


def read_rulebook(folder: Path | str) -> Rulebook:
    """Read a rulebook from its folder; `warnings` of the result never stop a judgement.

    Raises:
        BadInput: the files have problems; all of them are in it.
    """
    # Here, so that a run whose rulebook is kept loads nothing of what reads one.
    from rubicon.reading.books import read_books  # noqa: PLC0415

    return read_books(Path(folder))


def read_kept_rulebook(folder: Path | str, *, examples: bool = True) -> Rulebook:
    """Read a rulebook as `read_rulebook` does, or take it from what an earlier run kept of the same bytes.

    Without `examples` the rules may lack theirs, which judging never reads.

    Raises:
        BadInput: the files have problems; all of them are in it.
    """
    from rubicon.reading.keeping import keep, kept, state_of  # noqa: PLC0415 - as above

    state = state_of(Path(folder))
    found = kept(state, examples=examples) if state is not None else None
    if found is None:
        found = read_rulebook(folder)
        if state is not None and state_of(Path(folder)) == state:
            keep(state, found)
    return found
