"""RUB171: a property that is not so (told by the analysis)."""

LEVEL = "warning"
