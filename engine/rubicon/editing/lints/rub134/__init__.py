"""RUB134: a conflict that is named and cannot be (told by the reader or the examples)."""

LEVEL = "warning"
