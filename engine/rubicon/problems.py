"""The words of mistakes: what is wrong, where, and what to do about it."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from unicodedata import name as character

from msgspec import Struct

EXCERPT = 160
"""Characters of a faulty line that a message shows."""

SAID = 600
"""Characters of the longest line of a message."""

NAMED = 12
"""Names that a message lists before it says how many more there are."""

ALIKE = 4
"""Problems of one cause that are told as one."""

LAST_ERROR = "RUB002"
"""The id of the last finding that is an error."""

CLOSE = 0.85
"""How near a word must be to be suggested beside the nearest one."""

LONGEST_WORD = 200
"""Characters of the longest word that is compared with others."""

LIKELY = 60
"""Known words, those with the most letters of a word, among which the nearest are sought."""

_LIKE_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονі",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXovi",
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Forbidden(NamedTuple):
    """A mark that no text may hold: where it stands, what it is, and the remedy."""

    at: int
    what: str
    remedy: str


def forbidden_in(text: str) -> Forbidden | None:
    r"""Find the first mark in a text that steers a terminal, turns text about, or is no character at all.

    >>> forbidden_in("a\x1b[2J").what
    'a character that no text may hold (U+001B)'
    """
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    code, encoding = ord(found.group()), sys.getfilesystemencoding()
    if 0xDC80 <= code <= 0xDCFF and encoding != "utf-8":  # Python's way to pass on a byte of an argument
        what = f"the locale's encoding is {encoding}, which has no byte 0x{code - 0xDC00:02X}"
        return Forbidden(found.start(), what, "Set a UTF-8 locale: LC_ALL=C.UTF-8")
    return Forbidden(found.start(), f"a character that no text may hold (U+{code:04X})", "Delete it.")


class Problem(Struct, frozen=True):
    """One mistake: the place (a path, or `argument`), what is wrong, the line itself, the remedy.

    Problems of one `cause` are the same mistake at several places. `lint` is the id of a finding that
    `rules explain` has a page for; those after RUB002 are warnings, which never stop a judgement.
    `column` and `end` are the columns of the line, from 1 and the last excluded; 0 where it is all of it.
    `witness` is the text of a case that shows it. `days` are those that `what` names, as files spell them.
    """

    path: str
    line: int
    what: str
    remedy: str = ""
    excerpt: str = ""
    cause: str = ""
    lint: str = ""
    column: int = 0
    end: int = 0
    witness: str = ""
    days: tuple[date, ...] = ()

    @property
    def columns(self) -> tuple[int, int]:
        """Return the columns from 1 that it is about, the last excluded: without any, all that the line says."""
        said = self.excerpt.strip()
        start = self.excerpt.find(said) + 1
        return (self.column, self.end) if self.column else (start, start + max(len(said), 1))

    @property
    def warning(self) -> bool:
        """Tell whether it never stops a judgement."""
        return bool(self.lint) and self.lint > LAST_ERROR

    @property
    def place(self) -> str:
        """Return the place as it is written: `path:line`."""
        path = printable(self.path)
        return f"{path}:{self.line}" if self.line else path

    def __str__(self) -> str:
        text = [shortened(f"{self.place}: {'warning: ' if self.warning else ''}{printable(self.what)}", SAID)]
        text[0] += f" [{self.lint}]" if self.lint else ""
        shown = printable(self.excerpt).strip()
        if shown:
            text.append(f"{self.line or '':>5} | {shortened(shown, EXCERPT)}")
        text += [f"        {shortened(printable(line), SAID)}" for line in self.remedy.split("\n") if line]
        return "\n".join(text)


class BadInput(Exception):
    """The input has problems; `str()` is the whole message, in the order of files and lines."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(messages(self.problems)))


def messages(problems: Iterable[Problem]) -> list[str]:
    """Return the messages of problems; of many that have one cause the first, and where the others are."""
    told = []
    for group in grouped(problems):
        if len(group) < ALIKE:
            told += [(problem, str(problem)) for problem in group]
            continue
        first, *others = group
        places = list(dict.fromkeys(problem.place for problem in others))
        lines = [f"The same at {len(others):,} more places:", *(f"  {place}" for place in places[:NAMED])]
        lines += [f"  and {len(places) - NAMED:,} more"] if len(places) > NAMED else []
        told.append((first, "\n".join([str(first), *(f"        {line}" for line in lines)])))
    return [text for _, text in sorted(told, key=lambda one: _order(one[0]))]


def grouped(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Put problems of one cause together, in the order of the first of each."""
    groups: dict[tuple[str, bool], list[Problem]] = {}
    for problem in problems:
        key = problem.cause or f"{problem.what}\n{problem.remedy}"
        groups.setdefault((key, problem.warning), []).append(problem)
    return list(groups.values())


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file and line, each once."""
    return tuple(sorted(set(problems), key=_order))


def _order(problem: Problem) -> tuple[str, int, bool, str, str, str, str]:
    return (
        problem.path,
        problem.line,
        problem.warning,
        problem.what,
        problem.remedy,
        problem.excerpt,
        problem.lint,
    )


def printable(text: str) -> str:
    r"""Return a text on one line, with what cannot be printed spelled out: no file may dress a terminal.

    >>> print(printable("a\tb\x1b[2Jc"))
    a b\x1b[2Jc
    """
    if text.isprintable():
        return text
    return "".join(
        mark
        if mark.isprintable()
        else " "
        if mark.isspace()
        else mark.encode("unicode_escape").decode("ascii")
        for mark in text
    )


def shortened(text: str, length: int) -> str:
    """Return a text of at most so many characters.

    >>> shortened("a long story", 7)
    'a long…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"


def nearest(word: str, known: Iterable[str], count: int = 3, cutoff: float = 0.6) -> list[str]:
    """Return the known words closest to a word, closest first, that are at least as alike as the cutoff says.

    >>> nearest("Kazakstan", ["Kazakhstan", "Russia"])
    ['Kazakhstan']
    """
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415 - only a mistake needs it

    if len(word) > LONGEST_WORD:
        return []
    folded, pairs = _folded(known if isinstance(known, tuple) else tuple(known))
    word = like_latin(word).casefold()
    likely = list(folded)
    if len(likely) > LIKELY:  # to compare a word with thousands takes long
        shared = Counter(name for pair in _pairs(word) for name in pairs.get(pair, ()))
        likely = sorted(shared, key=lambda name: (-shared[name] / (len(name) + len(word)), name))[:LIKELY]
    close = get_close_matches(word, sorted(likely), n=count, cutoff=cutoff)
    scores = [SequenceMatcher(None, match, word).ratio() for match in close]
    return [folded[match] for match, score in zip(close, scores, strict=True) if score > scores[0] * CLOSE]


def like_latin(word: str) -> str:
    """Return a word with Latin letters where it has Greek or Cyrillic ones that look the same."""
    return word.translate(_LIKE_LATIN)


@lru_cache(maxsize=64)
def _folded(known: tuple[str, ...]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return known words by their folded spelling, and these by the pairs of letters in them."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    pairs: dict[str, list[str]] = {}
    if len(folded) > LIKELY:
        for name in folded:
            for pair in _pairs(name):
                pairs.setdefault(pair, []).append(name)
    return folded, pairs


def _pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word) - 1)} or {word}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known words in a sentence, or say nothing.

    >>> did_you_mean("Kazakstan", ["Kazakhstan", "Russia"])
    'Did you mean "Kazakhstan"?'
    """
    close = nearest(word, known)
    return f"Did you mean {either(close)}?{_unlike(word, close[0])}" if close else ""


def _unlike(word: str, other: str) -> str:
    """Name the first character of a word that is not what it looks like beside another word."""
    for mark in word:
        called = "" if mark.isascii() or mark in other else character(mark, "a mark without a name")
        if called and not (called.startswith("LATIN ") and mark.isalpha()):
            return f' The "{mark}" in "{word}" is U+{ord(mark):04X}, {called}.'
    return ""


def either(names: Sequence[str]) -> str:
    """Join quoted names with "or".

    >>> either(["a", "b", "c"])
    '"a", "b" or "c"'
    """
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def several(names: Iterable[str]) -> str:
    """List names, and of many the first ones.

    >>> several(["a", "b"]), several([])
    ('a, b', 'none')
    """
    listed = list(names)
    more = f" and {len(listed) - NAMED:,} more" if len(listed) > NAMED else ""
    return (", ".join(listed[:NAMED]) or "none") + more


def one(noun: str) -> str:
    """Put the article before a noun.

    >>> one("actor"), one("country")
    ('an actor', 'a country')
    """
    return f"{'an' if noun[:1].lower() in tuple('aeiou') else 'a'} {noun}"
