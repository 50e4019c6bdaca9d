"""RUB165: a rule that makes no difference (told by the analysis)."""

LEVEL = "warning"
