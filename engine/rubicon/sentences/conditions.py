"""Read one line of `if` or `unless`: every kind of condition, tried in the order of the language."""

import re
from collections.abc import Mapping
from typing import Literal as OneOf

from rubicon.rulebook import (
    Absent,
    Aggregate,
    Condition,
    Holds,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.sentences.arithmetic import read_comparison, read_limit, split_comparison
from rubicon.sentences.language import Language, Unread

OPENINGS = (
    "nothing shows that",
    "it is open whether",
    "it is disputed whether",
    "at least",
    "at most",
    "exactly",
    "the sum of",
    "the largest",
    "the smallest",
    "every reported",
    "some reported",
    "it is false that",
)
"""Reserved openings: no form of a vocabulary may start with one."""

_TALLY = re.compile(
    r"(at least|at most|exactly)\s+(\d[\d,]*)\s+\?(\w+)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL
)
_AGGREGATE = re.compile(
    r"the\s+(sum\s+of|largest|smallest)\s+\?(\w+)(?:\s+over\s+\?(\w+))?\s*:\s*(.+)\s+is\s+(at least|at most)\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)
_REPORTED = re.compile(
    r"(every|some)\s+reported\s+\?(\w+)\s*:\s*(.+)\s+is\s+(at least|at most)\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)

_FUNCTIONS: dict[str, OneOf["sum", "largest", "smallest"]] = {
    "sum": "sum",
    "largest": "largest",
    "smallest": "smallest",
}
_ENDS: dict[str, OneOf["at least", "at most"]] = {"at least": "at least", "at most": "at most"}
_BOUNDS: dict[str, OneOf["at least", "at most", "exactly"]] = {**_ENDS, "exactly": "exactly"}


def is_comparison(language: Language, text: str) -> bool:
    """Tell whether a line is a comparison, which is read once the kinds of the variables are known."""
    folded = " ".join(text.casefold().split())
    if folded.startswith(OPENINGS):
        return False
    return split_comparison(language, text) is not None


def read_condition(language: Language, text: str, kinds: Mapping[str, str]) -> Condition:
    """Read a condition; `kinds` gives the kinds of bound variables, for comparisons and limits.

    Raises:
        Unread: the line has no reading, or more than one.
    """
    folded = " ".join(text.casefold().split())
    if folded.startswith("nothing shows that"):
        return Absent(text, language.pattern(_after(text, 3)))
    if folded.startswith("it is open whether"):
        return Unsettled(text, language.pattern(_after(text, 4)), disputed=False)
    if folded.startswith("it is disputed whether"):
        return Unsettled(text, language.pattern(_after(text, 4)), disputed=True)
    if folded.startswith(("at least", "at most", "exactly")):
        return _tally(language, text)
    if folded.startswith(("the sum of ?", "the largest ?", "the smallest ?")):
        return _aggregate(language, text, kinds)
    if folded.startswith(("every reported", "some reported")):
        return _reported(language, text, kinds)
    if not folded.startswith("it is false that") and split_comparison(language, text) is not None:
        return read_comparison(language, text, kinds)
    return Holds(text, language.pattern(text))


def _after(text: str, words: int) -> str:
    parts = text.split(None, words)
    return parts[words] if len(parts) > words else ""


def _tally(language: Language, text: str) -> Tally:
    found = _TALLY.fullmatch(text.strip())
    if found is None:
        raise Unread(
            "a tally is not written like this",
            "Write it as `at least 3 ?_state: ?_state sends troops to ?operation`.",
        )
    bound, count, counted, sentence = found.groups()
    pattern = language.pattern(sentence)
    _counts(counted, pattern)
    return Tally(text, _BOUNDS[bound.lower()], int(count.replace(",", "")), counted, pattern)


def _aggregate(language: Language, text: str, kinds: Mapping[str, str]) -> Aggregate:
    found = _AGGREGATE.fullmatch(text.strip())
    if found is None or (found.group(3) is None and found.group(1).lower().startswith("sum")):
        raise Unread(
            "a sum is not written like this",
            "Write it as `the sum of ?_n over ?_state: ?_state sends ?_n troops to ?operation is at least 2500`.",
        )
    function, number, member, sentence, bound, limit = found.groups()
    pattern = language.pattern(sentence)
    member = member or number
    _counts(member, pattern)
    _measures(language, number, pattern)
    return Aggregate(
        text,
        _FUNCTIONS[function.lower().split()[0]],
        number,
        member,
        pattern,
        _ENDS[bound.lower()],
        read_limit(language, limit, kinds),
    )


def _reported(language: Language, text: str, kinds: Mapping[str, str]) -> Reported:
    found = _REPORTED.fullmatch(text.strip())
    if found is None:
        raise Unread(
            "a condition on reported values is not written like this",
            "Write it as `every reported ?_n: Russia has ?_n troops near ?host is at least 50000`.",
        )
    quantifier, number, sentence, bound, limit = found.groups()
    pattern = language.pattern(sentence)
    if not pattern.truth:
        raise Unread("reported values are read from what is affirmed", "Leave out `it is false that`.")
    _counts(number, pattern)
    _measures(language, number, pattern)
    every = quantifier.lower() == "every"
    return Reported(text, every, number, pattern, _ENDS[bound.lower()], read_limit(language, limit, kinds))


def _counts(name: str, pattern: Pattern) -> None:
    if not Variable(name).is_wildcard:
        raise Unread(
            f"the counted variable ?{name} must begin with ?_", f"Write ?_{name}: it stands for each in turn."
        )
    if name not in pattern.variables:
        raise Unread(
            f"?{name} is counted but does not occur in the sentence after the colon", "Name it there."
        )


def _measures(language: Language, name: str, pattern: Pattern) -> None:
    slots = language.vocabulary.statements[pattern.statement].slots
    kinds = {slot.kind for slot, term in zip(slots, pattern.terms, strict=True) if term == Variable(name)}
    if kinds != {"number"}:
        raise Unread(
            f"?{name} must stand for a number in the sentence after the colon", "Put it in a number slot."
        )
