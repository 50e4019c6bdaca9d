"""RUB207: a kind that nothing is of."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "warning"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield kinds that nothing has."""
    framework = look.rulebook.framework
    kinds = look.vocabulary.kinds
    used = {slot.kind for statement in look.vocabulary.statements.values() for slot in statement.slots}
    used |= {entity.kind for entity in look.rulebook.entities}
    used |= {role.kind for role in framework.roles} if framework else set()
    used |= {kind.wider for kind in kinds.values() if kind.wider}
    for name, kind in sorted(kinds.items()):
        if name not in used and kind.wider not in used and kind.place is not None:
            yield look.told(kind.place, "RUB207", f'nothing is of the kind "{name}"', "Use it, or remove it.")
