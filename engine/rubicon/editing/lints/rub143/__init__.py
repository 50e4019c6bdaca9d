"""RUB143: a slip in a reason that would be printed as it stands (told by the reader or the examples)."""

LEVEL = "warning"
