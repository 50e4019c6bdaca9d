"""RUB105: the same example twice."""

from collections.abc import Iterator

from msgspec.structs import replace

from rubicon.editing.inspecting import Inspection
from rubicon.language.facts import Place
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield examples that repeat one before."""
    for rule in look.written:
        seen = set[object]()
        for example in rule.examples:
            given = frozenset(replace(fact, place=Place("", 0)) for fact in example.given)
            key = (given, example.expect, example.refuse, example.false, example.as_of, example.beside)
            if key in seen:
                what = "this example repeats one before"
                yield look.told(look.example(rule, example), "RUB105", what, "Change it, or leave it out.")
            seen.add(key)
