"""Number the sources of an answer in the order in which it tells them, and only those that it tells."""

from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
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
    cited = {id(source): source for part in cited_in(told) if (source := source_of(part)) is not None}
    works: dict[NumberedWork, Source] = {}
    for source in cited.values():
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
        parts = _parts(kind)
        if parts is None:
            yield part
        elif kind is Turn:
            yield from (Cited(fact) for fact in part.argument.facts)
        elif parts is _none:
            _BARE.add(kind)
        elif id(part) not in met:
            met.add(id(part))
            waiting += [inner for inner in parts(part) if inner and type(inner) not in _BARE]


_BARE: set[type] = set()
"""Kinds of values that are met in answers and have no parts."""


def _none(_: object) -> tuple[object, ...]:
    """Return no parts."""
    return ()


@cache
def _parts(kind: type) -> Callable[[Any], tuple[object, ...]] | None:
    """Return what takes a value that answers consist of apart, the last part first; None for what is cited."""
    if issubclass(kind, Cited | Citation | Source):
        return None
    if kind is Ahead:
        return lambda ahead: (ahead.brief,)
    if kind in (tuple, Turn):
        return tuple[object, ...]
    names = kind.__struct_fields__[::-1] if issubclass(kind, Struct) else ()
    if not names or not kind.__module__.startswith(_TOLD):
        return _none
    return attrgetter(*names) if len(names) > 1 else lambda part: (getattr(part, names[0]),)
