"""What can be said: words, facts, conditions, rules and sentences."""
