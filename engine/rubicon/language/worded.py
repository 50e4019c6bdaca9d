"""Comparisons in other words or signs, and how they are written."""

import re
from collections.abc import Callable

from rubicon.language.figures import FIGURES
from rubicon.language.names import wild

_A = r"(?P<a>\?\w+(?: ?[-+*] ?\S+)*)"
_N = r"(?P<n>[0-9][0-9,.]*)"
_MORE = r"(?:more|greater|larger|higher|bigger|later|longer)"
_LESS = r"(?:less|fewer|smaller|lower|earlier|shorter)"
_SIGNS = {
    "at least": ">=",
    "no less than": ">=",
    "not less than": ">=",
    "more than": ">",
    "over": ">",
    "at most": "<=",
    "no more than": "<=",
    "not more than": "<=",
    "within": "<=",
    "up to": "<=",
    "less than": "<",
    "fewer than": "<",
    "under": "<",
    "exactly": "=",
    "": "=",
}
_SIGN = r"(?P<sign>" + "|".join(sorted(filter(None, _SIGNS), key=len, reverse=True)) + ")"

Rewording = Callable[[re.Match[str]], str]


def worded(text: str) -> str:
    """Return how a comparison is written that is worded in another way, or nothing.

    >>> worded("?d is within 30 days of ?today")
    'Write `?today - ?d <= 30 days`; where the one may lie on either side of the other, `?d - ?today <= 30 days` too.'
    >>> worded("?n is 3 or more"), worded("?host is calm")
    ('Write `?n >= 3`', '')
    """
    for pattern, answer in _WORDINGS:
        found = pattern.fullmatch(text)
        if found:
            return answer(found)
    return ""


def fixed(text: str) -> Rewording:
    """Return the rewording that fills a text with what was found; of whom it is said, `who`, may be whoever it may be."""

    def answer(found: re.Match[str]) -> str:
        parts = found.groupdict()
        return text.format(**parts | {"who": wild(parts.get("who") or "")})

    return answer


def _within(found: re.Match[str]) -> str:
    a, b, n = found["a"], found["b"], found["n"]
    return (
        f"Write `{b} - {a} <= {n} days`; where the one may lie on either side of the other, "
        f"`{a} - {b} <= {n} days` too."
    )


def _apart(found: re.Match[str]) -> str:
    sign = _SIGNS[(found["sign"] or "").lower()]
    side = found["side"].lower()
    b = "?today" if side == "ago" else found["b"]
    days = f"{found['n']} day{'' if found['n'] == '1' else 's'}"
    one, other = (found["a"], b) if side.startswith(("after", "later")) else (b, found["a"])
    return f"Write `{one} - {other} {sign} {days}`"


def _either(found: re.Match[str]) -> str:
    a, x, y = found["a"], found["x"], found["y"].removeprefix(f"{found['a']} is ")
    return f'Write the alternatives as a list inside `if`: ["{a} is {x}", "{a} is {y}"]'


def _times(found: re.Match[str]) -> str:
    figure = {"twice": "2", "double": "2", "thrice": "3"}.get(found["n"].lower()) or FIGURES.get(
        found["n"].lower(), found["n"]
    )
    return f"Write `{found['before']}{figure} * {found['b']}`"


_WORDINGS: list[tuple[re.Pattern[str], Rewording]] = [
    (re.compile(pattern, re.IGNORECASE), answer)
    for pattern, answer in (
        (rf"{_A} (?:is|lies|was) within {_N} days (?:of|from) (?P<b>\S+)", _within),
        (
            rf"{_A} (?:is|lies|was) within (?:the (?:last|past) )?{_N} days",
            fixed("Write `?today - {a} <= {n} days`"),
        ),
        (
            rf"{_A} (?:is|lies|was) (?:{_SIGN} )?{_N} days? (?P<side>ago|(?:before|after|later than|earlier than) (?P<b>\S+))",
            _apart,
        ),
        (
            rf"{_A} (?P<x>(?:is at least|is at most|is|[<>]=?) \S+) and (?P<y>(?:at least|at most) \S+)",
            fixed("Write two lines: `{a} {x}` and `{a} is {y}`"),
        ),
        (
            rf"{_A} (?P<x>(?:[<>]=?|=) \S+) or (?P<b>\?\w+) (?P<y>(?:[<>]=?|=) \S+)",
            fixed('Write the alternatives as a list inside `if`: ["{a} {x}", "{b} {y}"]'),
        ),
        (
            rf"{_A} (?P<x>(?:[<>]=?|=) \S+) and (?P<b>\?\w+) (?P<y>(?:[<>]=?|=) \S+)",
            fixed("Write two lines: `{a} {x}` and `{b} {y}`"),
        ),
        (
            rf"{_A} is (?:above|over|after|more than) (?P<x>\S+) and (?:below|under|before|less than) (?P<y>\S+)",
            fixed("Write two lines: `{a} > {x}` and `{a} < {y}`"),
        ),
        (
            rf"{_A} (?:is|lies) between (?P<x>.+) and (?P<y>.+)",
            fixed("Write two lines: `{a} >= {x}` and `{a} <= {y}`"),
        ),
        (
            rf"{_A} (?:is|lies|falls) in (?P<y>[0-9]{{4}})",
            fixed("Write two lines: `{a} >= {y}-01-01` and `{a} <= {y}-12-31`"),
        ),
        (
            rf"{_A} and (?P<b>\?\w+) (?:are different|differ|are not the same|are distinct)",
            fixed("Write `{a} is not {b}`"),
        ),
        (rf"{_A} and (?P<b>\?\w+) are (?:the same|equal|identical)", fixed("Write `{a} is {b}`")),
        (
            rf"{_A} (?:differs from|isn't|is other than|does not equal) (?P<b>.+)",
            fixed("Write `{a} is not {b}`"),
        ),
        (rf"{_A} (?:equals|is equal to|is the same as) (?P<b>.+)", fixed("Write `{a} is {b}`")),
        (rf"{_A} (?:exceeds|is in excess of) (?P<b>.+)", fixed("Write `{a} > {b}`")),
        (
            rf"{_A} (?:precedes|comes before|falls before) (?P<b>.+)",
            fixed("Write `{a} < {b}`"),
        ),
        (rf"{_A} (?:follows|comes after|falls after) (?P<b>.+)", fixed("Write `{a} > {b}`")),
        (rf"{_A} is (?:not|no) {_MORE} than (?P<b>.+)", fixed("Write `{a} <= {b}`")),
        (rf"{_A} is (?:not|no) {_LESS} than (?P<b>.+)", fixed("Write `{a} >= {b}`")),
        (rf"{_A} is (?:not after|not above|not over|up to) (?P<b>.+)", fixed("Write `{a} <= {b}`")),
        (rf"{_A} is (?:not before|not below|not under) (?P<b>.+)", fixed("Write `{a} >= {b}`")),
        (rf"{_A} is (?P<b>.+) or (?:{_MORE}|above|over|after)", fixed("Write `{a} >= {b}`")),
        (rf"{_A} is (?P<b>.+) or (?:{_LESS}|below|under|before)", fixed("Write `{a} <= {b}`")),
        (
            rf"{_A} is (?:not|neither) (?P<x>.+?) n?or (?P<y>.+)",
            fixed("Write two lines: `{a} is not {x}` and `{a} is not {y}`"),
        ),
        (
            rf"{_A} is (?:either )?(?P<x>.+?) or (?P<y>.+)",
            _either,
        ),
        (
            rf"{_A} is one of (?P<x>.+)",
            fixed('Write the alternatives as a list inside `if`: ["{a} is …", "{a} is …"]'),
        ),
        (
            rf"{_A} is (?:about|around|roughly|approximately) {_N}",
            fixed("Write two lines, with the bounds that are meant: `{a} >= …` and `{a} <= …`"),
        ),
        (rf"{_A} is positive", fixed("Write `{a} > 0`")),
        (rf"{_A} is negative", fixed("Write `{a} < 0`")),
        (rf"{_A} is (?:today|the day judged)", fixed("Write `{a} is ?today`")),
        (
            rf"(?P<before>.*?)(?P<n>twice|double|thrice|[0-9][0-9,.]*|{'|'.join(FIGURES)}) ?(?:times |x )?(?P<b>\?\w+)",
            _times,
        ),
        (
            r"(?P<before>.*?)(?:half|a third|a quarter)(?: of)? (?P<b>\?\w+)",
            fixed("No comparison divides: multiply the other side instead, as in `2 * ?a >= ?b`"),
        ),
    )
]
