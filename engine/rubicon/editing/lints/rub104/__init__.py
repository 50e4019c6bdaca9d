"""RUB104: no example makes its `otherwise` conclude (told by the reader or the examples)."""

LEVEL = "warning"
