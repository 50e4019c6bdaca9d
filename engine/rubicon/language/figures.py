"""How numbers and days are written, and what is meant by other spellings of them."""

import re
from collections.abc import Iterator
from datetime import date

from rubicon.language.shapes import WIDEST
from rubicon.language.tokens import MONTHS, is_number, two_readings

FIGURES = {
    word: str(figure)
    for figure, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"a hundred": "100", "a thousand": "1000", "a million": "1,000,000", "a dozen": "12"}
"""Number words and the figures to write instead."""

A_DAY = "Write days as 2022-01-05 or 5 January 2022."

_UNITS = {"week": 7, "month": 30.4375, "year": 365.25}
_SPAN = re.compile(r"([0-9]{1,4}|a|an|one|two|three|six|twelve) (week|month|year)s?")
_SHORT = re.compile(r"([0-9][0-9.,]*)\s*(k|m|bn|thousand|million|billion)", re.IGNORECASE)
_ZEROS = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,([0-9]+))?")
_COMMA = re.compile(r"([0-9]+),([0-9]{1,2}|[0-9]{4,})")
_ABOUT = re.compile(
    r"(more than|less than|fewer than|at least|at most|up to|about|around|some|roughly|approximately|almost|nearly|over|c\.|ca\.|~|>|<) ?(?=[0-9])"
)
_MONTH = {month.casefold(): number for number, month in enumerate(MONTHS, 1)} | {
    month[:3].casefold(): number for number, month in enumerate(MONTHS, 1)
}
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_DAY_FIRST = re.compile(r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+)\.?,? ([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_STAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ][0-9]{1,2}:[0-9:.]+.*")
_MONTH_ALONE = re.compile(r"(?:([a-z]+)\.? )?([0-9]{4})|([0-9]{4})[-/]([0-9]{1,2})")


def number_hint(text: str) -> str:
    """Say how a number is to be written.

    >>> number_hint("three"), number_hint("2.5 million"), number_hint("2.500")
    ('Write it in figures: 3', 'Write it in figures: 2,500,000', 'Write 2,500 or 2.5000, whichever is meant.')
    """
    folded = text.casefold()
    short = _SHORT.fullmatch(text)
    both = two_readings(short.group(1) if short else text)
    if folded in FIGURES:
        return f"Write it in figures: {FIGURES[folded]}"
    if both:
        one, other = (_in_full(figure, short.group(2)) if short else figure for figure in both)
        return f"Write {one} or {other}, whichever is meant."
    if is_number(text):
        return "Write it with at most 40 digits."
    full = _in_full(short.group(1), short.group(2)) if short and is_number(short.group(1)) else ""
    if full:
        return f"Write it in figures: {full}"
    return _unit_hint(folded) or _marks_hint(folded) or "Write a number such as 2500 or 100,000."


def no_number(text: str) -> str:
    """Say what is wrong with a text that stands where a number is wanted.

    >>> no_number("many"), no_number("2.500"), no_number("6 months")
    ('"many" is no number', '"2.500" can be read as two numbers', '"6 months" is not counted in days')
    """
    if two_readings(text):
        return f'"{text}" can be read as two numbers'
    return (
        f'"{text}" is not counted in days' if _SPAN.fullmatch(text.casefold()) else f'"{text}" is no number'
    )


def _in_full(figure: str, unit: str) -> str:
    whole, _, part = figure.replace(",", "").partition(".")
    part = part.rstrip("0")
    zeros = _ZEROS[unit.lower()]
    return f"{int(whole + part.ljust(zeros, '0')):,}" if len(part) <= zeros and len(whole) <= WIDEST else ""


def _unit_hint(folded: str) -> str:
    span = _SPAN.fullmatch(folded)
    if span:
        count, unit = span.groups()
        days = round(int(FIGURES.get(count, count) if count not in ("a", "an") else "1") * _UNITS[unit])
        return f"Count it in days: {days} days{'' if unit == 'week' else ', if that is meant'}"
    alone = re.sub(r" ?(%|\$|€|£)$| ?[a-z]+( [a-z]+)?$", "", folded)
    alone = re.sub(r"^[$€£] ?", "", alone)
    return f"Write the number alone: {alone}" if alone != folded and is_number(alone) else ""


def _marks_hint(folded: str) -> str:
    about = _ABOUT.sub("", folded)
    if about != folded and is_number(about):
        return f"Write the number that is meant: {about}"
    dotted, comma = _DOTTED.fullmatch(folded), _COMMA.fullmatch(folded)
    if dotted:
        whole = folded.partition(",")[0].replace(".", ",")
        return f"Write it as {whole}{'.' + dotted.group(1) if dotted.group(1) else ''}"
    if comma:
        whole, part = comma.groups()
        other = f" or {int(whole + part):,}, whichever is meant" if len(part) > 2 else ""
        return f"Write it as {whole}.{part}{other}"
    joined = re.sub(r"[ '_\u00a0]", "", folded)
    if joined != folded and is_number(joined):
        return f"Write it as {joined}"
    if re.fullmatch(r"(between )?[0-9][0-9,.]* ?(-|–|to|or|and) ?[0-9][0-9,.]*( [a-z]+)?", folded):
        return "Write one number; where reports differ, each is a fact of its own."
    return ""


def day_hint(text: str, *, spans: bool = False) -> str:
    """Say how a day is to be written, or why there is none; `spans`: a month or a year may be written too.

    >>> day_hint("2023-02-29"), day_hint("05.01.2022")
    ('There is no 29 February 2023.', 'Write 2022-01-05 or 2022-05-01, whichever is meant.')
    >>> day_hint("May 1992")
    'A single day is wanted: write it as 1992-05-01, if that is meant.'
    >>> day_hint("May 1992", spans=True)
    'Write it in quotes: "1992-05"'
    """
    folded = " ".join(text.replace(" ,", ",").casefold().split())
    stamp = _STAMP.fullmatch(folded)
    if stamp:
        return f"Leave the time of day out: {stamp.group(1)}"
    written = list(dict.fromkeys(_days(folded)))
    if written:
        real = [
            moment.isoformat() for year, month, number in written if (moment := _day(year, month, number))
        ]
        if real:
            return (
                f"Write it as {real[0]}"
                if len(real) == 1
                else f"Write {' or '.join(real)}, whichever is meant."
            )
        year, month, number = written[0]
        if 1 <= month <= 12 and year:
            return f"There is no {number} {MONTHS[month - 1]} {year}."
        return f"There is no such day. {A_DAY}"
    alone = _MONTH_ALONE.fullmatch(folded)
    if alone:
        name, year_after, year_before, figure = alone.groups()
        month = _MONTH.get(name or "january", 0) if year_after else int(figure)
        year = int(year_after or year_before)
        if 1 <= month <= 12:
            if spans:
                return f'Write it in quotes: "{year:04}{f"-{month:02}" if name or figure else ""}"'
            return f"A single day is wanted: write it as {year:04}-{month:02}-01, if that is meant."
    return A_DAY


def _days(folded: str) -> Iterator[tuple[int, int, int]]:
    """Yield the years, months and days that a text in other spellings may mean."""
    if found := _YEAR_FIRST.fullmatch(folded):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _YEAR_LAST.fullmatch(folded):
        one, other = int(found[1]), int(found[2])
        yield from (
            pair for pair in ((int(found[3]), other, one), (int(found[3]), one, other)) if pair[1] <= 12
        )
    elif found := _DAY_FIRST.fullmatch(folded):
        if found[2] in _MONTH:
            yield int(found[3]), _MONTH[found[2]], int(found[1])
    elif (found := _MONTH_FIRST.fullmatch(folded)) and found[1] in _MONTH:
        yield int(found[3]), _MONTH[found[1]], int(found[2])


def _day(year: int, month: int, number: int) -> date | None:
    from calendar import monthrange  # noqa: PLC0415 - only a mistake needs it

    fits = year and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]
    return date(year, month, number) if fits else None
