"""Number the sources of an answer in the order in which it tells them, and only those that it tells."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from rubicon.explaining.claims import Citation, Cited
from rubicon.language.facts import Source

Answer = TypeVar("Answer")

_TOLD = "rubicon.explaining"


def told_in_order(
    answer: Answer, sources: Mapping[int, Source]
) -> tuple[Answer, tuple[tuple[int, Source], ...]]:
    """Return an answer with its sources numbered afresh, and the sources by their new numbers."""
    numbers: dict[int, int] = {}
    told = _renumbered(answer, numbers)
    return told, tuple((new, sources[old]) for old, new in numbers.items())


def _renumbered(part: Any, numbers: dict[int, int]) -> Any:
    if isinstance(part, tuple) and type(part) is tuple:
        made = tuple(_renumbered(one, numbers) for one in part)
        return part if all(new is old for new, old in zip(made, part, strict=True)) else made
    if not is_dataclass(part) or isinstance(part, type) or not type(part).__module__.startswith(_TOLD):
        return part
    if isinstance(part, Cited | Citation):
        if part.number is None:
            return part
        return replace(part, number=numbers.setdefault(part.number, len(numbers) + 1))
    changed = {}
    for field in fields(part):
        old = getattr(part, field.name)
        new = _renumbered(old, numbers)
        if new is not old:
            changed[field.name] = new
    return replace(part, **changed) if changed else part
