"""Spell: capitals and full stops, lists and small numbers, ranges of likelihood."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from rubicon.language.tokens import number_text

SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

LINES = 1_000
"""Texts that are remembered as they stand on one line, and as many in Markdown."""

_MARKDOWN = re.compile(r"([\\`*_\[\]|~])|^([#+>-]+|[0-9]+(?=[.)]))(?=[.)]? )")


def capital(text: str) -> str:
    """Begin a text with a capital; one that begins with a number or a quotation stays as it is.

    >>> capital("the CSTO approves"), capital("2,000 troops")
    ('The CSTO approves', '2,000 troops')
    """
    return text[:1].upper() + text[1:]


def stopped(text: str) -> str:
    """End a sentence with a full stop where it has no end yet.

    >>> stopped("It is so"), stopped("Is it so?")
    ('It is so.', 'Is it so?')
    """
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def listed(names: Iterable[object], joint: str = "and") -> str:
    """Join names in prose.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], "or")
    ('a, b and c', 'a or b')
    """
    said = [str(name) for name in names]
    return f"{', '.join(said[:-1])} {joint} {said[-1]}" if len(said) > 1 else "".join(said)


def plural(noun: str) -> str:
    """Return a noun for several.

    >>> plural("variable"), plural("penalty"), plural("day"), plural("crisis of trust"), plural("criterion")
    ('variables', 'penalties', 'days', 'crises of trust', 'criteria')
    """
    first, gap, rest = noun.partition(" of ")
    for ending, many in (
        ("sis", "ses"),
        ("rion", "ria"),
        ("s", "ses"),
        ("x", "xes"),
        ("ch", "ches"),
        ("sh", "shes"),
    ):
        if first.endswith(ending):
            return f"{first[: -len(ending)]}{many}{gap}{rest}"
    if first.endswith("y") and first[-2:-1] not in "aeiou":
        return f"{first[:-1]}ies{gap}{rest}"
    return f"{first}s{gap}{rest}"


def spelled(number: int) -> str:
    """Spell a small number in letters.

    >>> spelled(5), spelled(12)
    ('five', '12')
    """
    return SMALL[number] if number < len(SMALL) else str(number)


def lower_first(text: str) -> str:
    """Begin a text without a capital, unless its first word is written in capitals or is a name.

    >>> lower_first("Local support"), lower_first("NATO reaction")
    ('local support', 'NATO reaction')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def percent(span: tuple[Decimal, Decimal]) -> str:
    """Spell a range of likelihood.

    >>> percent((Decimal(55), Decimal(80)))
    '55–80%'
    """
    return f"{number_text(span[0])}–{number_text(span[1])}%"


def css_string(text: str) -> str:
    r"""Spell a text as it may stand between quotes in a style sheet: all but letters, figures and blanks as numbers.

    >>> css_string('A "b"')
    'A \\22 b\\22 '
    """
    return re.sub(r"[^A-Za-z0-9 ]", lambda found: f"\\{ord(found[0]):x} ", text)


@lru_cache(maxsize=LINES)
def one_line(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


@lru_cache(maxsize=LINES)
def markdown_line(text: str) -> str:
    """Put a text on one line, with what would be markup in Markdown escaped."""
    return _MARKDOWN.sub(_escaped, one_line(text)).replace("<", "&lt;")


def _escaped(found: re.Match[str]) -> str:
    return f"{found.group(2)}\\" if (found.group(2) or "").isdigit() else f"\\{found.group()}"
