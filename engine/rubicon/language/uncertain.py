"""Days that are not known exactly, written in the Extended Date/Time Format: DESIGN 2.5.

EDTF is part of ISO 8601-2:2019; read are a year, a month, a day, each with `~` (about), and an interval of two
of them, of which some one day is meant.
"""

import re
from datetime import date, timedelta

from rubicon.language.facts import Uncertain
from rubicon.language.tokens import MONTHS, day_text

_MONTHS = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_BETWEEN = re.compile(r"(?:some day )?between (.+) and (.+)", re.IGNORECASE)
_SPELLED = re.compile(
    r"(?P<about>about )?(?:(?P<day>\d{1,2}) )?(?P<month>[a-z]{3,9})\.?,? (?P<year>\d{4})", re.IGNORECASE
)
_PART = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<about>~?)")


def read_uncertain(text: str) -> Uncertain | None:
    """Read an uncertain day; None where the text is none, or names a day that there is not.

    >>> read_uncertain("2022-01~")
    Uncertain(written='2022-01~', first=datetime.date(2021, 12, 1), last=datetime.date(2022, 2, 28))
    >>> read_uncertain("2022-01-03/2022-01-08").last
    datetime.date(2022, 1, 8)
    """
    parts = text.split("/")
    spans = [_span(part) for part in parts]
    known = [span for span in spans if span is not None]
    if len(known) < len(spans) or len(spans) > 2:
        return None
    (first, before), (after, last) = known[0], known[-1]
    return Uncertain(text, first, last) if first <= after and before <= last else None


def uncertain_text(day: Uncertain) -> str:
    """Spell an uncertain day in prose, after a word like "since".

    >>> [uncertain_text(day) for one in ("1992", "2022-01~") if (day := read_uncertain(one))]
    ['1992', 'about January 2022']
    """
    parts = [_part_text(part) for part in day.written.split("/")]
    return parts[0] if len(parts) == 1 else f"some day between {parts[0]} and {parts[1]}"


def plain_day(text: str) -> str:
    """Return a day that is spelled as in prose as a file has it; any other text as it is.

    >>> [plain_day(one) for one in ("5 January 2022", "5 Jan 2022", "about January 2022", "2022-01~", "soon")]
    ['2022-01-05', '2022-01-05', '2022-01~', '2022-01~', 'soon']
    >>> plain_day("some day between 3 January 2022 and 8 January 2022")
    '2022-01-03/2022-01-08'
    """
    squeezed = " ".join(text.split())
    between = _BETWEEN.fullmatch(squeezed)
    if between is not None:
        return "/".join(plain_day(one) for one in between.groups())
    found = _SPELLED.fullmatch(squeezed)
    if found is None:
        about, _, year = squeezed.casefold().partition(" ")
        return f"{year}~" if about == "about" and re.fullmatch(r"\d{4}", year) else text
    month = _MONTHS.get(found["month"][:3].casefold())
    if month is None or not MONTHS[month - 1].casefold().startswith(found["month"].casefold()):
        return text
    day = f"-{int(found['day']):02}" if found["day"] else ""
    return f"{found['year']}-{month:02}{day}{'~' if found['about'] else ''}"


def _span(part: str) -> tuple[date, date] | None:
    """Return the first and the last day that a part may mean; `~` adds one unit on each side."""
    found = _PART.fullmatch(part)
    if found is None:
        return None
    year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    more = 1 if found["about"] else 0
    try:
        if year is None or month is None:
            whole = year or 0
            return date(whole - more, 1, 1), date(whole + more, 12, 31)
        if day is None and 1 <= month <= 12:
            return _month(year, month - more, last=False), _month(year, month + more, last=True)
        exact, around = date(year, month, day or 0), timedelta(days=more)
        return exact - around, exact + around
    except (ValueError, OverflowError):
        return None


def _month(year: int, month: int, *, last: bool) -> date:
    """Return the first or last day of a month; month 0 is the December before, month 13 the January after."""
    from calendar import monthrange  # noqa: PLC0415 - slow to load, and few days are uncertain

    year, month = (year - 1, 12) if month == 0 else (year + 1, 1) if month == 13 else (year, month)
    return date(year, month, monthrange(year, month)[1] if last else 1)


def _part_text(part: str) -> str:
    about = "about " if part.endswith("~") else ""
    numbers = [int(number) for number in part.rstrip("~").split("-")]
    if len(numbers) == 3:
        return about + day_text(date(*numbers))
    return about + " ".join([*([MONTHS[numbers[1] - 1]] if len(numbers) == 2 else []), str(numbers[0])])
