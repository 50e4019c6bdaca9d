"""RUB132: a retired rule that is named (told by the reader or the examples)."""

LEVEL = "warning"
