"""RUB161: a rule that can never apply (told by the analysis)."""

LEVEL = "warning"
