"""RUB002: an example that fails (told by the reader or the examples)."""

LEVEL = "error"
