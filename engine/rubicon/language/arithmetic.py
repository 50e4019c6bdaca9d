"""Read arithmetic: variables, literals and `+ - *` over them, each with the kind of its value."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from rubicon.language.conditions import TODAY, Expression, Operation, Variable
from rubicon.language.figures import A_DAY, day_hint, no_number, number_hint
from rubicon.language.names import Unread
from rubicon.language.tokens import MONTHS, QUOTED, day, is_number, number, tokens_of
from rubicon.problems import one

TERMS = 50
"""Words and marks of the longest arithmetic; it bounds how deep brackets nest."""

_WORD = re.compile(
    r"\s*(\?\w+|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"|[0-9]{{1,2}}\s+(?:{'|'.join(MONTHS)})\s+[0-9]{{4}}"
    rf"|(?:\.?[0-9][0-9.,]*)(?:[eE][-+]?[0-9]+)?|{QUOTED}|[-−+*×()/÷%]|days?\b)",
    re.IGNORECASE,
)
_SAME = {"−": "-", "×": "*", "÷": "/"}


def arithmetic_words(text: str) -> list[str] | None:
    """Split arithmetic into its words and marks, or return None if the text is none.

    >>> arithmetic_words("3 * ?b"), arithmetic_words("likely")
    (['3', '*', '?b'], None)
    """
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        word = _WORD.match(text, at)
        if word is None:
            return None
        found.append(_SAME.get(word.group(1), word.group(1)))
        at = word.end()
    return found or None


def read_arithmetic(text: str, words: list[str], kinds: Mapping[str, str]) -> tuple[Expression, str]:
    """Read arithmetic; return it with the kind of its value, which is "" where a variable is unbound.

    Raises:
        Unread: it cannot be read, or joins what cannot be joined.
    """
    if "/" in words:
        raise Unread("a comparison cannot divide", "Multiply the other side instead: `?a >= 3 * ?b`")
    if "%" in words:
        raise Unread(f'"{text}" is no number', number_hint(text))
    if len(words) > TERMS:
        raise Unread("the arithmetic is too long", f"Write it with at most {TERMS} numbers, names and signs.")
    reader = _Sum(text, words, kinds)
    result = reader.sum()
    if reader.words:
        raise reader.slip()
    return result


class _Sum:
    """A recursive-descent reader of `+ - *` over words, with the kind of what it reads."""

    def __init__(self, text: str, words: list[str], kinds: Mapping[str, str]) -> None:
        self.text, self.words, self.kinds = text, list(words), kinds

    def slip(self) -> Unread:
        from rubicon.language.worded import worded  # noqa: PLC0415 - only a mistake needs it

        hint = worded(self.text) or "Join numbers and variables with + - and *."
        return Unread(f'"{self.text}" cannot be read as arithmetic', hint)

    def sum(self) -> tuple[Expression, str]:
        left = self.product()
        while self.words and self.words[0] in ("+", "-"):
            left = joined(self.words.pop(0), left, self.product())
        return left

    def product(self) -> tuple[Expression, str]:
        left = self.factor()
        while self.words and self.words[0] == "*":
            left = joined(self.words.pop(0), left, self.factor())
        return left

    def factor(self) -> tuple[Expression, str]:
        if not self.words:
            raise self.slip()
        word = self.words.pop(0)
        if word == "(":
            inner = self.sum()
            if not self.words or self.words.pop(0) != ")":
                raise Unread("a bracket is not closed", "Close it with )")
            return inner
        if word == "-":
            value, kind = self.factor()
            if isinstance(value, Decimal):
                return (value.copy_negate() if value else value), kind
            return joined("-", (Decimal(0), "number"), (value, kind))
        if word.startswith("?"):
            name = word[1:]
            return Variable(name), "date" if name == TODAY else self.kinds.get(name, "")
        if word in ("+", "*", ")") or word.casefold() in ("day", "days"):
            raise self.slip()
        return self.literal(word)

    def literal(self, word: str) -> tuple[date | Decimal | str, str]:
        if word.startswith('"'):
            return tokens_of(word)[0][1:], "text"
        moment = day(word.split())
        if moment is not None:
            return moment, "date"
        value = number(word)
        if value is None:
            if day_hint(word) != A_DAY and word.count(".") == 2:
                raise Unread(f'"{word}" is no day', day_hint(word))
            if "-" in word or " " in word:
                raise Unread(f'there is no such day as "{word}"', day_hint(word))
            plain = not is_number(word) and "," not in word
            hint = "Write it as 2500, 100,000 or 0.5." if plain else number_hint(word)
            raise Unread(no_number(word), hint)
        if self.words and self.words[0].casefold() in ("day", "days"):
            self.words.pop(0)
        return value, "number"


def joined(sign: str, left: tuple[Expression, str], right: tuple[Expression, str]) -> tuple[Expression, str]:
    """Join two values by a sign; two numbers make a number, two days that are subtracted do too.

    Raises:
        Unread: they cannot be joined.
    """
    operator = next(known for known in ("+", "-", "*") if known == sign)
    result = Operation(operator, left[0], right[0])
    kinds = {left[1], right[1]} - {""}
    if kinds <= {"number"} or (kinds == {"date"} and sign == "-"):
        return result, "number"
    if "date" in kinds:
        raise Unread(
            f"{_called(left[1])} {sign} {_called(right[1])} has no meaning",
            "Take the difference of two days, which is a number of days: `?today - ?day <= 730 days`",
        )
    other = next(kind for kind in sorted(kinds) if kind != "number")
    raise Unread(f"arithmetic with {one(other)} has no meaning", "Only numbers can be added or multiplied.")


def _called(kind: str) -> str:
    return "a day" if kind == "date" else one(kind or "value")
