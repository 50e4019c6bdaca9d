"""Two analysts' codings of one case in one file, each fact with its coder."""

from msgspec import Struct

from rubicon.exchanging.coding import Coding, CodingSheet
from rubicon.exchanging.importing import Brought, ImportedLine, with_items
from rubicon.exchanging.tables import OF_FACT, row_of, row_of_source
from rubicon.language.facts import Case, Fact
from rubicon.problems import BadInput, Problem
from rubicon.reading.amending import with_values


class Merged(Struct, frozen=True):
    """What a merge brought, and where the two codings contradict each other."""

    brought: Brought
    against: tuple[tuple[Fact, Fact], ...]
    assumptions: int


def merged(desk: CodingSheet, other: Case, coder: str | None = None) -> Merged:
    """Return a desk with the facts of another coding that it lacks; where they contradict each other both stand.

    A fact without a coder gets the author of its case as one, or the `coder` that is named for the other. Assumptions are the analyst's own and stay where
    they are.

    Raises:
        BadInput: the cases ask about different things, or the other's entities are unknown here.
    """
    _check_alike(desk.case, other)
    desk = _with_coder(desk)
    theirs = [fact for fact in other.facts if fact.basis == "case"]
    items = [_item(desk, fact, coder or other.author) for fact in theirs]
    mine = set(desk.case.facts)
    brought = with_items(desk, items, other.place.path, conflict=True)
    vocabulary = desk.rulebook.vocabulary
    against = tuple(
        (one, new)
        for new in brought.facts
        for one in mine
        if one.retracted is None
        and new.retracted is None
        and vocabulary.in_conflict(one.literal, new.literal)
    )
    ordered = tuple(sorted(against, key=lambda pair: (pair[1].place.line, pair[0].place.line)))
    return Merged(brought, ordered, sum(fact.basis == "assumption" for fact in other.facts))


def _check_alike(one: Case, other: Case) -> None:
    for what, here, there in (
        ("day", one.as_of, other.as_of),
        ("roles", dict(one.roles), dict(other.roles)),
    ):
        if here != there:
            told = f"the two codings have different {what if what == 'roles' else 'days'}: {here} and {there}"
            raise BadInput([Problem(other.place.path, 0, told, "Only codings of one case can be merged.")])


def _with_coder(desk: CodingSheet) -> CodingSheet:
    if desk.case.author is None:
        return desk
    text = desk.draft.text
    own = [fact for fact in desk.case.facts if fact.basis == "case"]
    for at, fact in enumerate(own):
        if fact.coder is None:
            text = with_values(text, ("fact", at), {"coder": desk.case.author})
    return desk.changed(text)


def _item(desk: CodingSheet, fact: Fact, author: str | None) -> ImportedLine:
    row = row_of(fact, desk.rulebook.vocabulary)
    said: dict[str, str | None] = {key: row.get(key) for key in OF_FACT if key != "sentence"}
    said["coder"] = fact.coder or author
    return (
        fact.place.line,
        Coding(row["sentence"], **said),
        row_of_source(fact.source) if fact.source else None,
    )
