"""The words of the facts on file, and of the first page."""

from datetime import date
from decimal import Decimal

from rubicon.explaining.filed import Bar, OnFile
from rubicon.language.facts import Fact
from rubicon.language.rules import Rule
from rubicon.language.tokens import day_text, number_text
from rubicon.language.uncertain import uncertain_text
from rubicon.rendering.shares import PivotWords

BARS: dict[Bar, str] = {
    "retracted": "retracted",
    "set aside": "set aside for this run",
    "known later": "known later",
    "withdrawn": "the report was withdrawn",
    "not yet so": "not yet in force",
    "no longer so": "no longer in force",
    "superseded": "superseded by a later report of the same source",
    "outweighed": "outweighed by what conflicts with it",
    "contested": "reports conflict",
    "unread": "no rule of this school reads it",
    "idle": "no rule that reads it applies",
}
"""Why a fact on file does not count, in words."""


COUNTED: dict[Bar, str] = {
    "retracted": "retracted",
    "set aside": "set aside for this run",
    "known later": "known only later",
    "withdrawn": "withdrawn",
    "not yet so": "not yet in force",
    "no longer so": "no longer in force",
    "superseded": "superseded by the same source",
    "outweighed": "outweighed",
    "contested": "contested",
    "unread": "that no rule of this school reads",
    "idle": "without bearing here",
}
"""The same of so many facts."""

CLASSES = {
    "W": "press report",
    "G": "government statement",
    "S": "state outlet",
    "N": "report of a body",
    "A": "expert work",
    "R": "reference work",
    "P": "partisan outlet",
}
"""Classes of sources, for one."""


def why_not(one: OnFile) -> str | None:
    """Say why a fact on file does not count; None where it does."""
    if one.bar is None:
        return None
    return f"{BARS[one.bar]}: {one.fact.retracted}" if one.fact.retracted else BARS[one.bar]


class ReportWords(PivotWords):
    """Words what a report alone says: facts on file, their sources, base rates."""

    def why_not(self, one: OnFile) -> str:
        """Say why a fact on file does not count; nothing where it does."""
        return self.text(why_not(one) or "")

    @staticmethod
    def bar(bar: Bar) -> str:
        """Say why facts do not count, after their number."""
        return COUNTED[bar]

    @staticmethod
    def class_of(name: str, number: int) -> str:
        """Name sources of a class, so many of them."""
        if name not in CLASSES:
            return "of no class" if not name else "of another class"
        if number == 1:
            return CLASSES[name]
        first, gap, rest = CLASSES[name].partition(" of ")
        return f"{first}s{gap}{rest}"

    @staticmethod
    def is_later(rule: Rule, day: date | None) -> bool:
        """Tell whether a rule cites works, none of which is known to have appeared by a day."""
        dates = [cite.source.date for cite in rule.cites]
        return day is not None and bool(dates) and not any(one is not None and one <= day for one in dates)

    @staticmethod
    def share_of(share: Decimal) -> str:
        """Spell a base rate before what it is of: `about one in 370`, `none of the`."""
        if share == 0:
            return "none of the"
        if share < Decimal("0.2"):
            return f"about one in {number_text(Decimal(round(1 / share)))}"
        return f"about {number_text(Decimal(round(share * 100)))}% of"

    @staticmethod
    def until(fact: Fact) -> str:
        """Say until when a fact holds, as its case writes it; nothing where it says no day."""
        if fact.until_within is not None:
            return f"until {uncertain_text(fact.until_within)}"
        return f"until {day_text(fact.until)}" if fact.until else ""
