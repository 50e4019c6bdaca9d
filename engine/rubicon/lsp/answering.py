"""Answer an editor's program: what a sentence means and who uses it, where it is defined, what could be written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rubicon.language.facts import Place
from rubicon.language.rules import Rule
from rubicon.language.speaking import form_text
from rubicon.language.vocabulary import Form, Slot, Statement
from rubicon.lsp.counting import Did
from rubicon.lsp.laying import KnownBook
from rubicon.lsp.pointing import Quoted, quoted_at, rule_at, statements_at
from rubicon.problems import NAMED, Problem

MANY = 200
"""Suggestions that are made at once."""

CHOICES = 30
"""Entities that a slot offers to choose from; of a kind with more it offers the kind's name."""

_GROUND = {"given", "expect", "refuse", "false", "because_of", "that", "background", "assume"}
_RULES = {"overrides", "contests", "by", "with", "beside"}
_WORD = re.compile(r"\w+")


class Suggested(NamedTuple):
    """Something that could be written: how it is listed, what is written, and what is said of it.

    `start` is the column, from 0, from which on it takes the place of what is there. What is written is a snippet.
    """

    label: str
    snippet: str
    start: int
    said: str
    about: str = ""


class Spot(NamedTuple):
    """A place in a file: its line, from 0."""

    path: Path
    line: int


def hover(book: KnownBook, path: Path, rows: Sequence[str], line: int, column: int) -> str:
    """Say in Markdown what a sentence means, how it is asked, and which rules conclude and read it."""
    rule = rule_at(book, rows, line, column)
    if rule is not None:
        return "\n\n".join(filter(None, [f"**{rule.title}**", f"`{rule.id}`", rule.because, rule.note]))
    return "\n\n---\n\n".join(_of(book, one) for one in statements_at(book, path, rows, line, column))


def _of(book: KnownBook, statement: Statement) -> str:
    look = book.look
    forms = [f"**{form_text(form)}**" for form in (statement.form, statement.denied) if form]
    text = ["  \n".join(forms), statement.means or ""]
    text.append(f"*{form_text(statement.ask)}*" if statement.ask else "")
    text.append(_listed("Concluded by", look.heads.get(statement.name, [])))
    text.append(_listed("Read by", look.readers.get(statement.name, [])))
    return "\n\n".join(filter(None, text))


def _listed(title: str, rules: Sequence[Rule]) -> str:
    if not rules:
        return f"{title}: no rule"
    rows = [f"- `{rule.id}` {rule.title}" for rule in rules[:NAMED]]
    rows += [f"- and {len(rules) - NAMED} more"] if len(rules) > NAMED else []
    return "\n".join([f"{title}:\n", *rows])


def defined(book: KnownBook, path: Path, rows: Sequence[str], line: int, column: int) -> list[Spot]:
    """Return where a rule that is named is written, or where the vocabulary has a sentence."""
    rule = rule_at(book, rows, line, column)
    if rule is not None:
        return [Spot(Path(rule.place.path), 0)]
    return [_spot(one.place) for one in statements_at(book, path, rows, line, column)]


def references(book: KnownBook, path: Path, rows: Sequence[str], line: int, column: int) -> list[Spot]:
    """Return where rules and their examples use a sentence, or where other rules name a rule."""
    rule = rule_at(book, rows, line, column)
    if rule is not None:
        found = list(_naming(book, rule))
    else:
        names = {one.name for one in statements_at(book, path, rows, line, column)}
        found = [place for name, place in book.used() if name in names]
    return sorted({_spot(place) for place in found})


def _naming(book: KnownBook, rule: Rule) -> Iterator[Place]:
    for other in book.look.written:
        for key, named in (("overrides", other.overrides), ("contests", other.contests)):
            if rule.id in named:
                yield book.look.at(other, key, named.index(rule.id))


def _spot(place: Place) -> Spot:
    return Spot(Path(place.path), max(place.line - 1, 0))


def lenses(
    book: KnownBook, problems: Sequence[Problem], path: Path, counts: Mapping[str, Did]
) -> list[tuple[int, str]]:
    """Return what stands over the lines of a rule: how its examples went, what it did for the cases, who reads it."""
    look = book.look
    found = []
    for rule in (one for one in look.written if Path(one.place.path) == path):
        count = len(rule.examples)
        told = f"{count} example{'' if count == 1 else 's'}"
        if rule.id in book.tried:
            lines = {problem.line for problem in problems if problem.path == str(path)}
            failing = sum(example.place.line in lines for example in rule.examples)
            told += f", {failing} with problems" if failing else " pass" if count > 1 else " passes"
        if rule.id in counts:
            applied, decided = counts[rule.id]
            told += f" · applies in {applied} case{'' if applied == 1 else 's'}, decided {decided}"
        found.append((0, told))
        readers = dict.fromkeys(r.id for p in rule.conclusions for r in look.readers.get(p.statement, ()))
        if readers:
            line = look.at(rule, "then").line - 1
            found.append((line, f"read by {len(readers)} rule{'' if len(readers) == 1 else 's'}"))
    return found


def school_at(book: KnownBook, path: Path) -> str | None:
    """Return the school that holds the rule in a file; that of the rulebook where it is common ground."""
    return next((one.school for one in book.look.written if Path(one.place.path) == path), None)


def offers(book: KnownBook, rows: Sequence[str], line: int, column: int) -> list[Suggested]:
    """Return what could be written in the quotes where the cursor stands, best first."""
    look, here = book.look, quoted_at(rows, line, column)
    if here is None:
        return []
    typed = rows[line][here.start : column]
    if here.key in _RULES:
        return [Suggested(rule.id, rule.id, here.start, rule.title) for rule in look.written]
    if here.key == "cites":
        sources = look.rulebook.sources.values()
        return [Suggested(one.key, one.key, here.start, one.title) for one in sources]
    return [*_sentences(book, here, typed), *_entities(book, here, typed)][:MANY]


def _sentences(book: KnownBook, here: Quoted, typed: str) -> list[Suggested]:
    """Return the forms that have the words that were typed, those that have most of them first."""
    said = [word.casefold() for word in _WORD.findall(typed)]
    ranked = []
    for shape in book.language.shapes:
        words = [word for word in shape.words if word.isalnum()]
        score = sum(any(word.startswith(part) for word in words) for part in said)
        if score or not said:
            ranked.append((-score, shape.text, shape))
    found = []
    for _, text, shape in sorted(ranked, key=lambda one: one[:2]):
        statement = shape.statement
        form = statement.form if shape.truth else statement.denied or ()
        snippet = _snippet(book, form, ground=here.key in _GROUND)
        found.append(Suggested(text, snippet, here.start, statement.name, statement.means or ""))
    return found


def _snippet(book: KnownBook, form: Form, *, ground: bool) -> str:
    """Write a form with its slots as stops: variables in a rule, what there is to choose from in a fact."""
    numbers: dict[str, int] = {}
    said = ""
    for part in form:
        if not isinstance(part, Slot):
            said += _plain(part)
            continue
        number = numbers.setdefault(part.name, len(numbers) + 1)
        names = _of_kind(book, part.kind) if ground else []
        if 0 < len(names) <= CHOICES:
            listed = ",".join(re.sub(r"([\\,|])", r"\\\1", name) for name in names)
            said += f"${{{number}|{listed}|}}"
        else:
            said += f"${{{number}:{part.kind if ground else f'?{part.name}'}}}"
    return said


def _of_kind(book: KnownBook, kind: str) -> list[str]:
    look = book.look
    known = look.vocabulary.kinds.get(kind)
    if known is not None and known.values:
        return list(known.values)
    return [one.name for one in look.rulebook.entities if look.vocabulary.is_a(one.kind, kind)]


def _entities(book: KnownBook, here: Quoted, typed: str) -> Iterator[Suggested]:
    """Yield the entities whose name, or another name of theirs, begins as the typed text ends."""
    look = book.look
    folded = typed.casefold()
    starts = [0, *(found.end() for found in re.finditer(r"\s+", folded))]
    for one in look.rulebook.entities:
        called = [name.casefold() for name in (one.name, one.name.removeprefix("the "), *one.also)]
        at = next(
            (n for n in starts if folded[n:] and any(name.startswith(folded[n:]) for name in called)), None
        )
        if at is None and not typed:
            at = 0
        if at is not None:
            yield Suggested(one.name, _plain(one.name), here.start + at, one.kind)


def _plain(text: str) -> str:
    """Write a text as a snippet that is nothing but it."""
    return re.sub(r"([\\$}])", r"\\\1", text)
