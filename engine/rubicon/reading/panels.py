"""Read the map of a panel: which column of a table says what, and whose roles its rows name."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path as FilePath

from msgspec import Struct

from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Entity, Grade, Place
from rubicon.language.names import Doubts
from rubicon.language.rules import Role, Rulebook
from rubicon.language.sentences import Language
from rubicon.problems import BadInput, did_you_mean, one, several
from rubicon.reading.files import load
from rubicon.reading.roles import missing_from, read_with_roles
from rubicon.reading.tables import Table
from rubicon.reading.words import read_entities
from rubicon.reading.works import read_grade

VALUE = "value"
"""What stands in braces where a column gives the number, the day or the name in its sentence."""

YES, NO, OPEN = ("true", "yes", "1"), ("false", "no", "0"), ("", "open", "unknown")
"""The words of a column that asserts, denies or leaves open, unless the map gives others; case does not matter."""

EMPTY = ("",)
"""What leaves a column of texts open: any word may be one of them."""

COLUMNS = 200
"""Columns of the largest map that say something."""


class RoleColumn(Struct, frozen=True):
    """Who plays a role: the entity that a column names in each row, or the same in all."""

    role: str
    place: Place
    column: str | None = None
    entity: str | None = None


class ColumnSays(Struct, frozen=True):
    """What a column says: a sentence over the roles and, in a slot of some `kind`, over what stands in the column.

    Where `kind` is empty it asserts, denies or leaves open, by its words. `on` is a column with the day from which
    it is so.
    """

    column: str
    pattern: Pattern
    place: Place
    kind: str = ""
    grade: Grade | None = None
    on: str | None = None
    yes: tuple[str, ...] = YES
    no: tuple[str, ...] = NO
    left_open: tuple[str, ...] = OPEN

    @property
    def slot(self) -> int | None:
        """Return the slot that the column fills; None where it asserts or denies."""
        return self.pattern.terms.index(Variable(VALUE)) if self.kind else None


class PanelMap(Struct, frozen=True):
    """What the columns of a table say. `day` is a column, or the day of all rows; `kept` are passed on as they are."""

    place: Place
    parts: tuple[RoleColumn, ...]
    sayings: tuple[ColumnSays, ...]
    day: str | date | None = None
    kept: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: dict[str, Place] = {}

    @property
    def read(self) -> tuple[str, ...]:
        """Return the columns that are read, each once."""
        days = (self.day,) if isinstance(self.day, str) else ()
        parts = (part.column for part in self.parts if part.column is not None)
        said = (name for one in self.sayings for name in (one.column, one.on) if name is not None)
        return tuple(dict.fromkeys((*parts, *days, *self.kept, *said)))

    def place_of(self, column: str) -> Place:
        """Return the line of the map that names a column."""
        return self.places.get(column, self.place)


def read_panel_map(path: FilePath | str, rulebook: Rulebook) -> PanelMap:
    """Read the map of a panel in the language of a rulebook.

    Raises:
        BadInput: the file has problems; all of them are in it.
    """
    sheet = load(FilePath(path), str(path))
    if sheet.broken:
        raise BadInput(sheet.problems)
    top = Table(sheet, (), sheet.content)
    entities, faulty = read_entities(top.rows("entity"), rulebook.vocabulary, rulebook.entities)
    language = Language(rulebook.vocabulary, (*rulebook.entities, *entities), Doubts(names=faulty))
    parts = _parts(top, rulebook, language)
    day = top.text("day") if isinstance(top.content.get("day"), str) else top.day("day")
    if rulebook.framework is not None and day is None and not top.has("day"):
        top.problem("", 'the key "day" is missing', 'Add day = "month", the column with the day of each row.')
    kept = dict(top.texts("keep"))
    roles = list(rulebook.framework.roles) if rulebook.framework else [Role(part.role, "") for part in parts]
    tables = list(top.named("column"))
    if not tables:
        what = "no column says anything"
        top.problem("", what, 'Add [column.NAME] with says = "…", a sentence of the vocabulary.')
    if len(tables) > COLUMNS:
        top.problem(("column",), f"{len(tables):,} columns say something; at most {COLUMNS} may")
        tables = []
    sayings = [_saying(name, table, language, roles) for name, table in tables]
    said = tuple(found for found in sayings if found is not None)
    _check_played(top, said, roles)
    top.finish()
    if sheet.broken:
        raise BadInput(sheet.problems)
    paths = kept | {saying.on: ("column", saying.column, "on") for saying in said if saying.on is not None}
    paths |= {saying.column: ("column", saying.column) for saying in said}
    paths |= {part.column: ("roles", part.role) for part in parts if part.column is not None}
    paths |= {day: ("day",)} if isinstance(day, str) else {}
    places = {column: Place(sheet.shown, sheet.line(path)) for column, path in paths.items()}
    return PanelMap(top.place, parts, said, day, tuple(kept), tuple(entities), places)


def _check_played(top: Table, said: Sequence[ColumnSays], roles: Sequence[Role]) -> None:
    """Report what is said of somebody whom no row can name; of a required role it is told once, at the roles."""
    playing = top.content.get("roles")
    if not isinstance(playing, dict):
        return
    named = {VALUE, *playing, *(role.name for role in roles if role.required)}
    for saying in said:
        for name in saying.pattern.variables:
            if name not in named:
                what = f'this says something of "{name}", and nobody plays that role'
                remedy = f'Add {name} = {{ column = "…" }} to [roles].'
                top.problem(("column", saying.column, "says"), what, remedy)


def _parts(top: Table, rulebook: Rulebook, language: Language) -> tuple[RoleColumn, ...]:
    """Read who plays which role; a framework's required roles must all be there."""
    framework = rulebook.framework
    wanted = {role.name: role for role in framework.roles} if framework else None
    needed = [role.name for role in framework.roles if role.required] if framework else []
    table = top.table("roles", required=bool(needed))
    if table is None:
        return ()
    found = []
    for name in table.content:
        if wanted is not None and name not in wanted:
            table.has(name)
            hint = did_you_mean(name, wanted) or f"The roles are: {several(wanted)}."
            table.problem(name, f'unknown role "{name}"', hint)
            continue
        part = _part(name, table, language, wanted[name].kind if wanted else "")
        found += [part] if part is not None else []
    for role in missing_from(table.content, wanted or {}):
        table.problem("", f'the role "{role.name}" is missing', f'Add {role.name} = {{ column = "…" }}')
    return tuple(found)


def _part(name: str, table: Table, language: Language, kind: str) -> RoleColumn | None:
    place = Place(table.sheet.shown, table.sheet.line((*table.path, name)))
    if isinstance(table.content[name], dict):
        inner = table.table(name)
        column = inner.text("column", required=True) if inner else None
        if inner is not None:
            inner.finish()
        return RoleColumn(name, place, column=column) if column is not None else None
    text = table.text(name)
    entity = language.entity(text) if text is not None else None
    if text is not None and entity is None:
        fitting = language.names_of(kind) if kind else language.all_names()
        hint = did_you_mean(text, fitting) or f'Of a column write {name} = {{ column = "{text}" }}'
        table.problem(name, f'unknown entity "{text}"', hint)
    elif entity is not None and kind and not language.vocabulary.is_a(entity.kind, kind):
        table.problem(
            name, f"wrong kind: {entity.name} is {one(entity.kind)}, and the {name} must be {one(kind)}"
        )
    return RoleColumn(name, place, entity=entity.name) if entity is not None else None


def _saying(name: str, table: Table, language: Language, roles: Sequence[Role]) -> ColumnSays | None:
    """Read `[column.NAME]`."""
    text, on, grade = table.text("says", required=True), table.text("on"), read_grade(table)
    words = {}
    for key, default in (("yes", YES), ("no", NO), ("open", OPEN)):
        there = table.has(key)
        words[key] = tuple(_words(table, key)) if there else default
    given = [key for key in words if key in table.content]
    table.finish()
    if text is None:
        return None
    pattern = read_with_roles(table, text, ("says",), language, [*roles, Role(VALUE, "", False)])
    if pattern is None:
        return None
    slots = language.vocabulary.statements[pattern.statement].slots
    kinds = [slot.kind for slot, term in zip(slots, pattern.terms, strict=True) if term == Variable(VALUE)]
    if len(kinds) > 1:
        table.problem("says", f"{{{VALUE}}} stands twice", "A column gives one number, day or name.")
        return None
    if kinds and not pattern.truth:
        what = f"a sentence that is denied cannot take {{{VALUE}}}"
        table.problem("says", what, "Write what is so, or name the value.")
        return None
    if kinds and given and given != ["open"]:
        table.problem(given[0], f'"{given[0]}" is of a column that asserts or denies', "Leave it out.")
    if kinds == ["text"] and not given:
        words["open"] = EMPTY
    own = {word for key in given for word in words[key]}
    words = {
        key: some if key in given else tuple(w for w in some if w not in own) for key, some in words.items()
    }
    twice = [word for word in own if sum(word in some for some in words.values()) > 1]
    if twice:
        table.problem("", f'"{min(twice)}" has two meanings', "Give each word one: yes, no or open.")
    return ColumnSays(
        name,
        pattern,
        table.place,
        kinds[0] if kinds else "",
        grade,
        on,
        words["yes"],
        words["no"],
        words["open"],
    )


def _words(table: Table, key: str) -> list[str]:
    """Read the words of a column that mean something; numbers and true and false are words too."""
    value = table.content[key]
    items = value if isinstance(value, list) else [value]
    for item in items:
        if not isinstance(item, str | int | float):
            table.problem(key, f'"{key}" holds what is no word', 'Write words: ["1", "yes"]')
    return [word_of(str(item)) for item in items if isinstance(item, str | int | float)]


def word_of(text: str) -> str:
    """Return a word of a table as it is compared: without blanks around it, and in small letters."""
    return text.strip().casefold()
