"""Sentences as tokens, and the spelling of values: numbers, days and quoted texts."""

import re
from datetime import date
from decimal import Decimal

from rubicon.facts import Value

LONGEST = 2_000
"""Characters of the longest sentence that is read."""

WIDEST = 40
"""Digits of the widest number that is read, before and after the point together."""

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

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|“[^”]*”|[^\s"“]+|["“]')
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_TAIL = ",;:"


def tokens_of(text: str) -> list[str]:
    """Split a sentence into words, marks, possessives (`'s`) and quoted texts (kept as written, in `"`).

    >>> tokens_of("The United States’ army, it is said:")
    ['The', 'United', 'States', "'s", 'army', ',', 'it', 'is', 'said', ':']
    """
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if token[0] in '"“' and len(token) > 1:
            found.append(f'"{_unescape(token[1:-1])}' if token[0] == '"' else f'"{token[1:-1]}')
            continue
        word = token.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
        marks: list[str] = []
        while len(word) > 1 and word[-1] in _TAIL:
            marks.insert(0, word[-1])
            word = word[:-1]
        if len(word) > 2 and word[-2:].lower() == "'s":
            found += [word[:-2], "'s"]
        elif len(word) > 1 and word.endswith("'"):
            found += [word[:-1], "'s"]
        else:
            found.append(word)
        found += marks
    return found


def sentence_tokens(text: str) -> list[str]:
    """Return the tokens of a whole sentence, without the full stop that may end it."""
    found = tokens_of(text)
    if found and found[-1] == ".":
        found.pop()
    elif found and found[-1].endswith(".") and not found[-1].startswith('"') and len(found[-1]) > 1:
        found[-1] = found[-1][:-1]
    return found


def fold(token: str) -> str:
    """Return a token as it is compared: without regard to case, quoted texts exactly."""
    return token if token.startswith('"') else token.casefold()


def name_key(text: str) -> tuple[str, ...]:
    """Return a name as it is looked up: folded tokens without a leading "the"."""
    return key_of(tokens_of(text))


def key_of(tokens: list[str]) -> tuple[str, ...]:
    """Return tokens as a name is looked up; see `name_key`."""
    folded = tuple(fold(token) for token in tokens)
    return folded[1:] if len(folded) > 1 and folded[0] == "the" else folded


def number(token: str) -> Decimal | None:
    """Read an exact decimal: `100,000`, `2.5`, `1e5`; None if it is none or is wider than `WIDEST`."""
    word = token.replace("−", "-")
    if not _NUMBER.fullmatch(word):
        return None
    value = Decimal(word.replace(",", ""))
    if not value:
        return Decimal(0)
    exponent = value.as_tuple().exponent
    width = max(len(value.as_tuple().digits), value.adjusted() + 1, -int(exponent))
    if width > WIDEST:
        return None
    return _plain(value)


def _plain(value: Decimal) -> Decimal:
    return Decimal(f"{value:f}".rstrip("0").rstrip(".")) if "." in f"{value:f}" else Decimal(f"{value:f}")


def number_text(value: Decimal) -> str:
    """Spell a number exactly, with commas from 10,000.

    >>> number_text(Decimal("1e5")), number_text(Decimal("2500.50")), number_text(Decimal("1e-9"))
    ('100,000', '2500.5', '0.000000001')
    """
    plain = _plain(value)
    return f"{plain:,f}" if abs(plain) >= 10_000 else f"{plain:f}"


def day(tokens: list[str]) -> date | None:
    """Read a day from one token (`2022-01-05`) or three (`5 January 2022`)."""
    try:
        if len(tokens) == 1 and _ISO.fullmatch(tokens[0]):
            return date.fromisoformat(tokens[0])
        if len(tokens) == 3:
            months = [month.casefold() for month in MONTHS]
            return date(int(tokens[2]), months.index(tokens[1].casefold()) + 1, int(tokens[0]))
    except ValueError:
        return None
    return None


def day_text(value: date) -> str:
    """Spell a day in prose: `5 January 2022`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def value_text(value: Value, kind: str = "", *, prose: bool = False) -> str:
    """Spell a value: a text in quotes, a number with commas, a day in ISO form or in prose."""
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date):
        return day_text(value) if prose else value.isoformat()
    return f'"{_escape(value)}"' if kind == "text" else value


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
