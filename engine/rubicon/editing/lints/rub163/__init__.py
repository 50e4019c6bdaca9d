"""RUB163: a rule that always applies (told by the analysis)."""

LEVEL = "warning"
