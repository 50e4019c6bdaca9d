"""What the first row of a table may say, whoever reads the rest of it."""

from collections.abc import Sequence

from rubicon.problems import BadInput, Problem


def refuse_doubled(path: str, names: Sequence[str]) -> None:
    """See to it that each column has a name of its own; several may have none.

    Raises:
        BadInput: two columns have one name.
    """
    twice = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    if twice:
        what = f'two columns are called "{twice[0]}"'
        raise BadInput([Problem(path, 1, what, "Give each column a name of its own.")])
