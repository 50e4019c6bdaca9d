"""RUB115: conditions that exclude each other."""

from collections.abc import Iterator
from itertools import combinations

from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import Holds, Pattern, Variable
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield pairs of plain lines that no case can meet."""
    for rule in look.written:
        plain = [one for one in rule.conditions if isinstance(one, Holds)]
        for one, other in combinations(plain, 2):
            if _exclude(look.vocabulary, one.pattern, other.pattern):
                what = f'this can never hold together with "{one.text}"'
                place = look.written_at(rule, other, "if")
                remedy = 'Drop one of them, or let either do: ["…", "…"].'
                yield look.told(place, "RUB115", what, remedy, text=other.text)


def _exclude(vocabulary: Vocabulary, one: Pattern, other: Pattern) -> bool:
    if one.statement != other.statement or any(name.startswith("_") for name in one.variables):
        return False
    if one.terms == other.terms:
        return one.truth != other.truth
    at = vocabulary.statements[one.statement].one_of
    if at is None or not (one.truth and other.truth):
        return False
    pairs = list(zip(one.terms, other.terms, strict=True))
    differ = [a != b for a, b in pairs]
    values = [isinstance(term, Variable) for term in pairs[at]]
    return differ[at] and not any(values) and sum(differ) == 1
