"""A map to begin with: every sentence that the roles of a framework can fill, each as a column."""

from rubicon.language.rules import Rulebook
from rubicon.language.speaking import form_text
from rubicon.language.vocabulary import Statement
from rubicon.problems import one
from rubicon.reading.panels import VALUE


def template(rulebook: Rulebook) -> str:
    """Return the text of a map: the roles, the day and a column for each statement that roles and a value can fill.

    What rules conclude, and what the question asks, is left out: a table gives what they start from.
    """
    framework = rulebook.framework
    roles = framework.roles if framework else ()
    lines = ["# Which column of the table says what. Leave out what the table does not have.", ""]
    if framework is not None:
        lines += ['day = "day"                      # the column with the day on which each row is judged']
    lines += [
        "keep = []                        # columns that stand in the output as they are",
        "",
        "[roles]",
    ]
    for role in roles:
        note = "" if role.required else ", may be empty"
        lines.append(f'{role.name} = {{ column = "{role.name}" }}   # {one(role.kind)}{note}')
    concluded = {head.statement for rule in rulebook.rules for head in rule.conclusions}
    asked = framework.asked | {pattern.statement for pattern in framework.posed} if framework else frozenset()
    kinds = {role.name: role.kind for role in roles}
    for name, statement in rulebook.vocabulary.statements.items():
        said = None if name in concluded | asked else _filled(statement, kinds)
        if said is not None:
            valued = f"{{{VALUE}}}" in said
            means = "holds its number, day or name" if valued else "yes, no, or nothing where it is open"
            lines += ["", f"[column.{name}]     # {means}", f'says = "{said}"']
    return "\n".join(lines) + "\n"


def _filled(statement: Statement, kinds: dict[str, str]) -> str | None:
    """Return a form that roles fill but for at most one slot; None if they cannot."""
    others = [slot.name for slot in statement.slots if slot.name not in kinds]
    if len(others) > 1 or len(others) == len(statement.slots):
        return None
    text = form_text(statement.form)
    return text.replace(f"{{{others[0]}}}", f"{{{VALUE}}}") if others else text
