"""Read the statements of a vocabulary: forms, slots, denied forms and questions."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from rubicon.language.conditions import Condition
from rubicon.language.openings import opening_of
from rubicon.language.sentences import Language, comparable
from rubicon.language.shapes import FoldedForm, parts_of
from rubicon.language.vocabulary import BUILT_IN, Form, Kind, Slot, Statement, Vocabulary
from rubicon.problems import did_you_mean, several
from rubicon.reading.tables import Table
from rubicon.reading.words import at
from rubicon.reading.works import read_bound

SLOTS = 12
"""Slots of the longest form."""

_SLOT = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_AFTER = re.compile(r"$|\s|['’]s(?![A-Za-z0-9])|[,;:](?:\s|$)")
_COMPARING = (["is"], ["is", "not"], ["is", "at", "least"], ["is", "at", "most"])


def read_statements(
    tables: Iterable[tuple[str, Table]], kinds: Mapping[str, Kind], kept: Mapping[str, Statement]
) -> tuple[dict[str, Statement], tuple[FoldedForm, ...]]:
    """Read every `[statement.…]` but those of files that are `kept`; return them with the forms of faulty ones. See DESIGN 2.1."""
    statements: dict[str, Statement] = {}
    faulty: list[FoldedForm] = []
    shapes: dict[tuple[str, ...], list[tuple[Statement, tuple[Slot, ...]]]] = {}
    vocabulary = Vocabulary(dict(kinds))
    made: list[tuple[Table, Statement]] = []
    for name, table in tables:
        known = kept.get(name)
        is_kept = known is not None and known.place.path == table.sheet.shown
        statement = known if is_kept else _statement(name, table, vocabulary)
        if statement is None:
            for key in ("form", "denied"):
                text = table.content.get(key)
                faulty += [_roughly(text)] if isinstance(text, str) else []
            continue
        if name in statements:
            hint = f"The other is at {at(statements[name].place)}."
            table.problem("", f'the statement "{name}" is there twice', hint)
            faulty += [parts_of(form) for form in (statement.form, statement.denied) if form]
            continue
        alike = [
            _is_alike(table, key, statement, form, vocabulary, shapes)
            for key, form in (("form", statement.form), ("denied", statement.denied))
            if form is not None
        ]
        if any(alike):
            faulty += [parts_of(form) for form in (statement.form, statement.denied) if form]
            continue
        statements[name] = statement
        made.append((table, statement))
    for table, statement in made:
        _adds_since(table, statement, vocabulary, shapes)
    return statements, tuple(faulty)


def read_ask_if(
    tables: Iterable[tuple[str, Table]], language: Language, kept: Mapping[str, tuple[Condition, ...]]
) -> dict[str, tuple[Condition, ...]]:
    """Read on which conditions a statement is worth asking about, unless they are `kept`; their variables are its slots."""
    found: dict[str, tuple[Condition, ...]] = {}
    for name, table in tables:
        if name in kept:
            found |= {name: kept[name]} if kept[name] else {}
            continue
        statement = language.vocabulary.statements.get(name)
        lines = table.texts("ask_if") if statement is not None else []
        if (
            statement is None or not lines or statement.place != table.place
        ):  # of two of one name the first is read
            continue
        if statement.ask is None:
            table.problem("ask_if", "a statement that is never asked", 'Add ask = "…?", or leave this out.')
        kinds = {slot.name: slot.kind for slot in statement.slots}
        found[name] = tuple(
            condition
            for text, path in lines
            if (condition := read_bound(language, table.sheet, text, path, kinds, "slot")) is not None
        )
    return found


def _roughly(text: str) -> FoldedForm:
    parts: list[str | Slot] = []
    for index, piece in enumerate(re.split(r"\{[^{}]*\}?|\}", text)):
        parts += [Slot("", "")] if index else []
        parts += [piece] if piece else []
    return parts_of(tuple(parts))


def _is_alike(
    table: Table,
    key: str,
    statement: Statement,
    form: Form,
    vocabulary: Vocabulary,
    shapes: dict[tuple[str, ...], list[tuple[Statement, tuple[Slot, ...]]]],
) -> bool:
    """Report a form with the words of another, where the kinds of their slots do not tell them apart."""
    parts = parts_of(form)
    slots = tuple(part for part in parts if isinstance(part, Slot))
    alike = shapes.setdefault(tuple(part if isinstance(part, str) else "{}" for part in parts), [])
    for other, others in alike:
        if all(comparable(vocabulary, a.kind, b.kind) for a, b in zip(slots, others, strict=True)):
            what = "its own form" if other is statement else f'that of "{other.name}" ({at(other.place)})'
            table.problem(key, f"this form reads like {what}", "Word one of the two differently.")
            return True
    alike.append((statement, slots))
    return False


def _adds_since(
    table: Table,
    statement: Statement,
    vocabulary: Vocabulary,
    shapes: dict[tuple[str, ...], list[tuple[Statement, tuple[Slot, ...]]]],
) -> None:
    """Report a form that is another and `since {date}`: a line with it would say two things."""
    for key, form in (("form", statement.form), ("denied", statement.denied)):
        parts = parts_of(form or ())
        last = parts[-1] if parts else ""
        if len(parts) < 3 or parts[-2] != "since" or not isinstance(last, Slot) or last.kind != "date":
            continue
        slots = [part for part in parts[:-1] if isinstance(part, Slot)]
        words = tuple(part if isinstance(part, str) else "{}" for part in parts[:-2])
        for other, others in shapes.get(words, ()):
            if all(comparable(vocabulary, a.kind, b.kind) for a, b in zip(slots, others, strict=True)):
                what = f'this form is that of "{other.name}" ({at(other.place)}) and `since`'
                remedy = f"Leave it out: a rule may write `… since ?{last.name}` of the other; or word it differently."
                table.problem(key, what, remedy)
                return


def _statement(name: str, table: Table, vocabulary: Vocabulary) -> Statement | None:
    text, denied, ask = table.text("form", required=True), table.text("denied"), table.text("ask")
    means, one_of = table.text("means"), table.text("one_of")
    hints = tuple(text for text, _ in table.texts("hints"))
    table.texts("ask_if")
    table.finish()
    if text is None:
        return None
    slots: dict[str, Slot] = {}
    form = _form(table, "form", text, vocabulary, slots)
    if form is None or not _well_made(table, form, "form", vocabulary):
        return None
    declared = tuple(slots.values())
    index = next((i for i, slot in enumerate(declared) if slot.name == one_of), None)
    if one_of is not None and index is None:
        hint = did_you_mean(one_of, slots) or f"The slots are: {several(slots)}."
        table.problem("one_of", f'"{one_of}" is no slot of the form', hint)
    other = _form(table, "denied", denied, vocabulary, slots, declares=False) if denied else None
    if other is not None:
        missing = [slot.name for slot in declared if slot not in other]
        if missing:
            table.problem(
                "denied", f"the denied form lacks {{{missing[0]}}}", "Name every slot of the form in it."
            )
            other = None
        elif not _well_made(table, other, "denied", vocabulary):
            other = None
    asked = _form(table, "ask", ask, vocabulary, slots, declares=False) if ask else None
    if (denied and other is None) or (ask and asked is None):
        return None
    return Statement(name, form, declared, table.place, other, asked, means, index, hints)


def _form(
    table: Table,
    key: str,
    text: str,
    vocabulary: Vocabulary,
    slots: dict[str, Slot],
    *,
    declares: bool = True,
) -> Form | None:
    text = " ".join(text.split()).replace("’", "'")
    if key != "ask" and text.endswith("."):
        text = text[:-1].rstrip()
    parts: list[str | Slot] = []
    end = 0
    for found in _SLOT.finditer(text):
        parts += [text[end : found.start()]] if found.start() > end else []
        slot = _slot(table, key, found.group(1), vocabulary, slots, declares=declares)
        if slot is None:
            return None
        parts.append(slot)
        if key != "ask" and not _set_off(table, key, text, found.start(), found.end()):
            return None
        end = found.end()
    parts += [text[end:]] if end < len(text) else []
    if any("{" in part or "}" in part for part in parts if isinstance(part, str)):
        table.problem(key, "a brace stands alone", "A slot is written {name:kind}")
        return None
    if len(slots) > SLOTS:
        table.problem(key, f"the form has more than {SLOTS} slots", "Make two statements of it.")
        return None
    return tuple(parts)


def _set_off(table: Table, key: str, text: str, start: int, end: int) -> bool:
    if (start == 0 or text[start - 1].isspace()) and _AFTER.match(text, end):
        return True
    table.problem(
        key,
        f"{text[start:end]} is not set off from what stands beside it",
        "Before a slot stands a space; after it a space, 's or a comma.",
    )
    return False


def _slot(
    table: Table, key: str, inner: str, vocabulary: Vocabulary, slots: dict[str, Slot], *, declares: bool
) -> Slot | None:
    name, colon, kind = (part.strip() for part in inner.partition(":"))
    if not _NAME.fullmatch(name):
        table.problem(key, f"{{{inner}}} is no slot", "Write {name:kind}, with a name in small letters.")
        return None
    if name in slots:
        if colon and kind != slots[name].kind:
            table.problem(key, f"{{{name}}} is given two kinds", f"Write {{{name}}} here, without a kind.")
            return None
        return slots[name]
    if not declares:
        hint = did_you_mean(name, slots) or f"The slots are: {several(slots)}."
        table.problem(key, f"{{{name}}} is no slot of the form", hint)
        return None
    if not colon:
        table.problem(key, f"the slot {{{name}}} has no kind", f"Write {{{name}:kind}} at its first mention.")
        return None
    if kind not in vocabulary.kinds and kind not in BUILT_IN:
        hint = did_you_mean(kind, (*vocabulary.kinds, *BUILT_IN)) or f"Declare it: [kind.{kind}]"
        table.problem(key, f'unknown kind "{kind}"', hint)
        return None
    slots[name] = Slot(name, kind)
    return slots[name]


def _well_made(table: Table, form: Form, key: str, vocabulary: Vocabulary) -> bool:
    parts = parts_of(form)
    words = [part for part in parts if isinstance(part, str)]
    slots = [index for index, part in enumerate(parts) if isinstance(part, Slot)]
    leading = parts[: slots[0]] if slots else parts
    opening = opening_of(" ".join(str(part) for part in leading))
    what = remedy = ""
    if not re.search(r"\w", " ".join(words)):
        what, remedy = "the form has no words of its own", "Write a sentence around its slots."
    elif opening:
        what, remedy = f"no form may start with `{opening}`", "These words make a condition; begin otherwise."
    elif not all(_a_word(parts[a + 1 : b]) for a, b in pairwise(slots)):
        what, remedy = "two slots stand side by side", "Put at least one word between them."
    elif any(parts[i - 1] == ":" for i in slots[:-1] if i > 0):
        what, remedy = (
            "a colon stands before a slot that is not the last",
            "Only the last slot may follow one.",
        )
    elif any(mark in word for word in words for mark in '?"“<>=≤≥≠'):
        what, remedy = 'a form holds none of ? " < > =', "Write it in plain words."
    elif _compares(parts, vocabulary):
        what, remedy = "this form reads like a comparison", "Put other words between its two slots."
    if what:
        table.problem(key, what, remedy)
    return not what


def _compares(parts: FoldedForm, vocabulary: Vocabulary) -> bool:
    first, *between, last = parts if len(parts) > 1 else (*parts, "")
    return (
        isinstance(first, Slot)
        and isinstance(last, Slot)
        and list(between) in _COMPARING
        and comparable(vocabulary, first.kind, last.kind)
    )


def _a_word(parts: FoldedForm) -> bool:
    return any(isinstance(part, str) and re.search(r"\w", part) for part in parts)
