"""RUB113: a variable that is used once (told by the reader or the examples)."""

import re

LEVEL = "warning"


def mend(row: str, what: str) -> str | None:
    """Mark the variable as anybody, where the line names it once."""
    name = what.split(" ", 1)[0].removeprefix("?")
    marked, count = re.subn(rf"\?{re.escape(name)}\b", f"?_{name}", row)
    return marked if count == 1 else row
