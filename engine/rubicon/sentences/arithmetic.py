"""Comparisons: `?n >= 100000`, `?a > 3 * ?b`, `?level is at least likely`, `?x is not ?y`."""

import re
from collections.abc import Mapping
from decimal import Decimal

from rubicon.problems import did_you_mean
from rubicon.rulebook import Comparison, Expression, Operation, Operator, Variable
from rubicon.sentences.language import Language, Unread
from rubicon.sentences.tokens import day, number, tokens_of

_TERM = re.compile(r'\s*(\?\w+|\d{4}-\d\d-\d\d|[\d.,]+(?:[eE][-+]?\d+)?|"(?:[^"\\]|\\.)*"|[-+*()/]|days?\b)')
_SYMBOLS = re.compile(r"\s*(>=|<=|!=|==|≥|≤|≠|<|>|=)\s*")
_WORDS = re.compile(r"\s+(is at least|is at most|is not|is)\s+", re.IGNORECASE)
_OPERATORS: dict[str, Operator] = {
    ">=": ">=",
    "≥": ">=",
    "is at least": ">=",
    "<=": "<=",
    "≤": "<=",
    "is at most": "<=",
    "<": "<",
    ">": ">",
    "=": "=",
    "==": "=",
    "is": "=",
    "!=": "!=",
    "≠": "!=",
    "is not": "!=",
}


def split_comparison(language: Language, text: str) -> tuple[str, Operator, str] | None:
    """Return the sides and the operator of a comparison, or None if the line is none."""
    for pattern in (_SYMBOLS, _WORDS):
        found = pattern.search(text)
        if found is None:
            continue
        left, right = text[: found.start()], text[found.end() :]
        operator = _OPERATORS[found.group(1).lower()]
        if not left.strip() or not right.strip() or not _is_arithmetic(left):
            continue
        if pattern is _SYMBOLS or _is_arithmetic(right) or _is_name(language, right):
            return left.strip(), operator, right.strip()
    return None


def read_comparison(language: Language, text: str, kinds: Mapping[str, str]) -> Comparison:
    """Read a comparison; `kinds` gives the kind of each variable that positive conditions bind.

    Raises:
        Unread: a side cannot be read, the sides differ in kind, or the kind has no order.
    """
    sides = split_comparison(language, text)
    if sides is None:
        raise Unread("this is no comparison", "Write it as `?n >= 100000` or `?x is not ?y`.")
    left, left_kind = _side(language, sides[0], kinds)
    right, right_kind = _side(language, sides[2], kinds)
    if isinstance(left, str) and not left_kind:
        left, left_kind = _name(language, left, right_kind)
    if isinstance(right, str) and not right_kind:
        right, right_kind = _name(language, right, left_kind)
    if not left_kind or not right_kind:  # an unbound variable, which is reported as unsafe
        return Comparison(text, left, sides[1], right, left_kind or right_kind)
    return Comparison(text, left, sides[1], right, _shared(language, left_kind, right_kind, sides[1]))


def read_limit(language: Language, text: str, kinds: Mapping[str, str]) -> Expression:
    """Read the limit of a sum or of reported values: a number, or arithmetic over bound variables."""
    limit, kind = _side(language, text, kinds)
    if kind not in ("number", ""):
        raise Unread(f'"{text}" is a {kind}, and the limit must be a number', "Write a number such as 2500.")
    if isinstance(limit, str):
        raise Unread(f'"{text}" is not a number', "Write a number such as 2500 or 100,000.")
    return limit


def _is_arithmetic(text: str) -> bool:
    at = 0
    while at < len(text.rstrip()):
        found = _TERM.match(text, at)
        if found is None:
            return False
        at = found.end()
    return bool(text.strip())


def _is_name(language: Language, text: str) -> bool:
    tokens = tokens_of(text)
    kinds = [*language.listed, *(name for name, kind in language.vocabulary.kinds.items() if not kind.wider)]
    return any(language.term(kind, tokens) is not None for kind in kinds)


def _side(language: Language, text: str, kinds: Mapping[str, str]) -> tuple[Expression, str]:
    if not _is_arithmetic(text):
        return text, ""
    words = [found.group(1) for found in _TERM.finditer(text)]
    words = [word for index, word in enumerate(words) if index == 0 or word not in ("day", "days")]
    if "/" in words:
        raise Unread("a comparison cannot divide", "Multiply the other side instead: `?a >= 3 * ?b`.")
    reader = _Sum(language, words, kinds)
    result = reader.sum()
    if reader.words:
        raise Unread(f'"{text}" cannot be read as arithmetic', "Join numbers and variables with + - *.")
    return result


class _Sum:
    """A recursive-descent reader of `+ - *` over words, with the kind of what it reads."""

    def __init__(self, language: Language, words: list[str], kinds: Mapping[str, str]) -> None:
        self.language, self.words, self.kinds = language, list(words), kinds

    def sum(self) -> tuple[Expression, str]:
        left = self.product()
        while self.words and self.words[0] in ("+", "-"):
            left = self.joined(self.words.pop(0), left, self.product())
        return left

    def product(self) -> tuple[Expression, str]:
        left = self.factor()
        while self.words and self.words[0] == "*":
            left = self.joined(self.words.pop(0), left, self.factor())
        return left

    def factor(self) -> tuple[Expression, str]:
        word = self.words.pop(0) if self.words else ""
        if word == "(":
            inner = self.sum()
            if not self.words or self.words.pop(0) != ")":
                raise Unread("a bracket is not closed", "Close it with `)`.")
            return inner
        if word == "-":
            return self.joined("-", (Decimal(0), "number"), self.factor())
        if word.startswith("?"):
            name = word[1:]
            return Variable(name), "date" if name == "today" else self.kinds.get(name, "")
        if word.startswith('"'):
            return tokens_of(word)[0][1:], "text"
        moment = day([word])
        if moment is not None:
            return moment, "date"
        value = number(word)
        if value is None:
            raise Unread(
                f'"{word}" is not a number or a day', "Write numbers as 2500 or 100,000, days as 2022-01-05."
            )
        return value, "number"

    def joined(
        self, sign: str, left: tuple[Expression, str], right: tuple[Expression, str]
    ) -> tuple[Expression, str]:
        kinds = {left[1], right[1]} - {""}
        operator = next(known for known in ("+", "-", "*") if known == sign)
        result: Expression = Operation(operator, left[0], right[0])
        if kinds == {"date"} and sign == "-":
            return result, "number"
        if kinds - {"number"}:
            raise Unread(
                f"{sign} cannot join a {left[1] or 'value'} and a {right[1] or 'value'}",
                "Arithmetic is for numbers; a difference of two days is a number of days: "
                "`?today - ?day <= 730 days`.",
            )
        return result, "number"


def _name(language: Language, text: str, kind: str) -> tuple[Expression, str]:
    tokens = tokens_of(text)
    if kind in ("number", "date", "text") or (kind and kind not in language.vocabulary.kinds):
        raise Unread(f'"{text}" is not a {kind}', f"The other side is a {kind}.")
    value = language.term(kind, tokens) if kind else None
    if value is not None and not isinstance(value, Variable):
        return value, kind
    entity = next((e for e in language.entities.values() if language.term(e.kind, tokens) == e.name), None)
    if entity is not None and kind not in language.listed:
        return entity.name, entity.kind
    if not kind:
        return text, ""
    known = language.vocabulary.kinds[kind].values or tuple(language.entities)
    hint = did_you_mean(text, known) or f"The other side is a {kind}."
    raise Unread(f'"{text}" is no {kind}', hint)


def _shared(language: Language, left: str, right: str, operator: Operator) -> str:
    vocabulary = language.vocabulary
    if left != right and not (vocabulary.is_a(left, right) or vocabulary.is_a(right, left)):
        raise Unread(
            f"a {left} cannot be compared with a {right}", "Compare two numbers, two days or two of a kind."
        )
    ordered = left in ("number", "date") or left in language.listed
    if operator not in ("=", "!=") and not ordered:
        raise Unread(f"a {left} has no order", "Use `is` or `is not`.")
    return left if ordered else "identity"
