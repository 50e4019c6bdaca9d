"""Sentences as tokens, and the spelling of values: numbers, days and quoted texts."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from unicodedata import combining, normalize

from rubicon.language.facts import Value

LONGEST = 2_000
"""Characters of the longest sentence that is read."""

WIDEST = 40
"""Digits of the widest number that is read, before and after the point together."""

KEPT = 8
"""Sentences of which the squeezed form is kept: each is looked at several times in a row."""

UNCLOSED = "“"
"""The token of a quote that is never closed; no other token is one."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

QUOTED = r'"(?:[^"\\]|\\"|\\(?!"))*"'
"""A text in straight quotes, as a regular expression: a backslash escapes a quote, and else stands for itself."""

_QUOTED = QUOTED + "|“[^”]*”"
_TOKEN = re.compile(_QUOTED + r'|[^\s"“]+|["“]', re.DOTALL)
_OUTSIDE = re.compile(f"({_QUOTED})|" + r"\s+", re.DOTALL)
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")
_DOUBTFUL = re.compile(r"[-+]?0*([1-9][0-9]{0,2})\.([0-9]{3})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = {month.casefold(): number for number, month in enumerate(MONTHS, 1)}
_MARKS = ",;:"
_BARE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"}
)
_CLEAN = str.maketrans(
    {
        **dict.fromkeys("‘’ʼʻ´`′", "'"),
        **dict.fromkeys("‐‑", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
    }
)


def tokens_of(text: str) -> list[str]:
    """Split a sentence into words, marks, possessives (`'s`) and quoted texts (kept as written, in `"`).

    >>> tokens_of("The United States’ army, it is said:")
    ['The', 'United', 'States', "'s", 'army', ',', 'it', 'is', 'said', ':']
    """
    pieces = _TOKEN.findall(text) if '"' in text or "“" in text else text.split()
    found: list[str] = []
    for piece in pieces:
        if piece.isalnum() and piece.isascii():
            found.append(piece)
        elif piece[0] == '"':
            found.append(_quoted(piece[1:-1].replace('\\"', '"')) if len(piece) > 1 else UNCLOSED)
        elif piece[0] == "“":
            found.append(_quoted(piece[1:-1]) if len(piece) > 1 else UNCLOSED)
        else:
            found += _word_tokens(piece)
    return found


def placed_tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the tokens of a sentence, without the full stop that may end it, each with where it stands.

    >>> placed_tokens("The States' army.")
    [('The', 0, 3), ('States', 4, 10), ("'s", 10, 11), ('army', 12, 16)]
    """
    text = text.rstrip()
    found = []
    for piece in _TOKEN.finditer(text.removesuffix(".")):
        first, *tail = tokens_of(piece.group()) or [""]
        end, after = piece.end(), []
        for token in reversed(tail):
            width = 2 if token.startswith("'") and text[end - 1] in "sS" else 1
            after.append((token, end - width, end))
            end -= width
        found += [(first, piece.start(), end), *reversed(after)] if first else []
    return found


def _quoted(text: str) -> str:
    return f'"{text}' if text.isascii() else f'"{normalize("NFC", text)}'


def cleaned(text: str) -> str:
    """Return a text with plain apostrophes and hyphens, and without marks that cannot be seen."""
    return text if text.isascii() else normalize("NFC", text.translate(_CLEAN))


def _word_tokens(piece: str) -> list[str]:
    word = cleaned(piece)
    tail: list[str] = []
    while len(word) > 1:
        if word[-1] in _MARKS:
            tail.append(word[-1])
            word = word[:-1]
        elif len(word) > 2 and word[-2:] in ("'s", "'S"):
            tail.append("'s")
            word = word[:-2]
        elif word[-1] == "'":
            tail.append("'s")
            word = word[:-1]
        else:
            break
    return [word, *reversed(tail)] if word else []


@lru_cache(maxsize=KEPT)
def squeezed(text: str) -> str:
    r"""Return a sentence with single spaces, without the full stop that may end it; quoted texts stay.

    >>> squeezed('  Russia  says\n"a  b".')
    'Russia says "a  b"'
    """
    if '"' in text or "“" in text:
        text = _OUTSIDE.sub(lambda found: found.group(1) or " ", text).strip()
    else:
        text = " ".join(text.split())
    return text[:-1].rstrip() if text.endswith(".") else text


def masked(text: str) -> str:
    """Return a text of the same length with its quoted texts blotted out."""
    if '"' not in text and "“" not in text:
        return text
    return _OUTSIDE.sub(lambda found: "\x00" * len(found.group(1) or "") or found.group(), text)


def fold(token: str) -> str:
    """Return a token as it is compared: without regard to case, quoted texts exactly."""
    return token if token.startswith('"') else token.casefold()


def name_key(text: str) -> tuple[str, ...]:
    """Return a name as it is looked up: folded tokens without a leading "the" or a closing full stop."""
    return key_of(tokens_of(text))


def key_of(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return tokens as a name is looked up; see `name_key`."""
    folded = tuple(map(str.casefold, tokens))
    if not folded:
        return folded
    if folded[-1].endswith(".") and len(folded[-1]) > 1:
        folded = (*folded[:-1], folded[-1].rstrip(".") or ".")
    return folded[1:] if len(folded) > 1 and folded[0] == "the" else folded


def unaccented(key: tuple[str, ...]) -> tuple[str, ...]:
    """Return the key of a name as it is written without accents.

    >>> unaccented(name_key("São Tomé")), unaccented(name_key("Łódź"))
    (('sao', 'tome'), ('lodz',))
    """
    if all(map(str.isascii, key)):
        return key
    return tuple(
        "".join(mark for mark in normalize("NFD", word.translate(_BARE)) if not combining(mark))
        for word in key
    )


def number(token: str) -> Decimal | None:
    """Read an exact decimal: `100,000`, `2.5`, `1e5`; None if it is none, is wider than `WIDEST` or has two readings."""
    if token.isdecimal() and token.isascii() and len(token) <= WIDEST:  # as most are
        return Decimal(token)
    word = token.replace("−", "-")
    if len(word) > LONGEST or not _NUMBER.fullmatch(word) or _DOUBTFUL.fullmatch(word):
        return None
    value = Decimal(word.replace(",", ""))
    if not value:
        return Decimal(0)
    exponent = value.as_tuple().exponent
    width = max(len(value.as_tuple().digits), value.adjusted() + 1, -int(exponent))
    if width > WIDEST:
        return None
    return _plain(value)


def is_number(token: str) -> bool:
    """Tell whether a token is written as a number, however wide."""
    return _NUMBER.fullmatch(token.replace("−", "-")) is not None


def two_readings(token: str) -> tuple[str, str] | None:
    """Return both numbers that a token such as `2.500` may be, spelled so that there is no doubt.

    A point before three digits parts thousands in many languages, so that it is refused where it could.

    >>> two_readings("2.500"), two_readings("2.125"), two_readings("2500.125")
    (('2,500', '2.5000'), ('2,125', '2.1250'), None)
    """
    word = token.replace("−", "-")
    if not _DOUBTFUL.fullmatch(word):
        return None
    return f"{int(word.replace('.', '')):,}", f"{word}0"


def _plain(value: Decimal) -> Decimal:
    digits = f"{value:f}"
    return Decimal(digits.rstrip("0").rstrip(".")) if "." in digits else Decimal(digits)


def number_text(value: Decimal) -> str:
    """Spell a number exactly, with commas from 10,000, and with a fourth decimal where three could mislead.

    >>> number_text(Decimal("1e5")), number_text(Decimal("2500.50")), number_text(Decimal("1e-9"))
    ('100,000', '2500.5', '0.000000001')
    >>> number_text(Decimal("2.125")), number_text(Decimal("0.125"))
    ('2.1250', '0.125')
    """
    plain = _plain(value)
    said = f"{plain:,f}" if abs(plain) >= 10_000 else f"{plain:f}"
    return f"{said}0" if _DOUBTFUL.fullmatch(said) else said


def day(tokens: Sequence[str]) -> date | None:
    """Read a day from one token (`2022-01-05`) or three (`5 January 2022`)."""
    try:
        if len(tokens) == 1:
            return date.fromisoformat(tokens[0]) if _ISO.fullmatch(tokens[0]) else None
        if len(tokens) == 3 and re.fullmatch("[0-9]{1,2}", tokens[0]) and re.fullmatch("[0-9]{4}", tokens[2]):
            month = _MONTH.get(tokens[1].casefold())
            return date(int(tokens[2]), month, int(tokens[0])) if month else None
    except ValueError:
        return None
    return None


def day_text(value: date) -> str:
    """Spell a day in prose: `5 January 2022`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year:04}"


def value_text(value: Value, kind: str = "", *, prose: bool = False) -> str:
    """Spell a value: a text in quotes, a number with commas, a day in ISO form or in prose."""
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date):
        return day_text(value) if prose else value.isoformat()
    return f'"{_escape(value)}"' if kind == "text" else value


def _escape(text: str) -> str:
    return text.replace('"', '\\"')
