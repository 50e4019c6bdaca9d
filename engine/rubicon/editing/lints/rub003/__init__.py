"""RUB003: a finding that is ignored without a reason (told by the reader or the examples)."""

LEVEL = "warning"
