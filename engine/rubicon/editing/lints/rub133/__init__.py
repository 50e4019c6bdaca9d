"""RUB133: an override between schools that never meet."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield overrides between rules that no school judges by together."""
    schools = {one.name: one for one in look.rulebook.framework.schools} if look.rulebook.framework else {}
    together = [{name, *schools[name].beside} for name in schools]
    for rule in look.written:
        for at, name in enumerate(rule.overrides):
            pair = {rule.school, look.by_id[name].school}
            if None not in pair and not any(pair <= some for some in together):
                what = f'no school is judged by both this rule and "{name}"'
                place = look.at(rule, "overrides", at)
                yield look.told(
                    place, "RUB133", what, "Leave it out, or let one school stand beside the other."
                )
