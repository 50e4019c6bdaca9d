"""RUB402: a school without a rule."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.facts import Place
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield schools to which no rule belongs."""
    framework = look.rulebook.framework
    used = {rule.school for rule in look.rules}
    for at, school in enumerate(framework.schools if framework else ()):
        if framework and school.name not in used:
            path = framework.place.path
            place = Place(path, look.file(path).line(("school", at)))
            what = f'no rule belongs to the school "{school.name}"'
            yield look.told(place, "RUB402", what, "Write its rules, or remove it.")
