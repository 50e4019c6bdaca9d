"""RUB105: the same example twice."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from rubicon.editing.inspecting import Inspection
from rubicon.language.facts import Place
from rubicon.language.rules import Rule
from rubicon.language.sameness import KEPT, Same
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield examples that repeat one before."""
    for rule in look.written:
        for at in _repeating(Same(rule)):
            what = "this example repeats one before"
            place = look.example(rule, rule.examples[at])
            yield look.told(place, "RUB105", what, "Change it, or leave it out.")


@lru_cache(maxsize=KEPT)
def _repeating(rule: Same[Rule]) -> tuple[int, ...]:
    """Return which examples of a rule repeat one before."""
    seen = set[object]()
    found = []
    for at, example in enumerate(rule.thing.examples):
        given = frozenset(replace(fact, place=Place("", 0)) for fact in example.given)
        key = (given, example.expect, example.refuse, example.false, example.as_of, example.beside)
        if key in seen:
            found.append(at)
        seen.add(key)
    return tuple(found)
