"""What is to be renamed: it must be there, and what it is to be called must be free."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn, TypeAlias

from msgspec import Struct

from rubicon.language.facts import Case
from rubicon.language.names import Names
from rubicon.language.rules import Rulebook
from rubicon.language.sentences import comparable
from rubicon.language.shapes import FoldedForm, parts_of, shapes_of
from rubicon.language.speaking import form_text
from rubicon.language.tokens import day, is_number, name_key
from rubicon.language.vocabulary import Form, Slot, Statement, Vocabulary
from rubicon.problems import BadInput, Problem, did_you_mean, several
from rubicon.reading.gathering import BESIDE, RESERVED, is_id

WHATS = ("form", "entity", "rule", "topic", "source")
"""What can be renamed."""

_SAID = {"entity": "an entity", "rule": "a rule", "topic": "a topic", "source": "a source"}
_SLOT = re.compile(r"\{\s*(\w+)\s*(?::\s*([^{}]*?)\s*)?\}")
_KEY = re.compile(r"[\w.-]+")


class Reworded(Struct, frozen=True):
    """A statement's form, or its denied form, that is to be worded otherwise."""

    statement: Statement
    denied: bool
    form: Form

    @property
    def old(self) -> Form:
        """Return the form that there is."""
        return (self.statement.denied if self.denied else self.statement.form) or ()

    @property
    def key(self) -> str:
        """Return the key of the vocabulary that it is written under."""
        return "denied" if self.denied else "form"


class Recalled(Struct, frozen=True):
    """Something that has one name, and is to have another; `inside`: cases alone have it, each one of its own."""

    what: str
    old: str
    new: str
    inside: bool = False

    def name(self, was: str) -> str:
        """Return what is called so now; a topic's name begins those of its rules."""
        if was == self.old:
            return self.new
        if self.what in ("rule", "topic") and was.startswith(f"{self.old}/"):
            return f"{self.new}{was[len(self.old) :]}"
        return was


Wish: TypeAlias = Reworded | Recalled


def asked(
    rulebook: Rulebook,
    what: str,
    old: str,
    new: str,
    cases: Sequence[Case] = (),
    inside: Sequence[Case] = (),
) -> Wish:
    """Return what is wished, if it can be.

    A form is named as the vocabulary has it, with or without the kinds of its slots, or by its statement. What the
    rulebook does not have is looked for `inside` some cases.

    Raises:
        BadInput: there is no such thing, or the name is taken, or is none.
    """
    old, new = " ".join(old.split()), " ".join(new.split())
    if what == "form":
        return _form(rulebook, old, new)
    for word in new.split("/"):
        if is_number(word) or day(word.split()) is not None:
            kind = "a number" if is_number(word) else "a day"
            _refuse(f'"{word}" is {kind}, and cannot name {_SAID[what]}', "Begin it with a word.")
    held = _held(rulebook, what, old, new, inside)
    check = {"entity": _entity, "rule": _rule, "topic": _topic, "source": _source}[what]
    found = held or check(rulebook, old, new, cases)
    if found == new:
        _refuse(f'"{new}" is what it is called already', "Give another name.")
    return Recalled(what, found, new, inside=held is not None)


def _held(rulebook: Rulebook, what: str, old: str, new: str, inside: Iterable[Case]) -> str | None:
    """Return what an entity or a source is called that cases alone have, if it is one and the new name is free there."""
    names = Names(rulebook.vocabulary, rulebook.entities)
    known = names.entity(old) is not None if what == "entity" else old in rulebook.sources
    held: dict[str, list[Case]] = {}
    for case in [] if known or what not in ("entity", "source") else inside:
        own = [one.name for one in case.entities] if what == "entity" else [one.key for one in case.sources]
        for name in own:
            if name == old or (what == "entity" and name_key(name) == name_key(old)):
                held.setdefault(name, []).append(case)
    for name, some in held.items():
        if what == "source":
            _keyed(new)
        for case in some:
            here = dict.fromkeys(names.all_names() if what == "entity" else rulebook.sources, "the rulebook")
            own = (
                [each for one in case.entities for each in (one.name, *one.also)]
                if what == "entity"
                else [one.key for one in case.sources]
            )
            here |= {one: case.place.path for one in own if one != name}
            _free(what, new, here)
        return name
    return None


def _form(rulebook: Rulebook, old: str, new: str) -> Reworded:
    known: dict[str, tuple[Statement, bool]] = {}
    for one in rulebook.vocabulary.statements.values():
        known |= {form_text(form): (one, denied) for form, denied in _forms(one)}
    statement = rulebook.vocabulary.statements.get(old)
    meant = _SLOT.sub(r"{\1}", old).removesuffix(".")
    found = (statement, False) if statement is not None else known.get(meant)
    if found is None:
        close = did_you_mean(meant, [*known, *rulebook.vocabulary.statements])
        _refuse(f'no form reads "{old}"', close or "Write it as the vocabulary has it, with its slots.")
    one, denied = found
    form = _parts(one, new.removesuffix("."))
    wish = Reworded(one, denied, form)
    if form == wish.old:
        _refuse("it reads so already", "Word it otherwise.")
    for other in rulebook.vocabulary.statements.values():
        for shape in shapes_of(other):
            is_it = other == one and shape.truth != denied
            if not is_it and _reads_like(rulebook.vocabulary, parts_of(form), shape.parts):
                what = f'this form reads like "{shape.text}"{shape.at}'
                _refuse(what, "A sentence has one meaning: word it otherwise.")
    return wish


def _reads_like(vocabulary: Vocabulary, one: FoldedForm, other: FoldedForm) -> bool:
    """Tell whether two forms have the same words, and slots in which the same may stand."""
    return len(one) == len(other) and all(
        comparable(vocabulary, a.kind, b.kind) if isinstance(a, Slot) and isinstance(b, Slot) else a == b
        for a, b in zip(one, other, strict=True)
    )


def _forms(statement: Statement) -> list[tuple[Form, bool]]:
    return [(form, denied) for form, denied in ((statement.form, False), (statement.denied, True)) if form]


def _parts(statement: Statement, text: str) -> Form:
    """Return the parts of a new form, which has the slots of the old one, each once."""
    slots = {slot.name: slot for slot in statement.slots}
    parts: list[str | Slot] = []
    end = 0
    for found in _SLOT.finditer(text):
        name, kind = found.groups()
        if name not in slots or (kind is not None and kind != slots[name].kind):
            wanted = slots.get(name)
            hint = f"Write {{{name}}}; a renaming changes no kind." if wanted else _slots(slots)
            _refuse(f"{found.group()} is no slot of the form", hint)
        parts += [text[end : found.start()]] if found.start() > end else []
        parts.append(slots[name])
        end = found.end()
    parts += [text[end:]] if end < len(text) else []
    lacking = [name for name in slots if slots[name] not in parts]
    if lacking:
        _refuse(f"the new form lacks {{{lacking[0]}}}", _slots(slots))
    return tuple(parts)


def _slots(slots: Iterable[str]) -> str:
    return f"Its slots are: {several(f'{{{name}}}' for name in slots)}."


def _entity(rulebook: Rulebook, old: str, new: str, cases: Iterable[Case]) -> str:
    names = Names(rulebook.vocabulary, rulebook.entities)
    entity = names.entity(old)
    if entity is None:
        _unknown("entity", old, names.all_names())
    if name_key(old) != name_key(entity.name):
        _refuse(f'"{old}" is another name of {entity.name}', f'Name it as it is called: "{entity.name}"')
    owners = {name: "the rulebook" for name in names.all_names() if names.entity(name) != entity}
    own = [(case.place.path, case.entities) for case in cases]
    own += [(one.place.path, one.entities) for rule in rulebook.rules for one in rule.examples]
    owners |= {name: path for path, some in own for one in some for name in (one.name, *one.also)}
    _free("entity", new, owners)
    if name_key(new) in map(name_key, entity.also):
        remedy = f'Take it out of `also` of {entity.name} first; afterwards "{old}" may stand there.'
        _refuse(f'"{new}" is another name of it already', remedy)
    return entity.name


def _free(what: str, new: str, owners: Mapping[str, str]) -> None:
    taken = {name_key(name): (name, owner) for name, owner in owners.items()}
    if name_key(new) in taken:
        name, owner = taken[name_key(new)]
        _refuse(f'the name "{name}" is taken, in {owner}', f"Give the {what} a name that nothing else has.")


def _rule(rulebook: Rulebook, old: str, new: str, _cases: object) -> str:
    ids = {rule.id for rule in rulebook.rules if rule.otherwise_of is None}
    if old not in ids:
        _unknown("rule", old, ids)
    if not is_id(new) or new.split("/", 1)[0] in (*RESERVED, *BESIDE):
        _refuse(f'"{new}" cannot be the id of a rule', "Write TOPIC/RULE, in letters, digits and hyphens.")
    same = {one.casefold(): one for one in ids if one != old}
    if new.casefold() in same:
        _refuse(f'there is a rule "{same[new.casefold()]}"', "Choose another name.")
    return old


def _topic(rulebook: Rulebook, old: str, new: str, _cases: object) -> str:
    topics = {rule.id.split("/", 1)[0] for rule in rulebook.rules}
    if old not in topics:
        _unknown("topic", old, topics)
    if not is_id(f"{new}/x") or "/" in new or new in (*RESERVED, *BESIDE):
        _refuse(f'"{new}" cannot name a topic', "Write letters, digits and hyphens.")
    same = {one.casefold(): one for one in topics if one != old}
    if new.casefold() in same:
        _refuse(
            f'there is a topic "{same[new.casefold()]}"', "Choose another, or rename its rules one by one."
        )
    return old


def _source(rulebook: Rulebook, old: str, new: str, cases: Iterable[Case]) -> str:
    if old not in rulebook.sources:
        _unknown("source", old, rulebook.sources)
    _keyed(new)
    taken = dict.fromkeys((key for key in rulebook.sources if key != old), "the rulebook")
    taken |= {source.key: case.place.path for case in cases for source in case.sources}
    if new in taken:
        _refuse(f'there is a source "{new}", in {taken[new]}', "Give this one another key.")
    return old


def _keyed(new: str) -> None:
    if not _KEY.fullmatch(new):
        _refuse(f'"{new}" cannot be the key of a source', "Write one word: letters, digits, hyphens.")


def _unknown(what: str, name: str, known: Iterable[str]) -> NoReturn:
    some = sorted(known)
    _refuse(f'no {what} is called "{name}"', did_you_mean(name, some) or f"There are: {several(some)}.")


def _refuse(what: str, remedy: str) -> NoReturn:
    raise BadInput([Problem("argument", 0, what, remedy)])
