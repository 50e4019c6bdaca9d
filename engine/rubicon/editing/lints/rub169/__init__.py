"""RUB169: a question of the analysis that is not decided (told by the analysis)."""

LEVEL = "warning"
