"""RUB404: a line that meant something else in 0.1 (told by the reader or the examples)."""

LEVEL = "warning"
