"""Read one line of `if` or `unless`: every kind of condition, tried in the order of the language."""

import re
from collections.abc import Mapping
from typing import Literal as OneOf

from rubicon.language.comparisons import almost_comparison, read_comparison, read_limit, split_comparison
from rubicon.language.conditions import (
    TODAY,
    Absent,
    Aggregate,
    Condition,
    Expression,
    Holds,
    Pattern,
    Reported,
    Since,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.figures import no_number, number_hint
from rubicon.language.names import Joined, Unread, bounded, wild
from rubicon.language.sentences import Language
from rubicon.language.tokens import masked, number, number_text, squeezed, two_readings

ABSENT = "nothing shows that"
OPEN = "it is open whether"
DISPUTED = "it is disputed whether"
FALSE = "it is false that"
TALLIES = ("at least", "at most", "exactly")
SUMS = ("the sum of", "the largest", "the smallest")
REPORTED = ("every reported", "some reported")

OPENINGS = (ABSENT, OPEN, DISPUTED, *TALLIES, *SUMS, *REPORTED, FALSE)
"""Reserved openings: no form of a vocabulary may start with one."""

MOST = 1_000_000
"""The largest number that a tally counts to."""

ABSENCE_COUNTED = (
    "Only what is established can be counted or summed, a denial (`it is false that …`) too. For anything else write a "
    "rule that concludes a sentence of its own from it, and count that sentence."
)
"""How to count what no tally counts."""

_OPENING = re.compile(rf"({'|'.join(OPENINGS)})\b ?", re.IGNORECASE)
_COUNTED = re.compile(r"(\S+(?: [^\s?:]+)?) \?(\w+) ?: ?(?=\S)")
_OF = re.compile(r"\?(\w+)(?: over \?(\w+))? ?: ?(?=\S)", re.IGNORECASE)
_LIMIT = re.compile(r" is (at least|at most) (?=\S)", re.IGNORECASE)
_ALMOST_COUNTED = re.compile(r"([0-9]+)(?: of)? (\?\w+)(?: ?,| such that| that| which| who| where)? (\S.*)")
_OTHER_LIMIT = re.compile(
    r" is ((?:more|greater|higher|larger|less|fewer|lower|smaller) than|over|above|under|below|equal to|exactly) "
    r"([0-9][0-9.,]*)$| ?(>=|<=|>|<|≥|≤|==?) ?([0-9][0-9.,]*)$",
    re.IGNORECASE,
)

_SINCE = re.compile(r"(.*\S) since (\?\w+|[0-9]{4}-[0-9]{2}-[0-9]{2})", re.IGNORECASE)
_SINCE_ALONE = "It gives a day in a plain line of `if`, alone."

_FUNCTIONS: dict[str, OneOf["sum", "largest", "smallest"]] = {
    "the sum of": "sum",
    "the largest": "largest",
    "the smallest": "smallest",
}
_ENDS: dict[str, OneOf["at least", "at most"]] = {"at least": "at least", "at most": "at most"}
_BOUNDS: dict[str, OneOf["at least", "at most", "exactly"]] = {**_ENDS, "exactly": "exactly"}
_TALLY = "Write it as `at least 3 ?_x: …`, with ?_x in the sentence after the colon."
_SUM = "Write it as `the sum of ?_n over ?_x: … is at least 2500`, with ?_n and ?_x in the sentence between."
_REPORT = "Write it as `every reported ?_n: … is at least 2500`, with ?_n in the sentence between."


def opening_of(text: str) -> str:
    """Return the reserved opening that a squeezed line begins with, or nothing."""
    found = _OPENING.match(text)
    return found.group(1).lower() if found else ""


def not_plain(text: str) -> Unread | None:
    """Say that a line is a condition where a plain sentence is wanted, or return None."""
    opening = opening_of(text)
    if not opening or opening == FALSE:
        return None
    what = f"`{opening}` makes a condition, and this must be a plain sentence"
    return Unread(what, "Conditions stand in `if` and `unless` of a rule.")


def is_comparison(language: Language, text: str) -> bool:
    """Tell whether a line is a comparison."""
    said = squeezed(bounded(text))
    return not opening_of(said) and split_comparison(language, said) is not None


def needs_kinds(language: Language, text: str) -> bool:
    """Tell whether a line is a comparison or ends in a limit: it is read once the kinds of the variables are known."""
    said = squeezed(bounded(text))
    opening = opening_of(said)
    return opening in (*SUMS, *REPORTED) if opening else split_comparison(language, said) is not None


def read_condition(language: Language, line: str, kinds: Mapping[str, str]) -> Condition:
    """Read a condition; `kinds` gives the kinds of bound variables, for comparisons and limits.

    Raises:
        Unread: the line has no reading, or more than one.
    """
    said = squeezed(bounded(line))
    opening = opening_of(said)
    rest = said[len(opening) :].strip()
    if opening == ABSENT:
        return Absent(line, _about(language, opening, rest))
    if opening in (OPEN, DISPUTED):
        asked = _about(language, opening, rest)
        asked = Pattern(asked.statement, asked.terms)  # a question and its contrary are one question
        return Unsettled(line, asked, disputed=opening == DISPUTED)
    if opening in TALLIES:
        return _tally(language, line, opening, rest)
    if opening in SUMS and not (opening != SUMS[0] and not rest.startswith("?") and language.reads(said)):
        return _aggregate(language, line, opening, rest, kinds)
    if opening in REPORTED:
        return _reported(language, line, opening, rest, kinds)
    if not opening and split_comparison(language, said) is not None:
        return read_comparison(language, line, kinds)
    try:
        return _dated(language, line, said) or Holds(line, language.pattern(said))
    except Unread as unread:
        raise almost_comparison(language, said) or unread from None


def split_since(language: Language, text: str) -> tuple[str, str] | None:
    """Return the sentence and the day of a line that ends in `since …`; None where the whole is a sentence."""
    if "since" not in text.lower():  # as in most
        return None
    said = squeezed(text)
    found = _SINCE.fullmatch(said)
    return None if found is None or language.reads(said) else (found.group(1), found.group(2))


def dated(language: Language, sentence: str) -> Pattern:
    """Read the sentence before a `since`, which must be a state.

    Raises:
        Unread: it has no reading, or is an event.
    """
    pattern = language.pattern(sentence)
    if language.vocabulary.statements[pattern.statement].is_event:
        raise Unread("an event has no `since`: its sentence names its day", "Use the variable of that day.")
    return pattern


def _dated(language: Language, line: str, said: str) -> Since | None:
    parts = split_since(language, said)
    if parts is None:
        return None
    sentence, day = parts
    if not day.startswith("?"):
        remedy = f"Write `… since ?day`, and in a line of its own: `?day = {day}`"
        raise Unread("a variable stands after `since`, not a day", remedy)
    if day[1:] == TODAY:
        raise Unread("?today stands only in comparisons", "Name the day ?day, and add: `?day = ?today`")
    return Since(line, dated(language, sentence), Variable(day[1:]))


def _about(language: Language, opening: str, rest: str) -> Pattern:
    inner = opening_of(rest)
    if not rest:
        raise Unread(f"no sentence follows `{opening}`", "Write one of the vocabulary's sentences after it.")
    if inner and inner != FALSE:
        raise Unread(
            f"`{inner}` cannot stand within `{opening}`",
            "Write a plain sentence there, in a line of its own.",
        )
    if split_since(language, rest) is not None:
        raise Unread(f"`since` cannot stand within `{opening}`", _SINCE_ALONE)
    return language.pattern(rest)


def _tally(language: Language, line: str, opening: str, rest: str) -> Tally:
    found = _COUNTED.match(masked(rest))
    if found is None:
        raise Unread("a tally is not written like this", _tally_hint(opening, rest) or _TALLY)
    count, counted = found.groups()
    value = number(count)
    if value is None or value != int(value) or value < 0 or value > MOST:
        hint = number_hint(count) if value is None else f"Write a whole number from 0 to {MOST:,}."
        if count.endswith(" of"):
            hint = f"Write it as `{opening} {count.removesuffix(' of')} {wild(counted)}: …`"
        if re.search("%|per ?cent", count):
            hint = "A tally counts, and takes no share: say how many."
        if count.startswith("?"):
            hint = "A tally counts to a figure, such as 3; compare sums with a variable."
        what = no_number(count) if two_readings(count) else f'"{count}" is no number to count to'
        raise Unread(what, hint)
    pattern = _counted_sentence(language, "a tally counts", rest[found.end() :])
    _counts(counted, pattern)
    return Tally(line, _BOUNDS[opening], int(value), counted, pattern)


def _tally_hint(opening: str, rest: str) -> str:
    """Say how a tally is written that lacks its variable, its colon or its number."""
    found = _ALMOST_COUNTED.fullmatch(rest)
    if found is None:
        these = re.match(r"(\d+) of\b", rest)
        key = opening.replace(" ", "_")
        return f'Write it as {{ {key} = {these.group(1)}, of = ["…", "…", "…"] }}' if these else ""
    count, name, sentence = found.groups()
    sentence = sentence.replace(name, wild(name)) if name in sentence else f"{wild(name)} {sentence}"
    return f"Write it as `{opening} {count} {wild(name)}: {sentence}`"


def _counted_sentence(language: Language, what: str, text: str) -> Pattern:
    """Read the one sentence that a tally or a sum is taken over."""
    opening = opening_of(text)
    if split_since(language, text) is not None:
        raise Unread(f"{what} one sentence, without a `since`", _SINCE_ALONE)
    if (opening and opening != FALSE) or split_comparison(language, text):
        said = f"`{opening}`" if opening else "a comparison"
        raise Unread(f"{what} one sentence, and {said} is none", ABSENCE_COUNTED)
    try:
        return language.pattern(text)
    except Joined as joined:
        raise Unread(f"{what} one sentence: {joined.what}", ABSENCE_COUNTED) from None


def _aggregate(language: Language, line: str, opening: str, rest: str, kinds: Mapping[str, str]) -> Aggregate:
    found, model = _OF.match(rest), _SUM.replace(SUMS[0], opening)
    if found is None:
        raise Unread(f"a {opening.split()[1]} is not written like this", model)
    measured, member = found.groups()
    if member is None and opening == SUMS[0]:
        raise Unread("a sum does not say over whom it is taken", _SUM)
    pattern, bound, limit = _limited(language, rest[found.end() :], kinds, model, opening)
    _counts(member or measured, pattern)
    _measures(language, measured, pattern)
    return Aggregate(line, _FUNCTIONS[opening], measured, member or measured, pattern, _ENDS[bound], limit)


def _reported(language: Language, line: str, opening: str, rest: str, kinds: Mapping[str, str]) -> Reported:
    found = _OF.match(rest)
    if found is None or found.group(2):
        raise Unread("a condition on reported values is not written like this", _REPORT)
    pattern, bound, limit = _limited(language, rest[found.end() :], kinds, _REPORT, opening)
    if not pattern.truth:
        raise Unread("a value that is denied is not a reported one", "Leave out the denial.")
    _counts(found.group(1), pattern)
    _measures(language, found.group(1), pattern)
    return Reported(line, opening == REPORTED[0], found.group(1), pattern, _ENDS[bound], limit)


def _limited(
    language: Language, text: str, kinds: Mapping[str, str], model: str, opening: str
) -> tuple[Pattern, str, Expression]:
    """Read a sentence and the limit after it, which follows the last `is at least` or `is at most`."""
    ends = list(_LIMIT.finditer(masked(text)))
    if not ends:
        raise Unread(
            "the line ends without `is at least` or `is at most` and a number", _ending(text) or model
        )
    end = ends[-1]
    limit = read_limit(text[end.end() :], kinds)
    pattern = _counted_sentence(language, f"`{opening}` is taken over", text[: end.start()])
    return pattern, end.group(1).lower(), limit


def _ending(text: str) -> str:
    """Say how a limit is written that is worded or marked in another way."""
    found = _OTHER_LIMIT.search(masked(text))
    if found is None:
        return ""
    sign = (found.group(1) or found.group(3)).lower()
    more = sign[0] in "mgoahe>≥"
    value = number(found.group(2) or found.group(4))
    if value is None:
        return ""
    beyond = "=" not in sign and sign not in ("≥", "≤", "equal to", "exactly")
    bound = "at least" if more else "at most"
    if beyond and value == int(value):
        value += 1 if more else -1
    return f"Write `… is {bound} {number_text(value)}`"


def _counts(name: str, pattern: Pattern) -> None:
    if not Variable(name).is_wildcard:
        raise Unread(f"the counted variable ?{name} must begin with ?_", f"Write ?_{name} each time.")
    if name not in pattern.variables:
        raise Unread(
            f"?{name} is counted, but does not stand in the sentence after the colon", "Name it there too."
        )


def _measures(language: Language, name: str, pattern: Pattern) -> None:
    if not Variable(name).is_wildcard:
        raise Unread(f"the variable ?{name} must begin with ?_ here", f"Write ?_{name} each time.")
    slots = language.vocabulary.statements[pattern.statement].slots
    kinds = {slot.kind for slot, term in zip(slots, pattern.terms, strict=True) if term == Variable(name)}
    if kinds != {"number"}:
        raise Unread(
            f"?{name} must stand for a number in the sentence after the colon",
            "Put it where a number stands.",
        )
