"""Read comparisons: `?n >= 100000`, `?a > 3 * ?b`, `?level is at least likely`, `?x is not ?y`."""

import re
from collections.abc import Mapping

from rubicon.language.arithmetic import arithmetic_words, read_arithmetic
from rubicon.language.conditions import TODAY, Comparison, Expression, Operator, Variable
from rubicon.language.figures import A_DAY, day_hint, no_number, number_hint
from rubicon.language.names import Unread
from rubicon.language.sentences import Language, named
from rubicon.language.tokens import key_of, masked, squeezed, tokens_of
from rubicon.language.vocabulary import BUILT_IN
from rubicon.problems import did_you_mean, one, several

_WORDS = re.compile(r" is (at least |at most |not )?", re.IGNORECASE)
_OTHERS = re.compile(
    r"(more|greater|larger|higher|bigger|later|less|fewer|smaller|lower|earlier) than (.+)"
    r"|(after|before|above|below|over|under|equal to|the same as|different from|exactly) (.+)",
    re.IGNORECASE,
)
_MARKS = ("<=", ">=", "=<", "=>", "!=", "<>", "==", "<", ">", "=", "≤", "≥", "≠")
_SYMBOL = re.compile("|".join(_MARKS))
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
_MEANT = {
    "=>": ">=",
    "=<": "<=",
    "<>": "!=",
    "after": ">",
    "above": ">",
    "over": ">",
    "before": "<",
    "below": "<",
    "under": "<",
    "equal to": "=",
    "the same as": "=",
    "exactly": "=",
    "different from": "!=",
    **dict.fromkeys(("more", "greater", "larger", "higher", "bigger", "later"), ">"),
    **dict.fromkeys(("less", "fewer", "smaller", "lower", "earlier"), "<"),
}


def split_comparison(language: Language, text: str) -> tuple[str, str, str] | None:
    """Return the sides and the operator of a comparison as written, or None if the line is none.

    A line with `<`, `>` or `=` outside its quoted texts is one. A line with `is` is one if arithmetic
    stands before it, arithmetic, a name or a listed value after it, and the whole is no sentence.
    """
    sides = _sides(language, text)
    return None if sides is None or (sides[1] not in _MARKS and language.reads(text)) else sides


def _sides(language: Language, text: str) -> tuple[str, str, str] | None:
    blotted = masked(text)
    symbol = _SYMBOL.search(blotted)
    if symbol:
        return text[: symbol.start()].strip(), symbol.group(), text[symbol.end() :].strip()
    words = _WORDS.search(blotted)
    if words is None or arithmetic_words(text[: words.start()]) is None:
        return None
    left, right = text[: words.start()], text[words.end() :]
    said = words.group().strip().lower()
    other = _OTHERS.fullmatch(right)
    if other is None and arithmetic_words(right) is None and not named(language, tokens_of(right)):
        return None
    if other is None or said != "is":
        return left, said, right
    return left, (other.group(1) or other.group(3)).lower(), other.group(2) or other.group(4)


def as_comparison(language: Language, line: str, kinds: Mapping[str, str]) -> Comparison | None:
    """Read a line that is a sentence too as a comparison, if the kinds of both its sides allow that."""
    if _sides(language, squeezed(line)) is None:
        return None
    try:
        found = read_comparison(language, line, kinds)
    except Unread:
        return None
    names = [side.name for side in (found.left, found.right) if isinstance(side, Variable)]
    return found if all(name in kinds for name in names) else None


def almost_comparison(language: Language, text: str) -> Unread | None:
    """Say which value or name was meant by a line that would be a comparison with it."""
    hint = _worded(text)
    if hint:
        return Unread("a comparison is not written like this", hint)
    words = _WORDS.search(masked(text))
    if words is None or arithmetic_words(text[: words.start()]) is None:
        return None
    right = text[words.end() :]
    kind = re.sub("^(an?|the) ", "", right.casefold())
    if kind in language.vocabulary.kinds or kind in BUILT_IN:
        return Unread(
            f'"{text}" asks for a kind', "Leave it out: the sentences around a variable give its kind."
        )
    known = [value for values in language.listed.values() for value in values.values()]
    hint = did_you_mean(right, [*known, *language.all_names()])
    if not hint and words.group(1) in ("at least ", "at most "):
        hint = "Write a number, a day, or a value as its kind lists it."
    return Unread(f'"{right}" is neither a value nor a name', hint) if hint else None


def _worded(text: str) -> str:
    from rubicon.language.worded import worded  # noqa: PLC0415 - only a mistake needs it

    return worded(text)


def read_comparison(language: Language, line: str, kinds: Mapping[str, str]) -> Comparison:
    """Read a comparison; `kinds` gives the kind of each variable that positive conditions bind.

    Raises:
        Unread: a side cannot be read, the sides differ in kind, or the kind has no order.
    """
    sides = _sides(language, squeezed(line))
    if sides is None:
        raise Unread("this is no comparison", "Write it as `?n >= 100000` or `?x is not ?y`")
    left, operator, right = sides
    if not left or not right:
        raise Unread(f"one side of the {operator} is missing", "Write it as `?n >= 100000`")
    if _SYMBOL.match(right):
        raise Unread("two signs stand side by side", "Write one of <, <=, =, !=, >= and >.")
    if _SYMBOL.search(masked(right)):
        hint = _worded(squeezed(line)) or "Write two lines, each with one comparison."
        raise Unread("a line compares two things only", hint)
    if operator not in _OPERATORS:
        hint = _worded(squeezed(line)) or f"Write it as `{left} {_MEANT[operator]} {right}`"
        raise Unread("a comparison is not written like this", hint)
    try:
        one_side, one_kind = _side(left, kinds)
        other_side, other_kind = _side(right, kinds)
        if one_side is None or (other_kind in language.listed and one_kind == "number"):
            one_side, one_kind = _name(language, left, other_kind, kinds)
        if other_side is None or (one_kind in language.listed and other_kind == "number"):
            other_side, other_kind = _name(language, right, one_kind, kinds)
    except Unread as unread:
        hint = _worded(squeezed(line))
        raise (Unread("a comparison is not written like this", hint) if hint else unread) from None
    if {one_kind, other_kind} == {"date", "number"}:
        _check_day(right if one_kind == "date" else left)
    sign = _OPERATORS[operator]
    if not one_kind or not other_kind:  # an unbound variable, which is reported as unsafe
        return Comparison(line, one_side, sign, other_side, one_kind or other_kind)
    return Comparison(line, one_side, sign, other_side, _shared(language, one_kind, other_kind, sign))


def _check_day(text: str) -> None:
    """Report a day that is written like a subtraction: `1992-05`."""
    hint = day_hint(text)
    if hint != A_DAY:
        raise Unread(f'"{text}" is no day', hint)


def read_limit(text: str, kinds: Mapping[str, str]) -> Expression:
    """Read the limit of a sum or of reported values: a number, or arithmetic over bound variables.

    Raises:
        Unread: it is no number.
    """
    words = arithmetic_words(text)
    if words is None:
        raise Unread(f"the limit {no_number(text)}", number_hint(text))
    limit, kind = read_arithmetic(text, words, kinds)
    if kind not in ("number", ""):
        raise Unread(f'the limit "{text}" is {one(kind)}', "Write a number such as 2500.")
    return limit


def _side(text: str, kinds: Mapping[str, str]) -> tuple[Expression | None, str]:
    words = arithmetic_words(text)
    return (None, "") if words is None else read_arithmetic(text, words, kinds)


def _name(language: Language, text: str, kind: str, kinds: Mapping[str, str]) -> tuple[Expression, str]:
    tokens = tokens_of(text)
    key = key_of(tokens)
    if kind in ("number", "date", "text"):
        bare = next(
            (word for word in re.findall(r"(?<![?\w])[a-z_]\w*", text) if word in (*kinds, TODAY)), ""
        )
        hint = (
            f"A variable begins with ?, as in ?{bare}"
            if bare
            else {
                "number": number_hint(text),
                "date": day_hint(text),
                "text": 'A text stands in double quotes: "…"',
            }[kind]
        )
        what = no_number(text) if kind == "number" else f'"{text}" is no {"day" if kind == "date" else kind}'
        raise Unread(what, hint)
    for listed, values in language.listed.items():
        if key in values and kind in ("", listed):
            return values[key], listed
    entity = language.names.get(key)
    if entity is not None and kind not in language.listed:
        return entity.name, entity.kind
    if language.doubts.excuse(tokens):
        raise Unread("unknown name", told=True)
    known = language.names_of(kind) if kind else language.all_names()
    few = f"The values are: {several(known)}." if kind in language.listed else "A variable begins with ?"
    raise Unread(f'"{text}" is no {kind or "name"}', did_you_mean(text, known) or few)


def _shared(language: Language, left: str, right: str, operator: Operator) -> str:
    if _widest(language, left) != _widest(language, right):
        hint = "Compare two numbers, two days, or two of one kind."
        if "text" in (left, right):
            hint = "Names are written without quotes."
        raise Unread(f"{_called(left)} cannot be compared with {_called(right)}", hint)
    ordered = left in ("number", "date") or left in language.listed
    if operator not in ("=", "!=") and not ordered:
        raise Unread(f"{_called(left)} is neither more nor less than another", "Use `is` or `is not`.")
    return left if ordered else "identity"


def _widest(language: Language, kind: str) -> str:
    known = language.vocabulary.kinds.get(kind)
    while known is not None and known.wider is not None:
        kind, known = known.wider, language.vocabulary.kinds.get(known.wider)
    return kind


def _called(kind: str) -> str:
    return "a day" if kind == "date" else one(kind)
