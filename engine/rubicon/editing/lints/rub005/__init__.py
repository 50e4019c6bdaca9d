"""RUB005: a file that is not read (told by the reader or the examples)."""

LEVEL = "warning"
