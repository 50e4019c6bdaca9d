"""What panels need beside the rest, and what to install where it is missing."""

from importlib.util import find_spec

from rubicon.problems import BadInput, Problem


def refuse_without(*packages: str) -> None:
    """Make sure that packages of the extra are there, before anything loads them.

    Raises:
        BadInput: some are not installed.
    """
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        what = f"a panel needs {' and '.join(missing)}, which {are} not installed"
        raise BadInput([Problem("rubicon panel", 0, what, "pip install 'rubicon[panel]'")])
