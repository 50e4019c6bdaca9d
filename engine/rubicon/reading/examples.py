"""Read the examples of a rule: what is given, and what it must and must not conclude."""

from collections.abc import Iterable, Mapping
from datetime import date

from rubicon.language.facts import Basis, Entity, Fact, Grade, Literal, Place
from rubicon.language.figures import day_hint
from rubicon.language.names import Doubts
from rubicon.language.openings import split_since
from rubicon.language.rules import Asserted, Example, Role
from rubicon.language.sentences import Language
from rubicon.reading.lines import Path
from rubicon.reading.roles import read_cast
from rubicon.reading.tables import Table
from rubicon.reading.words import read_entities
from rubicon.reading.works import read_literal

REPORTED = Grade("C", 3)
"""The grade of what an example says is `reported`."""

CONCLUDED: tuple[Asserted, ...] = ("established", "definite", "defeasible")
"""How what an example concludes may stand; `established` is either of the others."""

NOT_CONCLUDED: tuple[Asserted, ...] = ("contested", "undecided", "unknown")
"""How what an example refuses may stand."""


def read_examples(
    tables: Iterable[Table], language: Language, roles: Mapping[str, Role] | None
) -> tuple[Example, ...]:
    """Read `[[example]]` tables. `roles` None: there is no framework, and any role will do."""
    return tuple(_example(table, language, roles, number) for number, table in enumerate(tables, 1))


def _example(table: Table, language: Language, roles: Mapping[str, Role] | None, number: int) -> Example:
    name = table.text("name") or f"example {number}"
    rows = table.rows("entity")
    own = language
    entities: list[Entity] = []
    if rows:
        entities, faulty = read_entities(rows, language.vocabulary, tuple(language.entities.values()))
        own = language.with_entities(entities, Doubts(names=faulty))
    given = [
        *_facts(table, own, "given", "example", None),
        *_facts(table, own, "reported", "case", REPORTED),
    ]
    expect, refuse, false = (_literals(table, own, key) for key in ("expect", "refuse", "false"))
    day = table.day("as_of")
    cast = read_cast(table.table("roles"), own, roles)
    whole = table.content.get("with") == "all"
    beside = tuple(text for text, _ in table.texts("with"))
    by = tuple(text for text, _ in table.texts("by"))
    because_of = _literals(table, own, "because_of")
    standing = table.choice("standing", ("", *CONCLUDED, *NOT_CONCLUDED), "", _STANDINGS)
    meant = table.finish()
    if meant.isdisjoint(_EXPECTING) and table.content.keys().isdisjoint(_EXPECTING):
        table.problem("", "an example that expects nothing", 'Add expect = ["…"] or refuse = ["…"]')
    elif meant.isdisjoint(_EXPECTING):
        _check_explained(table, standing)
    return Example(
        name,
        table.place,
        tuple(given),
        expect,
        refuse,
        false,
        day,
        cast,
        tuple(entities),
        "all" if whole else beside,
        by,
        because_of,
        standing,
    )


_EXPECTING = ("expect", "refuse", "false")
_STANDINGS = f"Write one of: {', '.join((*CONCLUDED, *NOT_CONCLUDED))}."


def _check_explained(table: Table, standing: Asserted) -> None:
    """Report what an example says of a conclusion that it does not expect, or cannot have."""
    concludes = any(table.content.get(key) for key in ("expect", "false"))
    for key in ("by", "because_of"):
        if key in table.content and not concludes:
            what = f"`{key}` says why something is concluded, and nothing is expected"
            table.problem(key, what, 'Add expect = ["…"], or leave it out.')
    refuses = bool(table.content.get("refuse"))
    if (standing in NOT_CONCLUDED and concludes) or (standing in CONCLUDED and refuses):
        what = f"what {'is expected' if concludes else 'is refused'} cannot be {standing}"
        fitting = CONCLUDED if concludes else NOT_CONCLUDED
        remedy = f"`standing` is one of: {', '.join(fitting)}."
        if concludes and refuses:
            what, remedy = "`standing` of what is expected and refused alike", "Make two examples of it."
        table.problem("standing", what, remedy)


def _literals(table: Table, language: Language, key: str) -> tuple[Literal, ...]:
    found = (read_literal(language, table.sheet, text, path) for text, path in table.texts(key))
    return tuple(literal for literal in found if literal is not None)


def _facts(table: Table, language: Language, key: str, basis: Basis, grade: Grade | None) -> list[Fact]:
    found = []
    for text, path in table.texts(key):
        parts = split_since(language, text)
        sentence, day = parts if parts is not None else (text, None)
        on = None if day is None else _day(table, day, path)
        if day is not None and on is None:
            continue
        literal = read_literal(language, table.sheet, sentence, path)
        if (
            literal is not None
            and on is not None
            and language.vocabulary.statements[literal.atom.statement].is_event
        ):
            what = "an event has no `since`: its sentence names its day"
            table.sheet.problem(path, what, f"Leave out `since {day}`.")
        elif literal is not None:
            place = Place(table.sheet.shown, table.sheet.line(path))
            found.append(Fact(literal, basis, place, on=on, grade=grade))
    return found


def _day(table: Table, text: str, path: Path) -> date | None:
    """Read the day from which something given is so."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        table.sheet.problem(path, f'"{text}" is no day', day_hint(text))
        return None
