"""The rulebook as a whole, for those who write it."""
