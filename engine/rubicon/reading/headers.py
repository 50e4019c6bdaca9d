"""What the first row of a table says, whoever reads the rest of it: what parts its cells, and how columns are called."""

from collections.abc import Sequence

from rubicon.problems import BadInput, Problem

DELIMITERS = ("\t", ";", ",", "|")
"""What may part the cells of a table."""


def delimiter_of(head: str) -> str:
    r"""Return what parts the cells of a table whose first line this is: what stands in it most often.

    >>> [delimiter_of(head) for head in ("sentence;on;note, or not", "sentence", "a\tb;c", "a,b;c,d")]
    [';', ',', '\t', ',']
    """
    counts = {one: head.count(one) for one in DELIMITERS}
    return max(counts, key=counts.__getitem__) if any(counts.values()) else ","


def refuse_doubled(path: str, names: Sequence[str]) -> None:
    """See to it that each column has a name of its own; several may have none.

    Raises:
        BadInput: two columns have one name.
    """
    twice = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    if twice:
        what = f'two columns are called "{twice[0]}"'
        raise BadInput([Problem(path, 1, what, "Give each column a name of its own.")])
