"""RUB303: a fact without a source (told by the reader or the examples)."""

LEVEL = "warning"
