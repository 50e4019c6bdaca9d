"""RUB401: a variable that nothing can settle."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.facts import Place
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield sections of kind "variable" that no rule, fact or answer can fill."""
    framework = look.rulebook.framework
    for at, section in enumerate(framework.sections if framework else ()):
        names = {pattern.statement for pattern in (*section.for_, *section.against)}
        asked = any(look.vocabulary.statements[name].ask for name in names)
        if (
            framework
            and section.kind == "variable"
            and not asked
            and names.isdisjoint({*look.heads, *look.given})
        ):
            path = framework.place.path
            place = Place(path, look.file(path).line(("section", at)))
            what = f'nothing can settle "{section.title}"'
            yield look.told(
                place, "RUB401", what, "Write a rule that concludes it, or give its statement an `ask`."
            )
