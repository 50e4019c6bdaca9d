"""Rename what stands under the cursor of an editor, in every file that says it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rubicon.editing.renaming import Renamed, asked, renamed
from rubicon.editing.renaming.sentences import said_in
from rubicon.language.conditions import Variable
from rubicon.language.names import Names
from rubicon.language.speaking import form_text
from rubicon.lsp.laying import KnownBook, OpenBook
from rubicon.lsp.pointing import header_at, patterns_at, quoted_at, rule_at, statements_at
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case


class Subject(NamedTuple):
    """What can be renamed: what it is, how it is called now, and the columns, from 0, in which it is said so."""

    what: str
    name: str
    start: int
    end: int


def subject_at(known: KnownBook, path: Path, rows: Sequence[str], line: int, column: int) -> Subject | None:
    """Return what is named at a line and a column: a rule, a source, an entity, else the form of the sentence."""
    here = quoted_at(rows, line, column)
    rule = rule_at(known, rows, line, column)
    if here is not None and rule is not None:
        return Subject("rule", rule.id, here.start, here.end)
    sources, text = known.look.rulebook.sources, here.text if here is not None else ""
    key = text.split(" ", 1)[0]
    if here is not None and here.key in ("cites", "source") and key in sources:
        return Subject("source", key, here.start, here.start + len(key))
    table, name = header_at(rows, line)
    row = rows[line] if line < len(rows) else ""
    if table == "source" and name in sources and row.lstrip().startswith("["):
        return Subject("source", name, row.index(name), row.index(name) + len(name))
    names = Names(known.look.vocabulary, known.look.rulebook.entities)
    entity = names.entity(text) if here is not None else None
    if here is not None and entity is not None and text == entity.name:
        return Subject("entity", entity.name, here.start, here.end)
    for pattern in patterns_at(known, path, rows, line, column) if here is not None else ():
        said = said_in(names, text, pattern)
        if here is None or said is None:
            continue
        terms = dict(zip(said.shape.statement.slots, pattern.terms, strict=True))
        for slot, (first, last) in zip(said.shape.slots, said.spans, strict=True):
            start, end = here.start + said.tokens[first][1], here.start + said.tokens[last - 1][2]
            term = terms[slot]
            if start <= column <= end and not isinstance(term, Variable) and str(term) in names.entities:
                return Subject("entity", str(term), start, end) if slot.kind != "text" else None
        form = said.shape.statement.form if said.shape.truth else said.shape.statement.denied
        return Subject("form", form_text(form or ()), here.start, here.end)
    statements = statements_at(known, path, rows, line, column)
    if here is not None and here.key in ("form", "denied") and statements:
        form = statements[0].form if here.key == "form" else statements[0].denied
        return Subject("form", form_text(form or ()), here.start, here.end)
    return None


def renaming(book: OpenBook, subject: Subject, new: str, cases: Mapping[Path, str]) -> Renamed:
    """Return what a renaming changes in the rulebook and its cases as they stand in the editor.

    Raises:
        BadInput: it cannot be renamed so.
    """
    known = book.known
    if known is None or not book.is_well:
        what, remedy = "the rulebook cannot be read as it stands", "Mend what is wrong with it, then rename."
        raise BadInput([Problem(str(book.folder), 0, what, remedy)])
    rulebook = known.look.rulebook
    read = [(parse_case(text, rulebook, str(path)), text) for path, text in book.case_texts(cases).items()]
    wish = asked(rulebook, subject.what, subject.name, new, [case for case, _ in read])
    return renamed(rulebook, wish, read, book.texts)


def changed_rows(was: str, now: str) -> list[tuple[int, str, str]]:
    """Return the lines, from 0, that are other than they were: a renaming adds none and takes none away."""
    pairs = zip(was.split("\n"), now.split("\n"), strict=True)
    return [(number, before, after) for number, (before, after) in enumerate(pairs) if before != after]
