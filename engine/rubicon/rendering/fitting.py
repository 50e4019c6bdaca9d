"""How much a first page may tell, so that it stays within its words."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from rubicon.explaining.contents import Explanation
from rubicon.language.templates import macros
from rubicon.rendering.filing import ReportWords

WORDS = 450
"""Words of the longest first page, headings included."""


class Room(Struct, frozen=True):
    """How much a first page tells.

    So many facts and steps; from what each variable is inferred; on what schools part; which single fact is not used.
    """

    facts: int
    steps: int
    whys: bool = True
    premises: bool = True
    named: bool = True


ROOMS = (
    Room(4, 3),
    Room(3, 3),
    Room(3, 3, named=False),
    Room(2, 3),
    Room(2, 3, named=False),
    Room(2, 2, named=False),
    Room(3, 2, whys=False),
    Room(2, 2, whys=False, named=False),
    Room(2, 1, whys=False, named=False),
    Room(2, 2, whys=False, premises=False, named=False),
    Room(1, 1, whys=False, premises=False, named=False),
)
"""What a first page may tell, the most first."""


WordCounter: TypeAlias = Callable[[str, object], int]
"""Counts the words of a part of the page, by the name of its macro, that is as long as there is room for."""


def said_of(
    folder: Path, explanation: Explanation, words: ReportWords, filters: Mapping[str, Callable[..., object]]
) -> WordCounter | None:
    """Return what counts the words of the parts of a first page, each once; None of one that has no such parts."""
    brief = explanation.brief
    if brief is None:
        return None
    modules = {"d": "dress/text.j2", "words": "words/words.j2", "b": "report/brief-words.j2"}
    made = macros(folder, modules, {"w": words, "form": words.form}, html=False, filters=filters)
    variables = [one for one in explanation.sections if one.state]
    about = {"lines": (brief, variables), "opposed": (explanation,)}

    @cache
    def said(part: str, most: object) -> int:
        return len(str(getattr(made, part)(*about.get(part, (brief,)), most)).split())

    return said


def fitting(whole: int, said: WordCounter | None) -> Room:
    """Return the most room with which a page is no longer than it may be; `whole` are its words with the most there is."""

    def length(room: Room) -> int:
        return sum(said(part, most) for part, most in parts_of(room)) if said else 0

    spare = whole - length(ROOMS[0])
    return next((room for room in ROOMS if spare + length(room) <= WORDS), ROOMS[-1])


def parts_of(room: Room) -> tuple[tuple[str, object], ...]:
    """Return the parts of a page that give way, by the names of their macros, and how much each tells."""
    return (
        ("happened", room.facts),
        ("lines", room.whys),
        ("turning", room.steps),
        ("partings", room.premises),
        ("opposed", room.named),
    )
