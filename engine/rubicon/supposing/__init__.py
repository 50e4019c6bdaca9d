"""Many judgements at once: what would change one, and what it rests on."""
