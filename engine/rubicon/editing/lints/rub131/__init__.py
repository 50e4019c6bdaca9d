"""RUB131: an override that can never matter (told by the reader or the examples)."""

LEVEL = "warning"
