"""RUB305: a fact that is never in force (told by the reader or the examples)."""

LEVEL = "warning"
