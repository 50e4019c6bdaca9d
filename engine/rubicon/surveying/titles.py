"""How cases are told apart where several are named: by their files, if nothing else does."""

from collections import Counter
from collections.abc import Sequence

from rubicon.language.facts import Case


def file_names(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return the names of the files of cases, their paths where two names are one."""
    counts = Counter(case.name for case in cases)
    return tuple(case.name if counts[case.name] == 1 else case.place.path for case in cases)


def titles(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return the titles of cases; to those that share title and day the name of their file is added."""
    counts = Counter((case.title, case.as_of) for case in cases)
    return tuple(
        case.title if counts[case.title, case.as_of] == 1 else f"{case.title} ({name})"
        for case, name in zip(cases, file_names(cases), strict=True)
    )
