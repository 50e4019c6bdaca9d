"""Sentence to atom and back: the only room that knows the surface language."""

from rubicon.sentences.comparing import as_comparison
from rubicon.sentences.conditions import (
    OPENINGS,
    has_limit,
    is_comparison,
    not_plain,
    opening_of,
    read_condition,
)
from rubicon.sentences.language import Language, comparable, literal_of
from rubicon.sentences.names import Doubts, Unread
from rubicon.sentences.speaking import fill, form_text, say_form, speak, speak_pattern
from rubicon.sentences.tokens import day_text, number_text, value_text

__all__ = [
    "OPENINGS",
    "Doubts",
    "Language",
    "Unread",
    "as_comparison",
    "comparable",
    "day_text",
    "fill",
    "form_text",
    "has_limit",
    "is_comparison",
    "literal_of",
    "not_plain",
    "number_text",
    "opening_of",
    "read_condition",
    "say_form",
    "speak",
    "speak_pattern",
    "value_text",
]
