"""RUB162: a rule that applies only where a case states what rules conclude (told by the analysis)."""

LEVEL = "note"
