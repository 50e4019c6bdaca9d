"""RUB164: a rule beside which another says as much (told by the analysis)."""

LEVEL = "warning"
