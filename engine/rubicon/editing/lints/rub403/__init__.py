"""RUB403: a report called confirmed that has one origin (told by the reader or the examples)."""

LEVEL = "warning"
