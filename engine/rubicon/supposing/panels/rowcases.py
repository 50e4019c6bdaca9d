"""A row as the case that it stands for, to be judged, told and explained as any other."""

from datetime import date

from rubicon.language.binding import bound, ground
from rubicon.language.conditions import Pattern
from rubicon.language.dating import public_from
from rubicon.language.facts import Case, Fact, Literal, Value
from rubicon.reading.panels import VALUE, ColumnSays, PanelMap
from rubicon.reading.works import event_day
from rubicon.supposing.panels.strands import AFFIRMED, PanelRows


def case_of_row(found: PanelMap, rows: PanelRows, row: int) -> Case:
    """Return the case that a row is: its roles, its day, and a fact for each column that says something."""
    roles = tuple(sorted((name, str(s.value(row))) for name, s in rows.roles.items() if s.there[row]))
    day = rows.day.value(row) if rows.day is not None else None
    facts = []
    for at, saying in enumerate(found.sayings):
        strand = rows.said[at]
        if strand.there[row]:
            begins = rows.since[at].value(row) if at in rows.since else None
            value = strand.value(row) if saying.kind else None
            literal = sentence_of(saying, dict(roles), value, truth=int(strand.codes[row]) == AFFIRMED)
            if literal is not None:
                facts.append(fact_of(saying, literal, begins if isinstance(begins, date) else None))
    as_of = day if isinstance(day, date) else None
    name = f"row {row + 1}"
    return Case(name, name, found.place, as_of, roles, found.entities, (), tuple(facts))


def sentence_of(
    saying: ColumnSays, roles: dict[str, Value], value: Value | None, *, truth: bool
) -> Literal | None:
    """Return what a column says under some roles: with a value, or affirmed or denied; None where a role is not filled."""
    pattern = bound(saying.pattern, roles)
    if value is not None:
        return ground(pattern, {VALUE: value})
    return ground(pattern if truth else Pattern(pattern.statement, pattern.terms, not pattern.truth), {})


def fact_of(saying: ColumnSays, literal: Literal, since: date | None) -> Fact:
    """Return the assertion of a cell; what names a day, or is given one, counts from that day."""
    begins = since or event_day(literal)
    known = public_from(begins, None, "case")
    return Fact(literal, "case", saying.place, begins, known=known, grade=saying.grade)
