"""RUB103: no example makes the rule conclude (told by the reader or the examples)."""

LEVEL = "warning"
