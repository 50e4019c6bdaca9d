"""Read the words of a rulebook: kinds, statements and entities."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from rubicon.facts import Entity, Place
from rubicon.problems import did_you_mean
from rubicon.reading.tables import Table
from rubicon.sentences import OPENINGS
from rubicon.sentences.shapes import WIDEST, parts_of
from rubicon.sentences.tokens import name_key, tokens_of
from rubicon.vocabulary import BUILT_IN, Form, Kind, Slot, Statement, Vocabulary

_SLOT = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def read_kinds(tables: Iterable[tuple[str, Table]]) -> dict[str, Kind]:
    """Read every `[kind.…]`; an unknown wider kind, a circle and a doubled name are problems."""
    kinds: dict[str, Kind] = {}
    owners: dict[str, Table] = {}
    for name, table in tables:
        wider = table.text("is")
        values = tuple(value for value, _ in table.texts("values"))
        if name in BUILT_IN:
            table.problem("", f'the kind "{name}" is built in', "Choose another name.")
        elif name in kinds:
            table.problem(
                "", f'the kind "{name}" is declared twice', f"The other is {_at(kinds[name].place)}."
            )
        elif wider and values:
            table.problem(
                "values", "a kind has either `is` or `values`", "A list of values stands by itself."
            )
        elif table.has("values") and len({name_key(value) for value in values}) < len(values):
            table.problem("values", "a value is listed twice", "List each value once.")
        else:
            kinds[name], owners[name] = Kind(name, wider, values, table.place), table
        table.finish()
    for name, kind in list(kinds.items()):
        if kind.wider is None:
            continue
        if kind.wider not in kinds or kinds[kind.wider].values:
            hint = (
                did_you_mean(kind.wider, (k for k in kinds if k != name))
                or f"Declare it: [kind.{kind.wider}]"
            )
            owners[name].problem("is", f'unknown kind "{kind.wider}"', hint)
            kinds[name] = Kind(name, None, (), kind.place)
    for name, kind in list(kinds.items()):
        seen, above = {name}, kind.wider
        while above is not None and above not in seen:
            seen.add(above)
            above = kinds[above].wider
        if above is not None:
            owners[name].problem(
                "is", f'the kind "{name}" is wider than itself', "Remove one `is` of the circle."
            )
            kinds[name] = Kind(name, None, (), kind.place)
    return kinds


def read_statements(tables: Iterable[tuple[str, Table]], kinds: Mapping[str, Kind]) -> dict[str, Statement]:
    """Read every `[statement.…]`; see DESIGN 2.1 for what a form must be."""
    statements: dict[str, Statement] = {}
    shapes: dict[tuple[str, ...], Statement] = {}
    for name, table in tables:
        statement = _statement(name, table, kinds)
        if name in statements:
            other = statements[name].place
            table.problem("", f'the statement "{name}" is declared twice', f"The other is {_at(other)}.")
            continue
        if statement is None:
            continue
        for key, form in (("form", statement.form), ("denied", statement.denied)):
            words = tuple(part if isinstance(part, str) else "{}" for part in parts_of(form or ()))
            if words and words in shapes:
                other = shapes[words].place
                table.problem(key, "this form reads like another", f"Word it unlike {_at(other)}.")
            elif words:
                shapes[words] = statement
        statements[name] = statement
    return statements


def _statement(name: str, table: Table, kinds: Mapping[str, Kind]) -> Statement | None:
    text, denied, ask = table.text("form", required=True), table.text("denied"), table.text("ask")
    means, one_of = table.text("means"), table.text("one_of")
    table.finish()
    if text is None:
        return None
    slots: dict[str, Slot] = {}
    form = _form(table, "form", text, kinds, slots, declares=True)
    if form is None or not _well_made(table, form):
        return None
    declared = tuple(slots.values())
    index = next((i for i, slot in enumerate(declared) if slot.name == one_of), None)
    if one_of is not None and index is None:
        hint = did_you_mean(one_of, slots) or f"The slots are: {', '.join(slots) or 'none'}."
        table.problem("one_of", f'"{one_of}" is no slot of the form', hint)
    other = _form(table, "denied", denied, kinds, slots, declares=False) if denied else None
    if other is not None:
        missing = [slot.name for slot in declared if slot not in other]
        if missing:
            table.problem(
                "denied", f"the denied form lacks {{{missing[0]}}}", "It names every slot of the form."
            )
            other = None
        elif not _well_made(table, other, "denied"):
            other = None
    asked = _form(table, "ask", ask, kinds, slots, declares=False) if ask else None
    return Statement(name, form, declared, table.place, other, asked, means, index)


def _form(
    table: Table, key: str, text: str, kinds: Mapping[str, Kind], slots: dict[str, Slot], *, declares: bool
) -> Form | None:
    parts: list[str | Slot] = []
    at = 0
    text = " ".join(text.split())
    for found in _SLOT.finditer(text):
        parts += [text[at : found.start()]] if found.start() > at else []
        at = found.end()
        slot = _slot(table, key, found.group(1), kinds, slots, declares=declares)
        if slot is None:
            return None
        parts.append(slot)
    parts += [text[at:]] if at < len(text) else []
    if any("{" in part or "}" in part for part in parts if isinstance(part, str)):
        table.problem(key, "a brace stands alone", "A slot is written {name:kind}.")
        return None
    return tuple(parts)


def _slot(
    table: Table, key: str, inner: str, kinds: Mapping[str, Kind], slots: dict[str, Slot], *, declares: bool
) -> Slot | None:
    name, colon, kind = (part.strip() for part in inner.partition(":"))
    if not _NAME.fullmatch(name):
        table.problem(
            key, f'"{{{inner}}}" is no slot', "A slot is written {name:kind}, its name in small letters."
        )
        return None
    if name in slots:
        if colon and kind != slots[name].kind:
            table.problem(
                key, f"{{{name}}} is given two kinds", f"It is a {slots[name].kind} at its first mention."
            )
            return None
        return slots[name]
    if not declares:
        hint = did_you_mean(name, slots) or f"The slots are: {', '.join(slots) or 'none'}."
        table.problem(key, f"{{{name}}} is no slot of the form", hint)
        return None
    if not colon:
        table.problem(key, f"the slot {{{name}}} has no kind", f"Write {{{name}:kind}} at its first mention.")
        return None
    if kind not in kinds and kind not in BUILT_IN:
        hint = did_you_mean(kind, (*kinds, *BUILT_IN)) or f"Declare it: [kind.{kind}]"
        table.problem(key, f'unknown kind "{kind}"', hint)
        return None
    slots[name] = Slot(name, kind)
    return slots[name]


def _well_made(table: Table, form: Form, key: str = "form") -> bool:
    parts = parts_of(form)
    words = " ".join(part for part in parts if isinstance(part, str))
    opening = next((o for o in OPENINGS if " ".join(_leading(parts)).startswith(o)), None)
    last = max((index for index, part in enumerate(parts) if isinstance(part, Slot)), default=-1)
    slots = [index for index, part in enumerate(parts) if isinstance(part, Slot)]
    what = remedy = ""
    if not re.search(r"\w", words):
        what, remedy = "the form has no words", "Write a sentence around its slots."
    elif opening:
        what, remedy = f'no form may start with "{opening}"', "These words open a condition; begin otherwise."
    elif not all(_a_word(parts[a + 1 : b]) for a, b in pairwise(slots)):
        what, remedy = "two slots stand side by side", "Put at least one word between them."
    elif any(parts[i - 1] == ":" for i in slots if i > 0 and i != last):
        what, remedy = (
            "a colon stands before a slot that is not the last",
            "Only the last slot may follow a colon.",
        )
    elif "?" in words or '"' in words:
        what, remedy = "a form holds neither ? nor quotes", "Write it as a plain statement."
    if what:
        table.problem(key, what, remedy)
    return not what


def _a_word(parts: tuple[str | Slot, ...]) -> bool:
    return any(isinstance(part, str) and re.search(r"\w", part) for part in parts)


def _leading(parts: tuple[str | Slot, ...]) -> list[str]:
    first = next((index for index, part in enumerate(parts) if isinstance(part, Slot)), len(parts))
    return [part for part in parts[:first] if isinstance(part, str)]


def read_entities(
    tables: Iterable[Table], vocabulary: Vocabulary, known: Iterable[Entity] = ()
) -> list[Entity]:
    """Read entities; a name or alias that two share, and a kind that is none, are problems."""
    names = {name_key(name): entity.name for entity in known for name in (entity.name, *entity.also)}
    found: list[Entity] = []
    open_kinds = [name for name, kind in vocabulary.kinds.items() if not kind.values]
    for table in tables:
        name, kind = table.text("name", required=True), table.text("kind", required=True)
        also, code = tuple(alias for alias, _ in table.texts("also")), table.text("code")
        table.text("note")
        table.finish()
        if name is None or kind is None:
            continue
        if kind not in open_kinds:
            hint = (
                did_you_mean(kind, open_kinds) or f"The kinds are: {', '.join(sorted(open_kinds)) or 'none'}."
            )
            table.problem("kind", f'unknown kind "{kind}"', hint)
            continue
        for one in (name, *also):
            key = name_key(one)
            if len(key) > WIDEST or not key or one.startswith(("?", '"')) or tokens_of(one)[0] in (":", ","):
                table.problem("name", f'"{one}" cannot be a name', f"A name has 1 to {WIDEST} plain words.")
            elif key in names and names[key] != name:
                key_at = "name" if one == name else "also"
                table.problem(
                    key_at,
                    f'the name "{one}" belongs to {names[key]} already',
                    "Give each entity names of its own.",
                )
            elif key in names and one == name and any(entity.name == name for entity in (*known, *found)):
                table.problem(
                    "name", f'the name "{one}" is taken twice', "Give each entity names of its own."
                )
            names.setdefault(key, name)
        found.append(Entity(" ".join(name.split()), kind, also, code))
    return found


def _at(place: Place | None) -> str:
    return f"{place.path}:{place.line}" if place else "elsewhere"
