"""Sentence to atom and back: the only room that knows the surface language."""

from rubicon.sentences.conditions import OPENINGS, is_comparison, read_condition
from rubicon.sentences.language import Language, Unread, literal_of
from rubicon.sentences.speaking import fill, form_text, say_form, speak, speak_pattern
from rubicon.sentences.tokens import day_text, number_text, value_text

__all__ = [
    "OPENINGS",
    "Language",
    "Unread",
    "day_text",
    "fill",
    "form_text",
    "is_comparison",
    "literal_of",
    "number_text",
    "read_condition",
    "say_form",
    "speak",
    "speak_pattern",
    "value_text",
]
