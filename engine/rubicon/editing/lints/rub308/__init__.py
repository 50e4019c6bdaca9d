"""RUB308: a fact that its source's date keeps from counting (told by the reader)."""

LEVEL = "warning"
