"""RUB001: a file that cannot be read as what it should be (told by the reader or the examples)."""

LEVEL = "error"
