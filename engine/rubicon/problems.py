"""The words of mistakes: what is wrong, where, and what to do about it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

EXCERPT = 160
"""Characters of a faulty line that a message shows."""

SAID = 600
"""Characters of the longest line of a message."""

NAMED = 12
"""Names that a message lists before it says how many more there are."""

CLOSE = 0.85
"""How near a word must be to be suggested beside the nearest one."""

LONGEST_WORD = 200
"""Characters of the longest word that is compared with others."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def forbidden_in(text: str) -> tuple[int, str] | None:
    r"""Return where a text holds a mark that steers a terminal or turns text about, and what is wrong.

    >>> forbidden_in("a\x1b[2J")
    (1, 'a character that no text may hold (U+001B)')
    """
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    return found.start(), f"a character that no text may hold (U+{ord(found.group()):04X})"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the place (a path, or `argument`), what is wrong, the line itself, the remedy."""

    path: str
    line: int
    what: str
    remedy: str = ""
    excerpt: str = ""
    warning: bool = False

    def __str__(self) -> str:
        path = printable(self.path)
        place = f"{path}:{self.line}" if self.line else path
        text = [shortened(f"{place}: {'warning: ' if self.warning else ''}{printable(self.what)}", SAID)]
        shown = printable(self.excerpt).strip()
        if shown:
            text.append(f"{self.line:>5} | {shortened(shown, EXCERPT)}")
        text += [f"        {shortened(printable(line), SAID)}" for line in self.remedy.split("\n") if line]
        return "\n".join(text)


class BadInput(Exception):
    """The input has problems; `str()` is the whole message, in the order of files and lines."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file and line, each once."""
    return tuple(sorted(set(problems), key=_order))


def _order(problem: Problem) -> tuple[str, int, bool, str, str, str]:
    return (
        problem.path,
        problem.line,
        problem.warning,
        problem.what,
        problem.remedy,
        problem.excerpt,
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


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known words closest to a word, closest first.

    >>> nearest("Kazakstan", ["Kazakhstan", "Russia"])
    ['Kazakhstan']
    """
    if len(word) > LONGEST_WORD:
        return []
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    close = get_close_matches(word.casefold(), sorted(folded), n=count, cutoff=0.6)
    scores = [SequenceMatcher(None, match, word.casefold()).ratio() for match in close]
    return [folded[match] for match, score in zip(close, scores, strict=True) if score > scores[0] * CLOSE]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known words in a sentence, or say nothing.

    >>> did_you_mean("Kazakstan", ["Kazakhstan", "Russia"])
    'Did you mean "Kazakhstan"?'
    """
    close = nearest(word, known)
    return f"Did you mean {either(close)}?" if close else ""


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
