"""RUB307: standing facts that contradict each other."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection, overlapping
from rubicon.language.facts import Fact
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield standing facts that are in conflict with one before."""
    seen: dict[object, list[Fact]] = {}
    for fact in look.rulebook.background:
        key = look.vocabulary.group(fact.literal.atom) or fact.literal.atom
        before = seen.setdefault(key, [])
        for other in before:
            if look.vocabulary.in_conflict(fact.literal, other.literal) and overlapping(fact, other):
                what = f"this contradicts the standing fact of {other.place.path}:{other.place.line}"
                yield look.told(fact.place, "RUB307", what, "Date both, or leave one of them out.")
                break
        before.append(fact)
