"""RUB309: a fact that begins after its source (told by the reader)."""

LEVEL = "warning"
