"""Write sentences: the one canonical spelling of a statement, in ISO form or in prose."""

import re
from collections.abc import Mapping

from rubicon.language.binding import as_pattern
from rubicon.language.conditions import Pattern, Term, Variable
from rubicon.language.facts import Literal, Value
from rubicon.language.tokens import value_text
from rubicon.language.vocabulary import Form, Slot, Vocabulary

_BLANK = re.compile(r"\{(\w+)\}('s\b)?")

FALSE = "it is false that "


def speak(vocabulary: Vocabulary, literal: Literal, *, prose: bool = False) -> str:
    """Return the canonical sentence of a literal; a denied one uses the `denied` form where there is one.

    It starts as its form does, so a name such as "the CSTO" may stand first uncapitalised. `prose` spells
    days as "5 January 2022".
    """
    return speak_pattern(vocabulary, as_pattern(literal), prose=prose)


def speak_pattern(vocabulary: Vocabulary, pattern: Pattern, *, prose: bool = False) -> str:
    """Return the sentence of a pattern, with its variables as `?name`."""
    statement = vocabulary.statements[pattern.statement]
    terms = {slot.name: term for slot, term in zip(statement.slots, pattern.terms, strict=True)}
    if pattern.truth:
        return say_form(statement.form, terms, prose=prose)
    if statement.denied is not None:
        return say_form(statement.denied, terms, prose=prose)
    return FALSE + say_form(statement.form, terms, prose=prose)


def say_form(form: Form, values: Mapping[str, Term], *, prose: bool = False) -> str:
    """Fill a form's slots by name; a name that ends in "s" takes the possessive `'`."""
    kinds = {part.name: part.kind for part in form if isinstance(part, Slot)}
    return put_in(form, {name: _term_text(values[name], kind, prose=prose) for name, kind in kinds.items()})


def put_in(form: Form, texts: Mapping[str, str]) -> str:
    """Put texts into a form's slots by name; one that ends in "s" takes the possessive `'`."""
    said: list[str] = []
    for part in form:
        if isinstance(part, Slot):
            said.append(texts[part.name])
        elif said and part.startswith("'s") and said[-1].endswith("s") and not part[2:3].isalnum():
            said.append(f"'{part[2:]}")
        else:
            said.append(part)
    return "".join(said)


def form_text(form: Form) -> str:
    """Return a form as the vocabulary shows it, without kinds: `{host} asks {guarantor} to intervene`."""
    return "".join(f"{{{part.name}}}" if isinstance(part, Slot) else part for part in form)


def fill(text: str, values: Mapping[str, Value]) -> str:
    """Fill `{role}` in a text of the framework; a name that ends in "s" takes the possessive `'`.

    >>> fill("{host}'s army", {"host": "the United States"})
    "the United States' army"
    """

    def spelled(found: re.Match[str]) -> str:
        if found.group(1) not in values:
            return found.group()
        said = value_text(values[found.group(1)], prose=True)
        possessive = found.group(2) or ""
        return said + ("'" if possessive and said.endswith("s") else possessive)

    return _BLANK.sub(spelled, text)


def _term_text(term: Term, kind: str, *, prose: bool) -> str:
    return f"?{term.name}" if isinstance(term, Variable) else value_text(term, kind, prose=prose)
