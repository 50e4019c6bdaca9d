"""RUB004: a finding that is ignored in vain (told by the reader or the examples)."""

LEVEL = "warning"


def mend(row: str, what: str) -> str | None:
    """Take the remark out."""
    del row, what
    return None
