"""Tools for assistants' programs: they propose sentences, the case keeps who said so, and Rubicon judges."""
