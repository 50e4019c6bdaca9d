"""The words of mistakes: what is wrong, where, and what to do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

EXCERPT = 160
"""Characters of a faulty line that a message shows."""


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
        place = f"{self.path}:{self.line}" if self.line else self.path
        text = [f"{place}: {'warning: ' if self.warning else ''}{self.what}"]
        if self.excerpt.strip():
            shown = self.excerpt.strip()
            shown = shown if len(shown) <= EXCERPT else shown[: EXCERPT - 1] + "…"
            text.append(f"{self.line:>5} | {shown}")
        text += [f"        {line}" for line in self.remedy.splitlines()]
        return "\n".join(text)


class BadInput(Exception):
    """The input has problems; `str()` is the whole message, in the order of files and lines."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file and line, each once."""
    return tuple(sorted(set(problems), key=lambda problem: (problem.path, problem.line, problem.what)))


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known words closest to a word, closest first.

    >>> nearest("Kazakstan", ["Kazakhstan", "Russia"])
    ['Kazakhstan']
    """
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    return [folded[match] for match in get_close_matches(word.casefold(), sorted(folded), n=count, cutoff=0.6)]


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
