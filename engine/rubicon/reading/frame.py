"""Read the framework: the question, its event and horizon, the sections of the report, the schools."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from typing import Literal as OneOf

from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Source
from rubicon.language.rules import Framework, Role, School, Section
from rubicon.language.sentences import Language
from rubicon.problems import did_you_mean, several
from rubicon.reading.roles import (
    check_considered,
    check_roles,
    patterns_with_roles,
    read_role,
    read_with_roles,
)
from rubicon.reading.tables import Table
from rubicon.reading.tiers import read_baselines, read_entity, read_scope, read_tiers

SECTION_KINDS: tuple[OneOf["variable", "findings"], ...] = ("variable", "findings")

LONGEST_HORIZON = 36_525
"""Days of the longest horizon: a century."""


class _Top:
    """The files of a framework, read as one table."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        for table in tables[1:]:
            table.asked = tables[0].asked

    def of(self, key: str) -> Table:
        """Return the table that holds a key; a second that does is a problem."""
        holders = [table for table in self.tables if key in table.content]
        for other in holders[1:]:
            place = f"{holders[0].sheet.shown}:{holders[0].sheet.line((key,))}"
            other.problem(key, f'"{key}" is there twice', f"The other is at {place}.")
        return holders[0] if holders else self.tables[0]

    def rows(self, key: str) -> list[Table]:
        return [row for table in self.tables for row in table.rows(key)]

    def named(self, key: str) -> Iterator[tuple[str, Table]]:
        for table in self.tables:
            yield from table.named(key)


def read_framework(
    tables: Sequence[Table], language: Language, sources: Mapping[str, Source] | None
) -> Framework | None:
    """Read the files of a framework; None when they lack what a question needs."""
    top = _Top(tables)
    title, ask = (top.of(key).text(key, required=True) for key in ("title", "ask"))
    roles = tuple(read_role(name, table, language) for name, table in top.named("role"))
    names = tuple(role.name for role in roles)
    tiers = read_tiers(top.named("tier"), language, roles, sources)
    event = top.of("event").text("event", required=not tiers)
    for key, text in (("ask", ask), ("event", event)):
        check_roles(top.of(key), (key,), text or "", names)
    event = tiers[0].event if tiers else event
    question = _sentence(top.of("question"), "question", language, roles)
    considered = _sentence(top.of("considered"), "considered", language, roles)
    horizon = top.of("horizon").integer("horizon", required=True)
    if horizon is not None and not 1 <= horizon <= LONGEST_HORIZON:
        what = f"the horizon must be a number of days from 1 to {LONGEST_HORIZON:,}"
        top.of("horizon").problem("horizon", what, "Write horizon = 60")
    method = top.of("method").text("method") or ""
    misses = tuple(text for text, _ in top.of("misses").texts("misses"))
    record = top.of("record").text("record") or ""
    sections = _sections(top.rows("section"), language, roles)
    schools = _schools(top.rows("school"))
    default = _default(top.of("default_school"), [school.name for school in schools])
    answers = _answers_of(language, question)
    ranges = _ranges(top.of("ranges"), answers, asked=question is not None)
    baselines = read_baselines(top.rows("baseline"), language, roles, answers)
    scale = top.of("scale").text("scale", required=bool(answers))
    noun = top.of("noun").text("noun") or "variable"
    kinds = {role.name: role.kind for role in roles}
    scope = tuple(
        condition
        for text, path in top.of("scope").texts("scope")
        if (condition := read_scope(top.of("scope"), text, path, language, kinds)) is not None
    )
    asks_about = tuple(
        name
        for text, path in top.of("asks_about").texts("asks_about")
        if (name := read_entity(top.of("asks_about"), text, path, language)) is not None
    )
    for table in tables:
        table.finish()
    check_considered(top.of("considered"), "considered", considered, roles)
    if title is None or ask is None or event is None or horizon is None:
        return None
    if question is None or considered is None or not _answers(top.of("question"), language, question, roles):
        return None
    return Framework(
        title,
        tables[0].place,
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
        scale or "",
        noun,
        scope,
        asks_about,
        tiers,
        baselines,
        record,
    )


def _sentence(table: Table, key: str, language: Language, roles: Sequence[Role]) -> Pattern | None:
    text = table.text(key, required=True)
    return None if text is None else read_with_roles(table, text, (key,), language, roles)


def _sections(tables: Sequence[Table], language: Language, roles: Sequence[Role]) -> tuple[Section, ...]:
    found: dict[str, Section] = {}
    for table in tables:
        title = table.text("title", required=True) or ""
        key = table.text("key") or title.lower()
        kind = table.choice("kind", SECTION_KINDS, "findings")
        asks, met, not_met = (table.text(word) or "" for word in ("asks", "met", "not_met"))
        if kind != "variable" and (met or not_met):
            table.problem("met" if met else "not_met", "only a variable is met or not", "Leave it out.")
        followed = table.flag("followed")
        sides = [patterns_with_roles(table, side, language, roles) for side in ("for", "against")]
        table.finish()
        if key in found:
            table.problem("key", f'the section "{key}" is there twice', "Give each section a key of its own.")
        found[key] = Section(key, title, kind, sides[0], sides[1], asks, met, not_met, followed)
    return tuple(found.values())


def _schools(tables: Sequence[Table]) -> tuple[School, ...]:
    found: dict[str, School] = {}
    for table in tables:
        name, title = table.text("name", required=True) or "", table.text("title") or ""
        beside, by = table.texts("with"), table.text("by") or ""
        table.finish()
        if name in found:
            table.problem(
                "name", f'the school "{name}" is there twice', "Give each school a name of its own."
            )
        found[name] = School(name, title or name, tuple(text for text, _ in beside), by)
    for table in tables:
        for other, path in table.texts("with"):
            if other not in found:
                hint = did_you_mean(other, found) or f"The schools are: {several(found)}."
                table.sheet.problem(path, f'unknown school "{other}"', hint)
    return tuple(found.values())


def _default(table: Table, schools: Sequence[str]) -> str | None:
    default = table.text("default_school")
    if default is not None and default not in schools:
        hint = did_you_mean(default, schools) or f"The schools are: {several(schools)}."
        table.problem("default_school", f'unknown school "{default}"', hint)
    return default


def _answers_of(language: Language, question: Pattern | None) -> tuple[str, ...]:
    """Return the answers that a question may have, in their order; none where it is answered yes or no."""
    if question is None:
        return ()
    statement = language.vocabulary.statements[question.statement]
    kind = statement.slots[statement.one_of].kind if statement.one_of is not None else ""
    return language.vocabulary.kinds[kind].values if kind in language.listed and question.variables else ()


def _ranges(top: Table, values: Sequence[str], *, asked: bool) -> tuple[tuple[str, Decimal, Decimal], ...]:
    table = top.table("ranges", required=bool(values))
    if table is None or not asked:
        return ()
    found = []
    for value, ends in table.content.items():
        if value not in values:
            hint = did_you_mean(value, values) or f"The answers are: {several(values)}."
            table.problem((value,), f'"{value}" is no answer to the question', hint)
        elif not _is_range(ends):
            table.problem(
                (value,), f'the range of "{value}" is not two numbers', "Write it in per cent: [55, 80]"
            )
        else:
            found.append((value, Decimal(str(ends[0])), Decimal(str(ends[1]))))
    missing = [value for value in values if value not in table.content]
    if missing and len(found) == len(table.content):
        table.problem(
            "", f'the answer "{missing[0]}" has no range', f'Add "{missing[0]}" = [20, 45], in per cent.'
        )
    return tuple(found)


def _is_range(ends: Any) -> bool:
    return (
        isinstance(ends, list)
        and len(ends) == 2
        and all(type(end) in (int, float) and 0 <= end <= 100 for end in ends)
        and ends[0] <= ends[1]
    )


def _answers(table: Table, language: Language, question: Pattern, roles: Sequence[Role]) -> bool:
    """Tell whether the question leaves open the one slot that holds the answer, or none."""
    statement = language.vocabulary.statements[question.statement]
    needed = [role.name for role in roles if role.required]
    free = [name for name in question.variables if name not in needed]
    if not free and (statement.one_of is None or not isinstance(question.terms[statement.one_of], Variable)):
        return True
    asked = question.terms[statement.one_of] if statement.one_of is not None else None
    if len(free) == 1 and asked == Variable(free[0]) and question.truth:
        return True
    table.problem(
        "question",
        "the question must leave open the slot that `one_of` names, and nothing else",
        "Write roles in braces, and one variable for the answer: … is judged: ?level",
    )
    return False
