"""RUB206: two sentences that are easily taken for each other."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.problems import Problem

LEVEL = "note"
FEWEST = 5
"""Words of the shortest form that is looked at; shorter ones differ in one word of necessity."""


def find(look: Inspection) -> Iterator[Problem]:
    """Yield forms that differ from one before in a single word."""
    seen: dict[tuple[str, ...], str] = {}
    for name, statement in sorted(look.vocabulary.statements.items()):
        words = " ".join(one if isinstance(one, str) else f"{{{one.kind}}}" for one in statement.form).split()
        if len(words) < FEWEST:
            continue
        for at in range(len(words)):
            key = (*words[:at], "", *words[at + 1 :])
            other = seen.setdefault(key, name)
            if other != name and not words[at].startswith("{"):
                what = f'"{name}" and "{other}" differ in one word'
                remedy = "Reword one so that a slip of a word makes no other sentence."
                yield look.told(look.of_statement(statement, "form"), "RUB206", what, remedy)
                break
