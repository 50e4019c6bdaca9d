"""What editors write that the language says otherwise, and how it says it, or that it does not."""

import re

from rubicon.language.figures import FIGURES
from rubicon.language.names import wild
from rubicon.language.tokens import number
from rubicon.language.worded import Rewording, fixed

INSTEAD = {
    **dict.fromkeys(
        (
            "nothing shows",
            "nothing says that",
            "nothing suggests that",
            "nothing proves that",
            "nobody says that",
            "it is not shown that",
            "it is not known that",
            "it is not established that",
            "there is no evidence that",
            "there is no sign that",
            "no evidence that",
        ),
        "nothing shows that",
    ),
    **dict.fromkeys(
        (
            "it is unclear whether",
            "it is unknown whether",
            "it is uncertain whether",
            "it is not known whether",
            "it is not known if",
            "it is open if",
            "it is open that",
        ),
        "it is open whether",
    ),
    **dict.fromkeys(
        ("it is contested whether", "it is disputed that", "it is disputed if"), "it is disputed whether"
    ),
    **dict.fromkeys(
        (
            "it is not true that",
            "it is untrue that",
            "it is not so that",
            "it is not the case that",
            "it is wrong that",
            "it is denied that",
            "it is false",
            "it 's false that",
            "it 's not true that",
            "it isn't true that",
            "never",
            "not",
        ),
        "it is false that",
    ),
    **dict.fromkeys(("the total of", "the total", "the sum", "sum of"), "the sum of"),
    **dict.fromkeys(
        ("the maximum", "the maximum of", "the highest", "the greatest", "the largest of"), "the largest"
    ),
    **dict.fromkeys(("the minimum", "the minimum of", "the lowest", "the smallest of"), "the smallest"),
    **dict.fromkeys(("all reported", "each reported"), "every reported"),
    **dict.fromkeys(("any reported", "one reported", "a reported"), "some reported"),
}
"""Openings that come to mind, and those that the language has instead."""

NEEDLESS = (
    "it is true that",
    "it is so that",
    "it is the case that",
    "it is established that",
    "it is known that",
    "it is shown that",
    "it is clear that",
    "it is reported that",
    "something shows that",
    "there is evidence that",
)
"""Openings that say no more than the sentence alone."""

_COUNT = r"(?P<count>[0-9][0-9,.]*|[a-z]+) (?P<who>\?\w+) ?:"
_WHO = r"(?P<who>\?\w+) ?:"


def instead(said: str) -> str:
    """Return how a folded line is to be written that is no sentence because of how it begins, or nothing.

    >>> instead("more than 2 ?_s : ?_s stirs"), instead("up to 3 ?_s : ?_s stirs")
    ('Write `at least 3 ?_s: …`', 'Write `at most 3 ?_s: …`')
    """
    for pattern, answer in _CONSTRUCTS:
        found = pattern.match(said)
        if found:
            return answer(found)
    meant = max((other for other in INSTEAD if said.startswith(other + " ")), key=len, default="")
    if meant in ("not", "never"):
        return (
            "Write `it is false that …`; or `nothing shows that …`, if it is enough that nobody has shown it."
        )
    if meant:
        return f"Write `{INSTEAD[meant]} …`"
    needless = next((other for other in NEEDLESS if said.startswith(other + " ")), "")
    return f"Leave `{needless}` out: the sentence alone says that it is established." if needless else ""


def _tally(bound: str, more: int) -> Rewording:
    def answer(found: re.Match[str]) -> str:
        count = FIGURES.get(found["count"], found["count"])
        value = number(count)
        if value is None or value != int(value) or value + more < 0:
            return f"Write `{bound} … {wild(found['who'])}: …`, with a whole number."
        return f"Write `{bound} {int(value) + more} {wild(found['who'])}: …`"

    return answer


_CONSTRUCTS: list[tuple[re.Pattern[str], Rewording]] = [
    (re.compile(pattern), answer)
    for pattern, answer in (
        (rf"(more|greater|over|above) (than )?{_COUNT}", _tally("at least", 1)),
        (rf"(fewer|less|under|below) (than )?{_COUNT}", _tally("at most", -1)),
        (rf"(no|not) (fewer|less) than {_COUNT}", _tally("at least", 0)),
        (rf"((no|not) more than|up to|a maximum of) {_COUNT}", _tally("at most", 0)),
        (rf"(a minimum of) {_COUNT}", _tally("at least", 0)),
        (rf"(just|only|precisely) {_COUNT}", _tally("exactly", 0)),
        (rf"(?P<count>[0-9][0-9,.]*)( or more) {_WHO}", _tally("at least", 0)),
        (rf"(?P<count>[0-9][0-9,.]*)( or (fewer|less)) {_WHO}", _tally("at most", 0)),
        (
            rf"between (?P<least>[0-9]+) and (?P<most>[0-9]+) {_WHO}",
            fixed("Write two lines: `at least {least} {who}: …` and `at most {most} {who}: …`"),
        ),
        (
            rf"(no|none of|zero) {_WHO}",
            fixed("Write `at most 0 {who}: …`, or `nothing shows that …`, for whoever {who} may be."),
        ),
        (
            rf"(every|each|all|for all|for every|for each) {_WHO}",
            fixed(
                "There is no condition for all: `at most 0 {who}: it is false that …` says that it is shown false of "
                "none."
            ),
        ),
        (
            rf"(some|any|one|a|several|there is a|there is|for some) {_WHO}",
            fixed("Write `at least 1 {who}: …`, or the sentence alone: it holds for whoever {who} may be."),
        ),
        (rf"(most|many|few|a majority of|half of) {_WHO}", fixed("Say how many: `at least 3 {who}: …`")),
        (
            r"(the )?(number|count) of ",
            fixed("Write `at least 3 ?_x: …`, or `at most`, or `exactly`; a tally counts."),
        ),
        (
            r"(the |an )?(average|mean|median)( of)? ",
            fixed("No condition takes an average; there are `the sum of`, `the largest` and `the smallest`."),
        ),
        (
            r"(unless|except|except if|except when) ",
            fixed(
                'Exceptions stand in a key of their own beside `if`: unless = ["…"]. Leave the word out there.'
            ),
        ),
        (
            r"either ",
            fixed('Write the alternatives as a list inside `if`: ["…", "…"]. One of them is enough.'),
        ),
        (r"neither ", fixed("Write two lines, each with `it is false that …`")),
        (r"both ", fixed("Write two lines: all conditions of `if` must hold.")),
        (
            r"(if|when|whenever|where|and|but|then|also|or) ",
            fixed(
                "Leave the first word out: each line is a sentence, and the key it stands under says the rest."
            ),
        ),
        (
            r"it is (very |highly |quite )?(likely|probable|possible|unlikely) that ",
            fixed(
                "A sentence is not weighed by a word: a fact has a `grade`, a rule its `confidence`, and "
                "`it is open whether …` asks whether it is settled."
            ),
        ),
        (_COUNT, _tally("exactly", 0)),
    )
]
