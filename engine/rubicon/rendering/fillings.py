"""What stands in a sentence for a variable: `the host`, `any country`, `some number of`, `so many`."""

from collections.abc import Iterable

from rubicon.language.conditions import Term, Variable
from rubicon.language.facts import Value
from rubicon.language.vocabulary import Form, Slot, Statement


def fill_open(statement: Statement, form: Form, terms: Iterable[Term], word: str) -> dict[str, Value]:
    """Return values for a form's slots; each variable, of whatever name, reads `any country` or `some country`."""
    return {
        slot.name: _somebody(form, slot, word) if isinstance(term, Variable) else term
        for slot, term in zip(statement.slots, terms, strict=True)
    }


def fill_named(statement: Statement, form: Form, terms: Iterable[Term], many: str = "") -> dict[str, Value]:
    """Return values for a form's slots; a variable reads `the host`, one that may be anybody `any country`.

    A named number reads `so many (“n”)`, one that may be any as `many` says, or `any number of`.
    """
    values: dict[str, Value] = {}
    for slot, term in zip(statement.slots, terms, strict=True):
        if not isinstance(term, Variable):
            values[slot.name] = term
        elif term.is_wildcard:
            values[slot.name] = many if many and slot.kind == "number" else _somebody(form, slot, "any")
        else:
            values[slot.name] = (
                f"so many ({label(term)})" if slot.kind == "number" else f"the {term.name.replace('_', ' ')}"
            )
    return values


def label(variable: Variable) -> str:
    """Name a number that a rule compares."""
    return f"“{variable.name.lstrip('_').replace('_', ' ')}”"


def _somebody(form: Form, slot: Slot, word: str) -> str:
    if slot.kind == "text":
        return f"{word}thing"
    if slot.kind != "number":
        return f"{word} {'day' if slot.kind == 'date' else slot.kind.replace('-', ' ')}"
    parts = [part.name if isinstance(part, Slot) else part for part in form]
    after = form[parts.index(slot.name) + 1 :]
    following = after[0].strip() if after and isinstance(after[0], str) else ""
    if following.startswith("per "):
        return "so many"
    return f"{word} number of" if following[:1].isalpha() else f"{word} number"
