"""Read the framework: the question, its event and horizon, the sections of the report, the schools."""

import re
from decimal import Decimal
from typing import Literal as OneOf

from rubicon.lines import Path
from rubicon.problems import did_you_mean
from rubicon.reading.tables import Table
from rubicon.reading.works import read_pattern
from rubicon.rulebook import Framework, Pattern, Role, School, Section, Variable
from rubicon.sentences import Language

SECTION_KINDS: tuple[OneOf["variable", "findings"], ...] = ("variable", "findings")

_ROLE = re.compile(r"\{(\w+)\}")


def read_framework(top: Table, language: Language) -> Framework | None:
    """Read `framework.toml`; None when it lacks what a question needs."""
    title, ask, event = (top.text(key, required=True) for key in ("title", "ask", "event"))
    roles = tuple(_role(name, table, language) for name, table in top.named("role"))
    names = tuple(role.name for role in roles)
    for key, text in (("ask", ask), ("event", event)):
        _check_roles(top, key, text or "", names)
    question = _sentence(top, "question", language, names)
    considered = _sentence(top, "considered", language, names)
    horizon = top.integer("horizon", required=True)
    method, misses = top.text("method") or "", tuple(text for text, _ in top.texts("misses"))
    sections = tuple(_section(table, language, names) for table in top.rows("section"))
    schools = _schools(top)
    default = top.text("default_school")
    ranges = _ranges(top, language, question)
    top.finish()
    keys = [school.name for school in schools]
    if default is not None and default not in keys:
        hint = did_you_mean(default, keys) or f"The schools are: {', '.join(keys) or 'none'}."
        top.problem("default_school", f'unknown school "{default}"', hint)
    if (
        question is None
        or considered is None
        or title is None
        or ask is None
        or event is None
        or horizon is None
    ):
        return None
    if not _answers(top, language, question, names):
        return None
    return Framework(
        title,
        top.place,
        ask,
        question,
        roles,
        event,
        horizon,
        considered,
        sections,
        ranges,
        schools,
        default,
        misses,
        method,
    )


def _role(name: str, table: Table, language: Language) -> Role:
    kind = table.text("kind", required=True) or ""
    required = table.flag("required", default=True)
    table.finish()
    known = language.vocabulary.kinds
    if kind and (kind not in known or known[kind].values):
        table.problem("kind", f'unknown kind "{kind}"', did_you_mean(kind, known) or "Name a kind of entity.")
    return Role(name, kind, required)


def _check_roles(top: Table, key: str, text: str, names: tuple[str, ...]) -> None:
    for name in _ROLE.findall(text):
        if name not in names:
            hint = did_you_mean(name, names) or f"The roles are: {', '.join(names) or 'none'}."
            top.problem(key, f'"{{{name}}}" is no role', hint)


def _sentence(top: Table, key: str, language: Language, names: tuple[str, ...]) -> Pattern | None:
    text = top.text(key, required=True)
    return None if text is None else _pattern(top, text, (*top.path, key), language, names)


def _pattern(
    table: Table, text: str, path: Path, language: Language, names: tuple[str, ...]
) -> Pattern | None:
    for name in _ROLE.findall(text):
        if name not in names:
            hint = did_you_mean(name, names) or f"The roles are: {', '.join(names) or 'none'}."
            table.sheet.problem(path, f'"{{{name}}}" is no role', hint)
            return None
    return read_pattern(language, table.sheet, _ROLE.sub(r"?\1", text), path)


def _section(table: Table, language: Language, names: tuple[str, ...]) -> Section:
    title = table.text("title", required=True) or ""
    key = table.text("key") or title.lower()
    kind = table.choice("kind", SECTION_KINDS, "findings")
    asks = table.text("asks") or ""
    sides = []
    for side in ("for", "against"):
        read = (_pattern(table, text, path, language, names) for text, path in table.texts(side))
        sides.append(tuple(pattern for pattern in read if pattern is not None))
    table.finish()
    return Section(key, title, kind, sides[0], sides[1], asks)


def _schools(top: Table) -> tuple[School, ...]:
    found: list[School] = []
    for table in top.rows("school"):
        name, title = table.text("name", required=True) or "", table.text("title") or ""
        beside, by = table.texts("with"), table.text("by") or ""
        table.finish()
        if name in [school.name for school in found]:
            table.problem(
                "name", f'the school "{name}" is declared twice', "Give each school a name of its own."
            )
        found.append(School(name, title or name, tuple(text for text, _ in beside), by))
    names = [school.name for school in found]
    for table, school in zip(top.rows("school"), found, strict=True):
        for index, other in enumerate(school.beside):
            if other not in names:
                hint = did_you_mean(other, names) or f"The schools are: {', '.join(names)}."
                table.problem(("with", index), f'unknown school "{other}"', hint)
    return tuple(found)


def _ranges(
    top: Table, language: Language, question: Pattern | None
) -> tuple[tuple[str, Decimal, Decimal], ...]:
    table = top.table("ranges")
    if table is None or question is None:
        return ()
    statement = language.vocabulary.statements[question.statement]
    kind = statement.slots[statement.one_of].kind if statement.one_of is not None else ""
    values = language.vocabulary.kinds[kind].values if kind in language.listed else ()
    found = []
    for value in table.content:
        table.asked[value] = None
        ends = table.content[value]
        if value not in values:
            table.problem(value, f'"{value}" is no answer to the question', did_you_mean(value, values))
        elif not (
            isinstance(ends, list) and len(ends) == 2 and all(type(end) in (int, float) for end in ends)
        ):
            table.problem(
                value, f'the range of "{value}" must be two numbers', "Write it in per cent: [55, 80]."
            )
        else:
            found.append((value, Decimal(str(ends[0])), Decimal(str(ends[1]))))
    return tuple(found)


def _answers(top: Table, language: Language, question: Pattern, names: tuple[str, ...]) -> bool:
    statement = language.vocabulary.statements[question.statement]
    free = [name for name in question.variables if name not in names]
    if not free and statement.one_of is None:
        return True
    if (
        len(free) == 1
        and statement.one_of is not None
        and question.terms[statement.one_of] == Variable(free[0])
    ):
        return True
    top.problem(
        "question",
        "the question must leave open its `one_of` slot, and nothing else",
        "Write the roles in braces, and one variable for the answer: … is judged: ?level",
    )
    return False
