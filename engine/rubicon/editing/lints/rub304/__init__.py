"""RUB304: a fact that is known before its source (told by the reader or the examples)."""

LEVEL = "warning"
