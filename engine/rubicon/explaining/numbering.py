"""Number the sources of an answer in the order in which it tells them, and only those that it tells."""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct

from rubicon.explaining.brief import Ahead
from rubicon.explaining.claims import Cited
from rubicon.judging.differences import Turn
from rubicon.language.facts import Fact, Source
from rubicon.language.rules import Citation

_TOLD = ("rubicon.explaining", "rubicon.surveying", "rubicon.recording")

NumberedWork: TypeAlias = tuple[object, ...]


def work_of(source: Source) -> NumberedWork:
    """Return what makes two sources one work, by whichever keys two cases know it."""
    return (source.title, source.author, source.publisher, source.date, source.address)


def source_of(part: Cited | Citation | Fact | Source) -> Source | None:
    """Return the source of what is cited; None for an assertion that names none."""
    if isinstance(part, Source):
        return part
    return part.fact.source if isinstance(part, Cited) else part.source


def numbered(told: object) -> tuple[tuple[int, Source], ...]:
    """Return the sources that an answer cites by number, each work once."""
    works: dict[NumberedWork, Source] = {}
    for part in cited_in(told):
        source = source_of(part)
        if source is not None:
            works.setdefault(work_of(source), source)
    return tuple(enumerate(works.values(), 1))


def cited_in(told: object) -> Iterator[Cited | Citation | Source]:
    """Yield what an answer cites, in the order of its parts; what stands in several places is met once."""
    waiting, met = [told], set[int]()
    while waiting:
        part: Any = waiting.pop()
        kind: type = type(part)
        if kind is tuple:
            waiting += part[::-1]
            continue
        names = _parts(kind)
        if names is None:
            yield part
        elif kind is Turn:
            yield from (Cited(fact) for fact in part.argument.facts)
        elif names and id(part) not in met:
            met.add(id(part))
            for name in names:
                inner = getattr(part, name)
                other: type = type(inner)
                if other is tuple or _parts(other) != ():
                    waiting.append(inner)


@cache
def _parts(kind: type) -> tuple[str, ...] | None:
    """Return the names of the parts of a value that answers consist of, the last first; None for what is cited."""
    if issubclass(kind, Cited | Citation | Source):
        return None
    if kind is Turn:
        return ("argument",)
    if kind is Ahead:
        return ("brief",)
    if issubclass(kind, Struct) and kind.__module__.startswith(_TOLD):
        return kind.__struct_fields__[::-1]
    return ()
