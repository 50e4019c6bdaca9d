"""RUB124: a rule that only says "else not"."""

from collections.abc import Iterator

from msgspec.structs import replace

from rubicon.editing.inspecting import Inspection
from rubicon.language.conditions import Absent, Holds
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield rules that mirror another."""
    for rule in look.written:
        missed = [one.pattern for one in rule.conditions if isinstance(one, Absent)]
        if len(missed) != 1 or len(rule.conclusions) != 1:
            continue
        contrary = replace(rule.conclusions[0], truth=not rule.conclusions[0].truth)
        others = {*rule.conditions} - {one for one in rule.conditions if isinstance(one, Absent)}
        for other in look.heads[contrary.statement]:
            asked = {*other.conditions}
            held = [one for one in asked if isinstance(one, Holds) and one.pattern == missed[0]]
            if (
                contrary in other.conclusions
                and held
                and others
                and others <= asked
                and other.school == rule.school
            ):
                what = f'this says "else not" of "{other.id}"'
                yield look.told(rule.place, "RUB124", what, "Say it there with `otherwise` and `where`.")
