"""What a case says of itself, and what came of it, changed without an editor."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from rubicon.exchanging.beginning import parts_of
from rubicon.exchanging.coding import CodingSheet, amended, check_source
from rubicon.judging.assessing import ARGUMENT, language_of, of_tier, read_arguments
from rubicon.language.speaking import speak
from rubicon.problems import BadInput, Problem, did_you_mean, several
from rubicon.reading.amending import with_roles, with_values, without_table
from rubicon.reading.writing import WrittenTable, with_entity, with_forecast, with_odds, with_outcome

OF_CASE = ("author", "reviewed_by", "marking", "note")
"""What a case says of itself in words beside its title, in the order in which a file has it."""


def with_head(
    desk: CodingSheet, row: WrittenTable, roles: Mapping[str, str], entities: Iterable[tuple[str, str]]
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


def with_happening(desk: CodingSheet, tier: str | None, row: WrittenTable) -> CodingSheet:
    """Return a desk whose case tells what came of it, of the default tier or another. What is told already is replaced.

    Raises:
        BadInput: there is no such tier or source, a day cannot be read, or the event came before the day judged.
    """
    of_tier(desk.rulebook, tier)
    day, judged = row.get("on"), desk.case.as_of
    if isinstance(day, date) and judged is not None and day < judged:
        what = f"{day} lies before {judged}, the day that the case is judged on"
        raise BadInput([Problem(ARGUMENT, 0, what, "An outcome is what came after it: say when that was.")])
    check_source(desk, row.get("source"))
    told = desk.case.outcome if tier is None else dict(desk.case.outcomes).get(tier)
    if told is None:
        given = {key: value for key, value in row.items() if value != ""}
        return amended(desk, with_outcome(desk.draft.text, tier, given)[0])
    return amended(desk, with_values(desk.draft.text, ("outcome", *([tier] if tier else [])), row))


def with_odds_stated(desk: CodingSheet, sentence: str, row: WrittenTable | None) -> CodingSheet:
    """Return a desk whose analyst holds a sentence so likely, for a reason. What was stated of it is replaced; None takes it out.

    Raises:
        BadInput: the sentence or the number cannot be read, or there is nothing to take out.
    """
    literal = read_arguments(language_of(desk.rulebook, desk.case), [sentence])[0]
    said = speak(desk.rulebook.vocabulary, literal)
    at = next((at for at, one in enumerate(desk.case.odds) if one.literal == literal), None)
    return _listed(desk, ("odds", at), {"that": said, **row} if row else None, with_odds, said)


def with_forecast_given(
    desk: CodingSheet, by: str, on: date, of: str, row: WrittenTable | None
) -> CodingSheet:
    """Return a desk with a forecast that others gave, on a day, of something. What it told is replaced; None takes it out.

    Raises:
        BadInput: there is no such source, the number cannot be read, or there is nothing to take out.
    """
    check_source(desk, (row or {}).get("source"))
    key = (by, on, of)
    told = enumerate(desk.case.forecasts)
    at = next((at for at, one in told if (one.by, one.day, one.of) == key), None)
    given: WrittenTable | None = None
    if row is not None:
        p, rest = row["p"], {name: value for name, value in row.items() if name != "p"}
        given = {"by": by, "on": on, "p": p, "of": of, **rest}
    return _listed(desk, ("forecast", at), given, with_forecast, f"{by}, {on}: {of}")


def with_entity_told(desk: CodingSheet, name: str, row: WrittenTable) -> CodingSheet:
    """Return a desk whose case knows somebody, or knows more of whom it knows; an empty value takes a particular out.

    Raises:
        BadInput: the kind is unknown or missing, or another has the name.
    """
    of_name = [at for at, one in enumerate(desk.case.entities) if name in (one.name, *one.also)]
    if not of_name:
        given = {"name": name, **{key: value for key, value in row.items() if value not in ("", ())}}
        return amended(desk, with_entity(desk.draft.text, given)[0])
    return amended(desk, with_values(desk.draft.text, ("entity", of_name[0]), row))


def _listed(
    desk: CodingSheet,
    place: tuple[str, int | None],
    row: WrittenTable | None,
    add: Callable[[str, WrittenTable], tuple[str, int]],
    said: str,
) -> CodingSheet:
    """Return a desk with a table of a list added, changed where there is one, or (without a row) taken out."""
    kind, at = place
    text = desk.draft.text
    if at is not None:
        made = without_table(text, (kind, at)) if row is None else with_values(text, (kind, at), row)
    elif row is None:
        what = f'the case has no [[{kind}]] for "{said}"'
        raise BadInput([Problem(ARGUMENT, 0, what, "Name it as it stands in the file.")])
    else:
        made, _ = add(text, {key: value for key, value in row.items() if value != ""})
    return amended(desk, made)


def with_work_amended(desk: CodingSheet, key: str, row: WrittenTable) -> CodingSheet:
    """Return a desk on which a source that is declared has other particulars; an empty value takes one out.

    Raises:
        BadInput: there is no such source in the case, or a value cannot be read.
    """
    keys = {source.key for source in desk.case.sources}
    if key not in keys:
        remedy = did_you_mean(key, keys) or f"The sources of the case are: {several(sorted(keys))}."
        raise BadInput([Problem(ARGUMENT, 0, f'the case has no source "{key}"', remedy)])
    return amended(desk, with_values(desk.draft.text, ("source", key), row))
