"""RUB166: an override that never matters (told by the analysis)."""

LEVEL = "warning"
