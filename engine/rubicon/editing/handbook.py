"""The handbook of a rulebook as static pages: an index, a page a rule, the statements, the drawings."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from rubicon.editing.graphing import graph_of, spoken
from rubicon.editing.inspecting import Inspection
from rubicon.explaining import rule_page
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.vocabulary import Statement
from rubicon.rendering import render_page
from rubicon.rendering.graphs import render_graph

_BACK = b'index.html">All rules</a>'
"""What a page of a handbook has, and no other page: the way back to its first."""


class HandbookTerm(Struct, frozen=True):
    """A statement as the handbook tells it, with the rules that conclude it and those that ask about it."""

    statement: Statement
    sentence: str
    denied: str | None
    ask: str | None
    concluded: tuple[Rule, ...]
    read: tuple[Rule, ...]


def pages_of(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield the pages of a handbook, each with its path below the handbook's folder."""
    inspection = Inspection(rulebook)
    topics: dict[str, list[Rule]] = {}
    for rule in rulebook.rules:
        topics.setdefault(rule.id.split("/", 1)[0], []).append(rule)
    title = rulebook.framework.title if rulebook.framework else "The rules"
    index = {"topics": topics, "title": title, "top": ""}
    yield "index.html", render_page(rulebook, "html", "rules/index.html.j2", title, index)
    terms = [_term(inspection, one) for _, one in sorted(rulebook.vocabulary.statements.items())]
    given = {"terms": terms, "kinds": rulebook.vocabulary.kinds, "top": ""}
    yield "statements.html", render_page(rulebook, "html", "rules/statements.html.j2", "Statements", given)
    if rulebook.rules:
        yield "topics.svg", render_graph(graph_of(rulebook), "svg")
    for rule in rulebook.rules:
        page = rule_page(rulebook, rule)
        around = {"p": page, "feeding": inspection.feeding(rule), "fed": inspection.fed(rule)}
        around |= {"read": _names(rule), "top": "../" * rule.id.count("/")}
        yield f"{rule.id}.html", render_page(rulebook, "html", "rules/leaf.html.j2", rule.title, around)


def left_over(folder: Path, written: Iterable[str]) -> list[str]:
    """Return the pages that an earlier handbook left in a folder and this one has not: nothing leads to them now."""
    now = set(written)
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html") if path.is_file()}
    return sorted(name for name, path in found.items() if name not in now and _BACK in path.read_bytes())


def _names(rule: Rule) -> list[str]:
    """Return the statements that a rule reads or concludes, by name."""
    return list(dict.fromkeys(pattern.statement for pattern in (*rule.premises, *rule.conclusions)))


def _term(inspection: Inspection, statement: Statement) -> HandbookTerm:
    return HandbookTerm(
        statement,
        spoken(statement.form),
        spoken(statement.denied) if statement.denied else None,
        spoken(statement.ask) if statement.ask else None,
        tuple(inspection.heads.get(statement.name, ())),
        tuple(inspection.readers.get(statement.name, ())),
    )
