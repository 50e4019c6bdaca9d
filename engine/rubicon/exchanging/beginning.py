"""A new case: its title, its day, who plays which part."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from rubicon.exchanging.coding import CodingSheet
from rubicon.judging.assessing import ARGUMENT, language_of
from rubicon.language.rules import Role, Rulebook
from rubicon.problems import BadInput, Problem, did_you_mean, one, several
from rubicon.reading import parse_case
from rubicon.reading.roles import missing_from
from rubicon.reading.writing import new_draft, table_text, with_entity


class Start(Struct, frozen=True):
    """What a case begins with; entities are pairs of a name and a kind."""

    title: str
    as_of: date | None
    roles: Mapping[str, str]
    entities: Sequence[tuple[str, str]] = ()
    author: str | None = None
    marking: str | None = None
    note: str | None = None


def begun(path: Path, rulebook: Rulebook, start: Start) -> CodingSheet:
    """Return the desk of a new case file.

    Raises:
        BadInput: there is such a file, a part or its player is unknown, or an entity cannot be one.
    """
    _check_parts(rulebook, start)
    top = {"title": start.title, "as_of": start.as_of, "author": start.author, "marking": start.marking}
    lines = table_text({**top, "note": start.note})
    if start.roles:
        lines += ["", "[roles]", *table_text(start.roles)]
    text = "\n".join(lines) + "\n"
    for name, kind in start.entities:
        text, _ = with_entity(text, {"name": name, "kind": kind})
    try:
        case = parse_case(text, rulebook, str(path))
    except BadInput as bad:
        raise BadInput(Problem(ARGUMENT, 0, each.what, each.remedy) for each in bad.problems) from None
    return CodingSheet(rulebook, new_draft(path, text), case)


def parts_of(rulebook: Rulebook) -> tuple[Role, ...]:
    """Return the roles that a case must or may bind."""
    return rulebook.framework.roles if rulebook.framework else ()


def _check_parts(rulebook: Rulebook, start: Start) -> None:
    parts = {role.name: role for role in parts_of(rulebook)}
    language = language_of(rulebook)
    own = {name for name, _ in start.entities}
    problems = []
    for name, player in start.roles.items():
        if name not in parts:
            remedy = did_you_mean(name, parts) or f"The roles are: {several(parts)}."
            problems.append(Problem(ARGUMENT, 0, f'unknown role "{name}"', remedy))
        elif language.entity(player) is None and player not in own:
            remedy = did_you_mean(player, language.names_of(parts[name].kind))
            remedy = f'{remedy} A new one is added with --entity "{player}={parts[name].kind}".'.strip()
            problems.append(Problem(ARGUMENT, 0, f'unknown entity "{player}"', remedy))
    for role in missing_from(start.roles, parts):
        remedy = f'Say --role {role.name}="…", {one(role.kind)}.'
        problems.append(Problem(ARGUMENT, 0, f'the role "{role.name}" is missing', remedy))
    if rulebook.framework is not None and start.as_of is None:
        problems.append(
            Problem(ARGUMENT, 0, "the day that the case is judged on is missing", "Say --as-of 2022-01-05.")
        )
    if problems:
        raise BadInput(problems)
