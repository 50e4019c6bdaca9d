"""RUB167: a conflict without an override (told by the analysis)."""

LEVEL = "note"
