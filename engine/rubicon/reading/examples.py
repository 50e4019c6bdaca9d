"""Read the examples of a rule: what is given, and what it must and must not conclude."""

from collections.abc import Iterable

from rubicon.facts import Fact, Grade, Literal, Origin
from rubicon.reading.tables import Table
from rubicon.reading.words import read_entities
from rubicon.reading.works import read_literal
from rubicon.rulebook import Example
from rubicon.sentences import Language

REPORTED = Grade("C", 3)
"""The grade of what an example says is `reported`."""


def read_examples(tables: Iterable[Table], language: Language) -> tuple[Example, ...]:
    """Read `[[example]]` tables."""
    return tuple(_example(table, language, number) for number, table in enumerate(tables, 1))


def _example(table: Table, language: Language, number: int) -> Example:
    name = table.text("name") or f"example {number}"
    entities = read_entities(table.rows("entity"), language.vocabulary, language.entities.values())
    own = language.with_entities(entities) if entities else language
    given = [
        *_facts(table, own, "given", "example", None),
        *_facts(table, own, "reported", "case", REPORTED),
    ]
    expect, refuse, false = (_literals(table, own, key) for key in ("expect", "refuse", "false"))
    day = table.day("as_of")
    roles = table.table("roles")
    cast = tuple((role, roles.text(role) or "") for role in roles.content) if roles else ()
    beside = tuple(text for text, _ in table.texts("with"))
    whole = table.content.get("with") == "all"
    table.finish()
    if not expect and not refuse and not false:
        table.problem("", "an example that says nothing", "Add `expect = […]` or `refuse = […]`.")
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
    )


def _literals(table: Table, language: Language, key: str) -> tuple[Literal, ...]:
    found = (read_literal(language, table.sheet, text, path) for text, path in table.texts(key))
    return tuple(literal for literal in found if literal is not None)


def _facts(table: Table, language: Language, key: str, origin: Origin, grade: Grade | None) -> list[Fact]:
    found = []
    for text, path in table.texts(key):
        literal = read_literal(language, table.sheet, text, path)
        if literal is not None:
            found.append(Fact(literal, origin, table.place, grade=grade))
    return found
