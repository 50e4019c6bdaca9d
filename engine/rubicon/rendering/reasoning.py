"""Say the reasons of rules over their values as they are spelled."""

import re
from functools import lru_cache
from types import SimpleNamespace

from rubicon.language.templating import BadReason, say_reason
from rubicon.rendering.spelling import capital, listed, stopped

KEPT = 1_000
"""Reasons that are remembered, each over its values."""


class Listed(tuple[str, ...]):
    """Names that print as a list in prose: `a, b and c`."""

    __slots__ = ()

    def __str__(self) -> str:
        return listed(self)


@lru_cache(maxsize=KEPT)
def reasoned(
    because: str,
    title: str,
    values: tuple[tuple[str, str], ...],
    ending: tuple[str, ...],
    tally: tuple[str, tuple[str, ...]] | None,
) -> str:
    """Say a reason over its values as they are spelled, the names among them that end in "s", and its tally; else the title."""
    given: dict[str, object] = dict(values)
    if tally is not None:
        total, members = tally
        given["tally"] = SimpleNamespace(total=total, members=Listed(members))
    try:
        said = say_reason(because, given)
    except BadReason:
        said = ""
    for name in ending:
        said = re.sub(rf"{re.escape(name)}'s\b", f"{name}'", said)
    return stopped(capital(said or title))
