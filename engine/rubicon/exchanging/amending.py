"""What a case says of itself, and what came of it, changed without an editor."""

from collections.abc import Iterable, Mapping

from rubicon.exchanging.beginning import parts_of
from rubicon.exchanging.coding import CodingSheet, amended
from rubicon.judging.assessing import ARGUMENT, of_tier
from rubicon.problems import BadInput, Problem, did_you_mean, several
from rubicon.reading.amending import with_roles, with_values
from rubicon.reading.writing import Row, with_entity, with_outcome


def with_head(
    desk: CodingSheet, row: Row, roles: Mapping[str, str], entities: Iterable[tuple[str, str]]
) -> CodingSheet:
    """Return a desk whose case has other particulars of its own, other players of its parts, further entities.

    An empty value takes a particular out. Entities are pairs of a name and a kind.

    Raises:
        BadInput: a part or its player is unknown, an entity cannot be one, or a value cannot be read.
    """
    known = {role.name for role in parts_of(desk.rulebook)}
    unknown = [name for name in roles if known and name not in known]
    if unknown:
        remedy = did_you_mean(unknown[0], known) or f"The roles are: {several(sorted(known))}."
        raise BadInput([Problem(ARGUMENT, 0, f'unknown role "{unknown[0]}"', remedy)])
    text = with_values(desk.draft.text, (), row)
    for name, kind in entities:
        text, _ = with_entity(text, {"name": name, "kind": kind})
    return amended(desk, with_roles(text, roles) if roles else text)


def with_happening(desk: CodingSheet, tier: str | None, row: Row) -> CodingSheet:
    """Return a desk whose case tells what came of it, of the default tier or another. What is told already is replaced.

    Raises:
        BadInput: there is no such tier or source, or a day cannot be read.
    """
    of_tier(desk.rulebook, tier)
    keys = {one.key for one in desk.case.sources} | set(desk.rulebook.sources)
    source = row.get("source")
    if source and source not in keys:
        remedy = did_you_mean(str(source), keys) or "Declare it first: `rubicon sources add`."
        raise BadInput([Problem(ARGUMENT, 0, f'unknown source "{source}"', remedy)])
    told = desk.case.outcome if tier is None else dict(desk.case.outcomes).get(tier)
    if told is None:
        given = {key: value for key, value in row.items() if value != ""}
        return amended(desk, with_outcome(desk.draft.text, tier, given)[0])
    return amended(desk, with_values(desk.draft.text, ("outcome", *([tier] if tier else [])), row))


def with_work_amended(desk: CodingSheet, key: str, row: Row) -> CodingSheet:
    """Return a desk on which a source that is declared has other particulars; an empty value takes one out.

    Raises:
        BadInput: there is no such source in the case, or a value cannot be read.
    """
    keys = {source.key for source in desk.case.sources}
    if key not in keys:
        remedy = did_you_mean(key, keys) or f"The sources of the case are: {several(sorted(keys))}."
        raise BadInput([Problem(ARGUMENT, 0, f'the case has no source "{key}"', remedy)])
    return amended(desk, with_values(desk.draft.text, ("source", key), row))
