"""RUB168: a question that is never put (told by the analysis)."""

LEVEL = "note"
